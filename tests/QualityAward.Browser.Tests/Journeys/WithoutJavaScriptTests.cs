using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>A published round and an organisation that has begun its application.</summary>
public sealed class BegunSite : LiveSite
{
    protected override async Task FillAsync(IServiceProvider services)
    {
        Clock.Set(2022, 6, 1);
        var given = new Given(services);
        var office = await given.StaffAsync("office-lyg", Role.Office, "lyg");
        var applicant = await given.OrganisationAsync();
        var round = await given.PublishedRoundAsync(office);
        await given.DoAsync<StartApplication>(o => o.RunAsync(round, Track.Organisation, "lyg-haizhou", applicant, default));
    }
}

[Collection(BrowserCollection.Name)]
public sealed class WithoutJavaScriptTests(BrowserFixture browser, BegunSite site) : IClassFixture<BegunSite>
{
    [Fact]
    public async Task On_a_phone_without_JavaScript_a_section_is_filled_in_and_kept()
    {
        var id = await site.ReadAsync(db => db.Applications.Select(a => a.Id).SingleAsync());
        await using var tab = await browser.OpenAsync(site, width: 360, javaScript: false);
        tab.Page.SetDefaultTimeout(60_000);
        await tab.LogInAsync("org1");
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "我的申报", Exact = true }).First.ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "2022年连云港市市长质量奖（组织）", Exact = true }).ClickAsync();
        await tab.Page.GetByRole(AriaRole.Link, new() { Name = "一、组织基本情况", Exact = true }).First.ClickAsync();
        await tab.FillAsync("组织名称", "示例1号有限公司");
        await tab.FillAsync("邮政编码", "22200");

        // One more row keeps what was typed.
        await tab.Page.Locator("[data-question='branches']").GetByRole(AriaRole.Button, new() { Name = "增加一行", Exact = true }).ClickAsync();
        var second = tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "第2行 名称", Exact = true });
        await second.FillAsync("第二分公司");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "保存并继续", Exact = true }).ClickAsync();

        await tab.SeesAsync("“一、组织基本情况”已保存，其中");
        await tab.GoAsync($"/applications/{id}/sections/basic");
        await Assertions.Expect(tab.Field("组织名称")).ToHaveValueAsync("示例1号有限公司");
        await Assertions.Expect(tab.Field("邮政编码")).ToHaveValueAsync("22200");
        await Assertions.Expect(tab.Field("邮政编码")).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(tab.Page.Locator("input[value='第二分公司']")).ToHaveCountAsync(1);
        await tab.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Artifacts("screenshots"), "without-javascript-360.png"), FullPage = true });
    }
}
