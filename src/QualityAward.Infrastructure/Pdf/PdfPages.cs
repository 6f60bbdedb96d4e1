using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>Pages of a PDF, and what is wrong with it (PDF 页数).</summary>
public sealed record PageCount(int? Pages, PageTrouble? Trouble = null);

/// <summary>
/// Counts the pages of a PDF (ISO 32000-1, 7.5) as readers do: from the last cross-reference to the catalogue to the root of the page tree, whose own count is
/// taken. A damaged file is not mended here, so that the applicant hears of it while there is time to replace it.
/// </summary>
public static class PdfPages
{
    /// <summary>More pages than any binder holds: such a number is a lie.</summary>
    public const int MostPages = 100_000;

    /// <summary>Never throws for what the content is; its position afterwards is undefined.</summary>
    public static PageCount Count(Stream content)
    {
        try
        {
            var file = PdfFile.OpenIndex(content, PdfBudget.ToCount());
            try
            {
                var count = CountOf(file);
                return new PageCount(count, file.IsEncrypted ? PageTrouble.Encrypted : null);
            }
            catch (PdfException unreadable) when (file.IsEncrypted && unreadable.Trouble == PageTrouble.Broken)
            {
                // The tree lies in an encrypted object stream.
                return new PageCount(null, PageTrouble.Encrypted);
            }
        }
        catch (PdfException unreadable)
        {
            return new PageCount(null, unreadable.Trouble);
        }
    }

    private static int CountOf(PdfFile file)
    {
        var tree = file.Dictionary(file.Dictionary(file.Trailer["Root"])?["Pages"] ?? PdfValue.Null);
        return file.Resolve(tree?["Count"] ?? PdfValue.Null) switch
        {
            PdfNumber { Whole: > MostPages } => throw new PdfException("页数过多", PageTrouble.TooComplex),
            PdfNumber { Whole: >= 1 } count => (int)count.Whole,
            _ => throw new PdfException("文件没有页面"),
        };
    }
}
