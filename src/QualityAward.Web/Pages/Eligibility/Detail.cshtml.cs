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

/// <summary>Which conditions a review page lists (条件筛选).</summary>
public enum ConditionFilter
{
    /// <summary>全部.</summary>
    All,

    /// <summary>未确认.</summary>
    Open,

    /// <summary>系统结论待核实或不符合.</summary>
    Doubtful,

    /// <summary>改判待批准.</summary>
    Overrides,
}

/// <summary>One application's conditions, one by one, with facts and evidence (资格审查).</summary>
[RequirePermission(Permission.ReviewEligibility)]
public sealed class DetailModel(
    QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, EvaluateConditions evaluate, ConfirmCondition confirm, DecideOverride decideOverride, AcceptApplication accept, DetermineVariant determine,
    DecideRecheck decideRecheck) : EligibilityPage(db, reader, time)
{
    private readonly QualityAwardDbContext _db = db;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public EvaluatedConditions Evaluated { get; private set; } = null!;

    public SubmissionReading Reading { get; private set; } = null!;

    public Recommendation? Recommendation { get; private set; }

    public IReadOnlyList<ConditionRow> Rows { get; private set; } = [];

    public IReadOnlyList<CaseTrace> Trail { get; private set; } = [];

    public IReadOnlyList<RecheckFinding> Findings { get; private set; } = [];

    public int OpenFindings => Findings.Count(f => f.IsOpen);

    /// <summary>The application that waits after this one, and how many wait besides this; null: none.</summary>
    public (Guid Id, string Name, int Waiting)? NextInQueue { get; private set; }

    /// <summary>Which conditions the list shows.</summary>
    [BindProperty(SupportsGet = true)]
    public ConditionFilter Show { get; set; }

    /// <summary>Code of the condition whose evidence stands beside the list.</summary>
    [BindProperty(SupportsGet = true, Name = "c")]
    public string? Chosen { get; set; }

    public IReadOnlyList<ConditionRow> Shown => [.. Rows.Where(r => Fits(r, Show))];

    /// <summary>The condition beside the list: the chosen one, else the first of the list that waits for somebody.</summary>
    public ConditionRow? Beside => Rows.FirstOrDefault(r => string.Equals(r.Verdict.ConditionCode, Chosen, StringComparison.Ordinal)) ?? Shown.FirstOrDefault(r => r.Standing is null) ?? Shown.Concat(Rows).FirstOrDefault();

    public int Open => Rows.Count(r => r.Standing is null);

    public int NotMet => Rows.Count(r => r.Standing?.Outcome == VerdictOutcome.NotMet);

    public int Count(ConditionFilter filter) => Rows.Count(r => Fits(r, filter));

    public static string NameOf(ConditionFilter filter) => filter switch
    {
        ConditionFilter.All => "全部条件",
        ConditionFilter.Open => "未确认",
        ConditionFilter.Doubtful => "系统结论待核实或不符合",
        ConditionFilter.Overrides => "改判待批准",
    };

    private static bool Fits(ConditionRow row, ConditionFilter filter) => filter switch
    {
        ConditionFilter.All => true,
        ConditionFilter.Open => row.Standing is null,
        ConditionFilter.Doubtful => !row.Verdict.IsPlain,
        ConditionFilter.Overrides => row.Proposed is not null,
    };

    /// <summary>What the registers said, each once.</summary>
    public IReadOnlyList<(VerdictInput Input, Verdict Verdict)> RegisterHits =>
        [.. Rows.SelectMany(r => r.Verdict.Inputs.Where(i => i.Source == VerdictSource.Register).Select(i => (i, r.Verdict))).DistinctBy(h => (h.i.Label, h.i.Value))];

    /// <summary>Where an answer stands on this page.</summary>
    public static string? LinkOf(string reference) => $"#reading-{ConditionReferences.SectionOf(reference)}";

    public static IReadOnlyList<SelectListItem> Outcomes =>
        [.. new[] { VerdictOutcome.Met, VerdictOutcome.NotMet, VerdictOutcome.NotApplicable }.Select(o => new SelectListItem(VerdictOutcomes.NameOf(o), o.ToString()))];

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
                Outcome = (row.Standing ?? row.Proposed)?.Outcome ?? (row.Verdict.IsPlain ? row.Verdict.Outcome : null),
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

    /// <summary>The panel alone, for scripts.</summary>
    public IActionResult OnGetEvidence() => Beside is { } row ? Partial("_ConditionEvidence", (this, row)) : NotFound();

    /// <param name="code">The condition.</param>
    public async Task<IActionResult> OnPostApproveOverrideAsync(string code, CancellationToken cancellationToken)
    {
        await decideOverride.RunAsync(Id, code, approve: true, reason: null, Version, Actor, cancellationToken);
        TempData.Flash("改判已批准。");
        return Redirect($"{EligibilityLinks.Case(Id)}?c={code}#condition-{code}");
    }

    /// <param name="code">The condition.</param>
    public async Task<IActionResult> OnPostDeclineOverrideAsync(string code, CancellationToken cancellationToken)
    {
        await decideOverride.RunAsync(Id, code, approve: false, Input.DeclineReasons.GetValueOrDefault(code), Version, Actor, cancellationToken);
        TempData.Flash("已不同意改判，该条件须重新确认。", Tone.Info);
        return Redirect($"{EligibilityLinks.Case(Id)}?c={code}#condition-{code}");
    }

    /// <param name="finding">The finding of the re-check.</param>
    public async Task<IActionResult> OnPostRecheckAsync(Guid finding, RecheckAct act, CancellationToken cancellationToken)
    {
        if (Findings.All(f => f.Id != finding))
        {
            return NotFound();
        }

        await decideRecheck.RunAsync(finding, act, Input.RecheckReason, Actor, cancellationToken);
        TempData.Flash(act switch { RecheckAct.Keep => "处理意见已登记。", RecheckAct.Approve => "维持受理已批准。", RecheckAct.Drop => $"已取消资格：{Application.ApplicantName}。" });
        return Redirect(EligibilityLinks.Case(Id));
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
        Trail = await CaseProgress.TrailAsync(_db, Application.Id, Actor, cancellationToken);
        Findings = await _db.Set<RecheckFinding>().AsNoTracking().Where(f => f.ApplicationId == Application.Id).OrderByDescending(f => f.FoundAt).ThenBy(f => f.Id).Take(100).ToListAsync(cancellationToken);
        NextInQueue = await EligibilityQueue.NextAsync(_db, Application, Actor, cancellationToken);
        var conditions = Rules.Track(Application.Track).Conditions;
        Rows = [.. Evaluated.Verdicts.Zip(conditions).Select((pair, i) => (Verdict: pair.First, Condition: pair.Second, Number: i + 1)).Select(x => Row(x.Number, x.Verdict, x.Condition))];

        ConditionRow Row(int number, Verdict verdict, Condition condition) => new(
            number,
            verdict,
            Review?.Standing(verdict),
            Review?.Proposed(verdict),
            Review?.Confirmed.FirstOrDefault(c => string.Equals(c.ConditionCode, verdict.ConditionCode, StringComparison.Ordinal)),
            Evidence(condition),
            condition is CleanRecordCondition clean ? [.. Evaluated.Opinions.Where(o => clean.Departments.Contains(o.Kind, StringComparer.Ordinal))] : []);
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
        var row = Rows.FirstOrDefault(r => string.Equals(r.Verdict.ConditionCode, answer.ConditionCode, StringComparison.Ordinal));
        var standing = row?.Standing ?? row?.Proposed;
        return standing is null || standing.Outcome != answer.Outcome || !string.Equals(standing.Reason ?? "", answer.Reason?.Trim() ?? "", StringComparison.Ordinal);
    }

    public sealed class InputModel
    {
        public Dictionary<string, AnswerInput> Answers { get; set; } = new(StringComparer.Ordinal);

        /// <summary>Why overrides are declined, by condition.</summary>
        public Dictionary<string, string?> DeclineReasons { get; set; } = new(StringComparer.Ordinal);

        public string? RecheckReason { get; set; }

        public string? Variant { get; set; }

        public string? VariantReason { get; set; }
    }

    public sealed class AnswerInput
    {
        public VerdictOutcome? Outcome { get; set; }

        public string? Reason { get; set; }
    }

    /// <summary>A condition as the page shows it (条件行).</summary>
    /// <param name="Number">From 1, as the pack lists them.</param>
    /// <param name="Verdict">What the test says now.</param>
    /// <param name="Standing">The confirmation that stands.</param>
    /// <param name="Proposed">An override that waits for a second person.</param>
    /// <param name="Last">The last confirmation, standing or not.</param>
    /// <param name="Evidence">Answers it rests on.</param>
    /// <param name="Opinions">Opinions of the departments it asks.</param>
    public sealed record ConditionRow(int Number, Verdict Verdict, ConfirmedVerdict? Standing, ConfirmedVerdict? Proposed, ConfirmedVerdict? Last, IReadOnlyList<EvidenceAnswers> Evidence, IReadOnlyList<DepartmentOpinion> Opinions);

    /// <summary>Answers of one section that a condition rests on (佐证内容).</summary>
    public sealed record EvidenceAnswers(SectionReading Reading, IReadOnlyList<Question> Questions)
    {
        /// <summary>Those that fit into a list of label and value.</summary>
        public IReadOnlyList<Question> Pairs => [.. Questions.Where(q => q is not TableQuestion)];

        public IReadOnlyList<Question> Tables => [.. Questions.Where(q => q is TableQuestion)];
    }
}
