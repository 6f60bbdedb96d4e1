using Microsoft.AspNetCore.Identity;
using QualityAward.Domain.Access;

namespace QualityAward.Infrastructure.Identity;

/// <summary>State of an account (账号状态).</summary>
public enum AccountState
{
    /// <summary>待授权: made by the system administrator, waiting for the security administrator.</summary>
    AwaitingGrant,

    /// <summary>启用.</summary>
    Active,

    /// <summary>停用.</summary>
    Disabled,
}

/// <summary>An account (账号): exactly one role, and for staff the authority it acts for.</summary>
public sealed class AppUser : IdentityUser<Guid>
{
    public AccountState State { get; set; }

    /// <summary>Name on screen and in the audit trail.</summary>
    public string DisplayName { get; set; } = "";

    public Role Role { get; set; }

    /// <summary>Authority of staff accounts; null for applicants and experts of no authority.</summary>
    public string? AuthorityCode { get; set; }

    /// <summary>The party an applicant's account acts for.</summary>
    public Guid? PartyId { get; set; }

    /// <summary>Staff accounts get a first password from the administrator and must change it at first login.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>True: no e-mail, the inbox only.</summary>
    public bool MailOff { get; set; }

    /// <summary>SHA-256 of the secret in the address of the own calendar (日历订阅); null: none.</summary>
    public string? CalendarHash { get; set; }

    /// <summary>When the purpose notice for personal data was agreed to, and which version of it.</summary>
    public DateTimeOffset? PrivacyAcceptedAt { get; set; }

    public string? PrivacyVersion { get; set; }
}
