using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Experts;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>利害关系声明: before it is signed the expert sees the applicant's name and nothing else.</summary>
[RequirePermission(Permission.Score)]
public sealed class DeclareModel(QualityAwardDbContext db, InterestCheck check, DeclareInterest declare, RoundRulesReader rounds, TermsGate terms) : ActorPage, ICasePage
{
    public const string None = "none";
    public const string Conflict = "conflict";

    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Answer).Must(a => a is None or Conflict).WithMessage("请选择声明内容。"),
        v => v.RuleFor(x => x.Kind).NotNull().When(x => string.Equals(x.Answer, Conflict, StringComparison.Ordinal)).WithMessage("请选择回避情形。"),
        v => v.RuleFor(x => x.Reason).MaxWords(300).WithMessage("说明不能超过 300 字。"),
    };

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public Seat Seat { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public string RoundName { get; private set; } = "";

    public IReadOnlyList<string> Hits { get; private set; } = [];

    public Guid? CaseId { get; private set; }

    public IEnumerable<SelectListItem> Answers =>
    [
        new("本人与申报人无任职、咨询辅导、亲属等可能影响公正评审的利害关系，将独立、保密、公正评审", None),
        new("本人与申报人有利害关系，申请回避", Conflict),
    ];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var id = Guid.Parse((string)context.RouteData.Values["applicationId"]!);
        var found = await db.Set<Seat>().AsNoTracking()
            .Where(s => s.ApplicationId == id && s.ExpertId == Actor.UserId && (s.State == SeatState.ToDeclare || s.State == SeatState.Cleared))
            .Join(db.Applications, s => s.ApplicationId, a => a.Id, (s, a) => new { Seat = s, a.ApplicantName, a.RoundId, a.PackHash })
            .SingleOrDefaultAsync(HttpContext.RequestAborted);
        if (found is null)
        {
            context.Result = NotFound();
            return;
        }

        var rules = await rounds.GetAsync(found.RoundId, found.PackHash, HttpContext.RequestAborted);
        if (await terms.AskAsync(rules, Actor, Request, HttpContext.RequestAborted) is { } ask)
        {
            context.Result = ask;
            return;
        }

        (CaseId, Seat, Applicant, RoundName) = (id, found.Seat, found.ApplicantName, rules.Round.Name);
        Hits = await check.HitsAsync(id, Actor.UserId, HttpContext.RequestAborted);
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        var recused = string.Equals(Input.Answer, Conflict, StringComparison.Ordinal);
        await declare.RunAsync(applicationId, recused ? Input.Kind : null, Input.Reason, Actor, cancellationToken);
        TempData.Flash(recused ? $"已声明回避“{Applicant}”，您不再参与该申报的评审。" : $"已签署“{Applicant}”的无利害关系声明，可以查阅材料和评分。");
        return Redirect("/scoring");
    }

    public sealed class InputModel
    {
        public string? Answer { get; set; }

        public ConflictKind? Kind { get; set; }

        public string? Reason { get; set; }
    }
}
