using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Removes a file from the draft (删除附件). The content stays in the store: an earlier submission may have frozen it.</summary>
public sealed class DetachFile(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task<Attachment> RunAsync(Guid applicationId, Guid attachmentId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var attachment = application.Detach(attachmentId, rules, actor, time.GetUtcNow());
        db.Remove(attachment);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return attachment;
    }
}
