using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>A batch as it was handed in (报送批次): list, hash, its check against what is stored now, the receipt to print.</summary>
[RequirePermission(Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise)]
public sealed class BatchPageModel(QualityAwardDbContext db, FileDownloads files, DocumentRenderer renderer, IPrinter printer) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public RecommendationBatch Batch { get; private set; } = null!;

    public string RoundName { get; private set; } = "";

    /// <summary>Entries whose signed paper or submission is not there any more as it was handed in.</summary>
    public IReadOnlyList<string> Differing { get; private set; } = [];

    /// <summary>Where this reader handles an application of the batch.</summary>
    public string CaseOf(BatchEntry entry) => Actor.Role switch
    {
        Role.RecommendingOffice => RecommendationsLinks.Case(entry.ApplicationId),
        Role.Office => EligibilityLinks.Case(entry.ApplicationId),
        _ => ApplicationLinks.View(entry.ApplicationId),
    };

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var batch = await db.VisibleBatches(Actor).AsNoTracking().SingleOrDefaultAsync(b => b.Id == Id, cancellationToken);
        if (batch is null)
        {
            context.Result = NotFound();
            return;
        }

        Batch = batch;
        RoundName = await db.Rounds.Where(r => r.Id == batch.RoundId).Select(r => r.Name).SingleAsync(cancellationToken);
        var ids = batch.Entries.Select(e => e.ApplicationId).ToList();
        var submissions = (await db.Submissions.AsNoTracking().Where(s => ids.Contains(s.ApplicationId)).Select(s => s.Sha256).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        var papers = (await db.Set<Recommendation>().AsNoTracking().Where(r => ids.Contains(r.ApplicationId)).Select(r => new { r.ApplicationId, r.Endorsement }).ToListAsync(cancellationToken)).ToDictionary(r => r.ApplicationId, r => r.Endorsement);
        Differing =
        [
            .. batch.Entries.Where(e => !submissions.Contains(e.SubmissionSha256) || papers.GetValueOrDefault(e.ApplicationId) is not { } paper
                || !string.Equals(paper.Sha256, e.EndorsementSha256, StringComparison.Ordinal) || !string.Equals(paper.PaperSha256 ?? "", e.DataSha256, StringComparison.Ordinal)).Select(e => e.ApplicantName),
        ];
        await next();
    }

    public void OnGet()
    {
    }

    /// <summary>The very bytes that the hash was taken over.</summary>
    public IActionResult OnGetList()
    {
        Response.Headers.ContentDisposition = $"attachment; filename=\"{Batch.Receipt}.txt\"";
        return File(Encoding.UTF8.GetBytes(RecommendationBatch.TextOf(Batch.Entries)), "text/plain; charset=utf-8");
    }

    /// <summary>The sealed list that came with the batch.</summary>
    public async Task<IActionResult> OnGetSealedListAsync(CancellationToken cancellationToken) =>
        Batch.SealedList is { } scan
        && await files.FindAsync(Response, new StoredFile(scan.Sha256, scan.Length, scan.ContentType), scan.FileName, preview: true, byOwner: Actor.Role == Role.RecommendingOffice, cancellationToken) is { } file
            ? file
            : NotFound();

    public async Task<IActionResult> OnGetPdfAsync(CancellationToken cancellationToken)
    {
        var html = await renderer.RenderAsync("/Documents/BatchReceipt.cshtml", new BatchReceipt(RoundName, Batch));
        var pdf = new MemoryStream();
        await printer.PrintAsync(new PrintJob(html) { Footer = $"回执 {Batch.Receipt}" }, pdf, cancellationToken);
        pdf.Position = 0;
        Response.Headers.ContentDisposition = SafeDownload.Disposition($"报送回执-{Batch.Receipt}.pdf", FileKinds.Pdf, inline: false);
        return new FileStreamResult(pdf, "application/pdf");
    }
}
