using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using QualityAward.Infrastructure.Printing;

namespace QualityAward.Web.Tests.Printing;

/// <summary>With the real browser: it is what prints in operation.</summary>
[SupportedOSPlatform("linux")]
public sealed class ChromiumPrinterTests : IDisposable
{
    private readonly string _assets = Directory.CreateTempSubdirectory("qa-print-").FullName;

    public void Dispose() => Directory.Delete(_assets, recursive: true);

    [Fact]
    public async Task A_chinese_document_becomes_a_pdf_with_bookmarks()
    {
        var pdf = await Print(new PrintJob("""
            <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>申报表</title></head>
            <body><h1>一、组织概述</h1><p>质量管理</p><h1>二、自我评价</h1></body></html>
            """));

        Assert.StartsWith("%PDF-", pdf, StringComparison.Ordinal);
        Assert.Contains("/Outlines", pdf, StringComparison.Ordinal);
        Assert.Contains("/StructTreeRoot", pdf, StringComparison.Ordinal);
        Assert.Contains($"/Title {PdfText("申报表")}", pdf, StringComparison.Ordinal);
        Assert.Contains($"/Title {PdfText("二、自我评价")}", pdf, StringComparison.Ordinal);
        Assert.Matches(@"/MediaBox \[0 0 594\.9\d* 841\.9\d* ?\]", pdf);
    }

    [Fact]
    public async Task Landscape_turns_the_sheet()
    {
        var pdf = await Print(new PrintJob("<html><head></head><body>宽表</body></html>") { Landscape = true, Header = "</style>页眉'", Footer = "abc" });
        Assert.Matches(@"/MediaBox \[0 0 841\.9\d* 594\.9\d* ?\]", pdf);
    }

