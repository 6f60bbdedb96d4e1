using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Files;

namespace QualityAward.Web.Tests.Applications;

public sealed class ApplicationPageTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task An_organisation_starts_once_and_a_second_application_is_refused()
    {
        site.Clock.Set(2022, 6, 1);
        using var visitor = await site.LogInAsync("org1");
        var start = await visitor.GetAsync($"/applications/start/{await site.RoundIdAsync()}?track=organisation");

        var missing = await start.Form("开始申报").SubmitAsync("开始申报", HttpStatusCode.UnprocessableEntity);
        var overview = await start.Form("开始申报").Fill("推荐单位", "海州区").SubmitAsync("开始申报");
        var second = await start.Form("开始申报").Fill("推荐单位", "赣榆区").SubmitAsync("开始申报", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请选择推荐单位（县区、功能板块，或市级部门），只能选择一个。"], missing.Errors);
        Assert.Equal("2022年连云港市市长质量奖（组织）", overview.Heading);
        Assert.Contains("未开始", overview.Text, StringComparison.Ordinal);
        Assert.Contains("2022年6月26日 24:00", overview.Text, StringComparison.Ordinal);
        Assert.Contains("已有一份通过“海州区”推荐、正在填写的申报，不得再通过“赣榆区”重复申报", Assert.Single(second.Errors), StringComparison.Ordinal);
        Assert.Equal(1, await site.ReadAsync(db => db.Applications.CountAsync(a => a.ApplicantName == overview.All(".qa-lead").First().TextContent)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/programmes/lianyungang-mayor")]
    public async Task Whoever_takes_part_already_is_led_to_the_application_not_to_another_start(string address)
    {
        site.Clock.Set(2022, 6, 1);
        var (userName, number) = address.Length == 1 ? ("org92", 92) : ("org93", 93);
        await site.Given.OrganisationAsync(userName, number);
        using var visitor = await site.LogInAsync(userName);
        using var stranger = site.Visit();
        var before = await visitor.GetAsync(address);
        var round = await site.RoundIdAsync();
        var id = (await site.DoAsync<StartApplication, Domain.Applications.Application>(userName, (o, a) => o.RunAsync(round, Track.Organisation, "lyg-haizhou", a, default))).Id;

        var during = await visitor.GetAsync(address);
        // Handed over to somebody else who left the organisation's own account the right to read only.
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"""update application_collaborators set "right" = 'View' where application_id = {id}"""));
        var reading = await visitor.GetAsync(address);
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"""update application_collaborators set "right" = 'Own' where application_id = {id}"""));
        site.Clock.Set(2022, 6, 27);
        var after = await visitor.GetAsync(address);
        site.Clock.Set(2022, 6, 1);
        await site.DoAsync<WithdrawApplication, bool>(userName, async (o, a) =>
        {
            await o.RunAsync(id, "不再申报", a, default);
            return true;
        });

        const string start = "我要申报（组织）";
        Assert.Equal([start], Buttons(before));
        Assert.Equal(["继续申报"], Buttons(during));
        Assert.Equal($"/applications/{id}", during.All("main a.btn-primary").Single().GetAttribute("href"));
        Assert.Equal(["查看我的申报"], Buttons(reading));
        Assert.DoesNotContain("填写并提交申报", reading.Text, StringComparison.Ordinal);
        Assert.Equal(["查看我的申报"], Buttons(after));
        Assert.Equal([start], Buttons(await visitor.GetAsync(address)));
        Assert.Equal([start, "我要申报（个人）"], Buttons(await stranger.GetAsync(address)));

        static IEnumerable<string> Buttons(Page page) => page.All("main a.btn-primary").Select(a => a.TextContent);
    }

    [Fact]
    public async Task A_person_cannot_apply_as_an_organisation()
    {
        site.Clock.Set(2022, 6, 1);
        using var visitor = await site.LogInAsync("person1");
        var start = await visitor.GetAsync($"/applications/start/{await site.RoundIdAsync()}?track=organisation");

        var refused = await start.Form("开始申报").Fill("推荐单位", "海州区").SubmitAsync("开始申报", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("不能申报组织类别", Assert.Single(refused.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_saved_as_typed_and_flagged_at_its_field()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org2");
        using var visitor = await site.LogInAsync("org2");
        var tooLong = string.Concat(Enumerable.Repeat("连", 101));

        var saved = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("保存并继续")
            .Fill("组织名称", tooLong).Fill("统一社会信用代码", "91350100M000100Y44").Fill("组织成立日期", "2023-01-01").Fill("邮政编码", "２２２０００")
            .SubmitAsync("保存并继续");

        Assert.Equal($"/applications/{id}/sections/basic", saved.Path);
        Assert.Equal(
            [
                "“组织名称”：不超过 100 字，现有 101 字，请精简 1 字。",
                "“组织成立日期”：不能晚于今天（2022年6月1日），请检查。",
                "“统一社会信用代码”：统一社会信用代码的校验码不符，至少有一位填错，请对照营业执照或法人证书逐位核对。",
            ],
            saved.Errors);
        Assert.Equal(tooLong, saved.Form("保存").Value("组织名称"));
        Assert.Equal("222000", saved.Form("保存").Value("邮政编码"));
        Assert.Contains("有问题", (await visitor.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_loser_of_two_windows_sees_both_texts_of_the_same_field_and_picks()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org3");
        using var visitor = await site.LogInAsync("org3");
        var first = await visitor.GetAsync($"/applications/{id}/sections/basic");
        var second = await visitor.GetAsync($"/applications/{id}/sections/basic");
        await first.Form("保存").Fill("组织名称", "先保存的名称").Fill("所属行业", "制造业").SubmitAsync("保存");

        var conflict = await second.Form("保存").Fill("组织名称", "后保存的名称").Fill("注册地址", "某路一号").SubmitAsync("保存", HttpStatusCode.Conflict);
        var form = conflict.Form("按以上选择保存");
        var resolved = await form.Set("pick.name", "theirs").SubmitAsync("按以上选择保存");

        Assert.Contains("先保存的名称", Assert.Single(conflict.All(".qa-conflict-field")).TextContent, StringComparison.Ordinal);
        Assert.Equal("后保存的名称", form.Value("组织名称"));
        Assert.Equal("制造业", form.Value("所属行业"));
        Assert.Equal("先保存的名称", resolved.Form("保存").Value("组织名称"));
        Assert.Equal("制造业", resolved.Form("保存").Value("所属行业"));
        Assert.Equal("某路一号", resolved.Form("保存").Value("注册地址"));
    }

    [Fact]
    public async Task Two_windows_that_change_different_fields_win_both_and_the_history_brings_back_what_was()
    {
        site.Clock.Set(2022, 6, 1);
        await site.Given.OrganisationAsync("org91", 91);
        var round = await site.RoundIdAsync();
        var id = (await site.DoAsync<StartApplication, Domain.Applications.Application>("org91", (o, a) => o.RunAsync(round, Track.Organisation, "lyg-haizhou", a, default))).Id;
        var basic = $"/applications/{id}/sections/basic";
        using var visitor = await site.LogInAsync("org91");
        var first = await (await visitor.GetAsync(basic)).Form("保存").Fill("组织名称", "最早的名称").Fill("第1行 名称", "第一分公司").SubmitAsync("保存");
        var second = await visitor.GetAsync(basic);
        await first.Form("保存").Fill("组织名称", "改后的名称").Fill("第1行 产品/服务", "泵").SubmitAsync("保存");

        var merged = await second.Form("保存").Fill("所属行业", "制造业").Fill("第1行 地址", "某路一号").SubmitAsync("保存");
        var history = await merged.FollowAsync("本节的历史版本");
        var earliest = await history.FollowAsync("第 1 版");
        var restored = await earliest.Form("恢复为第 1 版").SubmitAsync("恢复为第 1 版");
        var late = await earliest.Form("恢复为第 1 版").SubmitAsync("恢复为第 1 版", HttpStatusCode.Conflict);

        Assert.Equal("改后的名称", merged.Form("保存").Value("组织名称"));
        Assert.Equal("制造业", merged.Form("保存").Value("所属行业"));
        Assert.Equal("泵", merged.Form("保存").Value("第1行 产品/服务"));
        Assert.Equal("某路一号", merged.Form("保存").Value("第1行 地址"));
        Assert.Contains("两处的修改已合并", merged.Text, StringComparison.Ordinal);
        Assert.Equal(["第 2 版", "第 1 版"], history.All(".qa-tasks a").Select(a => a.TextContent.Trim()));
        Assert.Contains("最早", earliest.All(".qa-compare del").Select(e => e.TextContent), StringComparer.Ordinal);
        Assert.Contains("改后", earliest.All(".qa-compare ins").Select(e => e.TextContent), StringComparer.Ordinal);
        Assert.Equal(("最早的名称", ""), (restored.Form("保存").Value("组织名称"), restored.Form("保存").Value("所属行业")));
        Assert.Single(late.Errors);
        await visitor.GetAsync($"{basic}/history?version=77", HttpStatusCode.NotFound);
        using var other = await site.LogInAsync("org2");
        await other.GetAsync($"{basic}/history", HttpStatusCode.NotFound);
        await other.GetAsync($"{basic}/presence", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_script_is_told_what_others_changed_elsewhere()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("person1");
        using var visitor = await site.LogInAsync("person1");
        var page = await visitor.GetAsync($"/applications/{id}/sections/basic");
        var script = ScriptedSave.Of(visitor, page);

        await script.SendAsync(0, ("q.name", "甲"), ("q.deeds", "原"));
        await script.SendAsync(1, ("q.name", "乙"), ("q.deeds", "原"));
        var (status, body) = await script.SendAsync(1, ("q.name", "甲"), ("q.deeds", "新"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"version\":3", body, StringComparison.Ordinal);
        Assert.Contains("\"mergedWith\":\"您在另一个窗口\",\"merged\":[{\"id\":\"q.name\",\"label\":\"姓名\",\"yours\":\"甲\",\"theirs\":\"乙\"}]", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_saves_and_is_told_of_a_conflict_field_by_field()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org4");
        using var visitor = await site.LogInAsync("org4");
        var page = await visitor.GetAsync($"/applications/{id}/sections/basic");
        var script = ScriptedSave.Of(visitor, page);

        var (saved, body) = await script.SendAsync(0, ("q.name", "甲公司"));
        var (stale, conflict) = await script.SendAsync(0, ("q.name", "乙公司"));
        var (forged, _) = await script.WithToken("none").SendAsync(1, ("q.name", "丙公司"));

        Assert.Equal(HttpStatusCode.OK, saved);
        Assert.Contains("\"version\":1", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, stale);
        Assert.Contains("\"id\":\"q.name\",\"label\":\"组织名称\",\"yours\":\"乙公司\",\"theirs\":\"甲公司\"", conflict, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, forged);
    }

    [Fact]
    public async Task A_table_grows_and_shrinks_without_scripts_and_keeps_what_was_typed()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org5");
        using var visitor = await site.LogInAsync("org5");
        var page = await visitor.GetAsync($"/applications/{id}/sections/coaching");

        var grown = await page.Form("保存").Fill("第1行 专家姓名", "王一").SubmitAsync("增加一行");
        var filled = await grown.Form("保存").Fill("第2行 专家姓名", "王二").SubmitAsync("保存");
        var shrunk = await filled.Form("保存").SubmitAsync("删除第1行");

        Assert.Equal("王一", grown.Form("保存").Value("第1行 专家姓名"));
        Assert.Equal("王二", shrunk.Form("保存").Value("第1行 专家姓名"));
    }

    [Fact]
    public async Task A_file_is_judged_by_its_content_and_the_typed_text_stays()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org6");
        using var visitor = await site.LogInAsync("org6");
        var page = await visitor.GetAsync($"/applications/{id}/sections/quality");

        var refused = await page.Form("保存").Fill("质量管理体系证书号", "00122Q").Attach("质量管理体系认证证书", "证书.pdf", "application/pdf", SampleFiles.Zip(("a", "b")))
            .SubmitAsync("上传质量管理体系认证证书", HttpStatusCode.UnprocessableEntity);
        var taken = await refused.Form("保存").Attach("质量管理体系认证证书", "证书.pdf", "application/pdf", SampleFiles.Pdf()).SubmitAsync("上传质量管理体系认证证书");
        var file = taken.All(".qa-file-head a").Single();
        using var download = await visitor.Client.GetAsync(new Uri(file.GetAttribute("href")!, UriKind.Relative));
        var removed = await taken.Form("保存").SubmitAsync("删除证书.pdf");

        Assert.StartsWith("“质量管理体系认证证书”：", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal("00122Q", refused.Form("保存").Value("质量管理体系证书号"));
        Assert.Equal(SampleFiles.Pdf(), await download.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", download.Content.Headers.ContentType?.MediaType);
        Assert.Empty(removed.All(".qa-file-head a"));
        using var other = await site.LogInAsync("org7");
        await other.GetAsync(file.GetAttribute("href")!, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Somebody_elses_case_is_not_found_and_the_attempt_stands_in_its_trail()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org7");
        using var other = await site.LogInAsync("org8");
        using var office = await site.LogInAsync("office-lyg");

        await other.GetAsync($"/applications/{id}/sections/basic", HttpStatusCode.NotFound);
        await office.GetAsync($"/applications/{id}/view", HttpStatusCode.NotFound);
        await office.GetAsync("/applications", HttpStatusCode.Forbidden);
        await other.GetAsync($"/applications/{Guid.NewGuid()}", HttpStatusCode.NotFound);

        Assert.Equal(2, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "Refused:not-visible")));
    }

    [Fact]
    public async Task The_blank_form_is_public()
    {
        using var visitor = site.Visit();

        var form = await visitor.GetAsync("/programmes/lianyungang-mayor/forms/organisation");

        Assert.Equal("连云港市市长质量奖组织申报表", form.Heading);
        Assert.Contains("2021年", form.Text, StringComparison.Ordinal);
        await visitor.GetAsync("/programmes/lianyungang-mayor/forms/nothing", HttpStatusCode.NotFound);
    }

    /// <summary>Every section of both tracks opens, with all its question types.</summary>
    [Theory]
    [InlineData("org8")]
    [InlineData("person2")]
    public async Task Every_section_opens(string userName)
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync(userName);
        using var visitor = await site.LogInAsync(userName);
        var overview = await visitor.GetAsync($"/applications/{id}");

        foreach (var link in overview.All(".qa-tasks a").Select(a => a.GetAttribute("href")!).ToList())
        {
            var section = await visitor.GetAsync(link + "?missing=1");
            Assert.Empty(section.Errors);
        }

        var check = await visitor.GetAsync($"/applications/{id}/check");
        Assert.Contains("材料已填写完整，可以提交。", check.Text, StringComparison.Ordinal);
        await visitor.GetAsync($"/applications/{id}/withdraw");
        Assert.Empty((await (await visitor.GetAsync($"/applications/{id}")).FollowAsync("核对并提交")).Errors);
    }
}
