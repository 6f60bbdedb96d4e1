using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Takes a file for a question (上传附件): the right and the room first, then the content streamed into the store, then the entry.</summary>
public sealed class AttachFile(QualityAwardDbContext db, RoundRulesReader reader, IFileStore store, TimeProvider time) : IOperation
{
    public async Task<Attachment> RunAsync(Guid applicationId, string sectionId, string questionId, Stream content, string fileName, Actor actor, CancellationToken cancellationToken)
    {
        var application = await db.FindOwnCaseAsync(applicationId, actor, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var question = application.RequireRoomForFile(sectionId, questionId, rules, actor, time.GetUtcNow());
        var outcome = await store.SaveAsync(content, fileName, UploadRules.Of(question)!, cancellationToken);
        if (outcome.File is not { } file)
        {
            throw new InvalidInputException(SectionEditor.FieldNameOf(SectionEditor.DefaultPrefix, questionId), $"“{question.Label}”：{outcome.Message}");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var now = time.GetUtcNow();
        var name = SafeDownload.CleanName(fileName, FileKinds.OfContentType(file.ContentType));
        var attachment = new Attachment(Guid.CreateVersion7(now), applicationId, sectionId, questionId, name, file.Sha256, file.Length, file.ContentType, now);
        application.Attach(attachment, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return attachment;
    }
}
