using System.Net;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Programmes;

public sealed class PublicPagesTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task Home_and_programme_show_the_published_round_and_not_a_preparing_one()
    {
        var office = await site.Given.ActorAsync("office-lyg");
        await site.Given.PreparingRoundAsync(office, "还在筹备的一届");
        using var visitor = site.Visit();

        foreach (var path in new[] { "/", "/programmes/lianyungang-mayor" })
        {
            var page = await visitor.GetAsync(path);
            Assert.Contains(StaffedSite.RoundName, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("还在筹备的一届", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(5, 25, "1 天后开始", "即将开始", false)]
    [InlineData(5, 26, "还有 32 天截止", "正在申报", true)]
    [InlineData(6, 26, "还有 1 天截止", "正在申报", true)]
    [InlineData(6, 27, "申报已截止", "申报已截止", false)]
    public async Task The_way_to_apply_is_shown_while_the_window_is_open(int month, int day, string home, string programme, bool open)
    {
        site.Clock.Set(2022, month, day, 23, 59);
        try
        {
            using var visitor = site.Visit();

            var first = await visitor.GetAsync("/");
            var second = await visitor.GetAsync("/programmes/lianyungang-mayor");

            Assert.Contains(home, first.Text, StringComparison.Ordinal);
            Assert.Contains(programme, second.Text, StringComparison.Ordinal);
            Assert.Equal(open ? 2 : 0, first.All("a[href^='/applications/start/']").Count());
            Assert.Equal(open ? 2 : 0, second.All("a[href^='/applications/start/']").Count());
        }
        finally
        {
            site.Clock.Set(2022, 6, 1);
        }
    }

    [Theory]
    [InlineData("org1", true)]
    [InlineData("office-lyg", false)]
    [InlineData("admin-audit", false)]
    public async Task Only_applicants_are_shown_the_way_to_apply(string userName, bool shown)
    {
        using var visitor = await site.LogInAsync(userName);

        foreach (var path in new[] { "/", "/programmes/lianyungang-mayor" })
        {
            Assert.Equal(shown, (await visitor.GetAsync(path)).All("a[href^='/applications/start/']").Any());
        }
    }

    [Fact]
    public async Task A_programme_says_its_tiers_prizes_stages_conditions_and_sources()
    {
        using var visitor = site.Visit();

        var page = await visitor.GetAsync("/programmes/lianyungang-mayor");

        foreach (var part in new[] { "不超过 3 个", "不超过 5 个", "审核推荐", "申报条件", "依据文件", "第四条" })
        {
            Assert.Contains(part, page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_criteria_give_the_items_with_their_points_where_the_documents_do()
    {
        using var visitor = site.Visit();

        var organisation = await visitor.GetAsync("/programmes/lianyungang-mayor/criteria/organisation");
        var person = await visitor.GetAsync("/programmes/lianyungang-mayor/criteria/individual");

        Assert.Equal(23, organisation.All("h3[id^='i-']").Count());
        Assert.Contains("满分 1000 分", organisation.Text, StringComparison.Ordinal);
        Assert.Equal(16, person.All("h3[id^='i-']").Count());
        Assert.Contains("文件未规定分值", person.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Criteria_with_variants_show_all_of_them_and_jump_links()
    {
        using var visitor = site.Visit();

        var page = await visitor.GetAsync("/programmes/wuhan-mayor/criteria/individual");

        Assert.Equal(76, page.All("h3[id^='i-']").Count());
        var targets = page.All("nav[aria-label='评分类别'] a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(["#common", "#v-senior", "#v-middle", "#v-staff"], targets);
        Assert.All(targets, t => Assert.Single(page.All(t)));
        Assert.Contains("征求意见稿", page.Text, StringComparison.Ordinal);
        Assert.Contains("征求意见稿此处未标注分值", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_for_comment_is_said_to_be_one_wherever_the_award_is_shown()
    {
        var office = await site.Given.StaffAsync("office-draft", Domain.Access.Role.Office, "wh");
        var round = await site.Given.PublishedRoundAsync(office, "征求意见稿一届", "wuhan-mayor");
        using var visitor = site.Visit();
        using var manager = await site.LogInAsync("office-draft");
        using var person = await site.LogInAsync("person1");

        const string note = "本奖项依据的文件为征求意见稿，以正式印发的文件为准。";
        Assert.Contains(note, (await visitor.GetAsync("/programmes/wuhan-mayor")).Text, StringComparison.Ordinal);
        Assert.Contains(note, (await visitor.GetAsync("/programmes/wuhan-mayor/forms/individual")).Text, StringComparison.Ordinal);
        Assert.Contains(note, (await manager.GetAsync($"/rounds/{round}")).Text, StringComparison.Ordinal);
        Assert.Contains(note, (await person.GetAsync($"/applications/start/{round}?track=individual")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("征求意见稿", (await visitor.GetAsync("/programmes/lianyungang-mayor")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_award_has_its_pages_and_stands_on_the_home_page()
    {
        using var visitor = site.Visit();
        var home = await visitor.GetAsync("/");

        foreach (var (code, name, tracks) in new[]
        {
            ("lianyungang-mayor", "连云港市市长质量奖", new[] { "organisation", "individual" }), ("jiangsu-governor", "江苏省省长质量奖", ["organisation", "individual"]),
            ("lianyungang-zone", "连云港经济技术开发区质量奖", ["individual"]), ("wuhan-mayor", "武汉市市长质量奖（个人奖）", ["individual"]),
        })
        {
            Assert.Contains(name, home.Text, StringComparison.Ordinal);
            Assert.Equal(name, (await visitor.GetAsync($"/programmes/{code}")).Heading);
            foreach (var track in tracks)
            {
                await visitor.GetAsync($"/programmes/{code}/forms/{track}");
                await visitor.GetAsync($"/programmes/{code}/criteria/{track}");
            }
        }
    }

    [Fact]
    public async Task What_no_document_says_is_said_to_be_open()
    {
        using var visitor = site.Visit();

        var page = await visitor.GetAsync("/programmes/lianyungang-zone");

        foreach (var part in new[] { "文件未规定评审周期", "申报条件（文件未规定，以申报通告为准）", "文件未规定" })
        {
            Assert.Contains(part, page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/programmes/no-such-award")]
    [InlineData("/programmes/lianyungang-mayor/criteria/nobody")]
    [InlineData("/programmes/no-such-award/criteria/organisation")]
    [InlineData("/programmes/shared")]
    public async Task What_is_no_programme_is_not_found(string path)
    {
        using var visitor = site.Visit();

        Assert.Equal("找不到这个页面", (await visitor.GetAsync(path, HttpStatusCode.NotFound)).Heading);
    }

    [Fact]
    public async Task Outside_of_Development_there_is_no_demo_date()
    {
        using var visitor = site.Visit();
        var home = await visitor.GetAsync("/");

        Assert.Empty(home.All("#demo-date"));
        await home.Form("大字版").Set("date", "2023-01-01").SubmitToAsync("/demo-date", HttpStatusCode.NotFound);
        await visitor.GetAsync("/demo-date", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Large_print_is_switched_on_and_lasts()
    {
        using var visitor = site.Visit();
        var programme = await visitor.GetAsync("/programmes/lianyungang-mayor");

        var back = await programme.Form("大字版").SubmitAsync("大字版");

        Assert.Equal("/programmes/lianyungang-mayor", back.Path);
        Assert.Contains("large-print", (await visitor.GetAsync("/")).Document.DocumentElement.ClassName!, StringComparison.Ordinal);
    }
}
