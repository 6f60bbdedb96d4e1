using System.Text;
using QualityAward.Infrastructure.Pdf;

namespace QualityAward.Web.Tests.Printing;

/// <summary>What a person would read in a printed PDF: the text of each page, through the fonts' own tables, and the fonts.</summary>
internal sealed class PdfReading
{
    private readonly PdfFile _file;
    private readonly Dictionary<int, IReadOnlyDictionary<int, string>> _fonts = [];

    private PdfReading(PdfFile file) => _file = file;

    /// <summary>Text of each page without white space, in the order of drawing.</summary>
    public IReadOnlyList<string> Pages { get; private set; } = [];

    /// <summary>
    /// Characters that only look like what was written: radicals, strokes and compatibility forms, which no search and no screen reader takes for the character. None may be in
    /// what we print.
    /// </summary>
    public string LookAlikes { get; private set; } = "";

    public IReadOnlyList<string> FontNames { get; private set; } = [];

    /// <summary>Kinds of the font programs: TrueType is FontFile2.</summary>
    public IReadOnlyList<string> FontPrograms { get; private set; } = [];

    public IReadOnlyList<PdfBookmark> Bookmarks => _file.Bookmarks();

    public string All => string.Concat(Pages);

    public static PdfReading Of(byte[] pdf)
    {
        var file = PdfFile.Open(new MemoryStream(pdf));
        var reading = new PdfReading(file);
        var texts = file.Pages.Select(p => reading.Text(p.Dictionary, p.Dictionary["Contents"], 0)).ToList();
        reading.Pages = [.. texts.Select(Squeeze)];
        reading.LookAlikes = string.Concat(texts.SelectMany(t => t).Where(IsLookAlike).Distinct().Order());
        var fonts = file.Pages.SelectMany(p => reading.FontsOf(p.Dictionary, 0)).DistinctBy(f => f.Name("BaseFont"), StringComparer.Ordinal).ToList();
        reading.FontNames = [.. fonts.Select(f => f.Name("BaseFont") ?? f.Name("Subtype") ?? "")];
        reading.FontPrograms = [.. fonts.Select(reading.Program)];
        return reading;
    }

    private static bool IsLookAlike(char character) => character is (>= '\u2E80' and <= '\u2FDF') or (>= '\u31C0' and <= '\u31EF') or (>= '\uF900' and <= '\uFAFF');

    /// <summary>As <see cref="Pages"/> are: no white space, one form of each character.</summary>
    public static string Squeeze(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));

    private IEnumerable<PdfDictionary> FontsOf(PdfDictionary holder, int depth)
    {
        var resources = _file.Dictionary(holder["Resources"]) ?? PdfDictionary.Of();
        foreach (var font in (_file.Dictionary(resources["Font"]) ?? PdfDictionary.Of()).Entries.Values)
        {
            yield return _file.Dictionary(font)!;
        }

        foreach (var form in (_file.Dictionary(resources["XObject"]) ?? PdfDictionary.Of()).Entries.Values.Where(_ => depth < 4))
        {
            foreach (var font in FontsOf(_file.Dictionary(form)!, depth + 1))
            {
                yield return font;
            }
        }
    }

    private string Program(PdfDictionary font)
    {
        var inner = _file.Resolve(font["DescendantFonts"]) is PdfArray { Items: [var first, ..] } ? _file.Dictionary(first)! : font;
        var descriptor = _file.Dictionary(inner["FontDescriptor"]);
        return descriptor?.Entries.Keys.FirstOrDefault(k => k.StartsWith("FontFile", StringComparison.Ordinal)) ?? font.Name("Subtype") ?? "";
    }

    private string Text(PdfDictionary holder, PdfValue contents, int depth)
    {
        var resources = _file.Dictionary(holder["Resources"]) ?? PdfDictionary.Of();
        var fonts = _file.Dictionary(resources["Font"]) ?? PdfDictionary.Of();
        var objects = _file.Dictionary(resources["XObject"]) ?? PdfDictionary.Of();
        using var all = new MemoryStream();
        foreach (var part in _file.Resolve(contents) is PdfArray array ? array.Items : [contents])
        {
            if (_file.Resolve(part) is PdfStream stream)
            {
                all.Write(PdfFilters.Decode(stream, _file));
                all.WriteByte((byte)'\n');
            }
        }

        var text = new StringBuilder();
        var source = new PdfSource(all.ToArray());
        var parser = new PdfParser(source, 0);
        var operands = new List<PdfValue>();
        IReadOnlyDictionary<int, string>? map = null;
        while (true)
        {
            parser.SkipWhite();
            if (parser.Position >= source.Length)
            {
                return text.ToString();
            }

            var value = parser.Read();
            if (value is not PdfKeyword operation)
            {
                operands.Add(value);
                continue;
            }

            switch (operation.Word)
            {
                case "Tf" when operands is [PdfName name, ..]:
                    map = MapOf(fonts[name.Text]);
                    break;
                case "Tj" or "'" or "\"" when operands is [.., PdfString shown]:
                    Show(shown);
                    break;
                case "TJ" when operands is [PdfArray pieces]:
                    foreach (var piece in pieces.Items.OfType<PdfString>())
                    {
                        Show(piece);
                    }

                    break;
                case "Do" when operands is [PdfName name] && depth < 4 && _file.Resolve(objects[name.Text]) is PdfStream form && form.Dictionary.Name("Subtype") == "Form":
                    text.Append(Text(form.Dictionary, objects[name.Text], depth + 1));
                    break;
            }

            operands.Clear();
        }

        void Show(PdfString shown)
        {
            if (map is null)
            {
                text.Append(Encoding.Latin1.GetString(shown.Bytes));
                return;
            }

            for (var i = 0; i + 1 < shown.Bytes.Length; i += 2)
            {
                text.Append(map.GetValueOrDefault((shown.Bytes[i] << 8) | shown.Bytes[i + 1], "\uFFFD"));
            }
        }
    }

    /// <summary>The font's ToUnicode table; null: its codes are characters.</summary>
    private IReadOnlyDictionary<int, string>? MapOf(PdfValue font)
    {
        if (font is PdfReference reference && _fonts.TryGetValue(reference.Number, out var known))
        {
            return known;
        }

        if (_file.Dictionary(font) is not { } dictionary || _file.Resolve(dictionary["ToUnicode"]) is not PdfStream table)
        {
            return null;
        }

        var map = PdfUnicodeTable.Read(table, _file);
        return font is PdfReference kept ? _fonts[kept.Number] = map : map;
    }
}
