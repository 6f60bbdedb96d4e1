using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;
using Severity = QualityAward.Domain.Eligibility.Severity;

namespace QualityAward.Web.Pages.Recommendations.Departments;

/// <summary>One request, and the department's answer (答复征求意见).</summary>
[RequirePermission(Permission.GiveDepartmentOpinion)]
public sealed class DetailModel(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time, AnswerDepartmentOpinions answer) : ActorPage, ICasePage
{
    private static readonly InlineValidator<InputModel> InputRules = new()
    {
        v => v.RuleFor(x => x.Finding).NotNull().WithMessage("请选择意见的结论。"),
        v => v.RuleFor(x => x.GivenOn).NotNull().WithMessage("请填写意见日期。"),
        v => v.RuleFor(x => x.Text).Must(t => WordCount.Count(t ?? "") <= OpinionsModel.TextLimit).WithMessage($"意见内容不超过 {OpinionsModel.TextLimit} 字，请精简。"),
        v => v.RuleFor(x => x.DocumentNumber).MaximumLength(100).WithMessage("文号不超过 100 字，请核对。"),
    };

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public OpinionRequest Asked { get; private set; } = null!;

    public RoundRules Rules { get; private set; } = null!;

    /// <summary>The department's own answer that counts; null before the first.</summary>
    public DepartmentOpinion? Given { get; private set; }

    public bool TakesOpinions { get; private set; }

    public bool MayAnswer => TakesOpinions && time.GetUtcNow() < ChinaCalendar.EndOf(Asked.DueOn);

    public Guid? CaseId => Asked?.ApplicationId;

    public string AskedBy => authorities.Find(Asked.ChannelCode)?.OfficeName ?? Asked.ChannelCode;

    public IReadOnlyList<SelectListItem> Concerns => [.. Recommendation.AskedOf(Rules, Asked.Track, Asked.Kind).Select(c => new SelectListItem(c.Text, c.Code))];

    public OpinionRequestState State => Asked.StateOn(time.Today());

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var found = await OpinionRequestQueue.Of(db, Actor).AsNoTracking().Where(x => x.Request.Id == Id).Select(x => new { x.Request, x.TakesOpinions }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            context.Result = NotFound();
            return;
        }

        (Asked, TakesOpinions) = (found.Request, found.TakesOpinions);
        Rules = await reader.GetAsync(Asked.RoundId, cancellationToken);
        Given = await db.Set<DepartmentOpinion>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == Asked.OpinionId, cancellationToken);
        await next();
    }

    public void OnGet() => Input.GivenOn = time.Today();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        InputRules.Check(Input, nameof(Input));
        var opinion = new OpinionContent(Asked.Kind, Input.Finding!.Value, Input.Severity, Input.Concerns, Input.Text?.Trim() ?? "", Input.GivenOn!.Value, null)
        {
            IncidentOn = Input.IncidentOn, DocumentNumber = Input.DocumentNumber,
        };
        await using var content = Input.Scan?.OpenReadStream();
        await answer.RunAsync([Id], opinion, content is null ? null : new ScanUpload(content, Input.Scan!.FileName), Actor, cancellationToken);
        TempData.Flash($"已答复“{Asked.SubjectName}”：{OpinionFindings.NameOf(opinion.Finding)}。");
        return Redirect(RecommendationsLinks.Request(Id));
    }

    public sealed class InputModel
    {
        public OpinionFinding? Finding { get; set; }

        public string? Text { get; set; }

        public Severity? Severity { get; set; }

        public DateOnly? IncidentOn { get; set; }

        public string? DocumentNumber { get; set; }

        public List<string> Concerns { get; set; } = [];

        public DateOnly? GivenOn { get; set; }

        public IFormFile? Scan { get; set; }
    }
}
