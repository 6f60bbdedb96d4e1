namespace QualityAward.Infrastructure.Notifications;

/// <summary>An e-mail as it goes out (邮件): plain text, without attachments.</summary>
/// <param name="Id">The message's own id; the mail's Message-ID is made of it, so that a server which gets it twice can tell.</param>
/// <param name="To">Address of the recipient.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Lines.</param>
public sealed record Mail(Guid Id, string To, string Subject, string Text);

/// <summary>What became of an e-mail (发送结果).</summary>
public enum MailOutcome
{
    /// <summary>邮件服务器已接收.</summary>
    Taken,

    /// <summary>It certainly was not taken and may be tried again.</summary>
    Later,

    /// <summary>The server will never take it, e.g. because the address does not exist.</summary>
    Refused,

    /// <summary>The line broke at a moment when the server may have taken it already.</summary>
    Unknown,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Note">In Chinese, what the server or the line said; null when it was taken.</param>
public sealed record MailResult(MailOutcome Outcome, string? Note = null);

/// <summary>Sends e-mails (邮件发送). The one implementation speaks SMTP; tests put a server of their own behind it, or a sender.</summary>
public interface IMailSender
{
    /// <summary>False: none is configured, so that messages stay in the inbox.</summary>
    public bool IsOn { get; }

    /// <summary>The site's address as people type it, without a slash at its end.</summary>
    public string SiteAddress { get; }

    /// <summary>Opens a connection on which mails follow one another.</summary>
    public IMailConnection Connect();
}

/// <summary>A connection to the mail server (邮件连接).</summary>
public interface IMailConnection : IDisposable
{
    public Task<MailResult> SendAsync(Mail mail, CancellationToken cancellationToken);
}
