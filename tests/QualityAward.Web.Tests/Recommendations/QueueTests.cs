using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Testing;
using QualityAward.Web.Pages.Recommendations;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>The office's queue with more applicants than a page holds: by state of the opinions, sorted, exported.</summary>
public sealed class QueueTests(CaseSite site) : IClassFixture<CaseSite>
{
    private static readonly string[] Required = ["emergency", "environment", "statistics", "market", "health", "labour", "industry"];

    [Fact]
    public async Task What_is_the_units_turn_stands_first()
    {
        site.Clock.Set(2022, 6, 1);
        foreach (var handedIn in new[] { "海州先后甲有限公司", "海州先后乙有限公司", "海州先后丙有限公司" })
        {
            await site.CaseAsync(handedIn, Stage.EligibilityReview);
        }

        await site.CaseAsync("海州先后丁有限公司");
        await site.CaseAsync("海州先后戊有限公司");
        using var office = await site.LogInAsync("haizhou");

        var names = Names(await office.GetAsync("/recommendations?q=先后"));

        Assert.Equal(5, names.Count);
        Assert.Equal(["海州先后丁有限公司", "海州先后戊有限公司"], names.Take(2).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_queue_is_found_by_the_state_of_the_opinions_sorted_paged_and_exported()
    {
        site.Clock.Set(2022, 6, 1);
        var ids = new List<Guid>();
        for (var i = 1; i <= 40; i++)
        {
            ids.Add(await site.CaseAsync($"东海队列{i:00}号有限公司", channel: "lyg-donghai"));
        }

        var county = await site.Given.ActorAsync("donghai");
        await AskAsync([.. ids.Take(30)], ["emergency", "market"], new DateOnly(2022, 6, 10));
        await AskAsync([ids[39]], ["health"], new DateOnly(2022, 6, 3));
        await RecordAsync(ids[35], OpinionFinding.Clear, Required);
        await RecordAsync(ids[36], OpinionFinding.Clear, [.. Required.Skip(1)]);
        await RecordAsync(ids[37], OpinionFinding.Adverse, ["tax"]);
        // What was adverse and then corrected does not count as adverse any more.
        await RecordAsync(ids[38], OpinionFinding.Adverse, ["tax"]);
        site.Clock.Set(2022, 6, 1, 10);
        await RecordAsync(ids[38], OpinionFinding.Clear, ["tax"]);
        using var office = await site.LogInAsync("donghai");

        using var counter = new CommandCounter(site);
        var first = await office.GetAsync("/recommendations?state=PreReview&sort=Name");
        Assert.InRange(counter.Count, 3, 22);
        Assert.Equal(25, Names(first).Count);
        Assert.Equal(15, Names(await office.GetAsync("/recommendations?state=PreReview&sort=Name&p=2")).Count);
        Assert.Equal(Names(first).Order(StringComparer.Ordinal), Names(first));
        Assert.Equal("东海队列40号有限公司", Names(await office.GetAsync("/recommendations?sort=Due"))[0]);
        Assert.Contains("共 31 条", (await office.GetAsync("/recommendations?opinions=Waiting&q=队列")).Text, StringComparison.Ordinal);
        Assert.Equal(["东海队列36号有限公司"], Names(await office.GetAsync("/recommendations?opinions=Complete")));
        Assert.Equal(["东海队列38号有限公司"], Names(await office.GetAsync("/recommendations?opinions=Adverse")));
        Assert.Equal(5, Names(await office.GetAsync("/recommendations?opinions=NotAsked")).Count);
        Assert.Contains("没有符合条件的申报", (await office.GetAsync("/recommendations?opinions=Overdue")).Text, StringComparison.Ordinal);
        site.Clock.Set(2022, 6, 4, 9);
        var overdue = await office.GetAsync("/recommendations?opinions=Overdue");
        Assert.Equal(["东海队列40号有限公司"], Names(overdue));
        Assert.Contains("逾期 1", overdue.Text, StringComparison.Ordinal);

        var book = SpreadsheetReader.Read(new MemoryStream(await office.Client.GetByteArrayAsync(new Uri("/recommendations?handler=Export&format=xlsx&opinions=Waiting", UriKind.Relative))), 100);
        Assert.Equal(31, book.Rows.Count);
        Assert.Equal("必征意见", book.Rows[0][6]);
        var text = await office.Client.GetStringAsync(new Uri("/recommendations?handler=Export&format=csv", UriKind.Relative));
        Assert.Equal(41, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        using var other = await site.LogInAsync("ganyu");
        Assert.DoesNotContain("东海", await other.Client.GetStringAsync(new Uri("/recommendations?handler=Export&format=csv", UriKind.Relative)), StringComparison.Ordinal);

        async Task AskAsync(IReadOnlyCollection<Guid> applications, string[] kinds, DateOnly due) => await site.Given.DoAsync<RequestDepartmentOpinions>(o => o.RunAsync(
            applications, kinds, new DateOnly(2019, 4, 26), new DateOnly(2022, 4, 25), new AskedUntil(due), county, default));

        async Task RecordAsync(Guid id, OpinionFinding finding, string[] kinds)
        {
            foreach (var kind in kinds)
            {
                await site.Given.DoAsync<RecordDepartmentOpinion>(o => o.RunAsync(id, new OpinionContent(kind, finding, null, [], "经查", new DateOnly(2022, 6, 1), null), null, county, default));
            }
        }
    }

    [Fact]
    public async Task A_signed_page_of_another_version_is_refused_recorded_and_keeps_what_was_typed()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州签署有限公司");
        await site.RecommendAsync(id);
        using var office = await site.LogInAsync("haizhou");
        var wrong = await RecommendationPageTests.CodeAsync(office, id, "pre-review");
        var right = await RecommendationPageTests.CodeAsync(office, id, "endorsement");
        var page = await office.GetAsync($"/recommendations/{id}/endorsement");

        Task<Page> Sign(string code, HttpStatusCode status) => page.Form("登记签署意见").Fill("签署日期", "2022-06-01").Fill("政府（部门）推荐意见", "同意推荐").Fill("签署页校验码", code)
            .Attach("签署的推荐意见扫描件", "签署.pdf", "application/pdf", CaseSite.Pdf).SubmitAsync("登记签署意见", status);
        var refused = await Sign(wrong, HttpStatusCode.UnprocessableEntity);
        var blank = await Sign("", HttpStatusCode.UnprocessableEntity);

        Assert.Contains($"扫描件上的校验码 {wrong} 不是政府（部门）签署的推荐意见现有数据版本的校验码", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal((wrong, "同意推荐"), (refused.Form("登记签署意见").Value("签署页校验码"), refused.Form("登记签署意见").Value("政府（部门）推荐意见")));
        Assert.Equal(["请填写纸面右上角的校验码。"], blank.Errors);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "Refused:paper-version")));
        Assert.Null(await site.ReadAsync(db => db.Set<Recommendation>().Where(r => r.ApplicationId == id).Select(r => r.EndorsedOn).SingleAsync()));
        Assert.Contains($"校验码 {right}", (await Sign(right, HttpStatusCode.OK)).Text, StringComparison.Ordinal);
    }

    private static List<string> Names(Page page) => [.. page.All("table").Last().QuerySelectorAll("tbody th a").Select(a => a.TextContent.Trim())];
}
