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
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var unit = await db.Applications.Where(a => a.Id == applicationId).Select(a => new { a.RoundId, a.ChannelCode }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException("no-such-application", "找不到该申报。");
        // One of the unit's people at a time: what the first recommends is counted when the second's turn comes.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"quota:{unit.RoundId}:{unit.ChannelCode}"}, 0))", cancellationToken);
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        var used = await RecommendationQueue.Recommended(db, application.ChannelCode).CountAsync(a => a.RoundId == application.RoundId, cancellationToken);
        recommendation.Recommend(
            opinionText, RecommendationCase.PreReviewProblems(rules, application.Track, recommendation, ChinaCalendar.DateOf(now)), await RecommendationCase.BasisAsync(db, application, rules, cancellationToken),
            used, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
