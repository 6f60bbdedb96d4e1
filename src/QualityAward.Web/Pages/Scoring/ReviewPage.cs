using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>Base of pages about one case in one stage of its review (评审页面): loads it under the actor's rights, or answers 404.</summary>
public abstract class ReviewPage(QualityAwardDbContext db, ReviewCases cases) : ActorPage, ICasePage
{
    public ReviewCase Case { get; private set; } = null!;

    /// <summary>Names of the experts who have or had a seat.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();

    public Guid? CaseId { get; private set; }

    public Stage Stage => Case.Stage;

    public string Applicant => Case.Application.ApplicantName;

    /// <summary>True while this stage is the case's own and nothing has ended it.</summary>
    public bool IsCurrent => Case.Application.Position.IsOpen && Case.Application.Position.Stage == Stage;

    public bool IsLeader => Case.IsLeader(Actor);

    public bool ManagesReview => RolePermissions.Allows(Actor.Role, Permission.ManageReview);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var found = Guid.TryParse(context.RouteData.Values["applicationId"] as string, out var id) && (FixedStage ?? ScoringLinks.FromSlug(context.RouteData.Values["stage"] as string)) is { } stage
            ? await cases.FindAsync(id, stage, Actor, HttpContext.RequestAborted)
            : null;
        if (found is null)
        {
            context.Result = NotFound();
            return;
        }

        if (await HttpContext.RequestServices.GetRequiredService<TermsGate>().AskAsync(found.Rules, Actor, Request, HttpContext.RequestAborted) is { } ask)
        {
            context.Result = ask;
            return;
        }

        CaseId = found.Application.Id;
        Case = found;
        var experts = found.Seats.Select(s => s.ExpertId).ToList();
        Names = await db.Set<Expert>().Where(e => experts.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, HttpContext.RequestAborted);
        if (!await LoadAsync(HttpContext.RequestAborted))
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    /// <summary>The stage of pages that have only one; null: it stands in the address.</summary>
    protected virtual Stage? FixedStage => null;

    /// <summary>Loads what else the page shows; false: not found.</summary>
    protected virtual Task<bool> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    protected RedirectResult Back(string message)
    {
        Shell.FlashExtensions.Flash(TempData, message);
        return Redirect(Request.Path);
    }
}
