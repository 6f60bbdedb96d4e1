using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>One application's conditions, one by one, with facts and evidence (资格审查).</summary>
[RequirePermission(Permission.ReviewEligibility)]
public sealed class DetailModel(
    QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, EvaluateConditions evaluate, ConfirmCondition confirm, AcceptApplication accept, DetermineVariant determine) : EligibilityPage(db, reader, time)
{
    private readonly QualityAwardDbContext _db = db;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public EvaluatedConditions Evaluated { get; private set; } = null!;

    public SubmissionReading Reading { get; private set; } = null!;

    public Recommendation? Recommendation { get; private set; }

    public IReadOnlyList<ConditionRow> Rows { get; private set; } = [];

    public IReadOnlyList<CaseTrace> Trail { get; private set; } = [];

    public int Open => Rows.Count(r => r.Standing is null);

    public int NotMet => Rows.Count(r => r.Standing?.Outcome == VerdictOutcome.NotMet);

    public static IReadOnlyList<SelectListItem> Outcomes =>
        [.. new[] { VerdictOutcome.Met, VerdictOutcome.NotMet, VerdictOutcome.NotApplicable }.Select(o => new SelectListItem(VerdictOutcomes.NameOf(o), o.ToString()))];

    public static Tone ToneOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Met => Tone.Success,
        VerdictOutcome.NotMet => Tone.Danger,
        VerdictOutcome.NeedsEvidence => Tone.Warning,
        VerdictOutcome.NotApplicable => Tone.Neutral,
    };

    /// <summary>The variants of the criteria, where the office has to say which one this applicant is judged by.</summary>
    public IReadOnlyList<SelectListItem> Variants =>
        [.. Rules.Track(Application.Track).Criteria.Variants.Select(v => new SelectListItem(v.Title, v.Code))];

    public void OnGet()
    {
        Input.Variant = Application.CriteriaVariant;
        Input.VariantReason = Application.VariantReason;
        foreach (var row in Rows)
        {
            // What the test says is offered; "needs evidence" and "not met" are chosen by a person.
            Input.Answers[row.Verdict.ConditionCode] = new AnswerInput
            {
                Outcome = row.Standing?.Outcome ?? (row.Verdict.Outcome is VerdictOutcome.Met or VerdictOutcome.NotApplicable ? row.Verdict.Outcome : null),
                Reason = row.Last?.Reason,
            };
        }
    }

    /// <param name="only">Code of the one condition whose button was pressed; empty: all that have an outcome chosen.</param>
    public async Task<IActionResult> OnPostConfirmAsync(string? only, CancellationToken cancellationToken)
    {
        var chosen = Input.Answers.Where(a => string.IsNullOrEmpty(only) ? a.Value.Outcome is not null : string.Equals(a.Key, only, StringComparison.Ordinal)).ToList();
        if (chosen.Exists(a => a.Value.Outcome is null))
        {
            throw new InvalidInputException($"Input.Answers[{only}].Outcome", "请选择这项条件的结论。");
        }

        var answers = chosen.Select(a => new ConditionAnswer(a.Key, a.Value.Outcome!.Value, a.Value.Reason)).Where(IsNew).ToList();
        if (answers.Count == 0)
        {
            TempData.Flash("没有新的结论需要保存。", Tone.Info);
            return Redirect(EligibilityLinks.Case(Id));
        }

        await confirm.RunAsync(Id, answers, Version, Actor, cancellationToken);
        TempData.Flash($"已确认 {answers.Count} 项资格条件。");
        return Redirect(EligibilityLinks.Case(Id) + (string.IsNullOrEmpty(only) ? "" : $"#condition-{only}"));
    }

    public async Task<IActionResult> OnPostVariantAsync(CancellationToken cancellationToken)
    {
        await determine.RunAsync(Id, Input.Variant, Input.VariantReason, Version, Actor, cancellationToken);
        TempData.Flash($"已确定评分类别：{Rules.VariantTitle(Application.Track, Input.Variant)}。");
        return Redirect(EligibilityLinks.Case(Id));
    }

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancellationToken)
    {
        await accept.RunAsync(Id, Version, Actor, cancellationToken);
        TempData.Flash($"已予以受理：{Application.ApplicantName}。");
        return Redirect(EligibilityLinks.Case(Id));
    }

    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Evaluated = await evaluate.RunAsync(Application, Rules, cancellationToken);
        Reading = new SubmissionReading(Rules, Application.Track, Evaluated.Submission, Today, ReadingRights.Office, await _db.FileRecordsAsync(Evaluated.Submission.Content.Files.Select(f => f.Sha256), cancellationToken));
        Recommendation = await _db.Set<Recommendation>().AsNoTracking().SingleOrDefaultAsync(r => r.ApplicationId == Application.Id, cancellationToken);
        Trail = await CaseProgress.TrailAsync(_db, Application.Id, cancellationToken);
        var conditions = Rules.Track(Application.Track).Conditions;
        Rows = [.. Evaluated.Verdicts.Zip(conditions, (verdict, condition) => new ConditionRow(
            verdict,
            Review?.Standing(verdict),
            Review?.Confirmed.FirstOrDefault(c => string.Equals(c.ConditionCode, verdict.ConditionCode, StringComparison.Ordinal)),
            Evidence(condition),
            condition is CleanRecordCondition clean ? [.. Evaluated.Opinions.Where(o => clean.Departments.Contains(o.Kind, StringComparer.Ordinal))] : []))];
    }

    /// <summary>The answers a condition rests on, by section.</summary>
    private List<EvidenceAnswers> Evidence(Condition condition) =>
        [.. ConditionReferences.Of(condition)
            .Select(reference => (Section: Reading.Form.Section(ConditionReferences.SectionOf(reference)), Question: Reading.Form.Find(reference)))
            .Where(e => e.Section is not null && e.Question is not null)
            .GroupBy(e => e.Section!.Id, StringComparer.Ordinal)
            .Select(g => new EvidenceAnswers(Reading.Of(g.First().Section!), [.. g.Select(e => e.Question!)]))];

    /// <summary>A standing confirmation that says the same is not given again.</summary>
    private bool IsNew(ConditionAnswer answer)
    {
        var standing = Rows.FirstOrDefault(r => string.Equals(r.Verdict.ConditionCode, answer.ConditionCode, StringComparison.Ordinal))?.Standing;
        return standing is null || standing.Outcome != answer.Outcome || !string.Equals(standing.Reason ?? "", answer.Reason?.Trim() ?? "", StringComparison.Ordinal);
    }

    public sealed class InputModel
    {
        public Dictionary<string, AnswerInput> Answers { get; set; } = new(StringComparer.Ordinal);

        public string? Variant { get; set; }

        public string? VariantReason { get; set; }
    }

    public sealed class AnswerInput
    {
        public VerdictOutcome? Outcome { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>A condition as the page shows it (条件行).</summary>
    /// <param name="Verdict">What the test says now.</param>
    /// <param name="Standing">The confirmation that stands.</param>
    /// <param name="Last">The last confirmation, standing or not.</param>
    /// <param name="Evidence">Answers it rests on.</param>
    /// <param name="Opinions">Opinions of the departments it asks.</param>
    public sealed record ConditionRow(Verdict Verdict, ConfirmedVerdict? Standing, ConfirmedVerdict? Last, IReadOnlyList<EvidenceAnswers> Evidence, IReadOnlyList<DepartmentOpinion> Opinions);

    /// <summary>Answers of one section that a condition rests on (佐证内容).</summary>
    public sealed record EvidenceAnswers(SectionReading Reading, IReadOnlyList<Question> Questions)
    {
        /// <summary>Those that fit into a list of label and value.</summary>
        public IReadOnlyList<Question> Pairs => [.. Questions.Where(q => q is not TableQuestion)];

        public IReadOnlyList<Question> Tables => [.. Questions.Where(q => q is TableQuestion)];
    }
}
