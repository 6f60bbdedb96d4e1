using System.Text;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Tests.Files;

namespace QualityAward.Web.Tests.Pdf;

public sealed class PdfPagesTests
{
    private static readonly Dictionary<string, (byte[] Content, int? Pages, PageTrouble? Trouble)> Files = new(StringComparer.Ordinal)
    {
        ["one page"] = (SamplePdfs.Table(1), 1, null),
        ["800 pages in one list"] = (SamplePdfs.Table(800), 800, null),
        ["a header that stands late"] = (SamplePdfs.Table(3, before: "\u001b%-12345X@PJL\r\n"), 3, null),
        ["streams with predicted rows"] = (SamplePdfs.Compressed(12), 12, null),
        ["streams with plain rows"] = (SamplePdfs.Compressed(7, predicted: false), 7, null),
        ["saved twice"] = (SamplePdfs.Updated(), 2, null),
        ["the demo's"] = (DemoFiles.Pdf("demo").ToArray(), 1, null),
        ["encrypted, the tree readable"] = (SamplePdfs.Table(4, "/Encrypt 9 0 R"), 4, PageTrouble.Encrypted),
        ["encrypted, the tree as well"] = (Scrambled(SamplePdfs.Compressed(4, more: "/Encrypt 9 0 R")), null, PageTrouble.Encrypted),
        ["no cross-reference"] = (SampleFiles.Pdf(), null, PageTrouble.Broken),
        ["cut off"] = (SamplePdfs.Table(5)[..^60], null, PageTrouble.Broken),
        ["no pages"] = (SamplePdfs.Table(1, count: "0"), null, PageTrouble.Broken),
        ["a count that is no number"] = (SamplePdfs.Table(1, count: "/Many"), null, PageTrouble.Broken),
        ["a count in a circle"] = (SamplePdfs.Table(1, count: "2 0 R"), null, PageTrouble.Broken),
        ["more pages than any binder holds"] = (SamplePdfs.Table(1, count: "2000000000"), null, PageTrouble.TooComplex),
        ["arrays within arrays"] = (SamplePdfs.Table(1, count: new string('[', 100_000)), null, PageTrouble.TooComplex),
        ["cross-references in a circle"] = (SamplePdfs.Table(2, "/Prev 9"), null, PageTrouble.Broken),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Pages_are_counted_or_the_reason_is_known(string what)
    {
        var (content, pages, trouble) = Files[what];

        Assert.Equal(new PageCount(pages, trouble), PdfPages.Count(new MemoryStream(content)));
    }

    [Fact]
    public void A_stream_that_unfolds_into_gigabytes_is_cut_off()
    {
        var bomb = SamplePdfs.Bomb(64 * 1024 * 1024);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var count = PdfPages.Count(new MemoryStream(bomb));

        Assert.Equal(new PageCount(null, PageTrouble.TooComplex), count);
        Assert.True(bomb.Length < 1024 * 1024);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 128 * 1024 * 1024);
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        var random = new Random(32000);
        byte[][] samples = [SamplePdfs.Table(3), SamplePdfs.Compressed(5), SamplePdfs.Compressed(5, predicted: false), SamplePdfs.Updated()];
        for (var round = 0; round < 8000; round++)
        {
            var file = (byte[])samples[round % samples.Length].Clone();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            var count = PdfPages.Count(new MemoryStream(file, 0, random.Next(1, file.Length + 1)));

            Assert.True(count.Pages is not null || count.Trouble is not null);
        }
    }

    /// <summary>The object stream's data made unreadable, as encryption does.</summary>
    private static byte[] Scrambled(byte[] file)
    {
        var at = Encoding.Latin1.GetString(file).IndexOf("stream\r\n", StringComparison.Ordinal) + 8;
        for (var i = 0; i < 24; i++)
        {
            file[at + i] ^= 0x5A;
        }

        return file;
    }
}
