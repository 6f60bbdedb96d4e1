using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>The recommending office does not recommend (不予推荐); the case ends.</summary>
public sealed class DeclineToRecommend(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, _) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        recommendation.Decline(reason, application, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
