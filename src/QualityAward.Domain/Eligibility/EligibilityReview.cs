using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Eligibility;

/// <summary>How the office ended the review (资格审查决定).</summary>
public enum EligibilityDecision
{
    /// <summary>予以受理.</summary>
    Accepted,

    /// <summary>不予受理.</summary>
    Rejected,
}

/// <summary>What a person says about a condition (条件确认内容).</summary>
/// <param name="ConditionCode">The condition.</param>
/// <param name="Outcome">Met, not met or not applicable; "needs evidence" is no answer.</param>
/// <param name="Reason">Required where it differs from the computed verdict.</param>
public sealed record ConditionAnswer(string ConditionCode, VerdictOutcome Outcome, string? Reason);

/// <summary>
/// The office's review of one application (资格审查): a named person confirms each computed verdict or overrides it with a reason, then the
/// office accepts, returns for correction or rejects.
/// </summary>
public sealed class EligibilityReview : AggregateRoot
{
    private readonly List<ConfirmedVerdict> _confirmed = [];

    private EligibilityReview()
    {
    }

    public Guid ApplicationId { get; private init; }

    public IReadOnlyList<ConfirmedVerdict> Confirmed => _confirmed;

    public EligibilityDecision? Decision { get; private set; }

    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public static EligibilityReview Start(Guid id, Application application) => new() { Id = id, ApplicationId = application.Id };

    /// <summary>When the conditions were last looked at again after the acceptance; null: not yet.</summary>
    public DateTimeOffset? RecheckedAt { get; private set; }

    /// <summary>
    /// The confirmation that stands for a verdict: given after the last correction of its sections, on the same computed facts, and by two persons where a
    /// failing verdict was overridden.
    /// </summary>
    public ConfirmedVerdict? Standing(Verdict verdict) => Last(verdict) is { AwaitsSecond: false } confirmed ? confirmed : null;

    /// <summary>An override of a failing verdict that a second person has not approved yet (待批准的改判).</summary>
    public ConfirmedVerdict? Proposed(Verdict verdict) => Last(verdict) is { AwaitsSecond: true } proposed ? proposed : null;

    private ConfirmedVerdict? Last(Verdict verdict) =>
        _confirmed.Find(c => string.Equals(c.ConditionCode, verdict.ConditionCode, StringComparison.Ordinal)) is { ReopenedAt: null } confirmed && confirmed.RestsOn(verdict) ? confirmed : null;

    /// <summary>Confirms conditions, agreeing with the computed verdicts or overriding them.</summary>
    public void Confirm(IReadOnlyList<ConditionAnswer> answers, IReadOnlyList<Verdict> verdicts, Application application, Actor actor, DateTimeOffset now)
    {
        RequireOffice(application, actor, "确认资格条件");
        RequireNoCorrection(application);
        var problems = new List<InputProblem>();
        if (answers.Count == 0)
        {
            problems.Add(new InputProblem("Input.Answers", "请至少为一项条件选择结论。"));
        }

        foreach (var answer in answers)
        {
            var verdict = Find(verdicts, answer.ConditionCode);
            if (answer.Outcome == VerdictOutcome.NeedsEvidence)
            {
                problems.Add(new InputProblem(Field(answer, "Outcome"), $"“{verdict.Text}”：请确认为符合、不符合或不适用；缺少材料的，请退回补正。"));
            }
            else if (answer.Outcome != verdict.Outcome && string.IsNullOrWhiteSpace(answer.Reason))
            {
                problems.Add(new InputProblem(Field(answer, "Reason"), $"“{verdict.Text}”：系统结论为“{VerdictOutcomes.NameOf(verdict.Outcome)}”，确认为“{VerdictOutcomes.NameOf(answer.Outcome)}”须写明理由。"));
            }
        }

        InvalidInputException.ThrowIfAny(problems);
        foreach (var answer in answers)
        {
            var verdict = Find(verdicts, answer.ConditionCode);
            var before = _confirmed.Find(c => string.Equals(c.ConditionCode, answer.ConditionCode, StringComparison.Ordinal));
            var old = before is null ? null : VerdictOutcomes.NameOf(before.Outcome);
            if (before is null)
            {
                before = new ConfirmedVerdict(Id, answer.ConditionCode);
                _confirmed.Add(before);
            }

            before.Set(answer, verdict, actor, now);
            Record(new CaseEvent(ApplicationId, before.AwaitsSecond ? "ProposeOverride" : "ConfirmCondition", actor, now, $"{(before.AwaitsSecond ? "提出改判" : "确认")}资格条件“{verdict.Text}”：{VerdictOutcomes.NameOf(answer.Outcome)}（系统结论：{VerdictOutcomes.NameOf(verdict.Outcome)}）")
            {
                OldValue = old, NewValue = VerdictOutcomes.NameOf(answer.Outcome), Reason = before.Reason, ConcernedAccount = actor.UserId,
            });
        }
    }

