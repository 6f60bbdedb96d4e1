using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace QualityAward.Infrastructure.Notifications;

/// <summary>How the line to the mail server is protected (邮件传输加密).</summary>
public enum MailSecurity
{
    /// <summary>The server must offer STARTTLS with a certificate that this machine trusts.</summary>
    StartTls,

    /// <summary>TLS from the first byte (SMTPS), usually on port 465.</summary>
    Tls,

    /// <summary>In clear: for a server on the same machine or in the same closed network.</summary>
    None,
}

/// <summary>Settings of outgoing mail (邮件设置), section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Empty: no e-mail, the inbox only.</summary>
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; }

    /// <summary>File (PEM) with the authorities that may vouch for the server, for a server of one's own; empty: those that this machine trusts.</summary>
    public string? CaFile { get; set; }

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Address in From.</summary>
    public string? From { get; set; }

    /// <summary>Name in From.</summary>
    public string FromName { get; set; } = "政府质量奖评审系统";

    /// <summary>The site's address as people type it; mails lead there.</summary>
    public string? SiteAddress { get; set; }

    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Stops the start when the settings cannot work; a mail that never leaves would be found out much later.</summary>
    public void Check()
    {
        if (string.IsNullOrWhiteSpace(Host))
        {
            return;
        }

        Need(!string.IsNullOrWhiteSpace(From) && From.Contains('@', StringComparison.Ordinal), "Mail:From must be an e-mail address when Mail:Host is set.");
        Need(Uri.TryCreate(SiteAddress, UriKind.Absolute, out var site) && site.Scheme is "https" or "http", "Mail:SiteAddress must be the site's address, such as https://award.example.gov.cn, when Mail:Host is set.");
        Need(string.IsNullOrEmpty(User) == string.IsNullOrEmpty(Password), "Mail:User and Mail:Password go together.");
        Need(string.IsNullOrEmpty(User) || Security != MailSecurity.None || Host is "127.0.0.1" or "localhost" or "::1", "Mail:Security None would send Mail:Password in clear; use StartTls or Tls.");
        Need(Port is > 0 and <= 65535 && TimeoutSeconds > 0, "Mail:Port and Mail:TimeoutSeconds must be positive.");
        Need(Port != 465 || Security == MailSecurity.Tls, "Mail:Port 为 465 时，连接从一开始就加密，须把 Mail:Security 设为 Tls；使用 STARTTLS 的端口一般是 587。");
        Need(string.IsNullOrWhiteSpace(CaFile) || File.Exists(CaFile), $"Mail:CaFile 指定的证书文件不存在：{CaFile}");

        static void Need(bool ok, string message)
        {
            if (!ok)
            {
                throw new InvalidOperationException(message);
            }
        }
    }
}

/// <summary>Registers the sending of e-mails (邮件发送注册).</summary>
public static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Mail").Get<MailOptions>() ?? new MailOptions();
        options.Check();
        return services.AddSingleton(options).AddSingleton<IMailSender, SmtpMailSender>();
    }
}
