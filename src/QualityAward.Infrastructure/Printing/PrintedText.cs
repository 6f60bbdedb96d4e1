using QualityAward.Infrastructure.Pdf;

namespace QualityAward.Infrastructure.Printing;

/// <summary>
/// Makes the text of what Chromium printed be found, copied and read aloud as it was written (打印文字校正): the printer does this with every document before
/// anybody gets it, so that neither those who print nor those who bind have to think of it.
/// </summary>
internal static class PrintedText
{
    public static void Mend(Stream printed, Stream destination)
    {
        var file = PdfFile.Open(printed);
        if (file.Trailer["Root"] is not PdfReference catalog)
        {
            throw new PdfException("文件已损坏");
        }

        var output = new PdfOutput(destination);
        var copier = new PdfCopier(file, output) { MendsText = true };
        var root = copier.Of(catalog.Number);
        var info = file.Trailer["Info"] is PdfReference about ? copier.Of(about.Number) : null;
        copier.Complete();
        output.Finish(root, info);
    }
}
