using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Gives an upload up (取消上传); what has arrived is removed. An attachment that it has become stays.</summary>
public sealed class CancelUpload(QualityAwardDbContext db, PartialFiles partials) : IOperation
{
    public async Task RunAsync(Guid applicationId, Guid uploadId, Actor actor, CancellationToken cancellationToken)
    {
        await db.FindOwnUploadAsync(applicationId, uploadId, actor, cancellationToken);
        await db.Set<Upload>().Where(u => u.Id == uploadId && u.AttachmentId == null).ExecuteDeleteAsync(cancellationToken);
        partials.Delete(uploadId);
    }
}
