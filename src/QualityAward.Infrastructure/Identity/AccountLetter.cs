using QualityAward.Domain.Notifications;

namespace QualityAward.Infrastructure.Identity;

/// <summary>What a letter's link is good for (链接用途).</summary>
public enum LetterPurpose
{
    /// <summary>确认邮箱.</summary>
    ConfirmAddress,

    /// <summary>重设密码.</summary>
    ResetPassword,

    /// <summary>填写推荐人意见.</summary>
    Referee,
}

/// <summary>
/// An e-mail with a link that only whoever reads the mailbox has (账号邮件). The link's secret is made when the mail is sent and only its hash is kept; it ends after a while and
/// after its use. Kept for requests that fit no account, too: those cost the same and count against the same limits, so that nobody learns which accounts exist.
/// </summary>
public sealed class AccountLetter
{
    /// <summary>A letter is forgotten after this time.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public Guid Id { get; init; }

    public LetterPurpose Purpose { get; init; }

    /// <summary>Whose account it is about; null with nothing else that it is about: nothing is sent.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The request to a referee that it is about, who has no account.</summary>
    public Guid? RefereeRequestId { get; init; }

    /// <summary>Where it goes; personal data.</summary>
    public string Address { get; init; } = "";

    /// <summary>Keyed hash of the address, for the limit.</summary>
    public string AddressHash { get; init; } = "";

    /// <summary>From which network address it was asked for.</summary>
    public string? Remote { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public MailState State { get; init; }

    public int Attempts { get; init; }

    public DateTimeOffset? NextAt { get; init; }

    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>What the mail server said.</summary>
    public string? Note { get; init; }

    /// <summary>SHA-256 of the link's secret; null: not sent yet.</summary>
    public string? TokenHash { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the link was used, or another took its place.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>So long its link is good (有效期); null: as long as the request that it is about says.</summary>
    public static TimeSpan? Lasts(LetterPurpose purpose) => purpose switch
    {
        LetterPurpose.ConfirmAddress => TimeSpan.FromHours(24),
        LetterPurpose.ResetPassword => TimeSpan.FromMinutes(30),
        LetterPurpose.Referee => null,
    };
}
