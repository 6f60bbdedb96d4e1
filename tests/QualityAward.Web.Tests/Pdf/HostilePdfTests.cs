using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Infrastructure.Printing;

namespace QualityAward.Web.Tests.Pdf;

/// <summary>
/// Files made to cost their reader time, memory or the stack. Each ends with a reason, within seconds and within a fixed amount of memory, in the page count at the
/// upload as in the binding and in the search for a code.
/// </summary>
public sealed class HostilePdfTests
{
    /// <summary>Each took minutes, gigabytes or the whole process before what reading costs was counted; alone none takes two seconds.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>What all of one reading may allocate, garbage included.</summary>
    private const long MostAllocated = 3L * 1024 * 1024 * 1024;

    private static readonly Dictionary<string, Func<byte[]>> Files = new(StringComparer.Ordinal)
    {
        ["lengths that are streams with lengths"] = LengthsInAChain,
        ["cross-references that unfold into gigabytes"] = UnfoldingSections,
        ["a cross-reference of rows without width"] = () => SectionOf("/W [0 0 0] /Index [0 9000000000000000000]", [1]),
        ["a cross-reference of numbers beyond all"] = () => SectionOf("/W [1 0 0] /Index [3000000000 9000000000000000000]", new byte[30_000_000]),
        ["a table of more objects than there are"] = () => Raw("xref\n0 400000000\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF"),
        ["objects that contain all later objects"] = OverlappingArrays,
        ["comments that hide all later objects"] = () => Objects(20_000, i => $"%{(i == 20_000 ? new string(' ', 2_000_000) : "")}", end: " "),
        ["pages that share one list of pages"] = SharedKids,
        ["streams that overlap"] = OverlappingStreams,
        ["more pages than a volume has"] = () => SamplePdfs.Table(20_000),
        ["pages that share enormous resources"] = SharedResources,
        ["a million trailers"] = () => Raw(string.Concat(Enumerable.Repeat("trailer<", 200_000))),
        ["nothing but numbers"] = () => Raw(string.Concat(Enumerable.Repeat("1 0 ", 500_000))),
        ["a page that draws itself many times"] = DrawnManyTimes,
        ["a font whose table is endless"] = EndlessFont,
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_ends_soon_with_pages_or_a_reason(string what)
    {
        var content = Files[what]();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();

        var count = PdfPages.Count(new MemoryStream(content));
        var counted = clock.Elapsed;
        var reason = Bound(content);
        var text = PdfWords.Read(new MemoryStream(content));

        Assert.True(count.Pages is not null || count.Trouble is not null);
        Assert.True(reason is null || reason.Length > 0);
        Assert.True(text.Length <= 300_000);
        Assert.True(counted < TimeSpan.FromSeconds(20), $"Counting took {counted}.");
        Assert.True(clock.Elapsed < Longest, $"It took {clock.Elapsed}.");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MostAllocated, $"It took {(GC.GetAllocatedBytesForCurrentThread() - before) / 1024 / 1024} MB.");
    }

    [Fact]
    public void The_reason_says_what_is_the_matter()
    {
        Assert.Equal("文件已加密或限制使用", Bound(SamplePdfs.Table(2, "/Encrypt 9 0 R")));
        Assert.Equal("页数过多", Bound(SamplePdfs.Table(5_001)));
        Assert.Equal("文件结构过于复杂", Bound(OverlappingArrays()));
        Assert.Equal(PageTrouble.TooComplex, PdfPages.Count(new MemoryStream(LengthsInAChain())).Trouble);
    }

    [Fact]
    public void A_long_honest_file_is_counted_and_bound()
    {
        var file = SamplePdfs.Table(5_000);

        Assert.Equal(new PageCount(5_000), PdfPages.Count(new MemoryStream(file)));
        Assert.Equal(5_000, EvidenceBinder.CheckPages(new MemoryStream(file)));
    }

    /// <summary>Cut off, it still has its pages: the binding finds them again, the upload is told of the damage.</summary>
    [Fact]
    public void A_file_that_was_cut_off_is_told_of_and_bound_all_the_same()
    {
        var file = SamplePdfs.Table(5)[..^60];

        Assert.Equal(new PageCount(null, PageTrouble.Broken), PdfPages.Count(new MemoryStream(file)));
        Assert.Equal(5, EvidenceBinder.CheckPages(new MemoryStream(file)));
    }

    /// <summary>Null: it can be bound.</summary>
    private static string? Bound(byte[] content)
    {
        try
        {
            EvidenceBinder.CheckPages(new MemoryStream(content));
            return null;
        }
        catch (PdfException refused)
        {
            return refused.Message;
        }
    }

    private static byte[] Raw(string body) => Encoding.Latin1.GetBytes("%PDF-1.7\n" + body);

