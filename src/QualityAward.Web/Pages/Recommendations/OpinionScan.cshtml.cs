using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Downloads the paper of a department opinion (部门意见原件下载).</summary>
[RequirePermission(Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise)]
public sealed class OpinionScanModel(QualityAwardDbContext db, FileDownloads files) : ActorPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, Guid opinionId, CancellationToken cancellationToken)
    {
        var visible = db.VisibleApplications(Actor).Where(a => a.Id == id);
        var opinion = await db.Set<Recommendation>().Where(r => visible.Any(a => a.Id == r.ApplicationId)).SelectMany(r => r.Opinions)
            .AsNoTracking().SingleOrDefaultAsync(o => o.Id == opinionId, cancellationToken);
        return opinion?.Scan is { } scan
            && await files.FindAsync(Response, new StoredFile(scan.Sha256, scan.Length, scan.ContentType), scan.FileName, preview: true, byOwner: Actor.Role == Role.RecommendingOffice, cancellationToken) is { } file
                ? file
                : NotFound();
    }
}