    [Fact]
    public async Task Style_sheets_come_from_our_folder_and_from_nowhere_else()
    {
        await File.WriteAllTextAsync(Path.Combine(_assets, "print.css"), "@page { size: A5 }");
        await File.WriteAllTextAsync(Path.Combine(_assets, "secret.txt"), "@page { size: A3 }");

        var allowed = await Print(new PrintJob("<html><head><link rel=stylesheet href=/print.css></head><body>甲</body></html>"));
        Assert.Contains("/MediaBox [0 0 4", allowed, StringComparison.Ordinal);

        var refused = await Print(new PrintJob("""
            <html><head><link rel=stylesheet href=/secret.txt><link rel=stylesheet href=/%2e%2e/x.css><link rel=stylesheet href=https://example.com/a.css></head>
            <body>乙<img src="file:///etc/hostname"><iframe src="file:///etc/hostname"></iframe></body></html>
            """));
        Assert.Contains("/MediaBox [0 0 594.", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_do_not_run()
    {
        var pdf = await Print(new PrintJob("""
            <html><head><title>before</title></head><body><script>document.title = "after"</script><img src="x" onerror="document.title='after'"></body></html>
            """));
        Assert.Contains("/Title <6265666F7265>", pdf, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_jobs_at_once_and_a_browser_that_dies()
    {
        var job = new PrintJob("<html><head></head><body>排队</body></html>");
        var number = Path.Combine(_assets, "pid");
        var program = Path.Combine(_assets, "chromium");
        // The script becomes the browser, so that we know which process is ours to kill.
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho $$ > {number}\nexec chromium \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var printer = new ChromiumPrinter(new PrintingOptions { Chromium = program }, _assets, NullLogger<ChromiumPrinter>.Instance);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Print(job, printer)));
        var first = await File.ReadAllTextAsync(number);

        using (var browser = Process.GetProcessById(int.Parse(first, CultureInfo.InvariantCulture)))
        {
            browser.Kill(entireProcessTree: true);
        }

        Assert.StartsWith("%PDF-", await Print(job, printer), StringComparison.Ordinal);
        Assert.NotEqual(first, await File.ReadAllTextAsync(number));
    }

    [Fact]
    public async Task A_job_beyond_the_queue_is_turned_away_at_once_and_the_next_one_finds_room_again()
    {
        var job = new PrintJob("<html><head></head><body>排队</body></html>");
        await using var printer = new ChromiumPrinter(new PrintingOptions { Concurrency = 1, QueueLength = 1 }, _assets, NullLogger<ChromiumPrinter>.Instance);

        var jobs = Enumerable.Range(0, 3).Select(_ => Print(job, printer)).ToList();
        await Assert.ThrowsAsync<PrintingQueueFullException>(() => jobs[2]);
        await Task.WhenAll(jobs[..2]);

        Assert.StartsWith("%PDF-", await Print(job, printer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_browser_the_reason_is_told()
    {
        await using var printer = new ChromiumPrinter(
            new PrintingOptions { Chromium = "/nonexistent/chromium" }, _assets, NullLogger<ChromiumPrinter>.Instance);
        var failure = await Assert.ThrowsAsync<PrintingUnavailableException>(() => printer.PrintAsync(new PrintJob(""), Stream.Null, default));
        Assert.Contains("Printing:Chromium", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Text is embedded as TrueType, never drawn as Type 3, bold and page margins included.</summary>
    [Fact]
    public async Task Our_fonts_are_embedded_as_TrueType()
    {
        await using var printer = Printer(WebRoot());
        var job = new PrintJob("""
            <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>body { font-family: "Noto Serif SC" } h1 { font-family: "Noto Sans SC" }</style></head>
            <body><h1>质量奖申报表</h1><p>正文，<b>加粗</b>，<code>code</code>〔2026〕1 号</p></body></html>
            """)
        { Header = "连云港市市长质量奖", Footer = "3f2a" };

        var pdf = await Print(job, printer);

        Assert.Contains("/FontFile2", pdf, StringComparison.Ordinal);
        Assert.DoesNotContain("/Type3", pdf, StringComparison.Ordinal);
        foreach (var font in new[] { "NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold" })
        {
            Assert.Contains(font, pdf, StringComparison.Ordinal);
        }
    }

    /// <summary>Every character that a font draws with the same glyph as a radical, in both our fonts: found and copied as it was written.</summary>
    [Fact]
    public async Task Text_is_found_as_it_was_written_not_as_the_radicals_that_look_the_same()
    {
        const string others = "户厂刀卜小民长门车马见贝风飞鱼鸟黄齐龙食母西青骨鬼虎页韦讠钅饣麦卤龟齿疋冈肉月王羊角贝走足身";
        var written = string.Concat(Enumerable.Range(0x2F00, 214).Select(c => char.ConvertFromUtf32(c).Normalize(NormalizationForm.FormKC))) + others;
        await using var printer = Printer(WebRoot());
        using var pdf = new MemoryStream();

        await printer.PrintAsync(
            new PrintJob($"""
                <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>门</title></head>
                <body><p style="font-family: 'Noto Serif SC'">{written}</p><p style="font-family: 'Noto Sans SC'">{written}</p><p style="font-family: 'Noto Sans SC'"><b>{written}</b></p></body></html>
                """) { PageNumbers = false },
            pdf, default);
        var reading = PdfReading.Of(pdf.ToArray());

        Assert.Equal("", reading.LookAlikes);
        Assert.Equal(PdfReading.Squeeze(written + written + written), reading.All);
    }

    private static ChromiumPrinter Printer(string assets) => new(new PrintingOptions(), assets, NullLogger<ChromiumPrinter>.Instance);

    private static async Task<string> Print(PrintJob job, ChromiumPrinter printer)
    {
        using var pdf = new MemoryStream();
        await printer.PrintAsync(job, pdf, default);
        return Encoding.Latin1.GetString(pdf.ToArray());
    }

    private async Task<string> Print(PrintJob job)
    {
        await using var printer = Printer(_assets);
        return await Print(job, printer);
    }

    /// <summary>A text string of the PDF that is not ASCII: UTF-16 in hexadecimal.</summary>
    private static string PdfText(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static string WebRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "QualityAward.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return Path.Combine(folder.FullName, "src", "QualityAward.Web", "wwwroot");
    }
}
