using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Honours;

/// <summary>The certificate as a page to print and as PDF: for the holder, the office, the government and the supervisor.</summary>
[RequirePermission(Permission.ManageHonours, Permission.ViewApproval, Permission.Supervise, Permission.Apply)]
public sealed class CertificatePageModel(QualityAwardDbContext db, PrintCertificate print) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Certificate Certificate { get; private set; } = null!;

    private Uri Site => new($"{Request.Scheme}://{Request.Host}");

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var visible = db.VisibleApplications(Actor);
        if (!await db.Set<HonourEntry>().AnyAsync(h => h.Id == Id && visible.Any(a => a.Id == h.ApplicationId), cancellationToken)
            || await print.FindAsync(Id, Site, cancellationToken) is not { } certificate)
        {
            context.Result = NotFound();
            return;
        }

        Certificate = certificate;
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken cancellationToken)
    {
        var pdf = new MemoryStream();
        await print.RunAsync(Id, Site, pdf, Actor, cancellationToken);
        pdf.Position = 0;
        Response.Headers.ContentDisposition = SafeDownload.Disposition($"荣誉证书-{Certificate.Number}.pdf", FileKinds.Pdf, inline: false);
        return new FileStreamResult(pdf, "application/pdf");
    }
}
