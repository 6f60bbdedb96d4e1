using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Base of the pages about one recommendation (推荐办理页面): loads the case, or answers 404 when it is not the actor's.</summary>
public abstract class RecommendationPage(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : ActorPage, ICasePage
{
    /// <summary>The application.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Application Application { get; private set; } = null!;

    /// <summary>Null until the office has first touched it.</summary>
    public Recommendation? Recommendation { get; private set; }

    public RoundRules Rules { get; private set; } = null!;

    public Guid? CaseId => Application?.Id;

    public DateOnly Today => time.Today();

    protected QualityAwardDbContext Db => db;

    public RecommendationState State => Recommendation?.State ?? RecommendationState.PreReview;

    /// <summary>True while the office can still act on the case at all.</summary>
    public bool IsHere => Application.Position.IsOpen && Application.Position.Stage == Stage.Recommendation;

    /// <summary>True while the pre-review form, the opinions and the papers can change.</summary>
    public bool IsInPreReview => IsHere && State == RecommendationState.PreReview;

    /// <summary>What the papers of the case rest on.</summary>
    public PaperBasis Basis { get; private set; } = null!;

    /// <summary>The version of the data that a paper shows now.</summary>
    public PaperVersion VersionOf(ScanKind kind) => PaperVersion.Of(kind, Basis, Application, Recommendation, Rules);

    /// <summary>Days that the certificate and the declaration must cover; null: no certificate, or the round has not set its window.</summary>
    public CertificateCoverage? Coverage => Rules.Settings.CertificateWindowEnd.IsSet ? CertificateCoverage.Needed(Rules, Basis.SubmittedOn) : null;

    /// <summary>The pack's channel that this office is; null where the pack names none.</summary>
    public RecommendationChannel? Way { get; private set; }

    /// <summary>The department opinions that are gathered on it.</summary>
    public IReadOnlyList<DepartmentOpinionRule> OpinionRules => Rules.Pack.Recommendation.OpinionsOn(Way?.Code);

    /// <summary>The government of the area, or the department itself: who signs the recommendation.</summary>
    public string GovernmentName { get; private set; } = "";

    /// <summary>What is missing before the office can recommend; worked out when a page shows it.</summary>
    public IReadOnlyList<string> Missing => _missing ??= (Recommendation ?? Recommendation.Start(Guid.Empty, Application, Way?.Code))
        .Missing(RecommendationCase.PreReviewProblems(Rules, Application.Track, Recommendation, Today), Basis, Application, Rules);

    private IReadOnlyList<string>? _missing;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var application = await db.VisibleApplications(Actor).AsNoTracking().Include(a => a.Corrections).SingleOrDefaultAsync(a => a.Id == Id, cancellationToken);
        if (application is null)
        {
            context.Result = NotFound();
            return;
        }

        Application = application;
        Rules = await reader.GetAsync(application, cancellationToken);
        if (IsHere && await HttpContext.RequestServices.GetRequiredService<TermsGate>().AskAsync(Rules, Actor, Request, cancellationToken) is { } ask)
        {
            context.Result = ask;
            return;
        }

        Recommendation = await db.Set<Recommendation>().AsNoTracking().Include(r => r.Sections).Include(r => r.Opinions).Include(r => r.Notes).AsSplitQuery()
            .SingleOrDefaultAsync(r => r.ApplicationId == application.Id, cancellationToken);
        var authorities = HttpContext.RequestServices.GetRequiredService<AuthorityTree>();
        var channel = authorities.Require(application.ChannelCode);
        Way = Rules.Pack.Recommendation.ChannelOf(channel.Kind);
        GovernmentName = channel.GovernmentName;
        Basis = await RecommendationCase.BasisAsync(db, application, Rules, cancellationToken);
        await LoadAsync(cancellationToken);
        await next();
    }

    /// <summary>What a page shows besides.</summary>
    protected virtual Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
