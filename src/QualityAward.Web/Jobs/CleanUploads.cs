using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Jobs;

/// <summary>Removes uploads that nobody goes on with (清理未完成的上传), and what a stopped program left behind.</summary>
public sealed class CleanUploads(QualityAwardDbContext db, PartialFiles partials, DiskFileStore store, FileStoreOptions options, TimeProvider time) : IOperation, IJob
{
    /// <summary>A plain upload is over within a day, whatever the line.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromDays(1);

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - TimeSpan.FromDays(options.KeepPartialDays);
        var old = await db.Set<Upload>().Where(u => u.LastAt < before).Select(u => u.Id).ToListAsync(cancellationToken);
        foreach (var id in old)
        {
            // A piece that comes at this very moment moves the time on; then the upload lives.
            if (await db.Set<Upload>().Where(u => u.Id == id && u.LastAt < before).ExecuteDeleteAsync(cancellationToken) == 1)
            {
                partials.Delete(id);
            }
        }

        // The disk counts in real time, also when the demo's date walks through the year.
        var onDisk = partials.Older(TimeProvider.System.GetUtcNow().UtcDateTime - LongestRequest);
        var known = await db.Set<Upload>().Where(u => onDisk.Contains(u.Id)).Select(u => u.Id).ToListAsync(cancellationToken);
        foreach (var id in onDisk.Except(known))
        {
            partials.Delete(id);
        }

        store.RemoveAbandonedUploads(TimeProvider.System.GetUtcNow() - LongestRequest);
        return false;
    }
}
