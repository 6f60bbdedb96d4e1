using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Ranks what a unit recommends in a round, prints the list to be sealed, and hands it in to the next level as one batch (推荐排序、批次报送).</summary>
public sealed class HandInRecommendations(
    QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, FileIntake files, PaperCodes codes, DocumentRenderer renderer, IPrinter printer, TimeProvider time) : IOperation
{
    /// <param name="ranks">Places by application; who is left out loses the own.</param>
    public async Task RankAsync(Guid roundId, IReadOnlyDictionary<Guid, int> ranks, Actor actor, CancellationToken cancellationToken)
    {
        foreach (var signed in await SignedAsync(roundId, actor, cancellationToken))
        {
            signed.Recommendation.PlaceAt(ranks.TryGetValue(signed.Application.Id, out var rank) ? rank : null, actor, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Prints the list as it is ranked, with the code of its hash, to be sealed (打印报送清单).</summary>
    /// <returns>The list's code.</returns>
    public async Task<PaperVersion> PrintListAsync(Guid roundId, Stream? destination, Actor actor, CancellationToken cancellationToken)
    {
        var signed = await SignedAsync(roundId, actor, cancellationToken);
        if (signed.Count == 0 || signed.Any(s => s.Recommendation.Rank is null))
        {
            throw new RefusedException("ranks-incomplete", "请先给待报送的申报排序并保存，再打印清单。");
        }

        var rules = await reader.GetAsync(roundId, cancellationToken);
        var entries = RecommendationBatch.EntriesOf(signed);
        var version = RecommendationBatch.VersionOf(entries);
        if (destination is not null)
        {
            var channel = authorities.Require(actor.AuthorityCode ?? "");
            var html = await renderer.RenderAsync("/Documents/BatchList.cshtml", new BatchList(rules.Round.Name, rules.Pack.OfficeName, channel.OfficeName, channel.GovernmentName, entries, version));
            await printer.PrintAsync(new PrintJob(html) { Footer = $"校验码 {version.Code}　清单校验值 {version.Sha256[..16]}" }, destination, cancellationToken);
            await db.RecordAsync(new CaseEvent(roundId, "PrintBatchList", actor, time.GetUtcNow(), $"打印报送清单，校验码 {version.Code}，共 {entries.Count} 件") { NewValue = version.Sha256 }, cancellationToken);
        }

        return version;
    }

    /// <param name="ranks">Places by application; null: as they stand, and where nothing stands in the order of the signatures.</param>
    /// <param name="sealedList">The sealed list and the code typed from it; null: handed in without one.</param>
    public async Task<RecommendationBatch> RunAsync(Guid roundId, IReadOnlyDictionary<Guid, int>? ranks, Actor actor, CancellationToken cancellationToken, (ScanUpload Scan, string? Code)? sealedList = null)
    {
        var now = time.GetUtcNow();
        var signed = await SignedAsync(roundId, actor, cancellationToken);
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var channel = authorities.Require(actor.AuthorityCode ?? "");
        var earlier = await db.Set<RecommendationBatch>().AsNoTracking().Where(b => b.RoundId == roundId && b.ChannelCode == channel.Code).Select(b => b.Entries).ToListAsync(cancellationToken);
        var before = earlier.Sum(e => e.Count);
        for (var i = 0; i < signed.Count; i++)
        {
            var recommendation = signed[i].Recommendation;
            recommendation.PlaceAt(ranks is null ? recommendation.Rank ?? (before + i + 1) : ranks.TryGetValue(signed[i].Application.Id, out var rank) ? rank : null, actor, now);
        }

        (StoredScan, string?)? list = null;
        if (sealedList is { } given)
        {
            var stored = await given.Scan.SaveAsync(files, "List.File", cancellationToken);
            list = (stored, codes.Given(stored, given.Code));
        }

        var batch = RecommendationBatch.HandIn(Guid.CreateVersion7(now), earlier.Count + 1, before, signed, channel.Code, channel.OfficeName, rules, actor, now, list);
        db.Add(batch);
        await db.SaveChangesAsync(cancellationToken);
        return batch;
    }

    /// <summary>What is signed and has not gone yet, in the order of the signatures.</summary>
    private async Task<List<HandInCase>> SignedAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Domain.Access.Permission.Recommend);
        var applications = await db.VisibleApplications(actor).Include(a => a.Corrections)
            .Where(a => a.RoundId == roundId && a.Position.Ending == null && a.Position.Stage == Stage.Recommendation).ToDictionaryAsync(a => a.Id, cancellationToken);
        var recommendations = await db.Set<Recommendation>().Include(r => r.Sections).Include(r => r.Opinions).AsSplitQuery()
            .Where(r => r.EndorsedOn != null && r.BatchId == null && applications.Keys.Contains(r.ApplicationId)).ToListAsync(cancellationToken);
        var cases = new List<HandInCase>();
        foreach (var recommendation in recommendations.OrderBy(r => r.Rank ?? int.MaxValue).ThenBy(r => r.EndorsedOn).ThenBy(r => applications[r.ApplicationId].ReceiptNumber, StringComparer.Ordinal))
        {
            var application = applications[recommendation.ApplicationId];
            var rules = await reader.GetAsync(application, cancellationToken);
            cases.Add(new HandInCase(application, recommendation, rules, await RecommendationCase.BasisAsync(db, application, rules, cancellationToken)));
        }

        return cases;
    }
}
