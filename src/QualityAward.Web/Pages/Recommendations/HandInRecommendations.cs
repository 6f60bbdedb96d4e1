using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Ranks what a unit recommends in a round, and hands it in to the next level as one batch (推荐排序、批次报送).</summary>
public sealed class HandInRecommendations(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    /// <param name="ranks">Places by application; who is left out loses the own.</param>
    public async Task RankAsync(Guid roundId, IReadOnlyDictionary<Guid, int> ranks, Actor actor, CancellationToken cancellationToken)
    {
        foreach (var (_, recommendation) in await SignedAsync(roundId, actor, cancellationToken))
        {
            recommendation.PlaceAt(ranks.TryGetValue(recommendation.ApplicationId, out var rank) ? rank : null, actor, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <param name="ranks">Places by application; null: as they stand, and where nothing stands in the order of the signatures.</param>
    public async Task<RecommendationBatch> RunAsync(Guid roundId, IReadOnlyDictionary<Guid, int>? ranks, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var signed = await SignedAsync(roundId, actor, cancellationToken);
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var channel = authorities.Require(actor.AuthorityCode ?? "");
        var earlier = await db.Set<RecommendationBatch>().AsNoTracking().Where(b => b.RoundId == roundId && b.ChannelCode == channel.Code).Select(b => b.Entries).ToListAsync(cancellationToken);
        var before = earlier.Sum(e => e.Count);
        var ids = signed.ConvertAll(s => s.Application.Id);
        var hashes = (await db.Submissions.AsNoTracking().Where(s => ids.Contains(s.ApplicationId)).Select(s => new { s.ApplicationId, s.Number, s.Sha256 }).ToListAsync(cancellationToken))
            .GroupBy(s => s.ApplicationId).ToDictionary(g => g.Key, g => g.MaxBy(s => s.Number)!.Sha256);
        var cases = new List<HandInCase>();
        foreach (var (application, recommendation) in signed)
        {
            recommendation.PlaceAt(ranks is null ? recommendation.Rank ?? (before + cases.Count + 1) : ranks.TryGetValue(application.Id, out var rank) ? rank : null, actor, now);
            cases.Add(new HandInCase(application, recommendation, await reader.GetAsync(application, cancellationToken), hashes[application.Id]));
        }

        var batch = RecommendationBatch.HandIn(Guid.CreateVersion7(now), earlier.Count + 1, before, cases, channel.Code, channel.OfficeName, rules, actor, now);
        db.Add(batch);
        await db.SaveChangesAsync(cancellationToken);
        return batch;
    }

    /// <summary>What is signed and has not gone yet, in the order of the signatures.</summary>
    private async Task<List<(Domain.Applications.Application Application, Recommendation Recommendation)>> SignedAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Domain.Access.Permission.Recommend);
        var applications = await db.VisibleApplications(actor).Include(a => a.Corrections)
            .Where(a => a.RoundId == roundId && a.Position.Ending == null && a.Position.Stage == Stage.Recommendation).ToDictionaryAsync(a => a.Id, cancellationToken);
        var recommendations = await db.Set<Recommendation>().Where(r => r.EndorsedOn != null && r.BatchId == null && applications.Keys.Contains(r.ApplicationId)).ToListAsync(cancellationToken);
        return [.. recommendations.OrderBy(r => r.Rank ?? int.MaxValue).ThenBy(r => r.EndorsedOn).ThenBy(r => applications[r.ApplicationId].ReceiptNumber, StringComparer.Ordinal).Select(r => (applications[r.ApplicationId], r))];
    }
}
