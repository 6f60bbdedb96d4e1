using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QualityAward.Web.Tests.Files;

/// <summary>A small clamd: speaks PING and INSTREAM on a port of its own and finds the EICAR test file. It can be switched off, be silent or talk nonsense.</summary>
internal sealed class FakeClamd : IAsyncDisposable
{
    private readonly int _port;
    private TcpListener? _listener;
    private CancellationTokenSource _stop = new();
    private int _scans;

    public FakeClamd()
    {
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener, _stop.Token);
    }

    /// <summary>The harmless file that every scanner must find; put together here so that this source is not found itself.</summary>
    public static byte[] Eicar => Encoding.ASCII.GetBytes("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*");

    public string Address => $"tcp://127.0.0.1:{_port}";

    /// <summary>StreamMaxLength of clamd.conf.</summary>
    public int Limit { get; set; } = 25 * 1024 * 1024;

    /// <summary>Answers this instead of a verdict; empty: nothing, and hangs up.</summary>
    public string? Says { get; set; }

    public bool IsSilent { get; set; }

    /// <summary>Holds every scan until it is let go.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Scans => _scans;

    /// <summary>The length of the last content that was scanned.</summary>
    public long LastLength { get; private set; }

    public async Task SwitchOffAsync()
    {
        await _stop.CancelAsync();
        _listener?.Dispose();
        _listener = null;
    }

    public void SwitchOn()
    {
        _stop = new CancellationTokenSource();
        _listener = new TcpListener(IPAddress.Loopback, _port);
        _listener.Start();
        _ = AcceptAsync(_listener, _stop.Token);
    }

    public async ValueTask DisposeAsync() => await SwitchOffAsync();

    private async Task AcceptAsync(TcpListener listener, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop), stop);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Switched off.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        try
        {
            var command = await CommandAsync(stream, stop);
            if (IsSilent)
            {
                await Task.Delay(Timeout.Infinite, stop);
            }

            var answer = command switch
            {
                "zPING" => "PONG",
                "zINSTREAM" => await ScanAsync(stream, stop),
                _ => "UNKNOWN COMMAND",
            };
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer.Length == 0 ? "" : answer + "\0"), stop);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            // The other side hung up, or this one was switched off.
        }
    }

    private static async Task<string> CommandAsync(NetworkStream stream, CancellationToken stop)
    {
        var command = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, stop) == 1 && one[0] != 0)
        {
            command.Append((char)one[0]);
        }

        return command.ToString();
    }

    private async Task<string> ScanAsync(NetworkStream stream, CancellationToken stop)
    {
        using var content = new MemoryStream();
        var size = new byte[4];
        while (true)
        {
            await stream.ReadExactlyAsync(size, stop);
            var length = BinaryPrimitives.ReadInt32BigEndian(size);
            if (length == 0)
            {
                break;
            }

            var chunk = new byte[length];
            await stream.ReadExactlyAsync(chunk, stop);
            await content.WriteAsync(chunk, stop);
            if (content.Length > Limit)
            {
                return "INSTREAM size limit exceeded. ERROR";
            }
        }

        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(stop);
        }

        Interlocked.Increment(ref _scans);
        LastLength = content.Length;
        return Says ?? (content.ToArray().AsSpan().IndexOf(Eicar) >= 0 ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
    }
}
