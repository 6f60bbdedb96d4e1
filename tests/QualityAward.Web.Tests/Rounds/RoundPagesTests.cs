using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Rounds;
using QualityAward.Testing;
using QualityAward.Web.Pages.Rounds;

namespace QualityAward.Web.Tests.Rounds;

public sealed class RoundPagesTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task The_office_opens_a_round_sees_what_is_missing_sets_it_and_publishes_the_call()
    {
        using var office = await site.LogInAsync("office-lyg");
        var opened = await (await office.GetAsync("/rounds/new")).Form("建立")
            .Fill("名称", "从头到尾的一届").Fill("评奖年度", "2023").Fill("申报开始日期", "2022-06-01").Fill("申报截止日期", "2022-06-26").SubmitAsync("建立");
        Assert.Equal("从头到尾的一届", opened.Heading);
        Assert.Contains("请填写公示天数", opened.Text, StringComparison.Ordinal);
        Assert.Contains("星期日", opened.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(opened.All("button"), b => b.TextContent.Contains("发布申报通告", StringComparison.Ordinal));

        // Every entry of the checklist leads to something on the page.
        Assert.All(opened.All("#checklist ~ * a, section[aria-labelledby=checklist] a"), a => Assert.NotNull(opened.Document.QuerySelector(Escaped(a.GetAttribute("href")!))));

        var equal = await opened.Form("保存设置").Fill("公示天数", "9").SubmitAsync("填入等权草案（满分 100，非官方）");
        Assert.Equal("9", equal.Form("保存设置").Value("公示天数"));
        var saved = await Complete(equal.Form("保存设置")).SubmitAsync("保存设置");
        Assert.Contains("设置已齐备", saved.Text, StringComparison.Ordinal);
        var published = await saved.Form("发布申报通告").Check("我已核对落在休息日的日期，按此发布").SubmitAsync("发布申报通告");

        Assert.Contains("申报通告已发布，申报时间 2022年6月1日 至 2022年6月26日 24:00", published.Text, StringComparison.Ordinal);
        var round = await RoundAsync("从头到尾的一届");
        Assert.Equal((RoundState.Published, 7, 100m), (round.State, round.Settings.NoticeDays.OrNull(), round.Settings.ItemPoints.OrNull()!.Single().Value.Values.Sum()));
        Assert.Equal(["OpenRound", "ChangeRoundSettings", "PublishCall"], await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == round.Id).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync()));
    }

    [Fact]
    public async Task The_trail_says_in_words_what_changed_and_only_that()
    {
        var id = await site.Given.CompleteRoundAsync(await site.Given.ActorAsync("office-lyg"), "改过设置的一届");
        using var office = await site.LogInAsync("office-lyg");
        await (await office.GetAsync($"/rounds/{id}")).Form("保存设置").Fill("公示天数", "10").Fill("申报截止日期", "2022-06-27").Fill("表决方式", "记名").SubmitAsync("保存设置");

        var entry = await site.ReadAsync(db => db.AuditEntries.AsNoTracking().Where(e => e.ChainId == id).OrderByDescending(e => e.Sequence).FirstAsync());

        Assert.Equal("申报时间：2022年5月26日至2022年6月26日；表决方式：无记名；公示天数：7天", entry.OldValue);
        Assert.Equal("申报时间：2022年5月26日至2022年6月27日；表决方式：记名；公示天数：10天", entry.NewValue);
    }

    [Fact]
    public async Task A_call_cannot_be_published_past_the_checklist_by_a_forged_post()
    {
        var id = await site.Given.PreparingRoundAsync(await site.Given.ActorAsync("office-lyg"), "没有设置的一届");
        using var office = await site.LogInAsync("office-lyg");

        var page = await (await office.GetAsync($"/rounds/{id}")).Form("保存设置").SubmitToAsync($"/rounds/{id}?handler=Publish", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("请填写公示天数", page.Errors);
        Assert.Equal(RoundState.Preparing, (await RoundAsync("没有设置的一届")).State);
    }

    [Theory]
    [InlineData("公示天数", "七", "NoticeDays", "公示天数须是 1 至 60 之间的数，请重新填写。")]
    [InlineData("公示天数", "7.5", "NoticeDays", "公示天数须是整数，请重新填写。")]
    [InlineData("公示天数", "0", "NoticeDays", "公示天数须是 1 至 60 之间的数，请重新填写。")]
    [InlineData("组织资料审查权重", "7,5", "StageWeights.Organisation.DocumentReview", "组织资料审查权重须是 0 至 100 之间的数，请重新填写。")]
    [InlineData("组织资料审查权重", "-1", "StageWeights.Organisation.DocumentReview", "组织资料审查权重须是 0 至 100 之间的数，请重新填写。")]
    [InlineData("组织专家组人数", "16", "PanelSizes.Organisation", "组织专家组人数须是 1 至 15 之间的数，请重新填写。")]
    [InlineData("申报截止日期", "06/07/2022", "ClosesOn", "请填写申报截止日期，如 2022-06-26。")]
    [InlineData("申报截止日期", "2022-05-01", "ClosesOn", "申报截止日期不能早于开始日期，请重新填写。")]
    [InlineData("无不良记录证明的截止日期", "2022-13-01", "CertificateWindowEnd", "无不良记录证明的截止日期须是日期，请按 2022-04-25 的形式填写。")]
    [InlineData("名称", "", "Name", "请填写名称。")]
    public async Task A_value_that_cannot_be_taken_is_refused_at_its_field_and_everything_typed_stays(string label, string typed, string field, string message)
    {
        var id = await PreparingAsync();
        using var office = await site.LogInAsync("office-lyg");
        var form = (await office.GetAsync($"/rounds/{id}")).Form("保存设置").Fill("申报通告正文", "刚刚写好的通告").Fill(label, typed);

        var page = await form.SubmitAsync("保存设置", HttpStatusCode.UnprocessableEntity);

        Assert.Equal([message], page.Errors);
        Assert.Equal(message, page.All($"[data-error-for='{field}']").Single().TextContent.Trim());
        Assert.Equal(("刚刚写好的通告", typed), (page.Form("保存设置").Value("申报通告正文").Trim(), page.Form("保存设置").Value(label)));
        Assert.Equal("", (await site.ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Id == id))).CallText);
    }

    [Fact]
    public async Task Whoever_saves_an_old_version_gets_409_with_the_typed_text_and_the_other_text_stays_saved()
    {
        var id = await PreparingAsync();
        using var first = await site.LogInAsync("office-lyg");
        using var second = await site.LogInAsync("office-lyg");
        var one = await first.GetAsync($"/rounds/{id}");
        var other = await second.GetAsync($"/rounds/{id}");
        await one.Form("保存设置").Fill("申报通告正文", "先保存的通告").SubmitAsync("保存设置");

        var page = await other.Form("保存设置").Fill("申报通告正文", "后保存的通告").SubmitAsync("保存设置", HttpStatusCode.Conflict);

        Assert.Contains("他人已修改了本届设置", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Equal("后保存的通告", page.Form("保存设置").Value("申报通告正文").Trim());
        Assert.Equal("先保存的通告", (await site.ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Id == id))).CallText);
    }

    [Fact]
    public async Task Nobody_publishes_settings_that_were_changed_since_they_were_seen()
    {
        var id = await site.Given.CompleteRoundAsync(await site.Given.ActorAsync("office-lyg"), "两人同时办理的一届");
        using var first = await site.LogInAsync("office-lyg");
        using var second = await site.LogInAsync("office-lyg");
        var seen = await first.GetAsync($"/rounds/{id}");
        await (await second.GetAsync($"/rounds/{id}")).Form("保存设置").Fill("公示天数", "10").SubmitAsync("保存设置");

        var page = await seen.Form("发布申报通告").SubmitAsync("发布申报通告", HttpStatusCode.Conflict);

        Assert.Equal("10", page.Form("保存设置").Value("公示天数"));
        Assert.Equal(RoundState.Preparing, (await RoundAsync("两人同时办理的一届")).State);
    }

    [Fact]
    public async Task Two_saves_at_the_same_moment_lose_nothing_silently()
    {
        var id = await PreparingAsync();
        var actor = await site.Given.ActorAsync("office-lyg");
        var round = await site.ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Id == id));

        // Both have seen the same version; whichever comes second is refused, by the version it names or by the token.
        var saves = Enumerable.Range(1, 4).Select(async n =>
        {
            try
            {
                await site.Given.DoAsync<ChangeRoundSettings>(o => o.RunAsync(id, round.Version, round.Name, round.OpensOn, round.ClosesOn, $"通告{n}", new RoundSettings(), actor, default));
                return true;
            }
            catch (StaleVersionException)
            {
                return false;
            }
        });

        Assert.Single(await Task.WhenAll(saves), saved => saved);
    }

    [Fact]
    public async Task A_published_round_offers_no_saving_and_refuses_it()
    {
        var round = await RoundAsync(StaffedSite.RoundName);
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync($"/rounds/{round.Id}");

        Assert.DoesNotContain(page.All("button"), b => b.TextContent.Contains("保存设置", StringComparison.Ordinal));
        var forged = page.Form("大字版").Set("version", $"{round.Version}").Set("Name", "改名").Set("OpensOn", "2022-06-01").Set("ClosesOn", "2023-06-26").Set("CallText", "改了");
        var refused = await forged.SubmitToAsync($"/rounds/{round.Id}?handler=Save", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["申报通告已发布，年度设置不能再修改。"], refused.Errors);
        Assert.Equal("Refused:round-published", await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == round.Id).OrderByDescending(e => e.Sequence).Select(e => e.Action).FirstAsync()));
    }

    [Fact]
    public async Task A_round_of_another_authority_is_not_found_whatever_is_tried()
    {
        var id = await PreparingAsync();
        using var other = await site.LogInAsync("office-etdz");

        await other.GetAsync($"/rounds/{id}", HttpStatusCode.NotFound);
        var list = await other.GetAsync("/rounds");
        Assert.Contains("还没有年度评奖", list.Text, StringComparison.Ordinal);
        await list.Form("大字版").Set("version", "0").SubmitToAsync($"/rounds/{id}?handler=Publish", HttpStatusCode.NotFound);
        await list.Form("大字版").SubmitToAsync($"/rounds/{id}?handler=Close", HttpStatusCode.NotFound);
        await other.GetAsync($"/rounds/{Guid.NewGuid()}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_office_opens_rounds_of_its_own_programmes_only()
    {
        using var other = await site.LogInAsync("office-etdz");
        var form = (await other.GetAsync("/rounds/new")).Form("建立")
            .Set("Input.Programme", Given.Programme).Fill("名称", "越权的一届").Fill("评奖年度", "2022").Fill("申报开始日期", "2022-06-01").Fill("申报截止日期", "2022-06-26");

        var page = await form.SubmitAsync("建立", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["该事项不属于您所在的机关，不能办理。"], page.Errors);
        Assert.Equal("越权的一届", page.Form("建立").Value("名称"));
        Assert.False(await site.ReadAsync(db => db.Rounds.AnyAsync(r => r.Name == "越权的一届")));
    }

    [Fact]
    public async Task A_new_round_with_unreadable_fields_is_refused_in_Chinese_with_the_typed_text()
    {
        using var office = await site.LogInAsync("office-lyg");
        var form = (await office.GetAsync("/rounds/new")).Form("建立").Fill("名称", "看不懂的一届").Fill("评奖年度", "二〇二二").Fill("申报开始日期", "2022-06-26").Fill("申报截止日期", "soon");

        var page = await form.SubmitAsync("建立", HttpStatusCode.UnprocessableEntity);

        Assert.NotEmpty(page.Errors);
        Assert.DoesNotContain(page.Errors, e => e.Any(char.IsAsciiLetter));
        Assert.Equal(("看不懂的一届", "二〇二二"), (page.Form("建立").Value("名称"), page.Form("建立").Value("评奖年度")));
    }

    [Theory]
    [InlineData("org1")]
    [InlineData("supervisor-lyg")]
    [InlineData("admin-system")]
    public async Task Other_roles_are_refused(string userName)
    {
        using var visitor = await site.LogInAsync(userName);

        await visitor.GetAsync("/rounds", HttpStatusCode.Forbidden);
        await visitor.GetAsync("/rounds/new", HttpStatusCode.Forbidden);
        await visitor.GetAsync($"/rounds/{(await RoundAsync(StaffedSite.RoundName)).Id}", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_round_without_open_cases_is_closed_and_leaves_the_home_page()
    {
        var office = await site.Given.ActorAsync("office-lyg");
        var id = await site.Given.PublishedRoundAsync(office, "将要结束的一届");
        using (var early = await site.LogInAsync("office-lyg"))
        {
            Assert.Contains("将要结束的一届", (await early.GetAsync("/")).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("结束本届评奖", (await early.GetAsync($"/rounds/{id}")).Text, StringComparison.Ordinal);
        }

        site.Clock.Set(2022, 6, 27, 0);
        try
        {
            using var visitor = await site.LogInAsync("office-lyg");
            var asked = await (await visitor.GetAsync($"/rounds/{id}")).Form("结束本届评奖").SubmitAsync("结束本届评奖", HttpStatusCode.UnprocessableEntity);
            Assert.Equal(["结束后不能恢复，请核对后勾选确认。"], asked.Errors);
            var page = await asked.Form("结束本届评奖").Check("我已核对，结束后不能恢复").SubmitAsync("结束本届评奖");

            Assert.Contains("本届评奖已结束", page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("将要结束的一届", (await visitor.GetAsync("/")).Text, StringComparison.Ordinal);
        }
        finally
        {
            site.Clock.Set(2022, 6, 1);
        }
    }

    private static PageForm Complete(PageForm form) => form
        .Fill("申报通告正文", "现就申报有关事项通告如下。")
        .Fill("组织专家组人数", "5").Fill("组织资料审查权重", "60").Fill("组织现场评审权重", "40").Fill("组织“连云港市市长质量奖”最低分", "600").Fill("组织“连云港市市长质量奖提名奖”最低分", "550")
        .Fill("个人专家组人数", "3").Fill("个人资料审查权重", "60").Fill("个人演讲陈述权重", "40").Fill("个人“连云港市市长质量奖”最低分", "60").Fill("个人“连云港市市长质量奖提名奖”最低分", "55")
        .Fill("评分汇总方法", "算术平均").Fill("需要合议的分差", "20").Fill("回避追溯年限", "3").Fill("审议通过比例", "到会委员三分之二以上").Fill("表决方式", "无记名")
        .Fill("公示天数", "7").Fill("公示期计算", "自然日").Fill("公示发布当日", "不计入").Fill("异议核查期限", "5").Fill("无不良记录证明的截止日期", "2022-04-25").Fill("复核时证明、意见的有效期", "12");

    private static string Escaped(string href) => $"[id='{href[1..]}']";

    private async Task<Guid> PreparingAsync() => await site.Given.PreparingRoundAsync(await site.Given.ActorAsync("office-lyg"), $"筹备中的一届 {Guid.NewGuid():N}");

    private Task<Round> RoundAsync(string name) => site.ReadAsync(db => db.Rounds.AsNoTracking().SingleAsync(r => r.Name == name));
}
