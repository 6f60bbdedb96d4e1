using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// A file of a case, for everybody who may see the case: the owner's drafts too, all others what the latest submission froze; experts nothing
/// that is hidden from them.
/// </summary>
[RequirePermission(Permission.Apply, Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise, Permission.Score, Permission.Deliberate, Permission.ViewApproval)]
public sealed class FileModel(QualityAwardDbContext db, RoundRulesReader reader, FileDownloads files) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid AttachmentId { get; set; }

    /// <summary>Where the person came from, as far as the role tells.</summary>
    public string Back => Actor.Role switch
    {
        Role.Applicant => ApplicationLinks.Overview(Id),
        Role.Expert => ScoringLinks.Material(Id),
        _ => ApplicationLinks.View(Id),
    };

    private bool _isOwn;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ServeAsync(
        async file => await files.FindAsync(Response, new StoredFile(file.Sha256, file.Length, file.ContentType), file.FileName, preview: true, byOwner: _isOwn, cancellationToken), cancellationToken);

    /// <summary>The small picture that lists show.</summary>
    public Task<IActionResult> OnGetThumbnailAsync(CancellationToken cancellationToken) => ServeAsync(
        async file => await files.FindThumbnailAsync(Response, file.Sha256, byOwner: _isOwn, cancellationToken), cancellationToken);

    private async Task<IActionResult> ServeAsync(Func<FrozenFile, Task<FileStreamResult?>> serve, CancellationToken cancellationToken)
    {
        _isOwn = await db.OwnApplications(Actor).AnyAsync(a => a.Id == Id, cancellationToken);
        var application = await (_isOwn ? db.OwnApplications(Actor) : db.VisibleApplications(Actor)).AsNoTracking().Select(a => new { a.Id, a.RoundId, a.PackHash, a.Track }).SingleOrDefaultAsync(a => a.Id == Id, cancellationToken);
        if (application is null)
        {
            return NotFound();
        }

        var file = await FindAsync(cancellationToken);
        if (file is null)
        {
            return NotFound();
        }

        var rules = await reader.GetAsync(application.RoundId, application.PackHash, cancellationToken);
        // The owner's own file opens also where a newer form has no such question any more.
        var shows = _isOwn || rules.Track(application.Track).Form.Section(file.SectionId)?.Question(file.QuestionId) is { } question && ViewModel.RightsOf(Actor.Role).Shows(question);
        return shows && await serve(file) is { } served ? served : NotFound();
    }

    private async Task<FrozenFile?> FindAsync(CancellationToken cancellationToken)
    {
        if (_isOwn)
        {
            var draft = await db.Attachments.AsNoTracking().Where(a => a.ApplicationId == Id && a.Id == AttachmentId)
                .Select(a => new FrozenFile(a.Id, a.SectionId, a.QuestionId, a.FileName, a.Sha256, a.Length, a.ContentType)).SingleOrDefaultAsync(cancellationToken);
            if (draft is not null)
            {
                return draft;
            }
        }

        var latest = await db.Submissions.AsNoTracking().Where(s => s.ApplicationId == Id).OrderByDescending(s => s.Number).Select(s => s.Content).FirstOrDefaultAsync(cancellationToken);
        return latest?.Files.FirstOrDefault(f => f.Id == AttachmentId);
    }
}
