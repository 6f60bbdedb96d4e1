using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>Two windows on one draft, a server that dies, a login that expires: nothing that was typed is lost.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ConflictJourneyTests(BrowserFixture browser, StagedSite site) : IClassFixture<StagedSite>
{
    private const string Deeds = "主要工作事迹和突出贡献";

    [Fact]
    public async Task Two_windows_save_one_section_and_the_second_is_shown_both_texts()
    {
        var id = await DraftAsync("person1");
        await using var first = await browser.OpenAsync(site);
        await using var second = await browser.OpenAsync(site, javaScript: false);
        await OpenSectionAsync(first, "person1", id);
        await OpenSectionAsync(second, "person1", id);

        await first.Page.GetByLabel(Deeds, new() { Exact = true }).FillAsync("第一个窗口写下的事迹");
        await SaveAsync(first);
        await Assertions.Expect(first.Page.GetByText("“一、个人基本情况”已保存")).ToBeVisibleAsync();

        await second.Page.GetByLabel(Deeds, new() { Exact = true }).FillAsync("第二个窗口写下的事迹");
        var answer = await second.Page.RunAndWaitForResponseAsync(() => SaveAsync(second), r => r.Request.Method == "POST");

        Assert.Equal(409, answer.Status);
        var group = second.Page.GetByRole(AriaRole.Group, new() { Name = Deeds });
        await Assertions.Expect(group).ToContainTextAsync("第二个窗口写下的事迹");
        await Assertions.Expect(group).ToContainTextAsync("第一个窗口写下的事迹");
        await second.ShootAsync("conflict-section");
        Assert.Equal("第一个窗口写下的事迹", await StoredAsync(id));

        await group.GetByLabel("采用已保存的").CheckAsync();
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "按以上选择保存" }).ClickAsync();
        Assert.Equal("第一个窗口写下的事迹", await StoredAsync(id));
        await Assertions.Expect(second.Page.GetByLabel(Deeds, new() { Exact = true })).ToHaveValueAsync("第一个窗口写下的事迹");
    }

    [Fact]
    public async Task The_automatic_save_shows_both_texts_and_keeps_the_one_that_is_chosen()
    {
        var id = await DraftAsync("person2");
        await using var first = await browser.OpenAsync(site);
        await using var second = await browser.OpenAsync(site);
        await OpenSectionAsync(first, "person2", id);
        await OpenSectionAsync(second, "person2", id);
        await first.Page.GetByLabel(Deeds, new() { Exact = true }).FillAsync("先保存的一份");
        await first.Page.GetByLabel("工作单位", new() { Exact = true }).FillAsync("先保存的单位");
        await SaveAsync(first);
        await Assertions.Expect(first.Page.GetByText("“一、个人基本情况”已保存")).ToBeVisibleAsync();

        await second.Page.GetByLabel(Deeds, new() { Exact = true }).FillAsync("后保存的一份");

        var group = second.Page.GetByRole(AriaRole.Group, new() { Name = Deeds });
        await Assertions.Expect(group).ToContainTextAsync("先保存的一份");
        await Assertions.Expect(group).ToContainTextAsync("后保存的一份");
        // What only the other one changed is merged without a question.
        await Assertions.Expect(second.Page.Locator(".qa-conflict-field")).ToHaveCountAsync(1);
        await Assertions.Expect(second.Page.GetByLabel("工作单位", new() { Exact = true })).ToHaveValueAsync("先保存的单位");
        await second.ShootAsync("conflict-autosave");
        await second.AssertAccessibleAsync();
        Assert.Equal("先保存的一份", await StoredAsync(id));

        await second.Page.GetByRole(AriaRole.Button, new() { Name = "按以上选择保存" }).ClickAsync();
        await second.SavedAsync();
        Assert.Equal("后保存的一份", await StoredAsync(id));
    }

    [Fact]
    public async Task Text_typed_while_the_server_is_down_survives_a_crash_of_the_browser()
    {
        const string before = "服务器中断之前写下的事迹，";
        const string after = "中断之后又写下的事迹，一个字也不能少。";
        var id = await DraftAsync("person3");
        await using var tab = await browser.OpenAsync(site);
        await OpenSectionAsync(tab, "person3", id);
        await tab.Page.GetByLabel(Deeds, new() { Exact = true }).PressSequentiallyAsync(before);
        await tab.SavedAsync();

        tab.MayLoseConnection();
        await site.StopAsync();
        await tab.Page.GetByLabel(Deeds, new() { Exact = true }).PressSequentiallyAsync(after);
        await Assertions.Expect(tab.Page.Locator("[data-autosave-status]")).ToContainTextAsync("未保存，已保留在本机");
        await tab.ShootAsync("offline-section");
        await tab.CrashAsync();
        await site.StartAgainAsync();

        Assert.Equal(before, await StoredAsync(id));
        await tab.GoAsync(ApplicationLinks.Section(id, "basic"));
        await Assertions.Expect(tab.Page.GetByLabel(Deeds, new() { Exact = true })).ToHaveValueAsync(before + after);
        await Assertions.Expect(tab.Page.GetByText("已恢复上次未保存的内容，并已保存。")).ToBeVisibleAsync();
        await tab.SavedAsync();
        Assert.Equal(before + after, await StoredAsync(id));
    }

    [Fact]
    public async Task A_login_that_expires_in_the_middle_of_typing_loses_nothing()
    {
        var id = await DraftAsync("person4");
        await using var tab = await browser.OpenAsync(site);
        await OpenSectionAsync(tab, "person4", id);
        var deeds = tab.Page.GetByLabel(Deeds, new() { Exact = true });
        await deeds.FillAsync("登录过期之前的事迹");
        await tab.SavedAsync();

        // Logged in again in another window: the page goes on.
        await ExpireLoginAsync(tab);
        await deeds.FillAsync("登录过期之后的事迹");
        await Assertions.Expect(tab.Page.GetByText("登录已过期。")).ToBeVisibleAsync();
        await tab.ShootAsync("login-expired-section");
        await tab.AssertAccessibleAsync();
        Assert.Equal("登录过期之前的事迹", await StoredAsync(id));
        var other = await tab.Page.RunAndWaitForPopupAsync(() => tab.Page.GetByRole(AriaRole.Link, new() { Name = "在新窗口登录" }).ClickAsync());
        await LogInHereAsync(other, "person4");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "我已登录，继续保存" }).ClickAsync();
        await tab.SavedAsync();
        Assert.Equal("登录过期之后的事迹", await StoredAsync(id));

        // The page is left instead: after the login it comes back, and so does the text.
        await ExpireLoginAsync(tab);
        await deeds.FillAsync("再次过期之后的事迹");
        await Assertions.Expect(tab.Page.GetByText("登录已过期。")).ToBeVisibleAsync();
        await tab.Page.ReloadAsync();
        await LogInHereAsync(tab.Page, "person4");
        await Assertions.Expect(deeds).ToHaveValueAsync("再次过期之后的事迹");
        await tab.SavedAsync();
        Assert.Equal("再次过期之后的事迹", await StoredAsync(id));
    }

    [Fact]
    public async Task Text_typed_before_the_scripts_are_there_is_saved_too()
    {
        var id = await DraftAsync("person1");
        await using var tab = await browser.OpenAsync(site);
        await OpenSectionAsync(tab, "person1", id);
        // The terms are behind us: their page must not wait for the scripts that are held back here.
        await Assertions.Expect(tab.Page.GetByLabel(Deeds, new() { Exact = true })).ToBeVisibleAsync();
        var typed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await tab.Page.RouteAsync(url => url.Contains("/js/autosave", StringComparison.Ordinal), async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await tab.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await tab.Page.GetByLabel(Deeds, new() { Exact = true }).FillAsync("脚本到达之前写下的事迹");
        typed.SetResult();

        await tab.SavedAsync();
        Assert.Equal("脚本到达之前写下的事迹", await StoredAsync(id));
    }

    private static Task ExpireLoginAsync(Tab tab) => tab.Page.Context.ClearCookiesAsync(new() { Name = "qa.session" });

    private static async Task LogInHereAsync(IPage page, string userName)
    {
        await page.GetByLabel("用户名").FillAsync(userName);
        await page.GetByLabel("密码", new() { Exact = true }).FillAsync(Testing.Site.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/account/login", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task OpenSectionAsync(Tab tab, string userName, Guid id)
    {
        await tab.LogInAsync(userName);
        await tab.GoAsync(ApplicationLinks.Section(id, "basic"));
    }

    private static Task SaveAsync(Tab tab) => tab.Page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).Last.ClickAsync();

    private async Task<Guid> DraftAsync(string userName)
    {
        site.Stage.On(2022, 6, 1);
        var round = await site.ReadAsync(db => db.Rounds.Select(r => r.Id).SingleOrDefaultAsync());
        if (round == Guid.Empty)
        {
            round = (await site.OpenRoundAsync("2022年连云港市市长质量奖", new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26))).RoundId;
        }

        var who = DemoPeople.Of(userName);
        var owner = (await site.Stage.AsAsync(userName)).UserId;
        if (await site.ReadAsync(db => db.Applications.Where(a => a.OwnerId == owner).Select(a => (Guid?)a.Id).SingleOrDefaultAsync()) is { } begun)
        {
            return begun;
        }

        return await site.Stage.DoAsync<StartApplication, Guid>(userName, async (o, a) => (await o.RunAsync(round, Track.Individual, who.Channel, a, default)).Id);
    }

    /// <summary>What the database holds for the field.</summary>
    private async Task<string?> StoredAsync(Guid id) =>
        (await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).Where(s => s.SectionId == "basic").Select(s => s.Answers).SingleOrDefaultAsync()))?.Text("deeds");
}
