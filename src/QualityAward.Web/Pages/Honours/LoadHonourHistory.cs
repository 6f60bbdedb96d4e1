using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Honours;

/// <summary>Loads the published history of honours as unverified entries (载入历史荣誉); what is there already stays as it is.</summary>
public sealed class LoadHonourHistory(QualityAwardDbContext db, HonourHistory history, TimeProvider time) : IOperation
{
    /// <returns>How many entries are new.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('honour-history', 0))", cancellationToken);
        // A verified line keeps holder, tier and year, so it is not loaded again beside itself; a withdrawn one stays withdrawn.
        var known = (await db.Set<HonourEntry>().AsNoTracking().Where(h => h.ImportSource != null).Select(h => new { h.ProgrammeCode, h.TierCode, h.AwardYear, h.HolderName }).ToListAsync(cancellationToken))
            .Select(h => (h.ProgrammeCode, h.TierCode, h.AwardYear, h.HolderName)).ToHashSet();
        var added = history.Entries.Where(e => !known.Contains((e.Record.ProgrammeCode, e.Record.TierCode, e.Record.AwardYear, e.Record.HolderName))).ToList();
        db.AddRange(added.Select(e => HonourEntry.Imported(Guid.CreateVersion7(now), e.Record, history.Source, e.Status)));
        await db.SaveChangesAsync(cancellationToken);
        if (added.Count > 0)
        {
            await db.RecordAsync(new CaseEvent(Actor.System.UserId, "LoadHonourHistory", Actor.System, now, $"载入历史荣誉 {added.Count} 条，待核实") { Reason = history.Source }, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return added.Count;
    }
}
