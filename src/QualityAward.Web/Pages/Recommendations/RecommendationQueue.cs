using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>The actor's applications with how far their recommendation is (推荐队列): list and desk count alike.</summary>
internal static class RecommendationQueue
{
    public static IQueryable<QueuedApplication> Of(QualityAwardDbContext db, Actor actor) =>
        from application in db.VisibleApplications(actor)
        join found in db.Set<Recommendation>() on application.Id equals found.ApplicationId into recommendations
        from recommendation in recommendations.DefaultIfEmpty()
        select new QueuedApplication { Application = application, RecommendedAt = recommendation.RecommendedAt, EndorsedOn = recommendation.EndorsedOn };

    public static IQueryable<QueuedApplication> Filter(IQueryable<QueuedApplication> query, RecommendationFilter filter) => filter switch
    {
        RecommendationFilter.All => query,
        RecommendationFilter.PreReview => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt == null),
        RecommendationFilter.Signing => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt != null && x.EndorsedOn == null),
        RecommendationFilter.ToHandIn => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.EndorsedOn != null),
        RecommendationFilter.Sent => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage != Stage.Recommendation),
        RecommendationFilter.Ended => query.Where(x => x.Application.Position.Ending != null),
    };
}

/// <summary>A row before projection.</summary>
internal sealed class QueuedApplication
{
    public required Application Application { get; init; }

    /// <summary>Null while in pre-review.</summary>
    public DateTimeOffset? RecommendedAt { get; init; }

    /// <summary>Null until the government has signed.</summary>
    public DateOnly? EndorsedOn { get; init; }
}
