using System.Buffers.Binary;
using QualityAward.Infrastructure.Files;

namespace QualityAward.Web.Tests.Files;

public sealed class ContentSnifferTests
{
    // The runner is given the names only: it would write out every byte of the contents.
    private static readonly Dictionary<string, (byte[] Content, string ContentType)> Known = new(StringComparer.Ordinal)
    {
        ["pdf"] = (SampleFiles.Pdf(), "application/pdf"),
        ["pdf after printer commands"] = ([.. "\x1B%-12345X@PJL\r\n"u8, .. SampleFiles.Pdf()], "application/pdf"),
        ["jpeg"] = ([0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "image/jpeg"),
        ["png"] = (SampleFiles.Png, "image/png"),
        ["gif"] = ("GIF89a12"u8.ToArray(), "image/gif"),
        ["webp"] = ("RIFF\0\0\0\0WEBPVP8 "u8.ToArray(), "image/webp"),
        ["tiff"] = ("II*\0\x08\0\0\0"u8.ToArray(), "image/tiff"),
        ["tiff of a Macintosh"] = ("MM\0*\0\0\0\x08"u8.ToArray(), "image/tiff"),
        ["bmp"] = (SampleFiles.Bmp, "image/bmp"),
        ["docx"] = (SampleFiles.Office("word/document.xml"), FileKinds.Docx.ContentType),
        ["docx with an embedded workbook"] = (SampleFiles.Office("word/document.xml", SampleFiles.WordMain, ("word/embeddings/a.xlsx", "PK")), FileKinds.Docx.ContentType),
        ["xlsx"] = (SampleFiles.Office("xl/workbook.xml"), FileKinds.Xlsx.ContentType),
        ["pptx"] = (SampleFiles.Office("ppt/presentation.xml"), FileKinds.Pptx.ContentType),
        ["doc"] = (SampleFiles.Compound(1, "1Table", "\u0005SummaryInformation", "WordDocument", "Data", "CompObj"), "application/msword"),
        ["xls"] = (SampleFiles.Compound(5, "Workbook"), "application/vnd.ms-excel"),
        ["xls of 1995"] = (SampleFiles.Compound(5, "Book"), "application/vnd.ms-excel"),
        ["ppt"] = (SampleFiles.Compound(2, "Current User", "PowerPoint Document"), "application/vnd.ms-powerpoint"),
        // What is two things at once is served as the one that was recognised, never sniffed, in a sandbox.
        ["pdf with a zip behind it"] = ([.. SampleFiles.Pdf(), .. SampleFiles.Zip(("a.txt", "a"))], "application/pdf"),
        ["jpeg with a web page within"] = ([0xFF, 0xD8, 0xFF, 0xFE, .. "<script>alert(1)</script>"u8], "image/jpeg"),
        ["gif that is a script too"] = ("GIF89a/*\0\0*/=1;alert(1)"u8.ToArray(), "image/gif"),
        ["doc of 8 MB"] = (SampleFiles.Compound(16_000, "A", "B", "C", "D", "WordDocument"), "application/msword"),
    };

    private static readonly Dictionary<string, (byte[] Content, FileVerdict Verdict)> Refused = new(StringComparer.Ordinal)
    {
        ["nothing"] = ([], FileVerdict.Empty),
        ["text"] = ("just text"u8.ToArray(), FileVerdict.UnknownContent),
        ["program"] = ("MZ\x90\0"u8.ToArray(), FileVerdict.UnknownContent),
        ["web page"] = ("<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), FileVerdict.UnknownContent),
        ["web page that mentions a PDF"] = ("<script>alert(1)</script>%PDF-1.7"u8.ToArray(), FileVerdict.UnknownContent),
        ["svg"] = ("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), FileVerdict.UnknownContent),
        ["text that begins with BM"] = ("BM is how this begins, and it goes on for a while"u8.ToArray(), FileVerdict.UnknownContent),
        ["plain zip"] = (SampleFiles.Zip(("a.txt", "a")), FileVerdict.UnknownContent),
        ["zip with a folder word"] = (SampleFiles.Zip(("word/document.xml", "a")), FileVerdict.UnknownContent),
        ["two documents in one"] = (SampleFiles.Office("word/document.xml", SampleFiles.WordMain, ("xl/workbook.xml", "x")), FileVerdict.UnknownContent),
        ["half a zip"] = (SampleFiles.Office("word/document.xml")[..^40], FileVerdict.UnknownContent),
        ["macros"] = (SampleFiles.Office("word/document.xml", SampleFiles.WordMain, ("word/vbaProject.bin", "x")), FileVerdict.HasMacros),
        ["macros under another name"] = (SampleFiles.Office("word/document.xml", "application/vnd.ms-word.document.macroEnabled.main+xml"), FileVerdict.HasMacros),
        ["macros of a workbook"] = (SampleFiles.Office("xl/workbook.xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", ("xl/vbaProject.bin", "x")), FileVerdict.HasMacros),
        ["macros of slides, declared only"] = (SampleFiles.Office("ppt/presentation.xml", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"), FileVerdict.HasMacros),
        ["zip that begins with the text of a PDF"] = (SampleFiles.Zip(("%PDF-1.7", "%PDF-1.7")), FileVerdict.UnknownContent),
        ["program with a PDF within"] = ([.. "MZ\x90\0"u8, .. SampleFiles.Pdf()], FileVerdict.UnknownContent),
        ["old macros"] = (SampleFiles.Compound(1, "WordDocument", "Macros", "VBA"), FileVerdict.HasMacros),
        ["password"] = (SampleFiles.Compound(1, "EncryptionInfo", "EncryptedPackage"), FileVerdict.PasswordProtected),
        ["mail of Outlook"] = (SampleFiles.Compound(1, "__properties_version1.0"), FileVerdict.UnknownContent),
        ["compound header alone"] = (SampleFiles.Compound(1, "WordDocument")[..512], FileVerdict.UnknownContent),
        ["content types with a document type"] = (SampleFiles.Zip(("[Content_Types].xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), ("word/document.xml", "x")), FileVerdict.UnknownContent),
    };

    public static TheoryData<string> KnownNames => [.. Known.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(KnownNames))]
    public void Known_formats(string what)
    {
        var (content, contentType) = Known[what];
        var (verdict, format) = ContentSniffer.Sniff(new MemoryStream(content));
        Assert.Equal(FileVerdict.Accepted, verdict);
        Assert.Equal(contentType, format?.ContentType);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void Refused_contents(string what)
    {
        var (content, expected) = Refused[what];
        var (verdict, format) = ContentSniffer.Sniff(new MemoryStream(content));
        Assert.Equal(expected, verdict);
        Assert.Null(format);
    }

    [Fact]
    public void A_zip_bomb_in_the_content_types_is_cut_off()
    {
        var bomb = SampleFiles.Zip(
            ("[Content_Types].xml", "<Types>" + new string(' ', 20 * 1024 * 1024) + "</Types>"),
            ("word/document.xml", "x"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (verdict, _) = ContentSniffer.Sniff(new MemoryStream(bomb));
        Assert.Equal(FileVerdict.UnknownContent, verdict);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 * 1024 * 1024);
    }

    [Fact]
    public void A_directory_that_claims_gigabytes_is_not_read()
    {
        var zip = SampleFiles.Office("word/document.xml");
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(zip.Length - 22 + 12), 0x7FFFFFFF);
        Assert.Equal(FileVerdict.UnknownContent, ContentSniffer.Sniff(new MemoryStream(zip)).Verdict);
    }

    [Fact]
    public void A_compound_file_that_points_in_circles_ends()
    {
        var file = SampleFiles.Compound(1, "A", "B");
        // The sector of the directory names itself as the next one.
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(512 + 4), 1);
        Assert.Equal(FileVerdict.UnknownContent, ContentSniffer.Sniff(new MemoryStream(file)).Verdict);
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        var random = new Random(19580);
        byte[][] samples =
        [
            SampleFiles.Office("word/document.xml"), SampleFiles.Compound(3, "A", "WordDocument"), SampleFiles.Pdf(), SampleFiles.Png,
        ];
        for (var round = 0; round < 4000; round++)
        {
            var file = (byte[])samples[round % samples.Length].Clone();
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                file[random.Next(file.Length)] = (byte)random.Next(256);
            }

            var (verdict, format) = ContentSniffer.Sniff(new MemoryStream(file, 0, random.Next(1, file.Length + 1)));
            Assert.Equal(verdict == FileVerdict.Accepted, format is not null);
        }
    }

    [Fact]
    public void Names_for_the_upload_field() =>
        Assert.Equal(".pdf,.docx,.doc", FileKinds.Accept([FileKind.Word, FileKind.Pdf]));
}
