using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Desk;

/// <summary>The desk's statements are translated once for a role; who asks and when must still be told on every visit.</summary>
public sealed class DeskTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task Everybody_of_a_role_sees_the_own_cases_only_until_the_window_closes()
    {
        site.Clock.Set(2022, 6, 1, 9, 0);
        var (one, other) = (await DraftAsync("desk1", 41), await DraftAsync("desk2", 42));
        using var first = await site.LogInAsync("desk1");
        using var second = await site.LogInAsync("desk2");

        var (mine, theirs) = (await LinksAsync(first), await LinksAsync(second));

        Assert.Contains(ApplicationLinks.Overview(one), mine);
        Assert.DoesNotContain(ApplicationLinks.Overview(other), mine);
        Assert.Contains(ApplicationLinks.Overview(other), theirs);
        Assert.DoesNotContain(ApplicationLinks.Overview(one), theirs);

        site.Clock.Set(2022, 6, 26, 23, 59);
        Assert.Contains(ApplicationLinks.Overview(one), await LinksAsync(first));
        site.Clock.Set(2022, 6, 27, 0, 0);
        Assert.DoesNotContain(ApplicationLinks.Overview(one), await LinksAsync(first));
    }

    [Fact]
    public async Task The_home_page_shows_the_published_rounds_to_whoever_comes()
    {
        using var visitor = site.Visit();
        using var office = await site.LogInAsync("office-lyg");
        using var applicant = await site.LogInAsync("org1");

        foreach (var page in new[] { await visitor.GetAsync("/"), await office.GetAsync("/"), await applicant.GetAsync("/") })
        {
            Assert.Contains(StaffedSite.RoundName, page.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("待办事项", (await visitor.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_at_work_finds_what_arrived_last_and_not_the_presentation_of_the_awards()
    {
        await DraftAsync("desk3", 43);
        using var office = await site.LogInAsync("office-lyg");
        using var applicant = await site.LogInAsync("desk3");

        var (desk, home) = (await office.GetAsync("/"), await applicant.GetAsync("/"));

        Assert.Equal(["待办事项", "最近通知", "进行中的评奖"], desk.All("main h2").Select(h => h.TextContent));
        Assert.Equal(["待办事项", "最近通知", "奖项", "获奖名册"], home.All("main h2").Select(h => h.TextContent));
        var newest = await site.ReadAsync(async db => (await db.Set<Message>().Where(m => db.Users.Any(u => u.Id == m.RecipientId && u.UserName == "office-lyg")).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Select(m => m.Id).Take(5).ToListAsync()).Select(MessageLinks.Message).ToList());
        Assert.Equal(newest, desk.All("section[aria-labelledby=newest] li a").Select(a => a.GetAttribute("href")!));
    }

    private static async Task<IReadOnlyList<string?>> LinksAsync(Visitor visitor) => [.. (await visitor.GetAsync("/")).All(".qa-tasks a").Select(a => a.GetAttribute("href"))];

    private async Task<Guid> DraftAsync(string userName, int number)
    {
        var actor = await site.Given.OrganisationAsync(userName, number);
        var round = await site.ReadAsync(db => db.Rounds.Where(r => r.Name == StaffedSite.RoundName).Select(r => r.Id).SingleAsync());
        var id = Guid.Empty;
        await site.Given.DoAsync<StartApplication>(async o => id = (await o.RunAsync(round, Track.Organisation, "lyg-haizhou", actor, default)).Id);
        return id;
    }
}
