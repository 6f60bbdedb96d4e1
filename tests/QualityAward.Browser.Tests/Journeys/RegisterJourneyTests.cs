using Microsoft.Playwright;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>登记簿: one person of the office proposes an incident, the other confirms it, and the eligibility review shows it; a workbook shows what is wrong row by row.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RegisterJourneyTests(BrowserFixture browser, StagedSite site) : IClassFixture<StagedSite>
{
    [Fact]
    public async Task An_incident_proposed_by_one_and_confirmed_by_another_is_a_hit_of_the_review()
    {
        var who = DemoPeople.Of("org4");
        site.Stage.On(2022, 1, 6);
        var scenes = await site.OpenRoundAsync("2022年登记簿核查", new DateOnly(2022, 1, 10), new DateOnly(2022, 2, 28));
        site.Stage.On(2022, 2, 10);
        var id = await scenes.ApplyAsync(who);
        site.Stage.On(2022, 2, 17);
        await scenes.RecommendAsync(id, who);
        site.Clock.Set(2022, 3, 4);

        await using var office = await browser.AsAsync(site, StagedSite.Office, RegisterLinks.Parties);
        await office.FillAsync("名称、曾用名或统一社会信用代码", who.Identifier);
        await office.PressAsync("查询");
        await office.FollowAsync(who.Name);
        await office.FollowAsync("登记不良记录");
        await Assertions.Expect(office.Field("名称或姓名")).ToHaveValueAsync(who.Name);
        await office.ChooseAsync("类别", "安全生产事故");
        await office.ChooseAsync("等级", "较大");
        await office.FillAsync("发生日期", "2021-05-06");
        await office.FillAsync("来源", "市应急管理局通报");
        await office.AttachAsync("依据材料扫描件", "通报.pdf", DemoFiles.Pdf("Report"));
        await office.FillAsync("登记理由", "来文登记");
        await office.ShootAsync("register-propose");
        await office.PressAsync("提交复核");
        await office.SeesAsync("待复核");

        await using (var second = await browser.AsAsync(site, StagedSite.SecondOffice, "/"))
        {
            await second.FollowAsync("复核登记簿的登记");
            await second.FollowAsync($"{who.Name}：安全生产事故");
            await second.AssertAccessibleAsync();
            await second.PressAsync("复核通过，写入登记簿");
            await second.SeesAsync("已登记");
        }

        await office.GoAsync($"{EligibilityLinks.Case(id)}?c=org-no-accidents");
        await Assertions.Expect(office.Page.Locator("#condition-org-no-accidents")).ToHaveAttributeAsync("data-outcome", "NotMet");
        await Assertions.Expect(office.Page.Locator("#evidence")).ToContainTextAsync("2021-05-06 安全生产事故（市应急管理局通报），等级为较大");
        await office.ShootAsync("register-hit");

        await office.GoAsync("/registers/import/incident");
        await office.AttachAsync("表格文件", "通报汇总.xlsx", await WorkbookAsync(who.Identifier, who.Name));
        await office.PressAsync("预览");
        await office.SeesAsync("其中 1 行有问题");
        await Assertions.Expect(office.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "示例伪码公司" })).ToContainTextAsync("统一社会信用代码的校验码不符");
        await office.ShootAsync("register-import");
    }

    private static async Task<Stream> WorkbookAsync(string code, string name)
    {
        var book = new MemoryStream();
        IReadOnlyList<string>[] rows =
        [
            [code, name, "质量投诉", "一般", "2021-06-01", "12315平台"],
            [code[..17] + (code[17] == '0' ? '1' : '0'), "示例伪码公司", "质量投诉", "一般", "2021-06-02", "12315平台"],
        ];
        await SpreadsheetWriter.WriteXlsxAsync(book, "通报", [new("统一社会信用代码"), new("名称或姓名"), new("类别"), new("等级"), new("发生日期"), new("来源")], rows.ToAsyncEnumerable(), default);
        book.Position = 0;
        return book;
    }
}
