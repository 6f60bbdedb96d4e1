using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace QualityAward.Testing.Smtp;

/// <summary>A mail as it came to the server.</summary>
/// <param name="Headers">Before the empty line, unfolded.</param>
/// <param name="Subject">Decoded.</param>
/// <param name="Body">Decoded.</param>
public sealed record ReceivedMail(string From, string To, bool Encrypted, string Headers, string Subject, string Body);

/// <summary>A mail server in a process of its own (<c>smtp-server.mjs</c>); it ends with the test.</summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<JsonNode> _said = new();
    private readonly string? _folder;
    private readonly Task _reading;
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SmtpServer(JsonObject settings, string? folder)
    {
        _folder = folder;
        var start = new ProcessStartInfo("node", Path.Combine(Checkout.Root, "tests", "QualityAward.Testing", "Smtp", "smtp-server.mjs"))
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["SMTP_SETTINGS"] = settings.ToJsonString();
        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        _reading = Task.Run(ReadAsync);
    }

    public int Port { get; private set; }

    /// <summary>The authority that vouches for the server (PEM); a client that trusts it trusts the server.</summary>
    public string CaFile => Path.Combine(_folder ?? throw new InvalidOperationException("The server has no certificate."), "ca.pem");

    /// <summary>Mails that the server has taken, in order.</summary>
    public IReadOnlyList<ReceivedMail> Mails => [.. _said.Select(s => s["mail"]).Where(m => m is not null).Select(m => Read(m!))];

    /// <summary>Everything that happened, as JSON.</summary>
    public string Log => string.Join('\n', _said.Select(s => s.ToJsonString()));

    /// <param name="user">Whoever sends must log in with it.</param>
    /// <param name="password">Of that user.</param>
    /// <param name="tls">True: offers STARTTLS with a certificate of an authority of its own, <see cref="CaFile"/>.</param>
    /// <param name="isImplicit">True: speaks TLS from the first byte.</param>
    /// <param name="name">Whom the certificate names.</param>
    /// <param name="port">Null: any free one.</param>
    /// <param name="delay">Milliseconds before a mail is acknowledged.</param>
    public static async Task<SmtpServer> StartAsync(string? user = null, string? password = null, bool tls = false, int? port = null, int delay = 0, bool isImplicit = false, string name = "127.0.0.1")
    {
        var settings = new JsonObject { ["user"] = user, ["password"] = password, ["port"] = port, ["delay"] = delay, ["implicit"] = isImplicit };
        string? folder = null;
        if (tls || isImplicit)
        {
            folder = Directory.CreateTempSubdirectory("qa-smtp-").FullName;
            var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            using var authorityKey = RSA.Create(2048);
            var authorityRequest = new CertificateRequest("CN=Test authority " + Convert.ToHexString(RandomNumberGenerator.GetBytes(8)), authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
            using var authority = authorityRequest.CreateSelfSigned(from, until);
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            if (System.Net.IPAddress.TryParse(name, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(name);
            }

            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
            await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), certificate.ExportCertificatePem());
            await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
            settings["cert"] = Path.Combine(folder, "cert.pem");
            settings["key"] = Path.Combine(folder, "key.pem");
        }

        var server = new SmtpServer(settings, folder);
        server.Port = await server._port.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // It ends when its standard input does, also when the test is killed.
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        _process.Dispose();
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var said = JsonNode.Parse(line)!;
            if (said["port"] is { } port)
            {
                _port.TrySetResult(port.GetValue<int>());
            }

            _said.Enqueue(said);
        }

        _port.TrySetException(new InvalidOperationException("The mail server ended before it served."));
    }

    private static ReceivedMail Read(JsonNode mail)
    {
        var text = mail["text"]!.GetValue<string>();
        var cut = text.IndexOf("\n\n", StringComparison.Ordinal);
        var headers = text[..cut].Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal);
        var body = text[(cut + 2)..];
        if (headers.Contains("base64", StringComparison.OrdinalIgnoreCase))
        {
            body = Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace("\n", "", StringComparison.Ordinal)));
        }
        else if (headers.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase))
        {
            body = Encoding.UTF8.GetString(QuotedPrintable(body.Replace("=\n", "", StringComparison.Ordinal)));
        }

        return new ReceivedMail(
            mail["from"]!.GetValue<string>(), string.Join(',', mail["to"]!.AsArray().Select(t => t!.GetValue<string>())), mail["encrypted"]!.GetValue<bool>(), headers, Subject(headers), body.ReplaceLineEndings("\n").TrimEnd());
    }

    /// <summary>Encoded words of RFC 2047.</summary>
    private static string Subject(string headers)
    {
        var line = headers.Split('\n').Single(l => l.StartsWith("Subject:", StringComparison.OrdinalIgnoreCase))["Subject:".Length..].Trim();
        var words = Regex.Matches(line, @"=\?[^?]+\?(?<how>[BbQq])\?(?<text>[^?]*)\?=", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        if (words.Count == 0)
        {
            return line;
        }

        var decoded = new MemoryStream();
        foreach (Match word in words)
        {
            var text = word.Groups["text"].Value;
            decoded.Write(word.Groups["how"].Value is "B" or "b" ? Convert.FromBase64String(text) : QuotedPrintable(text.Replace('_', ' ')));
        }

        return Encoding.UTF8.GetString(decoded.ToArray());
    }

    private static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length)
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 1, 2), 16));
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return [.. bytes];
    }
}
