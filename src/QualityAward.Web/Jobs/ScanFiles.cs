using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Jobs;

/// <summary>
/// Scans the next content that waits for it (病毒检查). Several instances share the queue: each takes a row that no other has locked. Contents from a
/// time without a scanner come after the new ones.
/// </summary>
public sealed class ScanFiles(QualityAwardDbContext db, RoundRulesReader reader, IMalwareScanner scanner, IFileStore store, TimeProvider time) : IOperation, IJob
{
    /// <summary>True when there was one to scan.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (!scanner.IsOn)
        {
            // Without a scanner nothing waits for it.
            await db.Set<FileRecord>().Where(f => f.Scan == ScanState.Pending).ExecuteUpdateAsync(s => s.SetProperty(f => f.Scan, ScanState.NotScanned), cancellationToken);
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        var record = await db.Set<FileRecord>().FromSql(
            $"""
            select * from file_records where scan in ('Pending', 'NotScanned') and next_scan_at <= {now}
            order by scan desc, next_scan_at limit 1 for update skip locked
            """).SingleOrDefaultAsync(cancellationToken);
        if (record is null)
        {
            return false;
        }

        var outcome = await ScanAsync(record.Sha256, cancellationToken);
        now = time.GetUtcNow();
        switch (outcome.Verdict)
        {
            case ScanVerdict.Clean:
                record.Pass(now);
                break;
            case ScanVerdict.Infected:
                record.Quarantine(outcome.Detail ?? "未知病毒", now);
                store.Quarantine(record.Sha256);
                await RecordAsync(record, now, cancellationToken);
                break;
            case ScanVerdict.Failed:
                record.PostponeScan(outcome.Detail ?? "病毒检查服务没有应答", now);
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<ScanOutcome> ScanAsync(string sha256, CancellationToken cancellationToken)
    {
        if (!store.Exists(sha256))
        {
            return new ScanOutcome(ScanVerdict.Failed, "文件不在附件库中");
        }

        await using var content = store.OpenRead(sha256);
        return await scanner.ScanAsync(content, cancellationToken);
    }

    /// <summary>Every case that has the file hears of it; the file is named by its question, as its own name may be a person's.</summary>
    private async Task RecordAsync(FileRecord record, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var places = await db.Attachments.AsNoTracking().Where(a => a.Sha256 == record.Sha256)
            .Join(db.Applications, a => a.ApplicationId, a => a.Id, (file, a) => new { a.Id, a.RoundId, a.PackHash, a.Track, file.SectionId, file.QuestionId }).OrderBy(p => p.Id).ToListAsync(cancellationToken);
        foreach (var place in places)
        {
            var rules = await reader.GetAsync(place.RoundId, place.PackHash, cancellationToken);
            var label = rules.Track(place.Track).Form.Section(place.SectionId)?.Question(place.QuestionId)?.Label ?? "附件";
            await db.RecordAsync(
                new CaseEvent(place.Id, "QuarantineFile", Actor.System, now, $"“{label}”的一个附件未通过病毒检查，已隔离，校验值 {record.Sha256[..12]}") { PublicText = $"“{label}”的一个附件未通过病毒检查，已隔离，请更换", Reason = record.ScanNote },
                cancellationToken);
        }
    }
}
