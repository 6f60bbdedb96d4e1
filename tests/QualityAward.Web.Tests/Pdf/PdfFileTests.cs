using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Commands.Demo;

namespace QualityAward.Web.Tests.Pdf;

/// <summary>Uploaded PDFs come from anywhere: whatever their bytes are, reading them ends with pages or with a reason, and soon.</summary>
public sealed class PdfFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.4")]
    [InlineData("PK\u0003\u0004 no PDF at all")]
    [InlineData("%PDF-1.4\nstartxref\n99999999\n%%EOF")]
    [InlineData("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF")]
    [InlineData("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Kids[2 0 R 2 0 R]>>\nendobj\ntrailer<</Root 1 0 R>>")]
    [InlineData("%PDF-1.4\nxref\n0 999999999\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.4\n1 0 obj\n1 0 R\nendobj\ntrailer<</Root 1 0 R>>")]
    [InlineData("%PDF-1.4\n1 0 obj\n<</Length 1 0 R>>stream\n")]
    [InlineData("%PDF-1.4\n1 0 obj\n(((((((((")]
    public void What_is_no_readable_pdf_has_a_reason(string content)
    {
        Assert.NotEmpty(Assert.Throws<PdfException>(() => EvidenceBinder.CheckPages(new MemoryStream(Encoding.Latin1.GetBytes(content)))).Message);
    }

    [Fact]
    public void Deep_nesting_ends_with_a_reason_and_not_with_the_program()
    {
        foreach (var open in new[] { "[", "<</A" })
        {
            var bytes = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages " + string.Concat(Enumerable.Repeat(open, 300_000)));
            Assert.Throws<PdfException>(() => EvidenceBinder.CheckPages(new MemoryStream(bytes)));
        }
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_whatever_byte_is_wrong()
    {
        var good = DemoFiles.Pdf("fuzz").ToArray();
        Assert.Equal(1, EvidenceBinder.CheckPages(new MemoryStream(good)));
        var clock = Stopwatch.StartNew();
        var random = new Random(20220626);
        for (var i = 0; i < 3000; i++)
        {
            var bad = good[..(i % 3 == 0 ? random.Next(good.Length) : good.Length)];
            for (var hits = i % 5; hits >= 0 && bad.Length > 0; hits--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            try
            {
                EvidenceBinder.CheckPages(new MemoryStream(bad));
            }
            catch (PdfException)
            {
                // A reason is as good as pages.
            }
        }

        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"It took {clock.Elapsed}.");
    }

    [Fact]
    public void A_file_that_asks_to_be_searched_again_and_again_is_given_up()
    {
        var bytes = Encoding.ASCII.GetBytes("%PDF-1.4\n" + string.Concat(Enumerable.Range(1, 60_000).Select(i => $"{i} 0 obj<</Length 9>>stream\n")));
        Assert.Throws<PdfException>(() => EvidenceBinder.CheckPages(new MemoryStream(bytes)));
    }

    /// <summary>As PDF 1.5 writes them: objects in a compressed stream, the cross-reference too.</summary>
    [Fact]
    public void Compressed_objects_are_read_also_when_the_cross_reference_is_lost()
    {
        const string inside = "<</Type/Catalog/Pages 2 0 R>> <</Type/Pages/Kids[3 0 R]/Count 1>> <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>";
        var header = $"1 0 2 30 3 {30 + "<</Type/Pages/Kids[3 0 R]/Count 1>> ".Length} ";
        var packed = Packed(Encoding.ASCII.GetBytes(header + inside));
        using var pdf = new MemoryStream();
        void Put(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
        Put("%PDF-1.5\n");
        var first = pdf.Length;
        Put($"4 0 obj\n<</Type/ObjStm/N 3/First {header.Length}/Filter/FlateDecode/Length {packed.Length}>>\nstream\n");
        pdf.Write(packed);
        Put("\nendstream\nendobj\n");
        var second = pdf.Length;
        byte[] table = [0, 0, 0, 0, 2, 0, 4, 0, 2, 0, 4, 1, 2, 0, 4, 2, 1, 0, (byte)first, 0, 1, (byte)(second >> 8), (byte)second, 0];
        var packedTable = Packed(table);
        Put($"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length {packedTable.Length}>>\nstream\n");
        pdf.Write(packedTable);
        Put($"\nendstream\nendobj\nstartxref\n{second}\n%%EOF");
        Assert.Equal(1, EvidenceBinder.CheckPages(pdf));

        var lost = Encoding.Latin1.GetString(pdf.ToArray()).Replace($"startxref\n{second}", "startxref\n77", StringComparison.Ordinal);
        Assert.Equal(1, EvidenceBinder.CheckPages(new MemoryStream(Encoding.Latin1.GetBytes(lost))));
    }

    private static byte[] Packed(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(plain);
        }

        return packed.ToArray();
    }
}
