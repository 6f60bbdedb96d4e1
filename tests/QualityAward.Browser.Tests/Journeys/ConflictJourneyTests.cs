using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>Two windows on one draft, and a line that breaks: nothing that was typed is lost.</summary>
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
        await SaveAsync(first);
        await Assertions.Expect(first.Page.GetByText("“一、个人基本情况”已保存")).ToBeVisibleAsync();

        await second.Page.GetByLabel(Deeds, new() { Exact = true }).FillAsync("后保存的一份");

        var group = second.Page.GetByRole(AriaRole.Group, new() { Name = Deeds });
        await Assertions.Expect(group).ToContainTextAsync("先保存的一份");
        await Assertions.Expect(group).ToContainTextAsync("后保存的一份");
        await second.ShootAsync("conflict-autosave");
        await second.AssertAccessibleAsync();
        Assert.Equal("先保存的一份", await StoredAsync(id));

        await second.Page.GetByRole(AriaRole.Button, new() { Name = "按以上选择保存" }).ClickAsync();
        await Assertions.Expect(second.Page.Locator("[data-autosave-status]")).ToHaveTextAsync(new Regex("^已保存", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal("后保存的一份", await StoredAsync(id));
    }

    [Fact]
    public async Task Text_typed_while_the_line_is_down_is_there_after_a_reload()
    {
        // So long that the browser cannot send it after the page is gone; short text would arrive that way.
        var typed = "断网时写下的事迹，一个字也不能少。" + new string('x', 16_000);
        var id = await DraftAsync("person3");
        await using var tab = await browser.OpenAsync(site);
        await OpenSectionAsync(tab, "person3", id);
        var deeds = tab.Page.GetByLabel(Deeds, new() { Exact = true });
        var status = tab.Page.Locator("[data-autosave-status]");

        await Assertions.Expect(tab.Page.Locator("form[data-autosave-ready]")).ToBeVisibleAsync();
        tab.MayLoseConnection();
        await tab.Page.Context.SetOfflineAsync(offline: true);
        await deeds.FillAsync(typed);
        await Assertions.Expect(status).ToContainTextAsync("未保存，已保留在本机");
        await tab.ShootAsync("offline-section");

        // The window is gone before the line is back.
        await tab.Page.GotoAsync("about:blank");
        await tab.Page.Context.SetOfflineAsync(offline: false);
        Assert.Null(await StoredAsync(id));
        await tab.GoAsync(ApplicationLinks.Section(id, "basic"));

        await Assertions.Expect(deeds).ToHaveValueAsync(typed);
        await Assertions.Expect(tab.Page.GetByText("已恢复上次未保存的内容，并已保存。")).ToBeVisibleAsync();
        await Assertions.Expect(status).ToHaveTextAsync(new Regex("^已保存", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(typed, await StoredAsync(id));
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
        return await site.Stage.DoAsync<StartApplication, Guid>(userName, async (o, a) => (await o.RunAsync(round, Track.Individual, who.Channel, a, default)).Id);
    }

    /// <summary>What the database holds for the field.</summary>
    private async Task<string?> StoredAsync(Guid id) =>
        (await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).Where(s => s.SectionId == "basic").Select(s => s.Answers).SingleOrDefaultAsync()))?.Text("deeds");
}
