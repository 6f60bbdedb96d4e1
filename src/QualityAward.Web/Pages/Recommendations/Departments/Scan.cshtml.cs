using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations.Departments;

/// <summary>The paper that the department itself sent (本部门意见扫描件).</summary>
[RequirePermission(Permission.GiveDepartmentOpinion)]
public sealed class ScanModel(QualityAwardDbContext db, FileDownloads files) : ActorPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var own = db.VisibleOpinionRequests(Actor).Where(r => r.Id == id);
        var opinion = await db.Set<DepartmentOpinion>().AsNoTracking().SingleOrDefaultAsync(o => own.Any(r => r.OpinionId == o.Id), cancellationToken);
        return opinion?.Scan is { } scan
            && await files.FindAsync(Response, new StoredFile(scan.Sha256, scan.Length, scan.ContentType), scan.FileName, preview: true, byOwner: true, cancellationToken) is { } file
                ? file
                : NotFound();
    }
}
