namespace QualityAward.Domain.Applications;

/// <summary>What somebody may do with an application (协作权限); each includes those before it.</summary>
public enum CaseRight
{
    /// <summary>查看: reads the draft, personal data masked.</summary>
    View,

    /// <summary>编辑: fills in sections, gives and removes files.</summary>
    Edit,

    /// <summary>提交: hands in, takes back, answers a correction.</summary>
    Submit,

    /// <summary>申报负责人: invites, hands over, withdraws. Exactly one.</summary>
    Own,
}

/// <summary>Rights in Chinese.</summary>
public static class CaseRightNames
{
    public static string Of(CaseRight right) => right switch
    {
        CaseRight.View => "查看",
        CaseRight.Edit => "编辑",
        CaseRight.Submit => "提交",
        CaseRight.Own => "申报负责人",
    };

    /// <summary>What it allows, for whoever grants it.</summary>
    public static string Explained(CaseRight right) => right switch
    {
        CaseRight.View => "查看：只能阅读，个人信息部分遮盖",
        CaseRight.Edit => "编辑：可以填写、上传附件，不能提交",
        CaseRight.Submit => "提交：可以填写，也可以提交、撤回修改和提交补正",
        CaseRight.Own => "申报负责人：可以办理全部事项",
    };
}

/// <summary>Where an invitation stands (协作状态).</summary>
public enum CollaboratorState
{
    /// <summary>待答复.</summary>
    Invited,

    /// <summary>协作中.</summary>
    Active,

    /// <summary>已谢绝.</summary>
    Declined,

    /// <summary>已收回.</summary>
    Revoked,

    /// <summary>已退出.</summary>
    Left,
}

/// <summary>
/// Somebody who works on an application, or is invited to (协作人); the owner is one too, so that one look-up says who may see what. An invitation is
/// accepted with its code, which only its bearer has; an account named by its user name finds it on its desk besides.
/// </summary>
public sealed class Collaborator
{
    /// <summary>So long an invitation can be accepted.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(14);

    private Collaborator()
    {
    }

    internal static Collaborator Owner(Guid id, Guid applicationId, Actor actor, DateTimeOffset now) => new()
    {
        Id = id, ApplicationId = applicationId, UserId = actor.UserId, Name = actor.Name, Right = CaseRight.Own, State = CollaboratorState.Active, InvitedAt = now, ExpiresAt = now, AnsweredAt = now,
    };

    /// <summary>Who types in what came in on paper.</summary>
    internal static Collaborator Office(Guid id, Guid applicationId, Actor actor, DateTimeOffset now) => new()
    {
        Id = id, ApplicationId = applicationId, UserId = actor.UserId, Name = actor.Name, Right = CaseRight.Submit, State = CollaboratorState.Active, InvitedAt = now, ExpiresAt = now, AnsweredAt = now,
    };

    internal static Collaborator Invited(Guid id, Guid applicationId, string invitedAs, Guid? inviteeId, CaseRight right, string codeHash, DateTimeOffset now) => new()
    {
        Id = id, ApplicationId = applicationId, InvitedAs = invitedAs, InviteeId = inviteeId, Right = right, CodeHash = codeHash, State = CollaboratorState.Invited, InvitedAt = now, ExpiresAt = now + Lasts,
    };

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>The account that works on it; null until the invitation is accepted.</summary>
    public Guid? UserId { get; private set; }

    /// <summary>Name on screen of that account.</summary>
    public string? Name { get; private set; }

    public CaseRight Right { get; internal set; }

    public CollaboratorState State { get; private set; }

    /// <summary>User name or e-mail address as the owner typed it; personal data.</summary>
    public string? InvitedAs { get; private init; }

    /// <summary>The account with that user name, which finds the invitation on its desk. Never shown: it would tell which user names exist.</summary>
    public Guid? InviteeId { get; private init; }

    /// <summary>SHA-256 of the code in the invitation's link; the code itself is shown once and kept nowhere.</summary>
    public string? CodeHash { get; private init; }

    public DateTimeOffset InvitedAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>When it was accepted, declined, taken back or left.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    public bool CanBeAnswered(DateTimeOffset now) => State == CollaboratorState.Invited && now < ExpiresAt;

    internal void Accept(Actor actor, DateTimeOffset now)
    {
        UserId = actor.UserId;
        Name = actor.Name;
        End(CollaboratorState.Active, now);
    }

    internal void End(CollaboratorState state, DateTimeOffset now)
    {
        State = state;
        AnsweredAt = now;
    }
}
