namespace QualityAward.Infrastructure.Printing;

/// <summary>Turns a page into a PDF (打印为 PDF). Tests may replace it.</summary>
public interface IPrinter
{
    /// <summary>Writes the PDF to <paramref name="destination"/>, which stays open. Its text is found and copied as it was written.</summary>
    public Task PrintAsync(PrintJob job, Stream destination, CancellationToken cancellationToken);

    /// <summary>
    /// Draws a picture small, as a JPEG. It is unpacked in the browser's process for this page alone, never in ours, and what it does to that process ends there.
    /// </summary>
    /// <param name="picture">Of a size that was checked before.</param>
    /// <returns>False: no browser can show it.</returns>
    public Task<bool> ShrinkAsync(byte[] picture, string contentType, int longestSide, Stream destination, CancellationToken cancellationToken);
}

/// <summary>
/// What to print (打印任务). The document refers to our own style sheets by the same paths as a web page (<c>/css/print.css</c>) and
/// to fonts by name (<c>Noto Sans SC</c>, <c>Noto Serif SC</c>); pictures go in as <c>data:</c> addresses; anything else is not
/// loaded. Fonts may be loaded by path too, <c>local()</c> first: 10 MB of font through the browser's control channel take seconds.
/// </summary>
/// <param name="Html">A whole HTML document.</param>
public sealed record PrintJob(string Html)
{
    /// <summary>A4 on its side (横向), for wide tables.</summary>
    public bool Landscape { get; init; }

    /// <summary>Text at the top of every page (页眉); null for none.</summary>
    public string? Header { get; init; }

    /// <summary>Text at the bottom left of every page (页脚), e.g. the hash of the submission; null for none.</summary>
    public string? Footer { get; init; }

    /// <summary>第 1 页 共 9 页 at the bottom centre (页码).</summary>
    public bool PageNumbers { get; init; } = true;

    /// <summary>
    /// Both sides of the paper are printed (双面打印): the margin for binding is left on odd pages and right on even ones, and so is the page number turned.
    /// </summary>
    public bool TwoSided { get; init; }

    /// <summary>Top, right, bottom and left in millimetres; a document's own <c>@page</c> rule goes before it.</summary>
    public PrintMargins Margins { get; init; } = PrintMargins.Default;
}

/// <summary>Margins of the sheet in millimetres (页边距).</summary>
public sealed record PrintMargins(int Top, int Right, int Bottom, int Left)
{
    public static readonly PrintMargins Default = new(25, 20, 22, 20);

    /// <summary>GB/T 9704-2012 《党政机关公文格式》: 天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm.</summary>
    public static readonly PrintMargins OfficialDocument = new(37, 26, 35, 28);
}

/// <summary>Printing did not work (打印失败), although the document may be fine; trying again later is worthwhile.</summary>
public class PrintingFailedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>There is no browser to print with, or it does not start (打印不可用).</summary>
public sealed class PrintingUnavailableException(string message, Exception? inner = null) : PrintingFailedException(message, inner);

/// <summary>More documents wait to be printed than the queue holds (打印排队已满).</summary>
public sealed class PrintingQueueFullException() : PrintingFailedException("The printing queue is full.");
