using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>The notice that an application is not accepted, as PDF (不予受理通知书): for the applicant, who recommended it, the office and the supervisor.</summary>
[RequirePermission(Permission.ReviewEligibility, Permission.Recommend, Permission.Apply, Permission.Supervise)]
public sealed class NoticeModel(QualityAwardDbContext db, PrintRejection print) : ActorPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (!await db.VisibleApplications(Actor).AnyAsync(a => a.Id == id, cancellationToken) || await print.FindAsync(id, cancellationToken) is not { } notice)
        {
            return NotFound();
        }

        var pdf = new MemoryStream();
        await print.RunAsync(notice, pdf, Actor, cancellationToken);
        pdf.Position = 0;
        Response.Headers.ContentDisposition = SafeDownload.Disposition($"不予受理通知书-{notice.ReceiptNumber}.pdf", FileKinds.Pdf, inline: true);
        return new FileStreamResult(pdf, "application/pdf");
    }
}
