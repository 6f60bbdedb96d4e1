using System.Globalization;
using QualityAward.Domain.Files;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>A PDF that cannot be read (无法读取的 PDF). The message says why, for whoever reads the list of evidence.</summary>
public sealed class PdfException(string message, PageTrouble trouble = PageTrouble.Broken) : Exception(message)
{
    public PageTrouble Trouble { get; } = trouble;
}

/// <summary>A value of a PDF's structure (PDF 对象), ISO 32000-1, 7.3.</summary>
internal abstract record PdfValue
{
    public static readonly PdfValue Null = new PdfKeyword("null");

    /// <summary>Values that it is made of, itself included; what references lead to is not counted.</summary>
    public long Weight => this switch
    {
        PdfArray array => 1 + array.Items.Sum(i => i.Weight),
        PdfDictionary dictionary => 1 + dictionary.Entries.Values.Sum(v => 1 + v.Weight),
        PdfString text => 1 + (text.Bytes.Length / 8),
        _ => 1,
    };
}

/// <summary>true, false, null and, while parsing, operators.</summary>
internal sealed record PdfKeyword(string Word) : PdfValue;

/// <summary>A number as it was written, so that copying changes nothing.</summary>
internal sealed record PdfNumber(string Raw) : PdfValue
{
    public PdfNumber(long value)
        : this(value.ToString(CultureInfo.InvariantCulture))
    {
    }

    public static PdfNumber Of(double value) => new(value.ToString("0.####", CultureInfo.InvariantCulture));

    public double Value => double.TryParse(Raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : 0;

    public long Whole => long.TryParse(Raw, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole : (long)Math.Clamp(Value, long.MinValue / 2, long.MaxValue / 2);
}

/// <summary>A name without its slash; each character is one byte.</summary>
internal sealed record PdfName(string Text) : PdfValue;

internal sealed record PdfString(byte[] Bytes) : PdfValue;

internal sealed record PdfArray(IReadOnlyList<PdfValue> Items) : PdfValue;

internal sealed record PdfReference(int Number, int Generation) : PdfValue;

internal sealed record PdfDictionary(IReadOnlyDictionary<string, PdfValue> Entries) : PdfValue
{
    public PdfValue this[string key] => Entries.GetValueOrDefault(key, Null);

    public string? Name(string key) => (this[key] as PdfName)?.Text;

    public PdfDictionary With(string key, PdfValue value) => new(new Dictionary<string, PdfValue>(Entries, StringComparer.Ordinal) { [key] = value });

    public PdfDictionary Without(params ReadOnlySpan<string> keys)
    {
        var entries = new Dictionary<string, PdfValue>(Entries, StringComparer.Ordinal);
        foreach (var key in keys)
        {
            entries.Remove(key);
        }

        return new PdfDictionary(entries);
    }

    public static PdfDictionary Of(params ReadOnlySpan<(string Key, PdfValue Value)> entries)
    {
        var all = new Dictionary<string, PdfValue>(StringComparer.Ordinal);
        foreach (var (key, value) in entries)
        {
            all[key] = value;
        }

        return new PdfDictionary(all);
    }
}

/// <summary>A stream: its dictionary and where its bytes lie in the file; they are read only when copied.</summary>
internal sealed record PdfStream(PdfDictionary Dictionary, PdfSource Source, long Offset, long Length) : PdfValue;
