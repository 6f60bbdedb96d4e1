using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations.Departments;

/// <summary>The same answer for as many applicants as are ticked (批量答复); adverse records are told one by one.</summary>
[RequirePermission(Permission.GiveDepartmentOpinion)]
public sealed class AnswerModel(QualityAwardDbContext db, TimeProvider time, AnswerDepartmentOpinions answer) : ActorPage
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Ids).NotEmpty().WithMessage("请至少选择一个申报人。"),
        v => v.RuleFor(x => x.Finding).NotNull().WithMessage("请选择意见的结论。").NotEqual(OpinionFinding.Adverse).WithMessage("有不良记录的，请逐个答复，写明事由、等级和日期。"),
        v => v.RuleFor(x => x.GivenOn).NotNull().WithMessage("请填写意见日期。"),
        v => v.RuleFor(x => x.Text).Must(t => WordCount.Count(t ?? "") <= OpinionsModel.TextLimit).WithMessage($"意见内容不超过 {OpinionsModel.TextLimit} 字，请精简。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public static IReadOnlyList<SelectListItem> Findings =>
        [.. new[] { OpinionFinding.Clear, OpinionFinding.CannotSay }.Select(f => new SelectListItem(OpinionFindings.NameOf(f), f.ToString()))];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Rows = await OpinionRequestQueue.Filter(OpinionRequestQueue.Of(db, Actor), OpinionRequestFilter.Open, time.Today())
            .OrderBy(x => x.Request.DueOn).ThenBy(x => x.Request.SubjectName).ThenBy(x => x.Request.Id).Take(RequestDepartmentOpinions.Most)
            .Select(x => new Row(x.Request.Id, x.Request.SubjectName, x.Request.PersonName, x.Request.CreditCode, x.Request.PeriodFrom, x.Request.PeriodUntil, x.Request.DueOn)).ToListAsync(HttpContext.RequestAborted);
        await next();
    }

    /// <summary>Everything is ticked from the start.</summary>
    [BindProperty(SupportsGet = true)]
    public bool All { get; set; }

    public void OnGet()
    {
        Input.GivenOn = time.Today();
        Input.Ids = All ? [.. Rows.Select(r => r.Id)] : [];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        await using var content = Input.Scan?.OpenReadStream();
        var opinion = new OpinionContent("", Input.Finding!.Value, null, [], Input.Text?.Trim() ?? "", Input.GivenOn!.Value, null);
        var count = await answer.RunAsync(Input.Ids, opinion, content is null ? null : new ScanUpload(content, Input.Scan!.FileName), Actor, cancellationToken);
        TempData.Flash($"已答复 {count} 件：{OpinionFindings.NameOf(opinion.Finding)}。");
        return Redirect($"{RecommendationsLinks.Asked}?state={OpinionRequestFilter.Answered}");
    }

    public sealed record Row(Guid Id, string SubjectName, string? PersonName, string? CreditCode, DateOnly From, DateOnly Until, DateOnly DueOn);

    public sealed class InputModel
    {
        public List<Guid> Ids { get; set; } = [];

        public OpinionFinding? Finding { get; set; }

        public string? Text { get; set; }

        public DateOnly? GivenOn { get; set; }

        public IFormFile? Scan { get; set; }
    }
}
