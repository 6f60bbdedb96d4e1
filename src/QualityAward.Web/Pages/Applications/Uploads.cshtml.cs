using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// What the script of the upload fields talks to, in JSON: uploads in pieces that survive a lost line, a reload or a new login. Without a script the
/// section's own form carries the files.
/// </summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
[RequestSizeLimit(TakeChunk.Most + 4096)]
public sealed class UploadsModel(
    QualityAwardDbContext db, RoundRulesReader reader, BeginUpload begin, TakeChunk take, FinishUpload finish, CancelUpload cancel) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Guid? CaseId => Id;

    /// <summary>What a section's uploads under way have reached.</summary>
    public async Task<IActionResult> OnGetAsync(string? section, CancellationToken cancellationToken)
    {
        if (!await db.OwnApplications(Actor).AnyAsync(a => a.Id == Id, cancellationToken))
        {
            return NotFound();
        }

        var open = await db.OwnUploadsOf(Id, Actor).AsNoTracking().Where(u => u.AttachmentId == null && (section == null || u.SectionId == section)).OrderBy(u => u.StartedAt).Take(Upload.MostOpen).ToListAsync(cancellationToken);
        return new JsonResult(open.Select(Words));
    }

    /// <summary>The list of a question's files as it is now.</summary>
    public async Task<IActionResult> OnGetFilesAsync(string section, string question, CancellationToken cancellationToken)
    {
        var found = await db.OwnApplications(Actor).AsNoTracking().Include(a => a.Attachments).SingleOrDefaultAsync(a => a.Id == Id, cancellationToken);
        if (found is null || (await reader.GetAsync(found, cancellationToken)).Track(found.Track).Form.Section(section)?.Question(question) is null)
        {
            return NotFound();
        }

        var files = found.Attachments.Where(a => string.Equals(a.SectionId, section, StringComparison.Ordinal) && string.Equals(a.QuestionId, question, StringComparison.Ordinal)).OrderBy(a => a.UploadedAt).ToList();
        var records = await Infrastructure.Files.FileRecords.FileRecordsAsync(db, files.Select(f => f.Sha256), cancellationToken);
        return Partial("/Pages/Shared/Forms/_FileList.cshtml", (Files: (IReadOnlyList<AttachedFile>)[.. files.Select(f => AttachedFile.Of(f, records))], MayRemove: true));
    }

    public Task<IActionResult> OnPostBeginAsync(string? section, string? question, string? name, long length, string? sha256, CancellationToken cancellationToken) =>
        AnswerAsync(async () => Words(await begin.RunAsync(Id, section ?? "", question ?? "", name ?? "", length, string.IsNullOrEmpty(sha256) ? null : sha256, Actor, cancellationToken)), null, cancellationToken);

    public Task<IActionResult> OnPostChunkAsync(Guid upload, long offset, CancellationToken cancellationToken) =>
        AnswerAsync(async () => new { received = await take.RunAsync(Id, upload, offset, Request.Body, Actor, cancellationToken) }, upload, cancellationToken);

    public Task<IActionResult> OnPostFinishAsync(Guid upload, CancellationToken cancellationToken) =>
        AnswerAsync(async () => new { attachment = await finish.RunAsync(Id, upload, Actor, cancellationToken) }, upload, cancellationToken);

    public Task<IActionResult> OnPostCancelAsync(Guid upload, CancellationToken cancellationToken) =>
        AnswerAsync(
            async () =>
            {
                await cancel.RunAsync(Id, upload, Actor, cancellationToken);
                return new { cancelled = true };
            },
            upload,
            cancellationToken);

    private static object Words(Upload upload) => new
    {
        id = upload.Id, section = upload.SectionId, question = upload.QuestionId, name = upload.FileName, length = upload.Length, received = upload.Received, sha256 = upload.Sha256, chunk = TakeChunk.Usual,
    };

    private async Task<IActionResult> AnswerAsync(Func<Task<object>> act, Guid? upload, CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            // A request that cannot be read binds nothing at all, not even whose it is.
            return new JsonResult(new { code = "upload-unreadable", message = "上传请求中有无法识别的字符或数字，文件没有上传，已上传的文件不受影响。请检查文件名，去掉特殊符号后重新选择文件。" }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }

        try
        {
            return new JsonResult(await act());
        }
        catch (RefusedException refused)
        {
            var status = refused.Code switch
            {
                OwnUploads.NoSuchUpload or "not-visible" => StatusCodes.Status404NotFound,
                TakeChunk.Offset or TakeChunk.Busy or "upload-incomplete" => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status422UnprocessableEntity,
            };
            var received = status == StatusCodes.Status409Conflict
                ? await db.OwnUploadsOf(Id, Actor).Where(u => u.Id == upload).Select(u => (long?)u.Received).SingleOrDefaultAsync(cancellationToken)
                : null;
            return new JsonResult(new { code = refused.Code, message = refused.Message, received }) { StatusCode = status };
        }
        catch (InvalidInputException invalid)
        {
            return new JsonResult(new { code = "invalid", message = string.Join('；', invalid.Problems.Select(p => p.Message)) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
        catch (StaleVersionException stale)
        {
            return new JsonResult(new { code = "stale", message = stale.Message }) { StatusCode = StatusCodes.Status409Conflict };
        }
    }
}
