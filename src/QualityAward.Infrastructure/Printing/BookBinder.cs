using System.Globalization;
using System.Text.RegularExpressions;
using QualityAward.Infrastructure.Pdf;

namespace QualityAward.Infrastructure.Printing;

/// <summary>A heading of a printed document with its page, counted from 1 (标题及其页码).</summary>
public sealed record PrintedHeading(string Title, int Level, int Page);

/// <summary>
/// Binds what Chromium printed in parts into one PDF (装订成册): cover and contents, which can only be printed when the pages are known, before the text,
/// the spine label behind it. The text keeps its bookmarks and its tags.
/// </summary>
public static partial class BookBinder
{
    private const double A4Width = 594.96;
    private const double A4Height = 841.92;

    /// <summary>An address in the contents that becomes a link to a page of the text.</summary>
    public static string LinkTo(int page) => string.Create(CultureInfo.InvariantCulture, $"https://assets.invalid/page/{page}");

    public static IReadOnlyList<PrintedHeading> Headings(Stream pdf) => [.. PdfFile.Open(pdf).Bookmarks().Select(b => new PrintedHeading(b.Title, b.Level, b.Page + 1))];

    /// <summary>Number of pages. Throws <see cref="PdfException"/> with the reason when the file cannot be read.</summary>
    public static int CountPages(Stream pdf) => PdfFile.Open(pdf).Pages.Count;

    /// <summary>Each part begins on a right-hand page, as both sides of the paper are printed.</summary>
    /// <param name="behind">So many of the last pages of <paramref name="front"/> are bound behind the text.</param>
    public static void Bind(Stream front, Stream text, int behind, Stream destination)
    {
        var (before, body) = (PdfFile.Open(front), PdfFile.Open(text));
        var output = new PdfOutput(destination);
        var root = output.Reserve();
        var copier = new PdfCopier(body, output);
        var targets = body.Pages.Select(p => copier.Of(p.Number)).ToList();
        var kids = new List<PdfValue>();
        var around = Pages(before, output, root, targets);
        kids.AddRange(around.SkipLast(behind));
        AddBlank(output, root, kids, when: kids.Count % 2 == 1);
        var lead = kids.Count;

        if (body.Trailer["Root"] is not PdfReference catalog || body.Catalog["Pages"] is not PdfReference tree)
        {
            throw new PdfException("文件已损坏");
        }

        copier.Changes[tree.Number] = d => d.With("Parent", root);
        copier.Changes[catalog.Number] = d => d.With("Pages", root).With("PageLabels", Labels(lead)).With("ViewerPreferences", PdfDictionary.Of(("DisplayDocTitle", new PdfKeyword("true"))));
        kids.Add(copier.Of(tree.Number));
        var info = body.Trailer["Info"] is PdfReference about ? copier.Of(about.Number) : null;
        var newCatalog = copier.Of(catalog.Number);
        copier.Complete();

        var count = lead + body.Pages.Count;
        var last = new List<PdfValue>();
        AddBlank(output, root, last, when: behind > 0 && count % 2 == 1);
        last.AddRange(around.TakeLast(behind));
        kids.AddRange(last);
        output.Write(root, PdfDictionary.Of(("Type", new PdfName("Pages")), ("Kids", new PdfArray(kids)), ("Count", new PdfNumber(count + last.Count))));
        output.Finish(newCatalog, info);
    }

    /// <summary>Cover and contents count i, ii, iii; the text 1, 2, 3, as printed.</summary>
    internal static PdfDictionary Labels(int lead) => PdfDictionary.Of(("Nums", new PdfArray(
    [
        new PdfNumber(0), PdfDictionary.Of(("S", new PdfName("r"))),
        new PdfNumber(lead), PdfDictionary.Of(("S", new PdfName("D"))),
    ])));

    internal static void AddBlank(PdfOutput output, PdfReference root, List<PdfValue> kids, bool when)
    {
        if (when)
        {
            kids.Add(output.Add(PdfDictionary.Of(
                ("Type", new PdfName("Page")), ("Parent", root), ("Resources", PdfDictionary.Of()),
                ("MediaBox", new PdfArray([new PdfNumber(0), new PdfNumber(0), PdfNumber.Of(A4Width), PdfNumber.Of(A4Height)])))));
        }
    }

    /// <summary>Copies the pages of one of our own documents; links to pages of the text become such.</summary>
    internal static IReadOnlyList<PdfValue> Pages(PdfFile file, PdfOutput output, PdfReference root, IReadOnlyList<PdfReference> targets)
    {
        var pages = new List<PdfValue>();
        var copier = new PdfCopier(file, output) { LeavesPages = true };
        foreach (var page in file.Pages)
        {
            var links = (file.Resolve(page.Dictionary["Annots"]) as PdfArray)?.Items.Select(a => Link(file, a, targets)).OfType<PdfDictionary>().ToList() ?? [];
            var copy = copier.Map(page.Dictionary.Without("Parent", "Annots", "StructParents")).With("Parent", root);
            pages.Add(output.Add(links.Count == 0 ? copy : copy.With("Annots", new PdfArray([.. links.Select(output.Add)]))));
        }

        copier.Complete();
        return pages;
    }

    private static PdfDictionary? Link(PdfFile file, PdfValue annotation, IReadOnlyList<PdfReference> targets)
    {
        if (file.Dictionary(annotation) is not { } link || file.Dictionary(link["A"]) is not { } action || file.Resolve(action["URI"]) is not PdfString uri
            || PageAddress().Match(PdfText.Decode(uri.Bytes)) is not { Success: true } match
            || !int.TryParse(match.Groups["page"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var page) || page < 1 || page > targets.Count)
        {
            return null;
        }

        return PdfDictionary.Of(
            ("Type", new PdfName("Annot")), ("Subtype", new PdfName("Link")), ("Rect", file.Resolve(link["Rect"])), ("Border", new PdfArray([new PdfNumber(0), new PdfNumber(0), new PdfNumber(0)])),
            ("Dest", new PdfArray([targets[page - 1], new PdfName("Fit")])));
    }

    [GeneratedRegex("/page/(?<page>[0-9]{1,6})$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageAddress();
}
