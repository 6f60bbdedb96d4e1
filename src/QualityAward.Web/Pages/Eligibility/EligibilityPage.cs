using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Base of the pages about one eligibility review (资格审查页面): loads the case, or answers 404 when it is not the actor's.</summary>
public abstract class EligibilityPage(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : ActorPage, ICasePage
{
    /// <summary>The application.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The review's version that the person sees.</summary>
    [BindProperty(Name = "Version")]
    public int? SeenVersion { get; set; }

    public Application Application { get; private set; } = null!;

    /// <summary>Null until somebody has confirmed a condition or decided.</summary>
    public EligibilityReview? Review { get; private set; }

    public RoundRules Rules { get; private set; } = null!;

    public Guid? CaseId => Application?.Id;

    public DateOnly Today => time.Today();

    /// <summary>What a form on the page sends back: the version that was on the screen, also after a refusal.</summary>
    public int Version => SeenVersion ?? Review?.Version ?? EligibilityCase.NoVersion;

    /// <summary>True while the office reviews: not before the recommendation, not after the decision.</summary>
    public bool IsHere => Application.Position.IsOpen && Application.Position.Stage == Stage.EligibilityReview;

    /// <summary>True while the office can act; while the applicant corrects it waits.</summary>
    public bool IsUnderReview => IsHere && Application.OpenCorrection is null;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var application = await db.VisibleApplications(Actor).AsNoTracking().Include(a => a.Corrections).SingleOrDefaultAsync(a => a.Id == Id, cancellationToken);
        if (application is null)
        {
        }

        // Before the recommendation has come in there is nothing to review.
        if (application is null || application.Position.Stage == Stage.Recommendation)
        {
            context.Result = NotFound();
            return;
        }

        Application = application;
        Rules = await reader.GetAsync(application, cancellationToken);
        Review = await db.Set<EligibilityReview>().AsNoTracking().Include(r => r.Confirmed).SingleOrDefaultAsync(r => r.ApplicationId == application.Id, cancellationToken);
        await LoadAsync(cancellationToken);
        await next();
    }

    /// <summary>What a page shows besides.</summary>
    protected virtual Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