    /// <summary>A second person of the office approves the override of a failing verdict (批准改判); who proposed it cannot.</summary>
    public void ApproveOverride(string conditionCode, IReadOnlyList<Verdict> verdicts, Application application, Actor actor, DateTimeOffset now)
    {
        var (verdict, proposed) = RequireProposed(conditionCode, verdicts, application, actor, "批准改判");
        if (proposed.ConfirmedById == actor.UserId)
        {
            throw new RefusedException("second-person", $"“{verdict.Text}”的改判由您提出，须由本办公室另一名工作人员批准。", verdict.Clause);
        }

        proposed.Approve(actor, now);
        Record(new CaseEvent(ApplicationId, "ApproveOverride", actor, now, $"批准资格条件“{verdict.Text}”的改判：{VerdictOutcomes.NameOf(proposed.Outcome)}（系统结论：{VerdictOutcomes.NameOf(verdict.Outcome)}，由{proposed.ConfirmedBy}提出）")
        {
            OldValue = VerdictOutcomes.NameOf(verdict.Outcome), NewValue = VerdictOutcomes.NameOf(proposed.Outcome), Reason = proposed.Reason, ConcernedAccount = proposed.ConfirmedById,
        });
    }

    /// <summary>Takes a proposed override back or turns it down (不同意改判); the condition is open again.</summary>
    public void DeclineOverride(string conditionCode, string? reason, IReadOnlyList<Verdict> verdicts, Application application, Actor actor, DateTimeOffset now)
    {
        var (verdict, proposed) = RequireProposed(conditionCode, verdicts, application, actor, "不同意改判");
        if (string.IsNullOrWhiteSpace(reason))
        {
            throw new InvalidInputException($"Input.DeclineReasons[{conditionCode}]", $"“{verdict.Text}”：请写明不同意改判的理由。");
        }

        proposed.Reopen(now);
        Record(new CaseEvent(ApplicationId, "DeclineOverride", actor, now, $"不同意资格条件“{verdict.Text}”的改判（由{proposed.ConfirmedBy}提出）") { Reason = reason.Trim(), ConcernedAccount = proposed.ConfirmedById == actor.UserId ? null : proposed.ConfirmedById });
    }

    /// <summary>True when nothing is left to decide: each verdict is plain, or a person has confirmed it as met.</summary>
    public bool IsPlainlyEligible(IReadOnlyList<Verdict> verdicts) => verdicts.All(v => Standing(v) is { } standing ? standing.Outcome != VerdictOutcome.NotMet : v.IsPlain && Proposed(v) is null);

    /// <summary>Accepts a plainly eligible application (批量受理): what the test says is met is confirmed by the actor in the same act.</summary>
    public void AcceptPlain(IReadOnlyList<Verdict> verdicts, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(application, actor, "受理");
        RequireNoCorrection(application);
        var open = verdicts.Where(v => Standing(v) is { } standing ? standing.Outcome == VerdictOutcome.NotMet : !v.IsPlain || Proposed(v) is not null).ToList();
        if (open.Count > 0)
        {
            throw new RefusedException("not-plainly-eligible", $"{open.Count} 项条件须由工作人员逐项确认：{string.Join('；', open.Take(3).Select(v => $"{v.Text}（{VerdictOutcomes.NameOf(Standing(v)?.Outcome ?? v.Outcome)}）"))}{(open.Count > 3 ? " 等" : "")}。", open[0].Clause);
        }

        var unconfirmed = verdicts.Where(v => Standing(v) is null).Select(v => new ConditionAnswer(v.ConditionCode, v.Outcome, null)).ToList();
        if (unconfirmed.Count > 0)
        {
            Confirm(unconfirmed, verdicts, application, actor, now);
        }

        Accept(verdicts, application, rules, actor, now);
    }

