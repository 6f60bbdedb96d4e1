using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QualityAward.Browser.Tests.Journeys;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Browser.Tests.Rounds;

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
public sealed class FormEditorTests(BrowserFixture browser, BegunSite site) : IClassFixture<BegunSite>
{
    [Fact]
    public async Task The_office_adds_a_question_in_the_browser_and_the_applicant_fills_it_in()
    {
        var round = await site.ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());
        var application = await site.ReadAsync(db => db.Applications.Select(a => a.Id).SingleAsync());
        await using var applicant = await browser.AsAsync(site, "org1", $"/applications/{application}/sections/basic");
        await applicant.Page.Locator("form[data-autosave-ready]").WaitForAsync();
        await applicant.FillAsync("职工总数", "200");
        await applicant.FillAsync("研发人员数量", "50");
        await applicant.SavedAsync();

        // One question to type into, one that follows from others.
        await using (var office = await browser.AsAsync(site, "office-lyg", $"/rounds/{round}/forms"))
        {
            await office.FollowAsync("修改组织申报表");
            await office.FollowAsync("在“一、组织基本情况”末尾增加题目");
            await office.FollowAsync("单行文字");
            await office.FillAsync("题目名称", "质量提升专班负责人");
            await office.FillAsync("填写示例", "王某，副总经理");
            await office.PressAsync("保存题目");
            await office.FollowAsync("在“一、组织基本情况”末尾增加题目");
            await office.FollowAsync("计算项");
            await office.FillAsync("题目名称", "非研发人员比例");
            await office.FillAsync("计算公式", "100 - {研发人员数量} / {职工总数} * 100");
            await office.FillAsync("单位", "%");
            await office.AssertAccessibleAsync();
            await office.ShootAsync("form-editor-computed");
            await office.PressAsync("保存题目");
            await office.FollowAsync("查看改动并发布");
            await office.SeesAsync("质量提升专班负责人");
            await office.FillAsync("修改理由", "补充通告要求的栏目");
            await office.PressAsync("发布新版本");
            await office.SeesAsync("组织申报表第 2 版已发布。");
            await office.AssertAccessibleAsync();
            await office.ShootAsync("form-editor-list");
        }

        await applicant.GoAsync($"/applications/{application}/upgrade");
        await applicant.PressAsync("更新到第 2 版");
        await applicant.GoAsync($"/applications/{application}/sections/basic");
        await applicant.Page.Locator("form[data-autosave-ready]").WaitForAsync();
        await applicant.FillAsync("质量提升专班负责人", "王小明");
        await Assertions.Expect(applicant.Page.GetByLabel("非研发人员比例", new() { Exact = true })).ToHaveTextAsync("75");
        await applicant.SavedAsync();
        await applicant.Page.ReloadAsync();

        await Assertions.Expect(applicant.Field("质量提升专班负责人")).ToHaveValueAsync("王小明");
        await Assertions.Expect(applicant.Field("职工总数")).ToHaveValueAsync("200");
    }
}
