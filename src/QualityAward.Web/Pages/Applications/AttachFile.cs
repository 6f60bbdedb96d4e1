using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Takes a file for a question (上传附件): the right and the room first, then the content streamed into the store, then the entry.</summary>
public sealed class AttachFile(QualityAwardDbContext db, RoundRulesReader reader, FileIntake intake, TimeProvider time) : IOperation
{
    public async Task<Attachment> RunAsync(Guid applicationId, string sectionId, string questionId, Stream content, string fileName, Actor actor, CancellationToken cancellationToken)
    {
        var file = await StoreAsync(applicationId, sectionId, questionId, content, fileName, actor, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var attachment = await EnterAsync(applicationId, sectionId, questionId, file, fileName, actor, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return attachment;
    }

    /// <summary>The first half: the content, checked, in the store; nothing is entered yet.</summary>
    internal async Task<StoredFile> StoreAsync(Guid applicationId, string sectionId, string questionId, Stream content, string fileName, Actor actor, CancellationToken cancellationToken)
    {
        var application = await db.FindOwnCaseAsync(applicationId, actor, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var question = application.RequireRoomForFile(sectionId, questionId, rules, actor, time.GetUtcNow());
        var outcome = await intake.SaveAsync(content, fileName, UploadRules.Of(question)!, cancellationToken);
        return outcome.File ?? throw new InvalidInputException(SectionEditor.FieldNameOf(SectionEditor.DefaultPrefix, questionId), $"“{question.Label}”：{outcome.Message}");
    }

    /// <summary>The second half, within the caller's transaction: the entry in the application, whose row is locked for it.</summary>
    internal async Task<Attachment> EnterAsync(Guid applicationId, string sectionId, string questionId, StoredFile file, string fileName, Actor actor, CancellationToken cancellationToken)
    {
        // What the first half has read may have changed since.
        db.ChangeTracker.Clear();
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var now = time.GetUtcNow();
        var format = FileKinds.OfContentType(file.ContentType);
        var attachment = new Attachment(Guid.CreateVersion7(now), applicationId, sectionId, questionId, SafeDownload.CleanName(fileName, format), file.Sha256, file.Length, file.ContentType, now)
        {
            // A picture is one page.
            Pages = format?.Kind == FileKind.Image ? 1 : file.Pages,
        };
        application.Attach(attachment, rules, actor, now);
        return attachment;
    }
}
