using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Recommendations;

public sealed class RecommendationPageTests(CaseSite site) : IClassFixture<CaseSite>
{
    [Fact]
    public async Task The_office_reviews_gathers_opinions_recommends_and_records_the_signature()
    {
        var id = await site.CaseAsync("海州主流程有限公司");
        using var office = await site.LogInAsync("haizhou");
        var queue = await office.GetAsync("/recommendations?q=主流程");

        var page = await queue.FollowAsync("海州主流程有限公司");
        page = await page.Form("保存申报组织（个人所在组织）情况").Fill("申报组织（个人所在组织）名称", "海州主流程有限公司").Fill("所在地区", "海州区")
            .Set("figures.last-year[0].year@2021", "12000").Set("figures.last-year[1].year@2021", "800").Set("figures.last-year[2].year@2021", "0").SubmitAsync("保存申报组织（个人所在组织）情况");
        page = await page.Form("保存征求意见与预审意见").Set("opinions.consultation", "已征求").Set("opinions.opinion", "符合条件").SubmitAsync("保存征求意见与预审意见");
        foreach (var department in new[] { "应急管理部门", "生态环境部门", "统计部门", "市场监管部门", "卫健部门", "人社部门", "工信部门" })
        {
            var opinions = await office.GetAsync($"/recommendations/{id}/opinions");
            await opinions.Form("登记意见").Fill("部门", department).Check("无不良记录").Fill("意见日期", "2022-06-01").SubmitAsync("登记意见");
        }

        page = await office.GetAsync($"/recommendations/{id}");
        page = await page.Form("上传无不良记录证明").Fill("无不良记录证明校验码", await CodeAsync(office, id, "certificate")).Attach("无不良记录证明扫描件", "证明.pdf", "application/pdf", CaseSite.Pdf).SubmitAsync("上传无不良记录证明");
        page = await page.Form("上传盖章的预审意见").Fill("盖章的预审意见校验码", await CodeAsync(office, id, "pre-review")).Attach("盖章的预审意见扫描件", "预审.pdf", "application/pdf", CaseSite.Pdf).SubmitAsync("上传盖章的预审意见");
        page = await page.Form("同意推荐").Fill("推荐意见", "同意推荐").SubmitAsync("同意推荐");
        var endorsement = await page.FollowAsync("登记签署的推荐意见");
        page = await endorsement.Form("登记签署意见").Fill("签署日期", "2022-06-01").Fill("政府（部门）推荐意见", "同意推荐")
            .Fill("签署页校验码", await CodeAsync(office, id, "endorsement")).Attach("签署的推荐意见扫描件", "签署.pdf", "application/pdf", CaseSite.Pdf).SubmitAsync("登记签署意见");

        var handIn = await page.FollowAsync("排序和报送");
        var rows = handIn.All("tbody tr").Count();
        await handIn.Form($"报送 {rows} 件").SubmitAsync($"报送 {rows} 件");
        page = await office.GetAsync($"/recommendations/{id}");

        Assert.Contains("推荐意见已报送，下一步由连云港市质量发展委员会办公室办理", page.Text, StringComparison.Ordinal);
        Assert.Equal(Stage.EligibilityReview, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Stage).SingleAsync()));
        var saved = await site.ReadAsync(db => db.Set<Recommendation>().Include(r => r.Opinions).SingleAsync(r => r.ApplicationId == id));
        Assert.Equal((7, "海州区人民政府", "haizhou", new DateOnly(2019, 4, 26)), (saved.Opinions.Count, saved.EndorsedBy, saved.RecommendedBy, saved.CertificateFrom));
        using var scan = await office.Client.GetAsync(new Uri($"/recommendations/{id}/scans/Endorsement", UriKind.Relative));
        Assert.Equal(CaseSite.Pdf, await scan.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Recommending_too_early_names_all_that_is_missing_and_keeps_the_text()
    {
        var id = await site.CaseAsync("海州过早有限公司");
        using var office = await site.LogInAsync("haizhou");
        var page = await office.GetAsync($"/recommendations/{id}");

        page = await page.Form("同意推荐").Fill("推荐意见", "我们同意推荐").SubmitAsync("同意推荐", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("现在还不能推荐：预审表有", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Equal("我们同意推荐", page.Form("同意推荐").Value("推荐意见"));
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "Refused:recommendation-incomplete")));
    }

    [Fact]
    public async Task A_wrong_number_in_the_pre_review_form_comes_back_as_it_was_typed()
    {
        var id = await site.CaseAsync("海州错数有限公司");
        using var office = await site.LogInAsync("haizhou");
        var page = await office.GetAsync($"/recommendations/{id}");

        page = await page.Form("保存申报组织（个人所在组织）情况").Fill("所在地区", "海州区").Set("figures.last-year[0].year@2021", "很多")
            .SubmitAsync("保存申报组织（个人所在组织）情况", HttpStatusCode.UnprocessableEntity);

        Assert.NotEmpty(page.Errors);
        Assert.Equal("海州区", page.Form("保存申报组织（个人所在组织）情况").Value("所在地区"));
        Assert.Contains(page.All("input"), input => input.GetAttribute("value") == "很多");
    }

    [Fact]
    public async Task A_paper_of_the_wrong_kind_is_refused()
    {
        var id = await site.CaseAsync("海州错件有限公司");
        using var office = await site.LogInAsync("haizhou");
        var page = await office.GetAsync($"/recommendations/{id}");

        page = await page.Form("上传无不良记录证明").Fill("无不良记录证明校验码", await CodeAsync(office, id, "certificate")).Attach("无不良记录证明扫描件", "证明.pdf", "application/pdf", "MZ"u8.ToArray()).SubmitAsync("上传无不良记录证明", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("证明.pdf", Assert.Single(page.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_opinion_of_tomorrow_is_refused()
    {
        var id = await site.CaseAsync("海州明日有限公司");
        using var office = await site.LogInAsync("haizhou");
        var page = await office.GetAsync($"/recommendations/{id}/opinions");

        page = await page.Form("登记意见").Fill("部门", "统计部门").Check("无不良记录").Fill("意见日期", "2022-06-02").SubmitAsync("登记意见", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["部门意见的日期不能晚于今天，请重新填写。"], page.Errors);
        Assert.Equal("2022-06-02", page.Form("登记意见").Value("意见日期"));
    }

    [Fact]
    public async Task A_signature_before_the_recommendation_is_refused()
    {
        var id = await site.CaseAsync("海州倒签有限公司");
        await site.RecommendAsync(id);
        using var office = await site.LogInAsync("haizhou");
        var page = await office.GetAsync($"/recommendations/{id}/endorsement");

        page = await page.Form("登记签署意见").Fill("签署日期", "2022-05-31").Fill("政府（部门）推荐意见", "同意").Attach("签署的推荐意见扫描件", "签署.pdf", "application/pdf", CaseSite.Pdf)
            .SubmitAsync("登记签署意见", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["签署日期不能早于推荐日期（2022年6月1日），请重新填写。"], page.Errors);
    }

    [Fact]
    public async Task Declining_asks_once_more_and_needs_a_reason()
    {
        var id = await site.CaseAsync("海州不荐有限公司");
        using var office = await site.LogInAsync("haizhou");
        var confirm = await (await office.GetAsync($"/recommendations/{id}")).FollowAsync("不予推荐");

        var refused = await confirm.Form("不予推荐").SubmitAsync("不予推荐", HttpStatusCode.UnprocessableEntity);
        var page = await refused.Form("不予推荐").Fill("不予推荐的理由", "材料不实").SubmitAsync("不予推荐");

        Assert.Equal(["请填写不予推荐的理由。"], refused.Errors);
        Assert.Contains("该申报已终止：不予推荐。材料不实", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_window_with_an_old_version_loses_and_keeps_its_text()
    {
        var id = await site.CaseAsync("海州双窗有限公司");
        using var office = await site.LogInAsync("haizhou");
        var first = await office.GetAsync($"/recommendations/{id}");
        var second = await office.GetAsync($"/recommendations/{id}");
        await first.Form("保存申报组织（个人所在组织）情况").Fill("所在地区", "海州区").SubmitAsync("保存申报组织（个人所在组织）情况");

        var page = await second.Form("保存申报组织（个人所在组织）情况").Fill("所在地区", "新浦").SubmitAsync("保存申报组织（个人所在组织）情况", HttpStatusCode.Conflict);

        Assert.Equal("新浦", page.Form("保存申报组织（个人所在组织）情况").Value("所在地区"));
    }

    [Fact]
    public async Task Another_areas_case_is_not_found()
    {
        var id = await site.CaseAsync("海州他区有限公司");
        using var other = await site.LogInAsync("ganyu");

        await other.GetAsync($"/recommendations/{id}", HttpStatusCode.NotFound);
        await other.GetAsync($"/recommendations/{id}/opinions", HttpStatusCode.NotFound);
        await other.GetAsync($"/recommendations/{id}/endorsement", HttpStatusCode.NotFound);
        await other.GetAsync($"/recommendations/{id}/decline", HttpStatusCode.NotFound);
        await other.GetAsync($"/recommendations/{id}/scans/Certificate", HttpStatusCode.NotFound);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "Refused:not-visible" && e.ActorName == "ganyu")));
        Assert.DoesNotContain("海州他区有限公司", (await other.GetAsync("/recommendations")).Text, StringComparison.Ordinal);
    }

    /// <summary>The code as it stands on the paper.</summary>
    internal static async Task<string> CodeAsync(Visitor office, Guid id, string paper) =>
        (await office.GetAsync($"/recommendations/{id}/papers/{paper}")).All("strong").Select(s => s.TextContent).First(t => t.Length == 11 && t[5] == '-');

    [Theory]
    [InlineData("applicant")]
    [InlineData("office")]
    public async Task Other_roles_are_kept_out(string userName)
    {
        var id = await site.CaseAsync("海州他角色有限公司");
        using var visitor = await site.LogInAsync(userName);

        await visitor.GetAsync("/recommendations", HttpStatusCode.Forbidden);
        await visitor.GetAsync($"/recommendations/{id}", HttpStatusCode.Forbidden);
    }
}
