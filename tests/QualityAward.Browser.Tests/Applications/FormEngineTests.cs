using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace QualityAward.Browser.Tests.Applications;

/// <summary>What a form does by itself while it is filled in: questions come and go, results follow, cells are pasted, an ID number stays off the computer.</summary>
[Collection(BrowserCollection.Name)]
public sealed class FormEngineTests(BrowserFixture browser, OpenRoundSite site) : IClassFixture<OpenRoundSite>
{
    [Fact]
    public async Task Questions_appear_results_follow_and_secrets_are_not_kept_by_the_browser()
    {
        var id = await site.DraftAsync("org3");
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("org3");
        await tab.GoAsync($"/applications/{id}/sections/basic");
        await tab.Page.Locator("form[data-autosave-ready]").WaitForAsync();
        var share = tab.Page.GetByLabel("外商出资比例", new() { Exact = true });

        await Assertions.Expect(share).ToBeHiddenAsync();
        await tab.Page.GetByLabel("经济类型", new() { Exact = true }).SelectOptionAsync("foreign");
        await share.FillAsync("33.5");
        await tab.Page.GetByLabel("经济类型", new() { Exact = true }).SelectOptionAsync("state");
        await Assertions.Expect(share).ToBeHiddenAsync();
        await tab.Page.GetByLabel("职工总数", new() { Exact = true }).FillAsync("300");
        await tab.Page.GetByLabel("研发人员数量", new() { Exact = true }).FillAsync("350");
        await Assertions.Expect(tab.Page.GetByLabel("研发人员占职工总数比例", new() { Exact = true })).ToHaveTextAsync("116.67");
        await tab.Page.GetByLabel("法定代表人证件号或个人身份证号", new() { Exact = true }).FillAsync("11010519491231002X");

        // Looked at while the text waits for the autosave.
        Assert.DoesNotContain("11010519491231002X", await tab.Page.EvaluateAsync<string>("JSON.stringify(localStorage)"), StringComparison.Ordinal);
        await tab.SavedAsync();

        // The doubt comes with the save, is answered, and comes back with the old answer when the numbers change; nothing is loaded anew.
        await tab.Page.GetByText("研发人员数量大于职工总数（350 与 300）。").First.WaitForAsync();
        await tab.Page.GetByLabel("情况说明", new() { Exact = true }).FillAsync("含劳务派遣人员");
        await tab.SavedAsync();
        await tab.Page.GetByLabel("研发人员数量", new() { Exact = true }).FillAsync("360");
        await tab.Page.GetByText("研发人员数量大于职工总数（360 与 300）。").First.WaitForAsync();
        await Assertions.Expect(tab.Page.Locator("blockquote.qa-earlier")).ToHaveTextAsync("含劳务派遣人员");
        await tab.Page.GetByLabel("研发人员数量", new() { Exact = true }).FillAsync("100");
        await Assertions.Expect(tab.Page.Locator(".qa-doubt")).ToHaveCountAsync(0);
        await tab.Page.GetByLabel("研发人员数量", new() { Exact = true }).FillAsync("350");
        await Assertions.Expect(tab.Page.GetByLabel("情况说明", new() { Exact = true })).ToHaveValueAsync("含劳务派遣人员");
        await tab.SavedAsync();
        await tab.Page.ReloadAsync();

        await AssertAMaskedNumberIsTypedAnewAsync(tab, id);
        await tab.Page.GetByText("研发人员数量大于职工总数（350 与 300）。").First.WaitForAsync();
        await Assertions.Expect(share).ToHaveValueAsync("33.5");
        await tab.ShootAsync("form-engine-warning");
        await tab.AssertAccessibleAsync();
    }

    /// <summary>One press empties it; left empty, the masked one comes back and the stored one stays; typed anew, that is stored.</summary>
    private async Task AssertAMaskedNumberIsTypedAnewAsync(Tab tab, Guid id)
    {
        var number = tab.Page.GetByLabel("法定代表人证件号或个人身份证号", new() { Exact = true });
        var again = tab.Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^重新填写.*法定代表人证件号或个人身份证号$", RegexOptions.None, TimeSpan.FromSeconds(1)) });
        await tab.Page.Locator("form[data-autosave-ready]").WaitForAsync();
        await Assertions.Expect(number).ToHaveValueAsync("**************002X");
        await again.ClickAsync();
        await Assertions.Expect(number).ToHaveValueAsync("");
        await Assertions.Expect(number).ToBeFocusedAsync();
        await tab.Page.GetByLabel("组织名称", new() { Exact = true }).FillAsync("重新填写试验公司");
        await Assertions.Expect(number).ToHaveValueAsync("**************002X");
        await tab.SavedAsync();
        Assert.Equal("11010519491231002X", await NumberAsync());
        await again.ClickAsync();
        await number.FillAsync("320705197904060013");
        await tab.SavedAsync();
        Assert.Equal("320705197904060013", await NumberAsync());
        await tab.Page.ReloadAsync();
        await Assertions.Expect(number).ToHaveValueAsync("**************0013");

        Task<string?> NumberAsync() => site.ReadAsync(async db => (await db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).SingleAsync(s => s.SectionId == "basic")).Answers.Text("legal-representative-id"));
    }

    [Fact]
    public async Task Rows_are_imported_with_a_preview_and_totals_follow()
    {
        var id = await site.DraftAsync("org4");
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("org4");
        await tab.GoAsync($"/applications/{id}/sections/responsibility/import/charity");

        await tab.ShootAsync("import-rows");
        await tab.Page.GetByLabel("或者粘贴表格内容").FillAsync("支持领域\t2021年费用（万元）\n教育\t12.5\n环保\t很多");
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "预览" }).ClickAsync();
        await tab.Page.GetByText("读到 2 行，其中 1 处有问题").WaitForAsync();
        await tab.ShootAsync("import-preview");
        await tab.AssertAccessibleAsync();
        await tab.Page.GetByRole(AriaRole.Button, new() { Name = "写入申报表" }).ClickAsync();
        await tab.Page.Locator("form[data-autosave-ready]").WaitForAsync();
        await tab.Page.GetByLabel("第2行 2021年费用（万元）", new() { Exact = true }).FillAsync("7.5");

        await Assertions.Expect(tab.Page.GetByLabel("合计 2021年费用（万元）", new() { Exact = true })).ToHaveTextAsync("20");
        await tab.SavedAsync();
        await tab.ShootAsync("growing-table-total");
    }
}
