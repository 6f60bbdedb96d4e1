using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Makes an attachment of an upload that is whole (完成上传). Asked twice, because the answer was lost, it gives the same attachment.</summary>
public sealed class FinishUpload(QualityAwardDbContext db, PartialFiles partials, AttachFile attach) : IOperation
{
    public async Task<Guid> RunAsync(Guid applicationId, Guid uploadId, Actor actor, CancellationToken cancellationToken)
    {
        var upload = await db.FindOwnUploadAsync(applicationId, uploadId, actor, cancellationToken);
        if (upload.AttachmentId is { } done)
        {
            return done;
        }

        upload.RequireWhole();
        var attachmentId = await TakeAsync(upload, actor, cancellationToken);
        partials.Delete(uploadId);
        return attachmentId;
    }

    private async Task<Guid> TakeAsync(Upload upload, Actor actor, CancellationToken cancellationToken)
    {
        StoredFile file;
        // Nobody else finishes the same upload while its content is open.
        await using (var content = partials.OpenRead(upload.Id) ?? throw new RefusedException(TakeChunk.Busy, "这个文件正在检查，请稍候。"))
        {
            if (content.Length != upload.Length)
            {
                // The disk has lost some of it; the sender goes on from there.
                var left = content.Length;
                await db.Set<Upload>().Where(u => u.Id == upload.Id).ExecuteUpdateAsync(s => s.SetProperty(u => u.Received, left), cancellationToken);
                throw new RefusedException(TakeChunk.Offset, "上传进度不一致，将从已收到的位置继续。");
            }

            try
            {
                file = await attach.StoreAsync(upload.ApplicationId, upload.SectionId, upload.QuestionId, content, upload.FileName, actor, cancellationToken);
            }
            catch (InvalidInputException)
            {
                // What is wrong with the content will not go away; a new file is a new upload.
                await RemoveAsync(upload.Id);
                throw;
            }

            if (file.Length != upload.Length || (upload.Sha256 is not null && !string.Equals(upload.Sha256, file.Sha256, StringComparison.Ordinal)))
            {
                await RemoveAsync(upload.Id);
                throw new RefusedException("upload-changed", $"文件“{upload.FileName}”收到的内容与原文件不一致，可能在上传途中被修改过，请重新选择文件上传。");
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var attachment = await attach.EnterAsync(upload.ApplicationId, upload.SectionId, upload.QuestionId, file, upload.FileName, actor, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            var marked = await db.Set<Upload>().Where(u => u.Id == upload.Id && u.AttachmentId == null).ExecuteUpdateAsync(s => s.SetProperty(u => u.AttachmentId, attachment.Id), cancellationToken);
            if (marked == 1)
            {
                await transaction.CommitAsync(cancellationToken);
                return attachment.Id;
            }
        }

        // Another request was faster, or the upload was cancelled meanwhile.
        return (await db.FindOwnUploadAsync(upload.ApplicationId, upload.Id, actor, cancellationToken)).AttachmentId ?? throw new StaleVersionException("这次上传刚刚有变化，请重试。");
    }

    private async Task RemoveAsync(Guid uploadId)
    {
        partials.Delete(uploadId);
        await db.Set<Upload>().Where(u => u.Id == uploadId).ExecuteDeleteAsync(CancellationToken.None);
    }
}
