using Microsoft.AspNetCore.Http;
using QualityAward.Infrastructure.Files;

namespace QualityAward.Web.Tests.Files;

public sealed class SafeDownloadTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("qa-files-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("自我评价报告.pdf", "自我评价报告.pdf")]
    [InlineData("C:\\Users\\li\\报告.pdf", "报告.pdf")]
    [InlineData("../../报告.pdf", "报告.pdf")]
    [InlineData("报告.png", "报告.pdf")]
    [InlineData("附件1.2", "附件1.2.pdf")]
    [InlineData("报告\u202Efdp.exe", "报告fdp.exe.pdf")]
    [InlineData("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf")]
    [InlineData("a\"b<c>.pdf", "a_b_c_.pdf")]
    [InlineData("", "文件.pdf")]
    [InlineData(".pdf", "文件.pdf")]
    public void Names_are_cleaned(string uploaded, string served) => Assert.Equal(served, SafeDownload.CleanName(uploaded, FileKinds.Pdf));

    [Fact]
    public void Long_names_are_cut_before_the_ending()
    {
        var name = SafeDownload.CleanName(new string('质', 300) + ".pdf", FileKinds.Pdf);
        Assert.Equal(new string('质', 120) + ".pdf", name);
    }

    [Fact]
    public void Chinese_names_follow_RFC_5987() =>
        Assert.Equal(
            "attachment; filename=__.pdf; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf",
            SafeDownload.Disposition("报告.pdf", FileKinds.Pdf, inline: false));

    [Theory]
    [InlineData("pdf", true, "inline", null)]
    [InlineData("png", true, "inline", "sandbox")]
    [InlineData("pdf", false, "attachment", "sandbox")]
    [InlineData("docx", true, "attachment", "sandbox")]
    public async Task Only_pictures_and_pdf_are_shown(string what, bool preview, string disposition, string? policy)
    {
        var store = new DiskFileStore(new FileStoreOptions { Root = _root });
        var content = what switch
        {
            "pdf" => SampleFiles.Pdf(),
            "png" => SampleFiles.Png,
            _ => SampleFiles.Office("word/document.xml"),
        };
        var file = (await store.SaveAsync(new MemoryStream(content), "a." + what, FileRule.AnyKind(10_000), default)).File!;
        var response = new DefaultHttpContext().Response;

        var result = SafeDownload.Serve(response, store, file, "报告." + what, preview);

        await using var stream = result.FileStream;
        Assert.Equal(file.ContentType, result.ContentType);
        Assert.StartsWith(disposition, response.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.XContentTypeOptions);
        Assert.Equal(policy is not null, response.Headers.ContentSecurityPolicy.ToString().Contains("sandbox", StringComparison.Ordinal));
        Assert.Equal($"\"{file.Sha256}\"", result.EntityTag?.ToString());
    }
}
