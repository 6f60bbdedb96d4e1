using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QualityAward.Benchmarks;

/// <summary>
/// One keep-alive connection that sends prepared bytes and waits for the whole answer. Plain blocking sockets, because client and server share the
/// machine: what the client burns is missing in the server's throughput.
/// </summary>
internal sealed class KeepAlive : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];

    public KeepAlive(int port) => _socket.Connect(IPAddress.Loopback, port);

    /// <summary>The session's cookie that the last answer renewed, as "name=value"; null: none.</summary>
    public string? SetCookie { get; private set; }

    /// <summary>Sends a request and gives the answer's body; anything but 200 is an error of the measurement.</summary>
    public ReadOnlySpan<byte> Send(ReadOnlySpan<byte> request)
    {
        while (request.Length > 0)
        {
            request = request[_socket.Send(request)..];
        }

        var length = 0;
        while (true)
        {
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var read = _socket.Receive(_buffer.AsSpan(length));
            if (read == 0)
            {
                throw new InvalidOperationException("The server closed the connection: " + Encoding.UTF8.GetString(_buffer, 0, Math.Min(length, 400)));
            }

            length += read;
            var answer = _buffer.AsSpan(0, length);
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0 || !IsWhole(answer[..head], answer[(head + 4)..]))
            {
                continue;
            }

            if (!answer.StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException("Not 200: " + Encoding.UTF8.GetString(answer[..Math.Min(length, 1500)]));
            }

            SetCookie = Cookie(answer[..head]);
            return answer[(head + 4)..];
        }
    }

    public void Dispose() => _socket.Dispose();

    private static string? Cookie(ReadOnlySpan<byte> head)
    {
        // The session's: an answer may also delete one that is used up.
        var at = head.IndexOf("\r\nSet-Cookie: qa.session="u8);
        if (at < 0)
        {
            return null;
        }

        var value = head[(at + 14)..];
        return Encoding.ASCII.GetString(value[..value.IndexOfAny((byte)';', (byte)'\r')]);
    }

    private static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at >= 0)
        {
            var digits = head[(at + 18)..];
            var end = digits.IndexOf((byte)'\r');
            return body.Length >= int.Parse(end < 0 ? digits : digits[..end], System.Globalization.CultureInfo.InvariantCulture);
        }

        // Chunked: nothing follows the last, empty chunk, and no text of ours looks like one.
        return body.EndsWith("\r\n0\r\n\r\n"u8) || body.SequenceEqual("0\r\n\r\n"u8);
    }
}