    /// <summary>Objects from 1 on with a sound table; the catalogue is object 1.</summary>
    private static byte[] Objects(int count, Func<int, string> body, string end = "\nendobj\n", string? first = null)
    {
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int>();
        for (var i = 1; i <= count; i++)
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i} 0 obj ").Append(i == 1 && first is not null ? first : body(i)).Append(end);
        }

        var xref = text.Append('\n').Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {count + 1}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static byte[] LengthsInAChain() => Objects(60_000, i => $"<</Length {i + 1} 0 R>>stream\nx\nendstream", first: "<</Type/Catalog/Pages 2 0 R>>");

    private static byte[] UnfoldingSections()
    {
        var packed = Packed(new byte[30_000_000]);
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n"u8);
        var previous = 0L;
        for (var i = 1; i <= 100; i++)
        {
            var at = file.Position;
            file.Write(Encoding.ASCII.GetBytes($"{i} 0 obj<</Type/XRef/W[1 2 1]/Size 9/Index[0 0]/Root 1 0 R/Filter/FlateDecode/Length {packed.Length}{(i > 1 ? $"/Prev {previous}" : "")}>>stream\n"));
            file.Write(packed);
            file.Write("\nendstream\nendobj\n"u8);
            previous = at;
        }

        file.Write(Encoding.ASCII.GetBytes($"startxref\n{previous}\n%%EOF"));
        return file.ToArray();
    }

    private static byte[] SectionOf(string entries, byte[] rows)
    {
        var packed = Packed(rows);
        return [.. Raw($"5 0 obj<</Type/XRef {entries}/Root 1 0 R/Filter/FlateDecode/Length {packed.Length}>>stream\n"), .. packed, .. "\nendstream\nendobj\nstartxref\n9\n%%EOF"u8];
    }

    /// <summary>Pages that never end: each is read to the end of the file, all of the others again for each.</summary>
    private static byte[] OverlappingArrays()
    {
        const int count = 20_000;
        return Objects(count, i => i == 2 ? $"<</Type/Pages/Count 9/Kids[{string.Join(' ', Enumerable.Range(3, count - 2).Select(n => $"{n} 0 R"))}]>>" : "<</A ", end: "\n", first: "<</Type/Catalog/Pages 2 0 R>>");
    }

    private static byte[] SharedKids()
    {
        var kids = $"[{string.Join(' ', Enumerable.Range(3, 50_000).Select(i => $"{i} 0 R"))}]";
        return Objects(50_002, i => i == 2 ? kids : "<</Type/Pages/Kids 2 0 R>>", first: "<</Type/Catalog/Pages<</Type/Pages/Count 1/Kids 2 0 R>>>>");
    }

    /// <summary>One page for each of many streams that all end at the end of the file.</summary>
    private static byte[] OverlappingStreams()
    {
        const int count = 4_000;
        var length = 2_000_000;
        var kids = string.Join(' ', Enumerable.Range(0, count).Select(i => $"<</Type/Page/Contents {i + 2} 0 R>>"));
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new List<int> { text.Length };
        text.Append(CultureInfo.InvariantCulture, $"1 0 obj<</Type/Catalog/Pages<</Type/Pages/Count {count}/Kids[{kids}]>>>>endobj\n");
        for (var i = 0; i < count; i++)
        {
            offsets.Add(text.Length);
            text.Append(CultureInfo.InvariantCulture, $"{i + 2} 0 obj<<>>stream\n");
        }

        text.Append(' ', length).Append("\nendstream\n");
        var xref = text.Length;
        text.Append(CultureInfo.InvariantCulture, $"xref\n0 {count + 2}\n0000000000 65535 f \n");
        offsets.ForEach(offset => text.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n"));
        text.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {count + 2}/Root 1 0 R>>\nstartxref\n{xref}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    private static byte[] SharedResources()
    {
        var resources = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"/X{i} 1 0 R"));
        var kids = string.Concat(Enumerable.Repeat("<</Type/Page>>", 5_000));
        return Objects(1, _ => "", first: $"<</Type/Catalog/Pages<</Type/Pages/Count 5000/Resources<</XObject<<{resources}>>>>/Kids[{kids}]>>>>");
    }

    /// <summary>Each form draws the next one a thousand times.</summary>
    private static byte[] DrawnManyTimes()
    {
        string Form(int i) => $"<</Type/XObject/Subtype/Form/Resources<</XObject<</F {i + 1} 0 R>>>>/Length {7_000}>>stream\n{string.Concat(Enumerable.Repeat("/F Do\n ", 1_000))}\nendstream";
        return Objects(6, i => Form(i), first: "<</Type/Catalog/Pages<</Type/Pages/Count 1/Kids[<</Type/Page/Contents 2 0 R/Resources<</XObject<</F 3 0 R>>>>>>]>>>>");
    }

    private static byte[] EndlessFont()
    {
        var ranges = string.Concat(Enumerable.Repeat("<0000><FFFF><4E00>", 60_000)) + " endbfrange";
        return Objects(4, i => i switch
        {
            2 => "<</Length 20>>stream\n/F 9 Tf (hello) Tj    \nendstream",
            3 => "<</Type/Font/Subtype/Type0/ToUnicode 4 0 R>>",
            _ => $"<</Length {ranges.Length}>>stream\n{ranges}\nendstream",
        }, first: "<</Type/Catalog/Pages<</Type/Pages/Count 1/Kids[<</Type/Page/Contents 2 0 R/Resources<</Font<</F 3 0 R>>>>>>]>>>>");
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
