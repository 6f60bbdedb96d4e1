using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>The recommending office recommends (推荐): the first of the two steps.</summary>
public sealed class RecommendApplication(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, string opinionText, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        // What two colleagues recommend at the same moment is counted again when the batch goes.
        var used = await RecommendationQueue.Recommended(db, application.ChannelCode).CountAsync(a => a.RoundId == application.RoundId, cancellationToken);
        recommendation.Recommend(
            opinionText, RecommendationCase.PreReviewProblems(rules, application.Track, recommendation, ChinaCalendar.DateOf(now)), await RecommendationCase.BasisAsync(db, application, rules, cancellationToken),
            used, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
