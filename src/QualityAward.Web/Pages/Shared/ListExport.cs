using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using QualityAward.Infrastructure.Spreadsheets;

namespace QualityAward.Web.Pages.Shared;

/// <summary>A list as a file (列表导出), written while it is read: the query is the list's own, with its filters and the actor's rights.</summary>
public sealed class ListExport(string name, bool asText, IReadOnlyList<SheetColumn> columns, IAsyncEnumerable<IReadOnlyList<string>> rows) : IActionResult
{
    /// <summary>So many rows of a list go into a file.</summary>
    public const int MaxRows = 100_000;

    public static bool IsText(string? format) => string.Equals(format, "csv", StringComparison.Ordinal);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var cancellationToken = context.HttpContext.RequestAborted;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{name}.{(asText ? "csv" : "xlsx")}");
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "private, no-store";
        response.ContentType = asText ? SpreadsheetWriter.CsvType : SpreadsheetWriter.XlsxType;
        // Put together in a file first: the archive's directory stands at its end, and a fault must not leave half a table.
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (asText)
        {
            await SpreadsheetWriter.WriteCsvAsync(file, columns, rows, cancellationToken);
        }
        else
        {
            await SpreadsheetWriter.WriteXlsxAsync(file, name, columns, rows, cancellationToken);
        }

        file.Position = 0;
        response.ContentLength = file.Length;
        await file.CopyToAsync(response.Body, cancellationToken);
    }
}
