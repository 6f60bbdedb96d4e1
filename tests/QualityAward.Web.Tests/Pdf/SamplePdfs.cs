using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace QualityAward.Web.Tests.Pdf;

/// <summary>PDFs of a known number of pages, in the ways that writers write them (ISO 32000-1, 7.5).</summary>
internal static class SamplePdfs
{
    /// <summary>With a table of cross-references.</summary>
    /// <param name="trailer">More entries of the trailer.</param>
    /// <param name="before">Bytes before the header.</param>
    public static byte[] Table(int pages, string trailer = "", string before = "", string count = "") => Build(before, text =>
    {
        var kids = string.Join(' ', Enumerable.Range(3, pages).Select(n => $"{n} 0 R"));
        List<string> objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Kids [{kids}] /Note (count \\( /Count 99 \\)) /Count {(count.Length > 0 ? count : pages.ToString(CultureInfo.InvariantCulture))} >>",
            .. Enumerable.Range(0, pages).Select(_ => "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"),
        ];
        var offsets = objects.Select((body, i) => text.Object(i + 1, body)).ToList();
        var xref = text.Length;
        text.Write($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Write($"{offset:0000000000} 00000 n \n"));
        text.Write($"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF\n");
    });

    /// <summary>With a cross-reference stream and the page tree in an object stream, as most writers do today.</summary>
    public static byte[] Compressed(int pages, bool predicted = true, string more = "") => Build("", text =>
    {
        var tree = $"<< /Type /Pages /Kids [{string.Join(' ', Enumerable.Range(10, pages).Select(n => $"{n} 0 R"))}] /Count {pages} >>";
        const string catalogue = "<< /Type /Catalog /Pages 2 0 R >>";
        var header = $"1 0 2 {catalogue.Length + 1} ";
        var packed = Deflate(Encoding.ASCII.GetBytes($"{header}{catalogue} {tree}"));
        var container = text.Stream(3, $"/Type /ObjStm /N 2 /First {header.Length} /Filter /FlateDecode", packed);
        var at = text.Length;
        byte[][] rows = [[0, 0, 0, 0, 0], [2, 0, 0, 3, 0], [2, 0, 0, 3, 1], Row(container), Row(at)];
        var data = predicted ? [.. Predict(rows)] : rows.SelectMany(r => r).ToArray();
        var parameters = predicted ? "/DecodeParms << /Predictor 12 /Columns 5 >>" : "";
        text.Stream(4, $"/Type /XRef /Size 5 /W [1 3 1] /Root 1 0 R /Filter /FlateDecode {parameters} {more}", Deflate(data));
        text.Write($"startxref\n{at}\n%%EOF\n");
    });

    /// <summary>Saved twice: the second time one page was added behind the first end.</summary>
    public static byte[] Updated() => Build("", text =>
    {
        text.Bytes(Table(1));
        var first = Encoding.Latin1.GetString(text.ToArray());
        var previous = first[(first.LastIndexOf("startxref", StringComparison.Ordinal) + 10)..].Split('\n')[0];
        var tree = text.Object(2, "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>");
        var page = text.Object(4, "<< /Type /Page /Parent 2 0 R >>");
        var xref = text.Length;
        text.Write($"xref\n2 1\n{tree:0000000000} 00000 n \n4 1\n{page:0000000000} 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev {previous} >>\nstartxref\n{xref}\n%%EOF\n");
    });

    /// <summary>A small file whose cross-reference stream unfolds into this many bytes.</summary>
    public static byte[] Bomb(int length) => Build("", text =>
    {
        var at = text.Length;
        text.Stream(4, "/Type /XRef /Size 5 /W [1 3 1] /Root 1 0 R /Filter /FlateDecode", Deflate(new byte[length]));
        text.Write($"startxref\n{at}\n%%EOF\n");
    });

    private static byte[] Row(long offset) => [1, (byte)(offset >> 16), (byte)(offset >> 8), (byte)offset, 0];

    /// <summary>The rows, each as the difference from the one above.</summary>
    private static IEnumerable<byte> Predict(byte[][] rows) => rows.SelectMany((row, i) => row.Select((b, at) => (byte)(b - (i == 0 ? 0 : rows[i - 1][at]))).Prepend((byte)2));

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(data);
        }

        return packed.ToArray();
    }

    private static byte[] Build(string before, Action<Writer> write)
    {
        var text = new Writer();
        write(text);
        return [.. Encoding.Latin1.GetBytes(before), .. text.ToArray()];
    }

    private sealed class Writer
    {
        private readonly List<byte> _bytes = [];

        public Writer() => Write("%PDF-1.7\n%\u00e2\u00e3\n");

        public long Length => _bytes.Count;

        public void Write(FormattableString text) => Write(text.ToString(CultureInfo.InvariantCulture));

        public void Write(string text) => _bytes.AddRange(Encoding.Latin1.GetBytes(text));

        /// <summary>Takes the place of everything written so far.</summary>
        public void Bytes(byte[] bytes)
        {
            _bytes.Clear();
            _bytes.AddRange(bytes);
        }

        public long Object(int number, string body)
        {
            var at = Length;
            Write($"{number} 0 obj\n{body}\nendobj\n");
            return at;
        }

        public long Stream(int number, string dictionary, byte[] data)
        {
            var at = Length;
            Write($"{number} 0 obj\n<< {dictionary} /Length {data.Length} >>\nstream\r\n");
            _bytes.AddRange(data);
            Write("\nendstream\nendobj\n");
            return at;
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
