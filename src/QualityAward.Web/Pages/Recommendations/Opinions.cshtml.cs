using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;
using Severity = QualityAward.Domain.Eligibility.Severity;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Department opinions on one applicant (登记部门意见).</summary>
[RequirePermission(Permission.Recommend)]
public sealed class OpinionsModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time, RecordDepartmentOpinion record) : RecommendationPage(db, reader, time)
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Kind).NotEmpty().WithMessage("请选择征求意见的部门。"),
        v => v.RuleFor(x => x.Finding).NotNull().WithMessage("请选择部门意见的结论。"),
        v => v.RuleFor(x => x.GivenOn).NotNull().WithMessage("请填写部门意见的日期。"),
        v => v.RuleFor(x => x.Text).Must(t => WordCount.Count(t ?? "") <= TextLimit).WithMessage($"意见内容不超过 {TextLimit} 字，请精简。"),
    };

    public const int TextLimit = 1000;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Departments => [.. OpinionRules.Select(o => new SelectListItem(o.Name, o.Kind))];

    public static IReadOnlyList<SelectListItem> Findings => [.. Enum.GetValues<OpinionFinding>().Select(f => new SelectListItem(OpinionFindings.NameOf(f), f.ToString()))];

    public static IReadOnlyList<SelectListItem> Severities => [.. Enum.GetValues<Severity>().Select(s => new SelectListItem(ConditionEvaluator.NameOf(s), s.ToString()))];

    /// <summary>Conditions that some department is asked about, by department.</summary>
    public IReadOnlyList<SelectListItem> Concerns
    {
        get
        {
            var asked = Rules.Track(Application.Track).Conditions.OfType<CleanRecordCondition>().Where(c => c.Departments.Count > 0);
            return [.. asked.Select(c => new SelectListItem($"{c.Text}（{string.Join('、', c.Departments.Select(NameOf))}）", c.Code))];
        }
    }

    public static Tone ToneOf(OpinionFinding finding) => finding switch
    {
        OpinionFinding.Clear => Tone.Success,
        OpinionFinding.Adverse => Tone.Danger,
        OpinionFinding.CannotSay => Tone.Warning,
    };

    public void OnGet(string? kind) => Input.Kind = kind;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        var opinion = new OpinionContent(Input.Kind!, Input.Finding!.Value, Input.Severity, Input.Concerns, Input.Text?.Trim() ?? "", Input.GivenOn!.Value, null)
        {
            IncidentOn = Input.IncidentOn, DocumentNumber = Input.DocumentNumber,
        };
        await using var content = Input.Scan?.OpenReadStream();
        await record.RunAsync(Id, opinion, content is null ? null : new ScanUpload(content, Input.Scan!.FileName), Actor, cancellationToken);
        TempData.Flash($"{NameOf(opinion.Kind)}意见已登记。");
        return Redirect(RecommendationsLinks.Opinions(Id));
    }

    /// <summary>Texts of the conditions that an adverse record concerns.</summary>
    public IEnumerable<string> ConcernTexts(DepartmentOpinion opinion) =>
        Rules.Track(Application.Track).Conditions.Where(c => opinion.Concerns.Contains(c.Code, StringComparer.Ordinal)).Select(c => c.Text);

    private string NameOf(string kind) => Rules.Pack.Recommendation.Opinions.FirstOrDefault(o => string.Equals(o.Kind, kind, StringComparison.Ordinal))?.Name ?? kind;

    public sealed class InputModel
    {
        public string? Kind { get; set; }

        public OpinionFinding? Finding { get; set; }

        public Severity? Severity { get; set; }

        public DateOnly? IncidentOn { get; set; }

        public string? DocumentNumber { get; set; }

        public List<string> Concerns { get; set; } = [];

        public string? Text { get; set; }

        public DateOnly? GivenOn { get; set; }

        public IFormFile? Scan { get; set; }
    }
}
