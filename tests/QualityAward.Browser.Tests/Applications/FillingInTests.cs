using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Browser.Tests.Applications;

/// <summary>A live site with the open 2022 round.</summary>
public sealed class OpenRoundSite : LiveSite
{
    public Task<Guid> DraftAsync(string userName) => InScopeAsync(async services => (await services.GetRequiredService<StartApplication>().RunAsync(
        await services.GetRequiredService<Infrastructure.Persistence.QualityAwardDbContext>().Rounds.Select(r => r.Id).SingleAsync(),
        Track.Organisation, "lyg-haizhou", await OpenRound2022.ActorAsync(services, userName), default)).Id);

    protected override Task FillAsync(IServiceProvider services) => OpenRound2022.FillAsync(services);
}

[Collection(BrowserCollection.Name)]
public sealed class FillingInTests(BrowserFixture browser, OpenRoundSite site) : IClassFixture<OpenRoundSite>
{
    [Fact]
    public async Task Typed_text_is_saved_by_itself_and_a_table_grows()
    {
        var id = await site.DraftAsync("org1");
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("org1");

        await tab.GoAsync($"/applications/{id}/sections/basic");
        await tab.Page.GetByLabel("组织名称", new() { Exact = true }).FillAsync("海州示例公司");
        await tab.Page.GetByLabel("统一社会信用代码", new() { Exact = true }).FillAsync("91350100M000100Y44");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "增加一行" }).ClickAsync();
        await tab.Page.GetByLabel("第2行 名称", new() { Exact = true }).FillAsync("第二分公司");
        await tab.Page.GetByLabel("所属行业").FocusAsync();
        await tab.Page.GetByText("统一社会信用代码的校验码不符").First.WaitForAsync();
        await tab.SavedAsync();

        var stored = await StoredAsync(id);
        await tab.ShootAsync("application-section");
        await tab.AssertAccessibleAsync();
        Assert.Equal("海州示例公司", stored.Answers.Text("name"));
        Assert.Equal("第二分公司", stored.Answers.Rows("branches")[1]["name"]);
    }

    private Task<ApplicationSection> StoredAsync(Guid id) =>
        site.ReadAsync(db => db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).SingleAsync());
}
