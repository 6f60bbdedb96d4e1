using System.Text;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>
/// Reads the text that stands in a PDF (文字层), as far as a short code on a form needs it: in the order of the content, without places. A scan without a text
/// layer has none; whatever cannot be read is left out, never an error.
/// </summary>
public static class PdfWords
{
    private const int MostPages = 20;
    private const int MostCharacters = 200_000;
    private const int MostForms = 3;

    /// <param name="content">Seekable.</param>
    public static string Read(Stream content)
    {
        var text = new StringBuilder();
        try
        {
            var file = PdfFile.Open(content, PdfBudget.ToFindWords());
            foreach (var page in file.Pages.Take(MostPages))
            {
                Page(page.Dictionary["Contents"], file.Dictionary(page.Dictionary["Resources"]), file, text, MostForms);
                text.Append('\n');
            }
        }
        catch (Exception broken) when (broken is PdfException or InvalidDataException or EndOfStreamException or FormatException or OverflowException or ArgumentException)
        {
            // What was read so far is all there is.
        }

        return text.ToString();
    }

    private static void Page(PdfValue contents, PdfDictionary? resources, PdfFile file, StringBuilder text, int forms)
    {
        using var all = new MemoryStream();
        foreach (var stream in (file.Resolve(contents) is PdfArray parts ? parts.Items : [contents]).Select(file.Resolve).OfType<PdfStream>())
        {
            all.Write(PdfFilters.Decode(stream, file));
            all.WriteByte((byte)'\n');
        }

        Show(all.ToArray(), resources, file, text, forms);
    }

    private static void Show(byte[] content, PdfDictionary? resources, PdfFile file, StringBuilder text, int forms)
    {
        var source = new PdfSource(content, file.Budget);
        var parser = new PdfParser(source, 0);
        var fonts = new Dictionary<string, Font>(StringComparer.Ordinal);
        var font = Font.Plain;
        var operands = new List<PdfValue>();
        for (parser.SkipWhite(); parser.Position < source.Length && text.Length < MostCharacters; parser.SkipWhite())
        {
            var value = parser.Read();
            if (value is not PdfKeyword keyword)
            {
                operands.Add(value);
                continue;
            }

            switch (keyword.Word)
            {
                case "Tf" when operands is [PdfName name, ..]:
                    if (!fonts.TryGetValue(name.Text, out var known))
                    {
                        fonts[name.Text] = known = Font.Of(file.Dictionary(file.Dictionary(resources?["Font"] ?? PdfValue.Null)?[name.Text] ?? PdfValue.Null), file);
                    }

                    font = known;
                    break;
                case "Tj" or "'" or "\"" when operands is [.., PdfString shown]:
                    text.Append(font.Text(shown));
                    break;
                case "TJ" when operands is [.., PdfArray pieces]:
                    foreach (var piece in pieces.Items.OfType<PdfString>())
                    {
                        text.Append(font.Text(piece));
                    }

                    break;
                case "Do" when forms > 0 && operands is [PdfName form] && file.Resolve(file.Dictionary(resources?["XObject"] ?? PdfValue.Null)?[form.Text] ?? PdfValue.Null) is PdfStream inner
                    && string.Equals(inner.Dictionary.Name("Subtype"), "Form", StringComparison.Ordinal):
                    Show(PdfFilters.Decode(inner, file), file.Dictionary(inner.Dictionary["Resources"]) ?? resources, file, text, forms - 1);
                    break;
                case "BI":
                    // Bytes of a picture follow, which are no values.
                    return;
            }

            operands.Clear();
        }
    }

    /// <summary>How a font's codes become characters.</summary>
    private sealed record Font(int Bytes, IReadOnlyDictionary<int, string>? Table)
    {
        public static readonly Font Plain = new(1, null);

        public static Font Of(PdfDictionary? font, PdfFile file) => font is null
            ? Plain
            : new Font(
                string.Equals(font.Name("Subtype"), "Type0", StringComparison.Ordinal) ? 2 : 1,
                file.Resolve(font["ToUnicode"]) is PdfStream table ? PdfUnicodeTable.Read(table, file) : null);

        public string Text(PdfString shown)
        {
            var text = new StringBuilder();
            for (var i = 0; i + Bytes <= shown.Bytes.Length; i += Bytes)
            {
                var code = Bytes == 2 ? (shown.Bytes[i] << 8) | shown.Bytes[i + 1] : shown.Bytes[i];
                text.Append(Table is not null ? Table.GetValueOrDefault(code, "") : Bytes == 1 ? ((char)code).ToString() : "");
            }

            return text.ToString();
        }
    }
}
