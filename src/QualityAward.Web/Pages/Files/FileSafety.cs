using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Files;

/// <summary>How the scanner and its queue stand (病毒检查情况).</summary>
/// <param name="Problem">What is wrong with the scanner; null: it answers, or there is none.</param>
/// <param name="Oldest">Since when the oldest content waits.</param>
public sealed record ScannerStatus(bool IsOn, string? Problem, int Pending, DateTimeOffset? Oldest, int NotScanned, int Quarantined);

/// <summary>A file that waits for its scan or is quarantined (待检查、已隔离附件).</summary>
public sealed record UnsafeFile(Guid ApplicationId, string Applicant, Guid FileId, string FileName, long Length, ScanState Scan, string? Note, DateTimeOffset UploadedAt);

/// <summary>Looks how safe the uploads are (附件安全情况): for the health check, and for the offices under their rights.</summary>
public sealed class FileSafety(QualityAwardDbContext db, IMalwareScanner scanner) : IOperation
{
    /// <summary>What is wrong with the scanner, and how many contents wait for it; cheap, for machines that ask often.</summary>
    public async Task<(bool IsOn, string? Problem, int Pending)> HealthAsync(CancellationToken cancellationToken) =>
        (scanner.IsOn, await scanner.ProblemAsync(cancellationToken), scanner.IsOn ? await db.Set<FileRecord>().CountAsync(f => f.Scan == ScanState.Pending, cancellationToken) : 0);

    public async Task<ScannerStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var counts = await db.Set<FileRecord>().Where(f => f.Scan != ScanState.Clean).GroupBy(f => f.Scan).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(f => f.StoredAt) }).ToListAsync(cancellationToken);
        var pending = counts.Find(c => c.Key == ScanState.Pending);
        return new ScannerStatus(
            scanner.IsOn, await scanner.ProblemAsync(cancellationToken), pending?.Count ?? 0, pending?.Oldest,
            counts.Find(c => c.Key == ScanState.NotScanned)?.Count ?? 0, counts.Find(c => c.Key == ScanState.Quarantined)?.Count ?? 0);
    }

    public async Task<(IReadOnlyList<UnsafeFile> Files, Paging Paging)> ListAsync(Actor actor, int page, CancellationToken cancellationToken)
    {
        var query = db.Set<FileRecord>().Where(f => f.Scan == ScanState.Pending || f.Scan == ScanState.Quarantined)
            .Join(db.Attachments, r => r.Sha256, f => f.Sha256, (record, file) => new { record, file })
            .Join(db.VisibleApplications(actor), x => x.file.ApplicationId, a => a.Id, (x, application) => new { x.record, x.file, application });
        var paging = new Paging(page, await query.CountAsync(cancellationToken));
        var files = await query.OrderByDescending(x => x.record.Scan).ThenBy(x => x.file.UploadedAt).ThenBy(x => x.file.Id).Skip(paging.Skip).Take(paging.Size)
            .Select(x => new UnsafeFile(x.application.Id, x.application.ApplicantName, x.file.Id, x.file.FileName, x.file.Length, x.record.Scan, x.record.ScanNote, x.file.UploadedAt)).ToListAsync(cancellationToken);
        return (files, paging);
    }

    /// <summary>Quarantined files in the cases that the actor may see; found from the few quarantined contents.</summary>
    public IQueryable<Guid> Quarantined(Actor actor) => db.Set<FileRecord>().Where(f => f.Scan == ScanState.Quarantined)
        .Join(db.Attachments, r => r.Sha256, f => f.Sha256, (_, file) => file.ApplicationId)
        .Join(db.VisibleApplications(actor).Where(a => a.Position.Ending == null), id => id, a => a.Id, (id, _) => id);
}
