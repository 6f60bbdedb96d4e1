using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Pages.Programmes;

/// <summary>
/// The blank form as PDF, with empty cells and lines, from the same templates as the bound application. Anybody may ask for it, so each is printed once per
/// process and year.
/// </summary>
[AllowAnonymous]
public sealed class FormPdfModel(ProgrammeCatalogue catalogue, QualityAwardDbContext db, PrintBook print, TimeProvider time) : PageModel
{
    private static readonly ConcurrentDictionary<(FormDefinition Form, int Year), byte[]> Printed = new();
    private static readonly SemaphoreSlim Printing = new(1);

    public ProgrammePack Pack { get; private set; } = null!;

    public TrackDefinition Track { get; private set; } = null!;

    public bool IsQueueFull { get; private set; }

    public async Task<IActionResult> OnGetAsync(string code, string track, CancellationToken cancellationToken)
    {
        if (catalogue.ByCode(code) is not { } pack || TrackNames.FromSlug(track) is not { } kind || pack.TrackOf(kind) is not { } definition)
        {
            return NotFound();
        }

        (Pack, Track) = (pack, definition);
        var context = await FormModel.ContextAsync(db, code, time, cancellationToken);
        try
        {
            var pdf = await PrintedAsync(context, cancellationToken);
            Response.Headers.ContentDisposition = SafeDownload.Disposition($"{definition.Form.Title}（空白）.pdf", FileKinds.Pdf, inline: true);
            return File(pdf, FileKinds.Pdf.ContentType);
        }
        catch (PrintingFailedException failure)
        {
            IsQueueFull = failure is PrintingQueueFullException;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = "30";
            return Page();
        }
    }

    private async Task<byte[]> PrintedAsync(FormContext context, CancellationToken cancellationToken)
    {
        var key = (Track.Form, context.RoundYear);
        if (Printed.TryGetValue(key, out var known))
        {
            return known;
        }

        await Printing.WaitAsync(cancellationToken);
        try
        {
            if (!Printed.TryGetValue(key, out known))
            {
                using var pdf = new MemoryStream();
                await print.PrintAsync(ComposeBook.Blank(Pack, Track, context), pdf, cancellationToken);
                known = Printed[key] = pdf.ToArray();
            }

            return known;
        }
        finally
        {
            Printing.Release();
        }
    }
}
