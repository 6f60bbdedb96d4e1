using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Eligibility;

/// <summary>What the office says to a finding of a re-check (复核处理意见).</summary>
public enum RecheckDecision
{
    /// <summary>维持受理.</summary>
    Keep,

    /// <summary>取消申报资格.</summary>
    Drop,
}

/// <summary>Decisions in Chinese.</summary>
public static class RecheckDecisions
{
    public static string NameOf(RecheckDecision decision) => decision switch
    {
        RecheckDecision.Keep => "维持受理",
        RecheckDecision.Drop => "取消申报资格",
    };
}

/// <summary>
/// A condition of an accepted case that a re-check sees otherwise than the office confirmed it (复核发现): a new incident or bar, a certificate that ran out, a
/// clearance that lies too long back, a changed verdict. Until it is decided, neither the public notice nor the approval goes on.
/// </summary>
public sealed class RecheckFinding : AggregateRoot
{
    private RecheckFinding()
    {
    }

    public Guid ApplicationId { get; private init; }

    public Guid RoundId { get; private init; }

    public string AuthorityCode { get; private init; } = "";

    public string ConditionCode { get; private init; } = "";

    /// <summary>The condition as the document says it.</summary>
    public string Text { get; private init; } = "";

    public string Clause { get; private init; } = "";

    /// <summary>What had been confirmed.</summary>
    public VerdictOutcome Before { get; private init; }

    public string BeforeFacts { get; private init; } = "";

    /// <summary>What the test says now.</summary>
    public VerdictOutcome Now { get; private init; }

    public string Facts { get; private init; } = "";

    public DateTimeOffset FoundAt { get; private init; }

    public RecheckDecision? Decision { get; private set; }

    public string? Reason { get; private set; }

    public string? DecidedBy { get; private set; }

    public Guid? DecidedById { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Second person, where a failing condition does not end the case.</summary>
    public string? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>When other facts took its place, or what was found went away; null while it counts.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>True while a second person must approve that the case goes on.</summary>
    public bool AwaitsSecond => ClosedAt is null && Decision == RecheckDecision.Keep && Now == VerdictOutcome.NotMet && ApprovedAt is null;

    /// <summary>True while it keeps the case from going on.</summary>
    public bool IsOpen => ClosedAt is null && (Decision is null || AwaitsSecond);

    internal static RecheckFinding Of(Guid id, Application application, VerdictOutcome before, string beforeFacts, Verdict verdict, Actor actor, DateTimeOffset now)
    {
        var finding = new RecheckFinding
        {
            Id = id, ApplicationId = application.Id, RoundId = application.RoundId, AuthorityCode = application.AuthorityCode, ConditionCode = verdict.ConditionCode, Text = verdict.Text, Clause = verdict.Clause,
            Before = before, BeforeFacts = beforeFacts, Now = verdict.Outcome, Facts = verdict.Facts, FoundAt = now,
        };
        finding.Record(new CaseEvent(application.Id, "RecheckEligibility", actor, now, $"资格复核：“{verdict.Text}”现为“{VerdictOutcomes.NameOf(verdict.Outcome)}”，受理时确认为“{VerdictOutcomes.NameOf(before)}”")
        {
            OldValue = beforeFacts, NewValue = verdict.Facts, ConcernedAuthority = application.AuthorityCode,
        });
        return finding;
    }

    /// <summary>The day on which the office said that the case goes on; null: it has not.</summary>
    internal DateOnly? KeptOn => Decision == RecheckDecision.Keep && DecidedAt is { } at ? ChinaCalendar.DateOf(at) : null;

    internal bool RestsOn(Verdict verdict) => Now == verdict.Outcome && string.Equals(Facts, verdict.Facts, StringComparison.Ordinal);

    internal void Close(DateTimeOffset now) => ClosedAt ??= now;

    /// <summary>The case goes on in spite of the finding (维持受理); where the condition fails, a second person approves.</summary>
    public void Keep(string? reason, Application application, Actor actor, DateTimeOffset now)
    {
        RequireUndecided(application, actor);
        Decide(RecheckDecision.Keep, RequireReason(reason), actor, now);
        Record(new CaseEvent(ApplicationId, AwaitsSecond ? "ProposeKeepAfterRecheck" : "KeepAfterRecheck", actor, now, $"复核处理：“{Text}”维持受理{(AwaitsSecond ? "，待本办公室另一名工作人员批准" : "")}") { Reason = Reason, ConcernedAccount = actor.UserId });
    }

    /// <summary>The second person (批准维持受理).</summary>
    public void Approve(Application application, Actor actor, DateTimeOffset now)
    {
        RequireOffice(application, actor);
        if (!AwaitsSecond)
        {
            throw new RefusedException("no-override", "这项复核发现没有待批准的处理意见，请刷新后核对。", Clause);
        }

        if (DecidedById == actor.UserId)
        {
            throw new RefusedException("second-person", $"“{Text}”维持受理的意见由您提出，须由本办公室另一名工作人员批准。", Clause);
        }

        ApprovedBy = actor.Name;
        ApprovedAt = now;
        Record(new CaseEvent(ApplicationId, "ApproveKeep", actor, now, $"批准“{Text}”维持受理（由{DecidedBy}提出）") { Reason = Reason });
    }

    /// <summary>The finding ends the case (取消申报资格). How the case ends is for its stage to say: <paramref name="end"/> gets the reason with the clause.</summary>
    public void Drop(string? reason, Application application, Action<string> end, Actor actor, DateTimeOffset now)
    {
        RequireOffice(application, actor);
        if (!IsOpen)
        {
            throw Decided();
        }

        var why = RequireReason(reason);
        end($"复核不符合申报条件“{Text}”（依据：{Clause}）：{why}");
        Decide(RecheckDecision.Drop, why, actor, now);
    }

    private void Decide(RecheckDecision decision, string reason, Actor actor, DateTimeOffset now)
    {
        Decision = decision;
        Reason = reason;
        DecidedBy = actor.Name;
        DecidedById = actor.UserId;
        DecidedAt = now;
    }

    private void RequireUndecided(Application application, Actor actor)
    {
        RequireOffice(application, actor);
        if (ClosedAt is not null || Decision is not null)
        {
            throw Decided();
        }
    }

    private RefusedException Decided() => new("recheck-decided", $"“{Text}”的复核发现已经处理或已消除，请刷新后核对。", Clause);

    private static string RequireReason(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? throw new InvalidInputException("Input.RecheckReason", "请写明处理理由。") : reason.Trim();

    private static void RequireOffice(Application application, Actor actor)
    {
        actor.Require(Permission.ReviewEligibility);
        actor.RequireAuthority(application.AuthorityCode);
        if (!application.Position.IsOpen || application.Position.Stage is <= Stage.EligibilityReview or > Stage.Approval)
        {
            throw new RefusedException("wrong-stage", "该申报不在受理之后、批准之前，不能办理复核。");
        }
    }
}
