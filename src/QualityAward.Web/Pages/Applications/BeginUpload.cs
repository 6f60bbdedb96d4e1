using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Begins an upload in pieces (开始分段上传), or takes up the one that the same person began with the same file.</summary>
public sealed class BeginUpload(QualityAwardDbContext db, RoundRulesReader reader, FileStoreOptions store, TimeProvider time) : IOperation
{
    public async Task<Upload> RunAsync(Guid applicationId, string sectionId, string questionId, string fileName, long length, string? sha256, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The lock makes what uploads under way have reserved a fixed number.
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var now = time.GetUtcNow();
        var open = await db.Set<Upload>().Where(u => u.ApplicationId == applicationId && u.AttachmentId == null).ToListAsync(cancellationToken);
        var question = application.RequireRoomForFile(sectionId, questionId, rules, actor, now);
        var same = open.Find(u => u.OwnerId == actor.UserId && u.Length == length && u.SectionId.Equals(sectionId, StringComparison.Ordinal) && u.QuestionId.Equals(questionId, StringComparison.Ordinal)
            && u.FileName.Equals(fileName, StringComparison.Ordinal) && (u.Sha256 is null || sha256 is null || u.Sha256.Equals(sha256, StringComparison.Ordinal)));
        if (same is not null)
        {
            return same;
        }

        var most = Math.Min(UploadRules.Of(question)!.MaxBytes, store.MaxBytes);
        var upload = Upload.Begin(Guid.CreateVersion7(now), application, sectionId, questionId, fileName, length, sha256, most, (open.Sum(u => u.Length), open.Count), rules, actor, now);
        db.Add(upload);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return upload;
    }
}

/// <summary>Finds uploads under the rights of who sends them (本人上传的读取).</summary>
internal static class OwnUploads
{
    /// <summary>The uploads that this person began in a case that is still visible to that person.</summary>
    public static IQueryable<Upload> OwnUploadsOf(this QualityAwardDbContext db, Guid applicationId, Actor actor)
    {
        var visible = db.OwnApplications(actor);
        return db.Set<Upload>().Where(u => u.ApplicationId == applicationId && u.OwnerId == actor.UserId && visible.Any(a => a.Id == u.ApplicationId));
    }

    public static async Task<Upload> FindOwnUploadAsync(this QualityAwardDbContext db, Guid applicationId, Guid uploadId, Actor actor, CancellationToken cancellationToken) =>
        await db.OwnUploadsOf(applicationId, actor).AsNoTracking().SingleOrDefaultAsync(u => u.Id == uploadId, cancellationToken)
        ?? throw new RefusedException(NoSuchUpload, "找不到这次上传，可能已取消或长期未继续而被清理，请重新选择文件上传。");

    public const string NoSuchUpload = "no-such-upload";
}
