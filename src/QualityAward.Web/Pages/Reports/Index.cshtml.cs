using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Reports;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.Reports;

/// <summary>专家组评审报告: the leader writes, the scores go in by themselves.</summary>
[RequirePermission(Permission.Score, Permission.ManageReview, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db, ReviewCases cases, ScoreBoard scores, WritePanelReport write) : ReviewPage(db, cases)
{
    /// <summary>Value of the choice that recommends no tier.</summary>
    public const string NoTier = "none";

    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Strengths).NotEmpty().WithMessage("请填写总体优势。").MaxWords(3000).WithMessage("总体优势不能超过 3000 字。"),
        v => v.RuleFor(x => x.Opportunities).NotEmpty().WithMessage("请填写总体改进空间。").MaxWords(3000).WithMessage("总体改进空间不能超过 3000 字。"),
        v => v.RuleFor(x => x.Tier).NotEmpty().WithMessage("请选择推荐等次。"),
        v => v.RuleFor(x => x.Recommendation).NotEmpty().WithMessage("请填写推荐意见。").MaxWords(2000).WithMessage("推荐意见不能超过 2000 字。"),
        v => v.RuleFor(x => x.Confirmed).Equal(true).WithMessage("请确认报告已经全组讨论，提交后不能修改。"),
    };

    private readonly QualityAwardDbContext _db = db;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public PanelReport? Report { get; private set; }

    public CaseScore? Score { get; private set; }

    public bool MayWrite => IsLeader && IsCurrent && Report is null;

    public IEnumerable<SelectListItem> Tiers => [.. Case.Rules.Pack.Tiers.Select(t => new SelectListItem(t.Name, t.Code)), new SelectListItem("不推荐", NoTier)];

    protected override Stage? FixedStage => Stage.PanelReport;

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Report = await _db.Set<PanelReport>().AsNoTracking().SingleOrDefaultAsync(r => r.ApplicationId == Case.Application.Id, cancellationToken);
        Score = Report?.Score ?? (Case.Application.Position.Stage == Stage.PanelReport ? await scores.ForCaseAsync(Case.Rules, Case.Application.Id, cancellationToken) : null);
        return Score is not null;
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        await write.RunAsync(
            Case.Application.Id, Input.Strengths, Input.Opportunities, string.Equals(Input.Tier, NoTier, StringComparison.Ordinal) ? null : Input.Tier, Input.Recommendation, Actor, cancellationToken);
        return Back("专家组评审报告已提交，案件进入综合评价。");
    }

    public sealed class InputModel
    {
        public string? Strengths { get; set; }

        public string? Opportunities { get; set; }

        public string? Tier { get; set; }

        public string? Recommendation { get; set; }

        public bool Confirmed { get; set; }
    }
}
