using FluentValidation;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Whoever thinks of applying answers the facts and sees each condition's verdict (申报条件自查). Without login; nothing is stored.</summary>
[AllowAnonymous]
public sealed class SelfCheckModel(ProgrammeCatalogue catalogue, QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : PageModel
{
    private const int Latest = 2200;

    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.AsOf).NotNull().WithMessage("请填写计算截止日。")
            .Must(d => d is null || d.Value.Year is >= 2000 and <= Latest).WithMessage("计算截止日有误，请按 年-月-日 填写。"),
        v => v.RuleFor(x => x.WonOn).NotNull().When(x => !string.IsNullOrEmpty(x.WonTier)).WithMessage("请填写获奖的决定日期。"),
        v => v.RuleFor(x => x.WonTier).NotEmpty().When(x => x.WonOn is not null).WithMessage("请选择所获奖项等次。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public ProgrammePack Pack { get; private set; } = null!;

    public TrackDefinition Track { get; private set; } = null!;

    public SelfCheckForm Form { get; private set; } = null!;

    /// <summary>The round whose closing date is taken; null: none is open.</summary>
    public (string Name, DateOnly ClosesOn)? Round { get; private set; }

    public IReadOnlyList<SectionEditor> Editors { get; private set; } = [];

    /// <summary>Null until something was answered.</summary>
    public IReadOnlyList<Verdict>? Verdicts { get; private set; }

    public int Refusing => Verdicts?.Count(v => v is { Hard: true, Outcome: VerdictOutcome.NotMet }) ?? 0;

    public int NotMet => Verdicts?.Count(v => v.Outcome == VerdictOutcome.NotMet) ?? 0;

    public IReadOnlyList<SelectListItem> Tiers => [.. Pack.Tiers.Select(t => new SelectListItem(t.Name, t.Code))];

    public static string? LinkOf(string reference) => $"#{VerdictList.FieldOf(reference, ConditionReferences.SectionOf(reference))}";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (RouteData.Values["code"] is not string code || RouteData.Values["track"] is not string slug
            || catalogue.ByCode(code) is not { } pack || TrackNames.FromSlug(slug) is not { } kind || pack.TrackOf(kind) is null)
        {
            context.Result = NotFound();
            return;
        }

        // While a round takes applications, its own conditions are the ones that will be asked.
        var today = time.Today();
        var round = await db.Rounds.AsNoTracking().Where(r => r.ProgrammeCode == code && r.State == RoundState.Published && r.ClosesOn >= today).OrderBy(r => r.ClosesOn).FirstOrDefaultAsync(cancellationToken);
        if (round is not null && await reader.PackAsync(round.FormHash(kind), cancellationToken) is { } own && own.TrackOf(kind) is not null)
        {
            (pack, Round) = (own, (round.Name, round.ClosesOn));
        }

        (Pack, Track, Form) = (pack, pack.RequireTrack(kind), SelfCheckForm.Of(pack.RequireTrack(kind)));
        Input.AsOf ??= HttpMethods.IsGet(Request.Method) ? Round?.ClosesOn ?? today : null;
        Editors = Edit(_ => Answers.Empty, null);
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var form = await Request.ReadFormAsync(cancellationToken);
        var answers = Form.Sections.ToDictionary(s => s.Id, s => SectionBinder.Read(form, s, Context, s.Id), StringComparer.Ordinal);
        var row = form["removeRow"].ToString();
        if (row.Length > 0)
        {
            answers = Form.Sections.ToDictionary(s => s.Id, s => SectionBinder.Read(new FormCollection(form.Where(f => !f.Key.StartsWith(row + ".", StringComparison.Ordinal)).ToDictionary()), s, Context, s.Id), StringComparer.Ordinal);
        }

        var extra = form["addRow"].ToString();
        Editors = Edit(s => answers[s], extra);
        if (extra.Length > 0 || row.Length > 0)
        {
            // Only the table grows or shrinks; nothing is judged yet.
            return Page();
        }

        var none = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var section in Form.Sections)
        {
            ModelState.Show(SectionCheck.Problems(section, answers[section.Id], none, Context, forSubmission: false), section.Id);
        }

        InputRules.Check(Input, nameof(Input));
        if (!ModelState.IsValid)
        {
            return new PageResult { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }

        var closes = Input.AsOf!.Value;
        var rules = new RoundRules(Domain.Rounds.Round.Imagined(Pack, closes.Year, closes), Pack);
        var filled = new FilledForm(Track.Form, s => answers.GetValueOrDefault(s) ?? Answers.Empty, Context);
        var facts = new ConditionFacts(
            answers.ToDictionary(a => a.Key, a => Track.Form.Section(a.Key) is { } section && filled.IsAsked(section) ? a.Value : Answers.Empty, StringComparer.Ordinal),
            Form.Papers.Where(p => Input.Papers.Contains(p.Reference, StringComparer.Ordinal)).ToDictionary(p => p.Reference, _ => 1, StringComparer.Ordinal),
            Registers(closes), closes, closes, []);
        Verdicts = [.. ConditionEvaluator.Evaluate(rules, Track.Track, facts).Zip(Track.Conditions, (v, c) => c is JudgementCondition && v.Outcome == VerdictOutcome.NeedsEvidence && c.When is null
            ? v with { Facts = Prepare((JudgementCondition)c), Inputs = [] } : v)];
        return Page();
    }

    /// <summary>What a person would judge by: it is not asked here.</summary>
    private string Prepare(JudgementCondition condition)
    {
        var labels = condition.Evidence.Select(e => Track.Form.Find(e)?.Label).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return labels.Count == 0 ? "由办公室审查时研判，请对照条文自评。" : $"由办公室审查时研判，请对照条文自评，并准备：{string.Join('、', labels)}。";
    }

    /// <summary>What the registers would say, by the person's own word.</summary>
    private RegisterFacts Registers(DateOnly closes) => RegisterFacts.None with
    {
        Wins = Input.WonTier is { Length: > 0 } tier && Pack.TiersByCode.TryGetValue(tier, out var won) ? [new WinFact(won.Code, won.Name, Input.WonOn!.Value.Year, Input.WonOn, null)] : [],
        Bars = Input.BarredUntil is { } until ? [new BarFact(BarGround.FalseMaterial, until < closes ? until : closes, until, "由您填写")] : [],
        OtherApplications = string.Equals(Input.OtherApplication, ConditionEvaluator.Yes, StringComparison.Ordinal) ? ["由您填写"] : [],
        HeadApplications = string.Equals(Input.HeadApplies, ConditionEvaluator.Yes, StringComparison.Ordinal) ? [new HeadApplicationFact("由您填写", Track.Track == Domain.Programmes.Track.Organisation ? null : "所在组织", HeadTie.OwnWord)] : [],
    };

    private FormContext Context => new(Input.AsOf?.Year is >= 2000 and <= Latest and var year ? year : time.Today().Year, Input.AsOf ?? time.Today(), time.Today());

    private List<SectionEditor> Edit(Func<string, Answers> answersOf, string? extraRowOf)
    {
        var filled = new FilledForm(Track.Form, s => Form.Sections.Any(f => string.Equals(f.Id, s, StringComparison.Ordinal)) ? answersOf(s) : Answers.Empty, Context);
        return [.. Form.Sections.Select(s => new SectionEditor { Section = s, Answers = answersOf(s.Id), Context = Context, Filled = filled, Prefix = s.Id, TakesFiles = false, AsksReasons = false, ExtraRowOf = extraRowOf })];
    }

    public sealed class InputModel
    {
        public DateOnly? AsOf { get; set; }

        /// <summary>References of the copies that the person has.</summary>
        public List<string> Papers { get; set; } = [];

        public string? WonTier { get; set; }

        public DateOnly? WonOn { get; set; }

        public DateOnly? BarredUntil { get; set; }

        public string? OtherApplication { get; set; }

        public string? HeadApplies { get; set; }
    }
}
