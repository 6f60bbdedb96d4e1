namespace QualityAward.Infrastructure.Notifications;

/// <summary>
/// Sends by SMTP (邮件发送, RFC 5321). Spoken here, because MailKit cannot be had from the package registry and the base library's client knows neither TLS from the first byte
/// nor an authority of one's own, and cannot tell what certainly was not taken from what may have been, though only the former may be sent again (decision 0030).
/// </summary>
public sealed class SmtpMailSender(MailOptions options) : IMailSender
{
    public bool IsOn => !string.IsNullOrWhiteSpace(options.Host);

    public string SiteAddress => options.SiteAddress?.TrimEnd('/') ?? "";

    public IMailConnection Connect() => new SmtpConnection(options);
}
