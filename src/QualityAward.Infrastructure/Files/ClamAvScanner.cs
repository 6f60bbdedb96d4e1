using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QualityAward.Infrastructure.Files;

/// <summary>Settings of the scanner, section <c>Files:ClamAv</c>.</summary>
public sealed class ClamAvOptions
{
    /// <summary><c>tcp://127.0.0.1:3310</c> or <c>unix:///run/clamav/clamd.ctl</c>; empty: no scanner.</summary>
    public string Address { get; set; } = "";

    /// <summary>How long one file may take.</summary>
    public int TimeoutSeconds { get; set; } = 120;
}

/// <summary>Scans with ClamAV's daemon (病毒检查): the content is streamed to it by its command INSTREAM, over TCP or a Unix socket.</summary>
public sealed class ClamAvScanner(ClamAvOptions options) : IMalwareScanner
{
    private const int ChunkLength = 64 * 1024;
    private const int MaxReply = 4096;
    private const int DefaultPort = 3310;
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);

    private readonly EndPoint _endPoint = EndPointOf(options.Address);
    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);

    public bool IsOn => true;

    public Task<ScanOutcome> ScanAsync(Stream content, CancellationToken cancellationToken) => TalkAsync(
        async (daemon, cancel) => Read(await SendAsync(daemon, content, cancel)),
        problem => new ScanOutcome(ScanVerdict.Failed, problem),
        _timeout,
        cancellationToken);

    public Task<string?> ProblemAsync(CancellationToken cancellationToken) => TalkAsync<string?>(
        async (daemon, cancel) =>
        {
            await daemon.WriteAsync("zPING\0"u8.ToArray(), cancel);
            var reply = await ReplyAsync(daemon, cancel);
            return string.Equals(reply, "PONG", StringComparison.Ordinal) ? null : $"病毒检查服务应答异常：{reply}";
        },
        problem => problem,
        PingTimeout,
        cancellationToken);

    private static EndPoint EndPointOf(string address)
    {
        if (Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            switch (uri.Scheme)
            {
                case "unix" when uri.AbsolutePath.Length > 1:
                    return new UnixDomainSocketEndPoint(uri.AbsolutePath);
                case "tcp" when uri.Host.Length > 0:
                    var port = uri.IsDefaultPort ? DefaultPort : uri.Port;
                    return IPAddress.TryParse(uri.Host, out var ip) ? new IPEndPoint(ip, port) : new DnsEndPoint(uri.Host, port);
            }
        }

        throw new InvalidOperationException($"Files:ClamAv:Address is '{address}'; expected tcp://host:3310 or unix:///run/clamav/clamd.ctl.");
    }

    private static ScanOutcome Read(string reply)
    {
        const string found = " FOUND";
        var text = reply.StartsWith("stream: ", StringComparison.Ordinal) ? reply["stream: ".Length..] : reply;
        return text switch
        {
            "OK" => new ScanOutcome(ScanVerdict.Clean),
            _ when text.EndsWith(found, StringComparison.Ordinal) => new ScanOutcome(ScanVerdict.Infected, text[..^found.Length]),
            // StreamMaxLength of clamd.conf lies below our own limit.
            _ when text.Contains("size limit exceeded", StringComparison.OrdinalIgnoreCase) => new ScanOutcome(ScanVerdict.Failed, "文件超过病毒检查服务的大小上限"),
            "" => new ScanOutcome(ScanVerdict.Failed, "病毒检查服务没有应答"),
            _ => new ScanOutcome(ScanVerdict.Failed, $"病毒检查服务应答异常：{text}"),
        };
    }

    private static async Task<string> SendAsync(Stream daemon, Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLength + sizeof(uint));
        try
        {
            await daemon.WriteAsync("zINSTREAM\0"u8.ToArray(), cancellationToken);
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(sizeof(uint), ChunkLength), cancellationToken)) > 0)
            {
                BinaryPrimitives.WriteUInt32BigEndian(buffer, (uint)read);
                await daemon.WriteAsync(buffer.AsMemory(0, sizeof(uint) + read), cancellationToken);
            }

            // A chunk of no length ends the stream.
            await daemon.WriteAsync(new byte[sizeof(uint)], cancellationToken);
        }
        catch (IOException)
        {
            // The daemon hangs up in the middle of a file that is too large for it; what it says of that is read below.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return await ReplyAsync(daemon, cancellationToken);
    }

    private static async Task<string> ReplyAsync(Stream daemon, CancellationToken cancellationToken)
    {
        var reply = new byte[MaxReply];
        var length = 0;
        int read;
        while (length < reply.Length && (read = await daemon.ReadAsync(reply.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (reply.AsSpan(0, length).Contains((byte)0))
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(reply, 0, length).TrimEnd('\0', '\n', '\r', ' ');
    }

    private async Task<T> TalkAsync<T>(Func<Stream, CancellationToken, Task<T>> talk, Func<string, T> failed, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        using var socket = _endPoint is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(_endPoint, limit.Token);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            return await talk(stream, limit.Token);
        }
        catch (Exception silent) when (silent is SocketException or IOException)
        {
            return failed("无法连接病毒检查服务");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return failed("病毒检查服务应答超时");
        }
    }
}
