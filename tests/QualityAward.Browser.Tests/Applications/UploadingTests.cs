using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace QualityAward.Browser.Tests.Applications;

[Collection(BrowserCollection.Name)]
public sealed class UploadingTests(BrowserFixture browser, OpenRoundSite site) : IClassFixture<OpenRoundSite>
{
    [Fact]
    public async Task Two_files_go_on_after_a_broken_line_and_a_reload()
    {
        var id = await site.DraftAsync("org4");
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("org4");
        await tab.GoAsync($"/applications/{id}/sections/evidence");
        tab.MayLoseConnection();
        var broken = true;
        // The second piece of every file meets a broken line until that is repaired.
        await tab.Page.RouteAsync("**/uploads?handler=Chunk**", route => broken && !route.Request.Url.EndsWith("offset=0", StringComparison.Ordinal) ? route.AbortAsync() : route.ContinueAsync());
        FilePayload[] files = [Pdf("管理手册.pdf", 5_000_000), Pdf("审计报告.pdf", 3_000_000)];

        await Field(tab).SetInputFilesAsync(files);
        // One after the other: each tries again by itself, so both need not wait at the same moment.
        foreach (var file in files)
        {
            await tab.Page.Locator(".qa-uploads li", new() { HasText = file.Name }).GetByText("网络中断，稍后自动继续。").WaitForAsync();
        }

        await tab.ShootAsync("application-uploads");
        await tab.AssertAccessibleAsync();
        tab.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await tab.GoAsync($"/applications/{id}/sections/evidence");
        await tab.Page.GetByText("上次没有传完").Nth(1).WaitForAsync();
        broken = false;
        await Field(tab).SetInputFilesAsync(files);
        foreach (var file in files)
        {
            await tab.Page.Locator(".qa-file-head a", new() { HasText = file.Name }).WaitForAsync();
        }

        await Assertions.Expect(tab.Page.Locator(".qa-uploads li")).ToHaveCountAsync(0);
        Assert.Equal([3_000_000L, 5_000_000L], await site.ReadAsync(db => db.Attachments.Where(a => a.ApplicationId == id).OrderBy(a => a.Length).Select(a => a.Length).ToListAsync()));
    }

    [Fact]
    public async Task A_fault_of_the_server_is_said_as_such_and_the_file_goes_on_when_asked_to()
    {
        var id = await site.DraftAsync("org5");
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("org5");
        await tab.GoAsync($"/applications/{id}/sections/evidence");
        tab.MayLoseConnection();
        var status = 503;
        await tab.Page.RouteAsync("**/uploads?handler=Chunk**", route => status == 0 || route.Request.Url.EndsWith("offset=0", StringComparison.Ordinal)
            ? route.ContinueAsync()
            : route.FulfillAsync(new() { Status = status, Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Error-Number"] = "7306C983A4DE" } }));
        var item = tab.Page.Locator(".qa-uploads li");

        await Field(tab).SetInputFilesAsync(Pdf("年度报告.pdf", 3_000_000));
        await item.GetByText("服务器正忙或正在维护").WaitForAsync();
        status = 500;
        await item.GetByText("服务器出错，文件没有传完").WaitForAsync();
        await Assertions.Expect(item).ToContainTextAsync("请报编号 7306C983A4DE");
        await tab.ShootAsync("application-upload-fault");
        await tab.AssertAccessibleAsync();
        status = 0;
        await item.GetByRole(AriaRole.Button, new() { Name = "重试" }).ClickAsync();

        await tab.Page.Locator(".qa-file-head a", new() { HasText = "年度报告.pdf" }).WaitForAsync();
        await Assertions.Expect(item).ToHaveCountAsync(0);
    }

    private static ILocator Field(Tab tab) => tab.Page.GetByLabel("其他证实性材料", new() { Exact = true });

    private static FilePayload Pdf(string name, int length)
    {
        var content = new byte[length];
        Encoding.ASCII.GetBytes("%PDF-1.7\n" + name.Length).CopyTo(content, 0);
        return new FilePayload { Name = name, MimeType = "application/pdf", Buffer = content };
    }
}
