using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Downloads the papers of a recommendation (推荐材料下载), for the recommending office and the office that reviews.</summary>
[RequirePermission(Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise)]
public sealed class ScanModel(QualityAwardDbContext db, FileDownloads files) : ActorPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, ScanKind kind, CancellationToken cancellationToken) =>
        (await FindAsync(id, cancellationToken))?.Scan(kind) is { } scan
        && await files.FindAsync(Response, new StoredFile(scan.Sha256, scan.Length, scan.ContentType), scan.FileName, preview: true, byOwner: Actor.Role == Role.RecommendingOffice, cancellationToken) is { } file
            ? file
            : NotFound();

    private async Task<Recommendation?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await db.VisibleApplications(Actor).AnyAsync(a => a.Id == id, cancellationToken)
            ? await db.Set<Recommendation>().AsNoTracking().SingleOrDefaultAsync(r => r.ApplicationId == id, cancellationToken)
            : null;
}
