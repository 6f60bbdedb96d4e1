using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Takes one piece of an upload (接收分段). A piece may come twice or break off in the middle; whatever arrived in order stays.</summary>
public sealed class TakeChunk(QualityAwardDbContext db, PartialFiles partials, TimeProvider time) : IOperation
{
    /// <summary>What the script sends at once.</summary>
    public const int Usual = 2 * 1024 * 1024;

    /// <summary>What is taken at once.</summary>
    public const int Most = 16 * 1024 * 1024;

    /// <summary>Bytes that have arrived from the beginning on.</summary>
    public async Task<long> RunAsync(Guid applicationId, Guid uploadId, long offset, Stream piece, Actor actor, CancellationToken cancellationToken)
    {
        var upload = await db.FindOwnUploadAsync(applicationId, uploadId, actor, cancellationToken);
        if (!upload.Takes(offset))
        {
            return upload.AttachmentId is null ? upload.Received : upload.Length;
        }

        var result = await partials.AppendAsync(uploadId, offset, piece, Math.Min(Most, upload.Length - offset), cancellationToken)
            ?? throw new RefusedException(Busy, "这个文件正在另一个窗口上传，请稍候。");
        var now = time.GetUtcNow();
        // The line may be gone; what has arrived is entered all the same.
        var entered = await db.Set<Upload>().Where(u => u.Id == uploadId && u.Received == offset)
            .ExecuteUpdateAsync(s => s.SetProperty(u => u.Received, result.Received).SetProperty(u => u.LastAt, now), CancellationToken.None);
        if (entered == 0 || result.IsLost)
        {
            throw new RefusedException(Offset, "上传进度不一致，将从已收到的位置继续。");
        }

        return result.HasMore && result.Received == upload.Length
            ? throw new RefusedException("upload-too-long", $"文件“{upload.FileName}”比开始上传时登记的大小还要大，请取消后重新选择文件。")
            : result.Received;
    }

    public const string Busy = "upload-busy";

    /// <summary>The sender is to ask where to go on.</summary>
    public const string Offset = "upload-offset";
}
