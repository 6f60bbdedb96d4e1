using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using QualityAward.Domain.Parties;

namespace QualityAward.Infrastructure.Notifications;

/// <summary>One session with the mail server (邮件会话), opened with the first mail and kept for the next ones.</summary>
internal sealed class SmtpConnection(MailOptions options) : IMailConnection
{
    private const int MaxReply = 64 * 1024;

    private Session? _session;

    public async Task<MailResult> SendAsync(Mail mail, CancellationToken cancellationToken)
    {
        // Also keeps line breaks out of the commands.
        if (EmailAddress.Problem(mail.To) is not null)
        {
            return new MailResult(MailOutcome.Refused, "收件邮箱的格式不正确");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.TimeoutSeconds));
        // Until the last dot has gone out, nothing can have been taken.
        var handedOver = false;
        try
        {
            _session ??= await Session.OpenAsync(options, limit.Token);
            var reply = await _session.AskAsync($"MAIL FROM:<{options.From}>", limit.Token);
            if (reply.IsFine)
            {
                reply = await _session.AskAsync($"RCPT TO:<{EmailAddress.Normalise(mail.To)}>", limit.Token);
            }

            if (reply.IsFine)
            {
                reply = await _session.AskAsync("DATA", limit.Token);
            }

            if (reply.Number != 354)
            {
                await StartOverAsync(reply, limit.Token);
                return OfReply(reply);
            }

            handedOver = true;
            await _session.WriteAsync(MailText.Of(mail, options, TimeProvider.System.GetUtcNow()) + "\r\n.\r\n", limit.Token);
            reply = await _session.ReadAsync(limit.Token);
            if (reply.IsFine)
            {
                return new MailResult(MailOutcome.Taken);
            }

            await StartOverAsync(reply, limit.Token);
            return OfReply(reply);
        }
        catch (RefusedSessionException refused)
        {
            return new MailResult(MailOutcome.Later, refused.Message);
        }
        catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            var begun = _session is not null;
            Drop();
            var note = fault switch
            {
                AuthenticationException => "邮件服务器的证书不受信任",
                OperationCanceledException => "邮件服务器没有按时应答",
                _ => begun ? "与邮件服务器的连接中断" : "无法连接邮件服务器",
            };
            return new MailResult(handedOver ? MailOutcome.Unknown : MailOutcome.Later, note);
        }
    }

    public void Dispose() => Drop();

    /// <summary>The server's number: 4xx means later, 5xx never (RFC 5321 4.2.1). What it says besides may hold addresses and is not kept.</summary>
    private static MailResult OfReply(Reply reply) => reply.Number switch
    {
        // Wrong settings on our side are mended, so that the mails are not lost.
        530 or 534 or 535 or 538 => new MailResult(MailOutcome.Later, $"邮件服务器不接受登录（{reply.Number}）"),
        >= 500 and < 600 => new MailResult(MailOutcome.Refused, $"邮件服务器拒绝接收（{reply.Number}）"),
        _ => new MailResult(MailOutcome.Later, $"邮件服务器暂时不能接收（{reply.Number}）"),
    };

    /// <summary>After a refusal the session goes on with the next mail; one that the server ends (421) is opened anew.</summary>
    private async Task StartOverAsync(Reply refused, CancellationToken cancellationToken)
    {
        try
        {
            if (refused.Number == 421 || !(await _session!.AskAsync("RSET", cancellationToken)).IsFine)
            {
                Drop();
            }
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            Drop();
        }
    }

    private void Drop()
    {
        _session?.Dispose();
        _session = null;
    }

    /// <summary>The session did not come about; every mail can be tried again.</summary>
    private sealed class RefusedSessionException(string message) : Exception(message);

    private readonly record struct Reply(int Number, string Text)
    {
        public bool IsFine => Number is >= 200 and < 300;
    }

    private sealed class Session : IDisposable
    {
        private readonly TcpClient _client;
        private readonly byte[] _buffer = new byte[4096];
        private Stream _stream;
        private int _start;
        private int _end;

        private Session(TcpClient client) => (_client, _stream) = (client, client.GetStream());

        public static async Task<Session> OpenAsync(MailOptions options, CancellationToken cancellationToken)
        {
            var client = new TcpClient();
            Session? session = null;
            try
            {
                await client.ConnectAsync(options.Host!, options.Port, cancellationToken);
                session = new Session(client);
                if (options.Security == MailSecurity.Tls)
                {
                    await session.EncryptAsync(options, cancellationToken);
                }

                Require(await session.ReadAsync(cancellationToken), "邮件服务器暂时不能接收");
                var offers = await session.GreetAsync(cancellationToken);
                if (options.Security == MailSecurity.StartTls)
                {
                    if (!offers.Contains("STARTTLS"))
                    {
                        throw new RefusedSessionException("邮件服务器不提供加密连接");
                    }

                    Require(await session.AskAsync("STARTTLS", cancellationToken), "邮件服务器不提供加密连接");
                    await session.EncryptAsync(options, cancellationToken);
                    offers = await session.GreetAsync(cancellationToken);
                }

                await session.LogInAsync(options, offers, cancellationToken);
                return session;
            }
            catch
            {
                session?.Dispose();
                client.Dispose();
                throw;
            }
        }

        public async Task<Reply> AskAsync(string command, CancellationToken cancellationToken)
        {
            await WriteAsync(command + "\r\n", cancellationToken);
            return await ReadAsync(cancellationToken);
        }

        public async Task WriteAsync(string text, CancellationToken cancellationToken)
        {
            await _stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
            await _stream.FlushAsync(cancellationToken);
        }

        /// <summary>One reply, of one or more lines.</summary>
        public async Task<Reply> ReadAsync(CancellationToken cancellationToken)
        {
            var (text, total) = (new StringBuilder(), 0);
            while (true)
            {
                var line = await ReadLineAsync(cancellationToken);
                total += line.Length;
                if (line.Length < 3 || total > MaxReply || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    throw new IOException("The server does not speak SMTP.");
                }

                text.Append(line.AsSpan(Math.Min(4, line.Length))).Append('\n');
                if (line.Length == 3 || line[3] == ' ')
                {
                    return new Reply(number, text.ToString());
                }
            }
        }

        public void Dispose()
        {
            _stream.Dispose();
            _client.Dispose();
        }

        private static void Require(Reply reply, string otherwise)
        {
            if (!reply.IsFine)
            {
                throw new RefusedSessionException($"{otherwise}（{reply.Number}）");
            }
        }

        private async Task<HashSet<string>> GreetAsync(CancellationToken cancellationToken)
        {
            var reply = await AskAsync("EHLO [127.0.0.1]", cancellationToken);
            Require(reply, "邮件服务器暂时不能接收");
            return reply.Text.ToUpperInvariant().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        }

        private async Task EncryptAsync(MailOptions options, CancellationToken cancellationToken)
        {
            if (_start < _end)
            {
                // Somebody on the line has spoken before the encryption began; that must not count as the server's word afterwards.
                throw new IOException("Text before TLS.");
            }

            var encrypted = new SslStream(_stream, leaveInnerStreamOpen: false);
            _stream = encrypted;
            var terms = new SslClientAuthenticationOptions { TargetHost = options.Host };
            if (!string.IsNullOrWhiteSpace(options.CaFile))
            {
                terms.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                terms.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(options.CaFile);
            }

            await encrypted.AuthenticateAsClientAsync(terms, cancellationToken);
        }

        private async Task LogInAsync(MailOptions options, HashSet<string> offers, CancellationToken cancellationToken)
        {
            if (string.IsNullOrEmpty(options.User))
            {
                return;
            }

            var ways = offers.Where(o => o.StartsWith("AUTH ", StringComparison.Ordinal)).SelectMany(o => o.Split(' ')).ToHashSet(StringComparer.Ordinal);
            Reply reply;
            if (ways.Contains("PLAIN"))
            {
                reply = await AskAsync("AUTH PLAIN " + Base64($"\0{options.User}\0{options.Password}"), cancellationToken);
            }
            else if (ways.Contains("LOGIN"))
            {
                reply = await AskAsync("AUTH LOGIN", cancellationToken);
                reply = reply.Number == 334 ? await AskAsync(Base64(options.User), cancellationToken) : reply;
                reply = reply.Number == 334 ? await AskAsync(Base64(options.Password!), cancellationToken) : reply;
            }
            else
            {
                throw new RefusedSessionException("邮件服务器不提供可用的登录方式");
            }

            Require(reply, "邮件服务器不接受登录");
        }

        private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
        {
            var line = new List<byte>();
            while (true)
            {
                while (_start < _end)
                {
                    var next = _buffer[_start++];
                    if (next == '\n')
                    {
                        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
                    }

                    line.Add(next);
                    if (line.Count > MaxReply)
                    {
                        throw new IOException("The server does not speak SMTP.");
                    }
                }

                (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                {
                    throw new IOException("The line was closed.");
                }
            }
        }

        private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }
}
