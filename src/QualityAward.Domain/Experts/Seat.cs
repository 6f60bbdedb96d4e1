using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;

namespace QualityAward.Domain.Experts;

/// <summary>State of an expert's seat on a case (席位状态).</summary>
public enum SeatState
{
    /// <summary>待声明: sees the applicant's name only.</summary>
    ToDeclare,

    /// <summary>已声明无利害关系: may open the material.</summary>
    Cleared,

    /// <summary>已回避: sees nothing of the case any more.</summary>
    Recused,

    /// <summary>已替换.</summary>
    Replaced,
}

/// <summary>Kind of an interest that makes an expert stand aside (回避情形).</summary>
public enum ConflictKind
{
    /// <summary>任职关系.</summary>
    Employment,

    /// <summary>咨询辅导关系.</summary>
    Advisory,

    /// <summary>亲属关系.</summary>
    Kinship,

    /// <summary>所在机构与申报人有利害关系.</summary>
    Institutional,

    /// <summary>其他可能影响公正评审的情形.</summary>
    Other,
}

/// <summary>Kinds of interest in Chinese.</summary>
public static class ConflictNames
{
    public static string Of(ConflictKind kind) => kind switch
    {
        ConflictKind.Employment => "任职关系",
        ConflictKind.Advisory => "咨询、辅导、培训关系",
        ConflictKind.Kinship => "亲属关系",
        ConflictKind.Institutional => "所在机构与申报人有利害关系",
        ConflictKind.Other => "其他可能影响公正评审的情形",
    };
}

/// <summary>
/// An expert's seat on one application with the declaration of interest (评审席位与利害关系声明). Before "no conflict" is signed nothing opens; a conflict,
/// declared or recorded by the office, ends the seat and voids the sheets.
/// </summary>
public sealed class Seat : AggregateRoot
{
    private Seat()
    {
    }

    public Guid RoundId { get; private init; }

    public Guid ApplicationId { get; private init; }

    public Guid PanelId { get; private init; }

    public Guid ExpertId { get; private init; }

    public bool IsLeader { get; private set; }

    public SeatState State { get; private set; }

    public ConflictKind? Conflict { get; private set; }

    /// <summary>Reason of the recusal, or why computed hits are no conflict.</summary>
    public string? Reason { get; private set; }

    /// <summary>What the check found when the declaration was signed.</summary>
    public IReadOnlyList<string> Hits { get; private set; } = [];

    public DateTimeOffset SeatedAt { get; private init; }

    /// <summary>When the expert signed.</summary>
    public DateTimeOffset? DeclaredAt { get; private set; }

    /// <summary>When the seat ended by recusal or replacement.</summary>
    public DateTimeOffset? LeftAt { get; private set; }

    /// <summary>True for seats whose sheet is waited for.</summary>
    public bool IsActive => State is SeatState.ToDeclare or SeatState.Cleared;

    public static Seat On(Guid id, Guid roundId, Guid applicationId, Guid panelId, Guid expertId, bool isLeader, DateTimeOffset now) => new()
    {
        Id = id, RoundId = roundId, ApplicationId = applicationId, PanelId = panelId, ExpertId = expertId, IsLeader = isLeader, SeatedAt = now,
    };

    /// <summary>The expert signs the declaration (利害关系声明). A conflict may also be declared late, after "no conflict" was signed.</summary>
    /// <param name="conflict">Null: no conflict.</param>
    /// <param name="hits">What the check found; "no conflict" in spite of it needs a written explanation.</param>
    public void Declare(ConflictKind? conflict, string? reason, IReadOnlyList<string> hits, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Score);
        if (actor.UserId != ExpertId)
        {
            throw new RefusedException("not-own-seat", "只能为本人签署利害关系声明。");
        }

        RequireActive();
        if (conflict is null && State == SeatState.Cleared)
        {
            throw new RefusedException("already-declared", "您已签署无利害关系声明，无需重复签署。");
        }

        if (conflict is not null && string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请说明需要回避的具体情形。");
        }

