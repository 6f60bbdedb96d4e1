using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Documents;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Base of the pages that answer with a printed volume (合订本下载): the PDF, or a page that says why it cannot be had now.</summary>
public abstract class BookPage(ComposeBook compose) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>第几版; left out: the latest.</summary>
    [BindProperty(SupportsGet = true, Name = "version")]
    public int? Version { get; set; }

    /// <summary>The applicant's draft, also when something was submitted.</summary>
    [BindProperty(SupportsGet = true, Name = "draft")]
    public bool Draft { get; set; }

    public Guid? CaseId => Id;

    public Book Book { get; private set; } = null!;

    /// <summary>True: too many documents wait; false: the printer does not work.</summary>
    public bool IsQueueFull { get; private set; }

    protected BookRequest Wanted => new(Id, Version, Draft);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await compose.FindAsync(Wanted, Actor, HttpContext.RequestAborted) is not { } book)
        {
            context.Result = NotFound();
            return;
        }

        Book = book;
        await next();
    }

    /// <summary>Prints into a scratch file, as volumes can be large, and sends that.</summary>
    protected async Task<IActionResult> SendAsync(string volume, Func<Stream, Task> print)
    {
        var pdf = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });
        try
        {
            await print(pdf);
        }
        catch (PrintingFailedException failure)
        {
            await pdf.DisposeAsync();
            IsQueueFull = failure is PrintingQueueFullException;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = "30";
            return Page();
        }
        catch
        {
            await pdf.DisposeAsync();
            throw;
        }

        pdf.Position = 0;
        var edition = Book.Edition!;
        var name = edition.IsDraft ? $"{volume}-草稿-{Book.ApplicantName}.pdf" : $"{volume}-{edition.ReceiptNumber}-第{edition.Number}版.pdf";
        Response.Headers.ContentDisposition = SafeDownload.Disposition(name, FileKinds.Pdf, inline: true);
        return new FileStreamResult(pdf, FileKinds.Pdf.ContentType);
    }
}
