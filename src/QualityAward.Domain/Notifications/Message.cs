namespace QualityAward.Domain.Notifications;

/// <summary>How far the e-mail of a message has come (邮件状态); in the inbox it is at once.</summary>
public enum MailState
{
    /// <summary>未配置邮件.</summary>
    NoServer,

    /// <summary>本人不收邮件.</summary>
    Declined,

    /// <summary>没有邮箱.</summary>
    NoAddress,

    /// <summary>邮箱未确认: its owner has not said yet that it is theirs.</summary>
    Unconfirmed,

    /// <summary>待发.</summary>
    Waiting,

    /// <summary>正在发送: one process has it; when that process ends, nobody knows whether the server took it.</summary>
    Sending,

    /// <summary>邮件服务器已接收.</summary>
    Sent,

    /// <summary>发送失败: given up.</summary>
    Failed,

    /// <summary>结果不明: may have arrived, so it is not sent again by itself.</summary>
    Unknown,

    /// <summary>已取消: the recipient may not see the case any more.</summary>
    Withdrawn,
}

/// <summary>
/// A notification in one person's inbox (站内信), with the state of its e-mail. Written and moved by set-based statements only, so that a thousand of them cost one; it
/// leaves no trail of its own.
/// </summary>
public sealed class Message
{
    /// <summary>E-mails are tried so often, over about two hours.</summary>
    public const int MaxMailAttempts = 8;

    /// <summary>A process that has not come back after this time is taken for dead.</summary>
    public static readonly TimeSpan SendingTime = TimeSpan.FromMinutes(10);

    public Guid Id { get; init; }

    public Guid NotificationId { get; init; }

    public Guid RecipientId { get; init; }

    public DateTimeOffset At { get; init; }

    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>For reminders: the day, on which nobody gets a second one.</summary>
    public DateOnly? ReminderOn { get; init; }

    public MailState MailState { get; init; }

    public int MailAttempts { get; init; }

    public DateTimeOffset? NextMailAt { get; init; }

    /// <summary>Since when a process is sending it.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    public DateTimeOffset? MailedAt { get; init; }

    /// <summary>What the mail server said.</summary>
    public string? MailNote { get; init; }
}