        if (conflict is null && hits.Count > 0 && string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "系统核对发现可能的利害关系，声明无利害关系的须说明理由。");
        }

        Hits = hits;
        DeclaredAt = now;
        if (conflict is { } kind)
        {
            Leave(kind, reason!, now);
            Record(new CaseEvent(ApplicationId, "DeclareInterest", actor, now, $"专家声明回避：{ConflictNames.Of(kind)}") { NewValue = kind.ToString(), Reason = Reason, ConcernedAccount = ExpertId });
            return;
        }

        State = SeatState.Cleared;
        Reason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        Record(new CaseEvent(ApplicationId, "DeclareInterest", actor, now, "专家签署无利害关系声明") { OldValue = hits.Count > 0 ? string.Join("；", hits) : null, NewValue = "None", Reason = Reason });
    }

    /// <summary>The office records a recusal (登记回避), also late, with reason.</summary>
    public void Recuse(ConflictKind kind, string reason, string expertName, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageExperts);
        RequireActive();
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写回避理由。");
        }

        var before = State;
        Leave(kind, reason, now);
        Record(new CaseEvent(ApplicationId, "RecordRecusal", actor, now, $"登记专家回避：{expertName}，{ConflictNames.Of(kind)}") { OldValue = before.ToString(), NewValue = State.ToString(), Reason = Reason });
    }

    /// <summary>Gives the seat to another expert (替换专家); leadership goes along.</summary>
    public Seat ReplaceBy(Guid newSeatId, Guid newExpertId, string reason, string oldName, string newName, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageExperts);
        if (State == SeatState.Replaced)
        {
            throw new RefusedException("already-replaced", "该席位已替换过专家。");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写替换专家的理由。");
        }

        var wasLeader = IsLeader;
        GiveUp(reason, now);
        Record(new CaseEvent(ApplicationId, "ReplaceExpert", actor, now, $"替换专家：{oldName} → {newName}{(wasLeader ? "（组长）" : "")}")
        {
            OldValue = ExpertId.ToString(), NewValue = newExpertId.ToString(), Reason = reason.Trim(), ConcernedAccount = newExpertId,
        });
        return On(newSeatId, RoundId, ApplicationId, PanelId, newExpertId, wasLeader, now);
    }

    /// <summary>Hands the leadership of a leader who left to a member who is already seated (改任组长).</summary>
    public void TakeLeadFrom(Seat former, string reason, string oldName, string newName, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.ManageExperts);
        if (!former.IsLeader || !IsActive)
        {
            throw new RefusedException("panel-leader", "只有原组长的席位可以由本组在任成员接任组长。");
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException("Input.Reason", "请填写改任组长的理由。");
        }

        former.GiveUp(reason, now);
        IsLeader = true;
        Record(new CaseEvent(ApplicationId, "ReplaceExpert", actor, now, $"改任组长：{oldName} → {newName}")
        {
            OldValue = former.ExpertId.ToString(), NewValue = ExpertId.ToString(), Reason = reason.Trim(), ConcernedAccount = ExpertId,
        });
    }

    /// <summary>Refuses unless the actor sits here as the leader with a signed declaration.</summary>
    public void RequireLeader(Actor actor)
    {
        if (actor.UserId != ExpertId || State != SeatState.Cleared || !IsLeader)
        {
            throw NotLeader();
        }
    }

    public static RefusedException NotLeader() => new("not-leader", "此事项须由本案专家组组长办理。");

    private void Leave(ConflictKind kind, string reason, DateTimeOffset now)
    {
        State = SeatState.Recused;
        Conflict = kind;
        Reason = reason.Trim();
        LeftAt = now;
    }

    /// <summary>A recused seat stays recused, for the register; another one ends as replaced.</summary>
    private void GiveUp(string reason, DateTimeOffset now)
    {
        IsLeader = false;
        if (State != SeatState.Recused)
        {
            State = SeatState.Replaced;
            Reason = reason.Trim();
            LeftAt = now;
        }
    }

    private void RequireActive()
    {
        if (!IsActive)
        {
            throw new RefusedException("seat-ended", "该专家已回避或已被替换，不能再办理。");
        }
    }
}
