using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Access;

namespace QualityAward.Web.Jobs;

/// <summary>
/// Makes the small picture of the next picture that wants one (生成缩略图), after its scan. Several instances share the queue: each takes a row that no other has locked.
/// </summary>
public sealed class MakeThumbnails(QualityAwardDbContext db, IPrinter printer, IFileStore store) : IOperation, IJob
{
    /// <summary>Pixels of the longer side; twice what lists show, for sharp screens.</summary>
    public const int LongestSide = 640;

    /// <summary>The way into the browser is slow: what is larger has no small picture and is opened as it is.</summary>
    private const long Largest = 24L * 1024 * 1024;

    /// <summary>True when there was one to make.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var record = await db.Set<FileRecord>().FromSql(
            $"select * from file_records where thumbnail = 'Wanted' and scan in ('Clean', 'NotScanned') order by stored_at limit 1 for update skip locked").SingleOrDefaultAsync(cancellationToken);
        if (record is null)
        {
            return false;
        }

        bool made;
        try
        {
            made = await MakeAsync(record, cancellationToken);
        }
        catch (Exception later) when (later is PrintingUnavailableException or PrintingQueueFullException)
        {
            // The picture waits; lists do without it meanwhile.
            return false;
        }

        record.NoteThumbnail(made);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private async Task<bool> MakeAsync(FileRecord record, CancellationToken cancellationToken)
    {
        if (record.Length > Largest || !store.Exists(record.Sha256))
        {
            return false;
        }

        var picture = new byte[record.Length];
        await using (var content = store.OpenRead(record.Sha256))
        {
            await content.ReadExactlyAsync(picture, cancellationToken);
        }

        using var small = new MemoryStream();
        try
        {
            if (!await printer.ShrinkAsync(picture, record.ContentType, LongestSide, small, cancellationToken))
            {
                return false;
            }
        }
        catch (PrintingFailedException failed) when (failed is not (PrintingQueueFullException or PrintingUnavailableException))
        {
            // The browser is there and could not do it, twice: the picture is to blame, and would be the next time.
            return false;
        }

        small.Position = 0;
        await store.SaveThumbnailAsync(record.Sha256, small, cancellationToken);
        return true;
    }
}