    /// <summary>
    /// Looks at an accepted case again (资格复核): a verdict that is worse than what was confirmed, or rests on other facts and still is not plain, becomes a
    /// finding that somebody decides. What has gone away closes its finding.
    /// </summary>
    /// <param name="known">All earlier findings of the case, in the order they were made.</param>
    /// <param name="clearances">How far certificate and opinions still speak; null: the round does not ask.</param>
    /// <returns>The new findings.</returns>
    public IReadOnlyList<RecheckFinding> Recheck(IReadOnlyList<Verdict> verdicts, Application application, IReadOnlyList<RecheckFinding> known, Actor actor, DateTimeOffset now, Clearances? clearances = null)
    {
        var found = new List<RecheckFinding>();
        foreach (var verdict in verdicts)
        {
            if (_confirmed.Find(c => string.Equals(c.ConditionCode, verdict.ConditionCode, StringComparison.Ordinal)) is not { } confirmed)
            {
                continue;
            }

            var last = Last(verdict);
            if (verdict.IsPlain)
            {
                last?.Close(now);
            }
            else if (last is null ? !confirmed.RestsOn(verdict) : !last.RestsOn(verdict))
            {
                last?.Close(now);
                found.Add(RecheckFinding.Of(Guid.CreateVersion7(now), application, confirmed.Outcome, confirmed.Facts, verdict, actor, now));
            }
        }

        foreach (var verdict in clearances?.Verdicts ?? [])
        {
            var last = Last(verdict);
            if (verdict.IsPlain)
            {
                last?.Close(now);
            }
            else if (last is null || !last.RestsOn(verdict) || (last.KeptOn is { } kept && !clearances!.StillCounts(kept)))
            {
                last?.Close(now);
                found.Add(RecheckFinding.Of(Guid.CreateVersion7(now), application, VerdictOutcome.Met, "受理时已取得", verdict, actor, now));
            }
        }

        RecheckedAt = now;
        return found;

        RecheckFinding? Last(Verdict verdict) => known.LastOrDefault(f => string.Equals(f.ConditionCode, verdict.ConditionCode, StringComparison.Ordinal) && f.ClosedAt is null);
    }

    /// <summary>Accepts the application (予以受理): every condition confirmed and none unmet, and it is known by which criteria it is judged.</summary>
    public void Accept(IReadOnlyList<Verdict> verdicts, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(application, actor, "受理");
        RequireNoCorrection(application);
        application.RequireVariant(rules);
        if (verdicts.FirstOrDefault(v => Proposed(v) is not null) is { } proposed)
        {
            throw new RefusedException("override-open", $"“{proposed.Text}”的改判须由本办公室另一名工作人员批准后才能受理。", proposed.Clause);
        }

        var open = verdicts.Where(v => Standing(v) is null).ToList();
        if (open.Count > 0)
        {
            throw new RefusedException("conditions-unconfirmed", $"还有 {open.Count} 项资格条件未确认，不能受理：{string.Join('；', open.Take(3).Select(v => v.Text))}{(open.Count > 3 ? " 等" : "")}。", open[0].Clause);
        }

        var unmet = verdicts.Where(v => Standing(v)!.Outcome == VerdictOutcome.NotMet).ToList();
        if (unmet.Count > 0)
        {
            throw new RefusedException("condition-not-met", $"已确认不符合的条件 {unmet.Count} 项，不能受理：{string.Join('；', unmet.Take(3).Select(v => v.Text))}{(unmet.Count > 3 ? " 等" : "")}。", unmet[0].Clause);
        }

        application.Advance(Stage.EligibilityReview, rules, new CaseEvent(ApplicationId, "AcceptApplication", actor, now, $"资格审查通过，予以受理：{application.ApplicantName}")
        {
            PublicText = "资格审查通过，予以受理",
        });
        Decide(EligibilityDecision.Accepted, actor, now);
    }

    /// <summary>Returns sections for correction (退回补正); what was confirmed on them is open again.</summary>
    public void ReturnForCorrection(Guid correctionId, IReadOnlyList<CorrectionSection> sections, DateOnly dueOn, Application application, RoundRules rules, Actor actor, DateTimeOffset now)
    {
        RequireOffice(application, actor, "退回补正");
        application.ReturnForCorrection(correctionId, CorrectionSection.Checked(sections, rules.Track(application.Track).Form, "补正意见"), dueOn, actor, now);
        var returned = sections.Select(s => s.SectionId).ToHashSet(StringComparer.Ordinal);
        var affected = rules.Track(application.Track).Conditions.Where(c => ConditionReferences.Of(c).Any(r => returned.Contains(ConditionReferences.SectionOf(r)))).Select(c => c.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var confirmed in _confirmed.Where(c => affected.Contains(c.ConditionCode)))
        {
            confirmed.Reopen(now);
        }

        Record(new CaseEvent(ApplicationId, "ReopenConditions", actor, now, $"退回补正涉及 {affected.Count} 项资格条件，补正后须重新确认") { NewValue = string.Join(',', affected.Order(StringComparer.Ordinal)) });
    }

