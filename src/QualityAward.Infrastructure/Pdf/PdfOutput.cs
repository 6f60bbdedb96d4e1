using System.Globalization;
using System.Text;

namespace QualityAward.Infrastructure.Pdf;

/// <summary>Writes a PDF object by object (PDF 写出); nothing but the places of the objects stays in memory.</summary>
internal sealed class PdfOutput
{
    private readonly Stream _stream;
    private readonly List<long> _offsets = [0];
    private long _position;

    public PdfOutput(Stream stream)
    {
        _stream = stream;
        Put("%PDF-1.7\n%");
        Put([0xE2, 0xE3, 0xCF, 0xD3]);
        Put("\n");
    }

    public long Length => _position;

    public PdfReference Reserve()
    {
        _offsets.Add(0);
        return new PdfReference(_offsets.Count - 1, 0);
    }

    public PdfReference Add(PdfValue value)
    {
        var reference = Reserve();
        Write(reference, value);
        return reference;
    }

    public void Write(PdfReference reference, PdfValue value)
    {
        Begin(reference);
        Put(value);
        Put("\nendobj\n");
    }

    public PdfReference AddStream(PdfDictionary dictionary, ReadOnlySpan<byte> bytes)
    {
        var reference = Reserve();
        WriteStream(reference, dictionary, bytes);
        return reference;
    }

    public void WriteStream(PdfReference reference, PdfDictionary dictionary, ReadOnlySpan<byte> bytes)
    {
        Begin(reference);
        Put(dictionary.With("Length", new PdfNumber(bytes.Length)));
        Put("\nstream\n");
        Put(bytes);
        Put("\nendstream\nendobj\n");
    }

    /// <summary>A stream whose bytes are copied as they are.</summary>
    public void WriteStream(PdfReference reference, PdfDictionary dictionary, PdfSource source, long offset, long length)
    {
        Begin(reference);
        Put(dictionary.With("Length", new PdfNumber(length)));
        Put("\nstream\n");
        source.CopyTo(offset, length, _stream);
        _position += length;
        Put("\nendstream\nendobj\n");
    }

    public void Finish(PdfReference catalog, PdfReference? info)
    {
        var start = _position;
        Put(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {_offsets.Count}\n0000000000 65535 f \n"));
        foreach (var offset in _offsets.Skip(1))
        {
            // What was reserved and never written is a free object.
            Put(offset == 0 ? "0000000000 00001 f \n" : string.Create(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n"));
        }

        var trailer = PdfDictionary.Of(("Size", new PdfNumber(_offsets.Count)), ("Root", catalog));
        Put("trailer\n");
        Put(info is null ? trailer : trailer.With("Info", info));
        Put(string.Create(CultureInfo.InvariantCulture, $"\nstartxref\n{start}\n%%EOF\n"));
        _stream.Flush();
    }

    private void Begin(PdfReference reference)
    {
        _offsets[reference.Number] = _position;
        Put(string.Create(CultureInfo.InvariantCulture, $"{reference.Number} 0 obj\n"));
    }

    private void Put(PdfValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        Put(text.ToString());
    }

    private void Put(string text) => Put(Encoding.Latin1.GetBytes(text));

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _position += bytes.Length;
    }

    private static void Append(StringBuilder text, PdfValue value)
    {
        switch (value)
        {
            case PdfKeyword { Word: "true" or "false" or "null" } keyword:
                text.Append(keyword.Word);
                break;
            case PdfKeyword:
                text.Append("null");
                break;
            case PdfNumber number:
                text.Append(number.Raw);
                break;
            case PdfName name:
                text.Append('/');
                foreach (var c in name.Text)
                {
                    text.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+' or '*' or ':' ? c.ToString() : $"#{(int)c & 0xFF:X2}");
                }

                break;
            case PdfString bytes:
                text.Append('<').Append(Convert.ToHexString(bytes.Bytes)).Append('>');
                break;
            case PdfReference reference:
                text.Append(CultureInfo.InvariantCulture, $"{reference.Number} {reference.Generation} R");
                break;
            case PdfArray array:
                text.Append('[');
                foreach (var item in array.Items)
                {
                    Append(text, item);
                    text.Append(' ');
                }

                text.Append(']');
                break;
            case PdfDictionary dictionary:
                text.Append("<<");
                foreach (var (key, entry) in dictionary.Entries)
                {
                    Append(text, new PdfName(key));
                    text.Append(' ');
                    Append(text, entry);
                }

                text.Append(">>");
                break;
            default:
                throw new InvalidOperationException("A stream is an object of its own.");
        }
    }
}
