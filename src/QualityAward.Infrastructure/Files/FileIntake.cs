using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Infrastructure.Files;

/// <summary>
/// The one way in for uploads (附件接收): the content goes into the store, its pages are counted, and the scan for malware is asked for. What is
/// known to be infected is refused at once.
/// </summary>
public sealed class FileIntake(IFileStore store, QualityAwardDbContext db, IMalwareScanner scanner, TimeProvider time)
{
    /// <summary>Many hostile files at once may cost no more than a few.</summary>
    private static readonly SemaphoreSlim Inspections = new(2);

    public async Task<FileOutcome> SaveAsync(Stream content, string fileName, FileRule rule, CancellationToken cancellationToken)
    {
        var outcome = await store.SaveAsync(content, fileName, rule, cancellationToken);
        if (outcome.File is not { } file)
        {
            return outcome;
        }

        var record = await db.FindFileRecordAsync(file.Sha256, cancellationToken) ?? await EnterAsync(file, cancellationToken);
        if (record.Scan == ScanState.Quarantined)
        {
            store.Quarantine(file.Sha256);
            return FileOutcome.Quarantined(fileName, record.ScanNote);
        }

        return outcome with { File = file with { Pages = record.Pages } };
    }

    private async Task<FileRecord> EnterAsync(StoredFile file, CancellationToken cancellationToken)
    {
        var pages = new PageCount(null);
        if (string.Equals(file.ContentType, FileKinds.Pdf.ContentType, StringComparison.Ordinal))
        {
            await Inspections.WaitAsync(cancellationToken);
            try
            {
                await using var content = store.OpenRead(file.Sha256);
                pages = PdfPages.Count(content);
            }
            finally
            {
                Inspections.Release();
            }
        }

        var record = new FileRecord(file.Sha256, file.Length, file.ContentType, pages.Pages, pages.Trouble, scanner.IsOn, time.GetUtcNow());
        var thumbnail = (FileKinds.OfContentType(file.ContentType) is { Kind: FileKind.Image, Inline: true } ? ThumbnailState.Wanted : ThumbnailState.None).ToString();
        // Two uploads of the same content at once make one record.
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into file_records (sha256, length, content_type, pages, page_trouble, scan, attempts, next_scan_at, stored_at, thumbnail)
            values ({record.Sha256}, {record.Length}, {record.ContentType}, {record.Pages}, {record.PageTrouble?.ToString()}, {record.Scan.ToString()}, 0, {record.NextScanAt}, {record.StoredAt}, {thumbnail})
            on conflict (sha256) do nothing
            """,
            cancellationToken);
        return (await db.FindFileRecordAsync(file.Sha256, cancellationToken))!;
    }
}

/// <summary>Serves stored files after their scan (附件下载); the caller has checked that the actor may read them.</summary>
public sealed class FileDownloads(IFileStore store, QualityAwardDbContext db)
{
    /// <summary>The file as the result of a page; null when the store does not have it.</summary>
    /// <param name="byOwner">Whoever uploaded it may open it while it waits for its scan.</param>
    /// <exception cref="Domain.RefusedException">The file is quarantined, or has not been scanned yet.</exception>
    public async Task<Microsoft.AspNetCore.Mvc.FileStreamResult?> FindAsync(
        Microsoft.AspNetCore.Http.HttpResponse response, StoredFile file, string fileName, bool preview, bool byOwner, CancellationToken cancellationToken)
    {
        (await db.FindFileRecordAsync(file.Sha256, cancellationToken))?.RequireReadable(byOwner);
        return store.Exists(file.Sha256) ? SafeDownload.Serve(response, store, file, fileName, preview) : null;
    }

    /// <summary>The small picture of a picture, under the same conditions; null: there is none.</summary>
    /// <exception cref="Domain.RefusedException">The file is quarantined, or has not been scanned yet.</exception>
    public async Task<Microsoft.AspNetCore.Mvc.FileStreamResult?> FindThumbnailAsync(Microsoft.AspNetCore.Http.HttpResponse response, string sha256, bool byOwner, CancellationToken cancellationToken)
    {
        (await db.FindFileRecordAsync(sha256, cancellationToken))?.RequireReadable(byOwner);
        return store.OpenThumbnail(sha256) is { } thumbnail ? SafeDownload.ServeThumbnail(response, thumbnail, sha256) : null;
    }
}

/// <summary>Reads what is known of stored contents (文件档案读取).</summary>
public static class FileRecords
{
    public static Task<FileRecord?> FindFileRecordAsync(this QualityAwardDbContext db, string sha256, CancellationToken cancellationToken) =>
        db.Set<FileRecord>().AsNoTracking().SingleOrDefaultAsync(f => f.Sha256 == sha256, cancellationToken);

    /// <summary>The records of these contents, by SHA-256; one query, none for no content.</summary>
    public static async Task<IReadOnlyDictionary<string, FileRecord>> FileRecordsAsync(this QualityAwardDbContext db, IEnumerable<string> contents, CancellationToken cancellationToken)
    {
        var wanted = contents.Distinct(StringComparer.Ordinal).ToList();
        return wanted.Count == 0
            ? new Dictionary<string, FileRecord>(StringComparer.Ordinal)
            : await db.Set<FileRecord>().AsNoTracking().Where(f => wanted.Contains(f.Sha256)).ToDictionaryAsync(f => f.Sha256, StringComparer.Ordinal, cancellationToken);
    }
}