    /// <summary>Does not accept the application (不予受理); the case ends.</summary>
    public void Reject(string reason, Application application, Actor actor, DateTimeOffset now)
    {
        RequireOffice(application, actor, "不予受理");
        application.End(Ending.NotAccepted, reason, "RejectApplication", "资格审查未通过，不予受理", actor, now);
        Decide(EligibilityDecision.Rejected, actor, now);
    }

    private (Verdict Verdict, ConfirmedVerdict Proposed) RequireProposed(string conditionCode, IReadOnlyList<Verdict> verdicts, Application application, Actor actor, string act)
    {
        RequireOffice(application, actor, act);
        RequireNoCorrection(application);
        var verdict = Find(verdicts, conditionCode);
        return (verdict, Proposed(verdict) ?? throw new RefusedException("no-override", $"“{verdict.Text}”没有待批准的改判，系统结论或确认内容可能已变化，请刷新后核对。", verdict.Clause));
    }

    private void Decide(EligibilityDecision decision, Actor actor, DateTimeOffset now)
    {
        Decision = decision;
        DecidedBy = actor.Name;
        DecidedAt = now;
    }

    private static string Field(ConditionAnswer answer, string name) => $"Input.Answers[{answer.ConditionCode}].{name}";

    private static Verdict Find(IReadOnlyList<Verdict> verdicts, string code) =>
        verdicts.FirstOrDefault(v => string.Equals(v.ConditionCode, code, StringComparison.Ordinal)) ?? throw new RefusedException("no-such-condition", "本届没有这项资格条件。");

    private static void RequireOffice(Application application, Actor actor, string act)
    {
        actor.Require(Permission.ReviewEligibility);
        actor.RequireAuthority(application.AuthorityCode);
        Moves.RequireAt(application.Position, Stage.EligibilityReview, act);
    }

    private static void RequireNoCorrection(Application application)
    {
        if (application.OpenCorrection is not null)
        {
            throw new RefusedException("correction-open", "该申报正在补正，收到补正材料后才能办理。");
        }
    }
}

/// <summary>A condition confirmed by a named person (已确认的条件), with the computed verdict it rested on.</summary>
public sealed class ConfirmedVerdict
{
    private ConfirmedVerdict()
    {
    }

    internal ConfirmedVerdict(Guid reviewId, string conditionCode)
    {
        ReviewId = reviewId;
        ConditionCode = conditionCode;
    }

    public Guid ReviewId { get; private init; }

    public string ConditionCode { get; private init; } = "";

    public VerdictOutcome Outcome { get; private set; }

    /// <summary>What the test said when it was confirmed.</summary>
    public VerdictOutcome Computed { get; private set; }

    /// <summary>The facts shown when it was confirmed.</summary>
    public string Facts { get; private set; } = "";

    public string? Reason { get; private set; }

    public string ConfirmedBy { get; private set; } = "";

    /// <summary>Account of who confirmed or proposed.</summary>
    public Guid ConfirmedById { get; private set; }

    /// <summary>Second person, where a failing verdict was overridden.</summary>
    public string? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>True when it says otherwise than a failing verdict (改判).</summary>
    public bool IsOverride => Computed == VerdictOutcome.NotMet && Outcome != VerdictOutcome.NotMet;

    /// <summary>True while the second person has not approved.</summary>
    public bool AwaitsSecond => IsOverride && ApprovedAt is null;

    public DateTimeOffset ConfirmedAt { get; private set; }

    /// <summary>When a correction opened it again; null while it stands.</summary>
    public DateTimeOffset? ReopenedAt { get; private set; }

    /// <summary>True while the computed verdict is still the one that was confirmed.</summary>
    public bool RestsOn(Verdict verdict) => Computed == verdict.Outcome && string.Equals(Facts, verdict.Facts, StringComparison.Ordinal);

    internal void Approve(Actor actor, DateTimeOffset now)
    {
        ApprovedBy = actor.Name;
        ApprovedAt = now;
    }

    internal void Set(ConditionAnswer answer, Verdict verdict, Actor by, DateTimeOffset now)
    {
        Outcome = answer.Outcome;
        Computed = verdict.Outcome;
        Facts = verdict.Facts;
        Reason = string.IsNullOrWhiteSpace(answer.Reason) ? null : answer.Reason.Trim();
        ConfirmedBy = by.Name;
        ConfirmedById = by.UserId;
        ApprovedBy = null;
        ApprovedAt = null;
        ConfirmedAt = now;
        ReopenedAt = null;
    }

    internal void Reopen(DateTimeOffset now) => ReopenedAt ??= now;
}
