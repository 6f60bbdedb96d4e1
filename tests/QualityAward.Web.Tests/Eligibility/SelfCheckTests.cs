using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Eligibility;

/// <summary>The public self-check: anybody answers the facts and sees verdict, clause and dates; nothing is stored.</summary>
public sealed class SelfCheckTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    private const string Organisation = "/programmes/lianyungang-mayor/eligibility/organisation";

    [Theory]
    [InlineData("lianyungang-mayor", "organisation")]
    [InlineData("lianyungang-mayor", "individual")]
    [InlineData("jiangsu-governor", "organisation")]
    [InlineData("jiangsu-governor", "individual")]
    [InlineData("wuhan-mayor", "individual")]
    public async Task Every_programme_can_be_checked_with_nothing_filled_in(string programme, string track)
    {
        using var visitor = site.Visit();
        var page = await visitor.GetAsync($"/programmes/{programme}/eligibility/{track}");

        page = await page.Form("自查").SubmitAsync("自查");

        var pack = await site.InScopeAsync(services => Task.FromResult(services.GetRequiredService<ProgrammeCatalogue>().Require(programme)));
        Assert.Equal(
            pack.RequireTrack(TrackNames.FromSlug(track)!.Value).Conditions.Select(c => $"condition_{c.Code}"), page.All("table.qa-verdicts tbody tr").Select(r => r.Id));
        Assert.All(page.All("table.qa-verdicts tbody tr .qa-clause"), c => Assert.StartsWith("依据：《", c.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_programme_without_conditions_says_so()
    {
        using var visitor = site.Visit();

        Assert.Contains("文件未规定申报条件", (await visitor.GetAsync("/programmes/lianyungang-zone/eligibility/individual")).Text, StringComparison.Ordinal);
        await visitor.GetAsync("/programmes/lianyungang-zone/eligibility/organisation", HttpStatusCode.NotFound);
        await visitor.GetAsync("/programmes/no-such/eligibility/individual", HttpStatusCode.NotFound);
        await visitor.GetAsync("/programmes/wuhan-mayor/eligibility/anything", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_facts_are_computed_with_clause_and_dates_and_nothing_is_stored()
    {
        using var visitor = site.Visit();
        var before = await StoredAsync();
        var programme = await visitor.GetAsync("/programmes/lianyungang-mayor");
        var page = await programme.FollowAsync("申报条件自查（组织）");

        page = await page.Form("自查").Fill("计算截止日", "2022-06-26").Fill("组织成立日期", "2019-06-27").Fill("质量管理体系认证时间", "2019-06-26").Fill("最近一次获得本奖项的等次", "连云港市市长质量奖").Fill("批准获奖的决定日期", "2017-06-27").SubmitAsync("自查");

        Assert.Contains("成立于 2019-06-27，至 2022-06-26 已 2 年 11 个月 30 天，要求 ≥ 3 年，满 3 年之日为 2022-06-27", Row(page, "org-operating-3y"), StringComparison.Ordinal);
        Assert.Contains("不符合", Row(page, "org-operating-3y"), StringComparison.Ordinal);
        Assert.Contains("《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第八条第（一）项", Row(page, "org-operating-3y"), StringComparison.Ordinal);
        Assert.Contains("质量管理体系认证于 2019-06-26，至 2022-06-26 已 3 年，要求 ≥ 3 年", Row(page, "org-notice-quality-system-3y"), StringComparison.Ordinal);
        Assert.Contains("决定日 2017-06-27 + 5 年 = 2022-06-27，晚于申报截止日 2022-06-26", Row(page, "org-not-recent-winner"), StringComparison.Ordinal);
        // What was typed is still there to be changed.
        Assert.Equal("2019-06-27", page.Form("自查").Value("组织成立日期"));
        Assert.Equal(before, await StoredAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_at_its_field_and_kept()
    {
        using var visitor = site.Visit();
        var page = await visitor.GetAsync(Organisation);

        page = await page.Form("自查").Set("basic.founded-on", "去年").Set("Input.AsOf", "").SubmitAsync("自查", HttpStatusCode.UnprocessableEntity);

        Assert.Contains(page.Errors, e => e.Contains("组织成立日期", StringComparison.Ordinal));
        Assert.Contains("请填写计算截止日。", page.Errors);
        Assert.Equal("去年", page.Form("自查").Value("组织成立日期"));
        Assert.Empty(page.All("table.qa-verdicts"));
    }

    [Fact]
    public async Task A_row_is_added_without_scripts_and_nothing_is_judged_yet()
    {
        using var visitor = site.Visit();
        var page = await visitor.GetAsync("/programmes/lianyungang-mayor/eligibility/individual");

        page = await page.Form("增加一行").Fill("第1行 开始时间", "2010-01-01").SubmitAsync("增加一行");

        Assert.Empty(page.All("table.qa-verdicts"));
        page = await page.Form("自查").Fill("计算截止日", "2022-06-26").Fill("第2行 开始时间", "2009-01-01").Fill("第2行 结束时间", "2010-06-30").SubmitAsync("自查");
        Assert.Contains("共填 2 段，重叠部分只计一次：2009-01-01 至 2022-06-26", Row(page, "ind-quality-work-10y"), StringComparison.Ordinal);
    }

    private static string Row(Page page, string code) => page.All($"#condition_{code}").Single().TextContent;

    private Task<(int, int, int, int)> StoredAsync() => site.ReadAsync(async db =>
        (await db.Applications.CountAsync(), await db.AuditEntries.CountAsync(), await db.Submissions.CountAsync(), await db.Parties.CountAsync()));
}
