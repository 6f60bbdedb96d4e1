using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Applications;

/// <summary>The save in one statement: it saves what the longer way would save, and nothing that the longer way would refuse or merge.</summary>
public sealed class QuickSaveTests(ApplicationSite site) : QuickSaveScene(site), IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task It_saves_the_next_version_and_keeps_the_one_before()
    {
        var (id, section) = await SavedOnceAsync("org1");

        var saved = await QuickAsync("org1", id, section, "第二稿", 1);
        var again = await QuickAsync("org1", id, section, "第三稿", 2);

        Assert.Equal((2, 3), (saved?.Version, again?.Version));
        Assert.Null(saved!.MergedWith);
        Assert.Equal(("第三稿", 3), await StoredAsync(id, section));
        var history = await Site.ReadAsync(db => db.Set<SectionVersion>().Where(v => v.ApplicationId == id).OrderBy(v => v.Version).ToListAsync());
        Assert.Equal(["第一稿", "第二稿"], history.Select(v => v.Answers.Values.Single().Value.GetValue<string>()));
        Assert.All(history, v => Assert.NotEmpty(v.SavedBy));
    }

    [Fact]
    public async Task A_text_over_its_limit_is_saved_and_named()
    {
        var (id, section) = await SavedOnceAsync("org2");
        var question = await QuestionAsync(section);

        var saved = await QuickAsync("org2", id, section, new string('长', question.Limit + 1), 1);

        Assert.Equal(question.Id, Assert.Single(saved!.Problems).QuestionId);
    }

    [Fact]
    public async Task It_leaves_everything_else_to_the_longer_way()
    {
        var (id, section) = await SavedOnceAsync("org3");

        Assert.Null(await QuickAsync("org3", id, section, "旧版本", 7));
        Assert.Null(await QuickAsync("org3", id, section, "从头写起", 0));
        Assert.Null(await QuickAsync("org3", id, section, "第一稿", 1));
        Assert.Null(await QuickAsync("org3", id, section, "别人的申报", 1, by: "org4"));
        Assert.Null(await QuickAsync("org3", id, section, "别的轮次的规则", 1, rules => rules with { PackHash = new string('0', 64) }));
        Assert.Null(await QuickAsync("org3", Guid.NewGuid(), section, "没有这份申报", 1));
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update application_sections set unconfirmed = '[\"a\"]' where application_id = {id}"));
        Assert.Null(await QuickAsync("org3", id, section, "沿用的内容待确认", 1));
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update application_sections set unconfirmed = '[]' where application_id = {id}"));
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update application_collaborators set \"right\" = 'View' where application_id = {id}"));
        Assert.Null(await QuickAsync("org3", id, section, "只有查看权限", 1));
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update application_collaborators set \"right\" = 'Own' where application_id = {id}"));
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update applications set ending = 'Withdrawn' where id = {id}"));
        Assert.Null(await QuickAsync("org3", id, section, "已撤回", 1));
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update applications set ending = null, stage = 'Recommendation' where id = {id}"));
        Assert.Null(await QuickAsync("org3", id, section, "已提交", 1));
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update applications set stage = 'Application' where id = {id}"));
        Assert.Equal(("第一稿", 1), await StoredAsync(id, section));
        Assert.Equal(0, await Site.ReadAsync(db => db.Set<SectionVersion>().CountAsync(v => v.ApplicationId == id)));

        // As soon as all of it holds again, it saves.
        Assert.NotNull(await QuickAsync("org3", id, section, "第二稿", 1));
    }

    [Fact]
    public async Task After_the_window_has_closed_there_is_no_quick_way()
    {
        var (id, section) = await SavedOnceAsync("org5");

        Site.Clock.Set(2022, 6, 27);

        Assert.Null(await FindAsync("org5", id, section));
        Site.Clock.Set(2022, 6, 1);
        Assert.NotNull(await FindAsync("org5", id, section));
    }

    [Fact]
    public async Task A_round_changed_since_its_rules_were_read_is_not_saved_to_by_the_old_ones()
    {
        var (id, section) = await SavedOnceAsync("org6");
        await Site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update rounds set version = version + 1"));

        Assert.Null(await QuickAsync("org6", id, section, "按旧规则", 1));
        await (await Site.LogInAsync("org6")).GetAsync($"/applications/{id}/sections/{section}");
        Assert.NotNull(await QuickAsync("org6", id, section, "按新规则", 1));
    }

    [Fact]
    public async Task The_page_goes_by_it_and_by_the_longer_way_when_the_address_says_too_little()
    {
        var (id, section) = await SavedOnceAsync("org7");
        var field = "q." + (await QuestionAsync(section)).Id;
        using var visitor = await Site.LogInAsync("org7");
        var script = ScriptedSave.Of(visitor, await visitor.GetAsync($"/applications/{id}/sections/{section}"));
        using var other = await Site.LogInAsync("org8");

        var quick = await script.SendAsync(1, (field, "第二稿"));
        var slow = await script.At($"/applications/{id}/sections/{section}?handler=Autosave").SendAsync(2, (field, "第三稿"));
        var stale = await script.SendAsync(1, (field, "与别处不同"));
        var forged = await script.WithToken("none").SendAsync(3, (field, "伪造"));
        var foreign = await new ScriptedSave(other, script.Address, (await other.GetAsync("/account/password")).All("input[name=__RequestVerificationToken]").First().GetAttribute("value")!).SendAsync(3, (field, "别人的"));

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.NotFound],
            new[] { quick, slow, stale, forged, foreign }.Select(a => a.Status));
        Assert.Contains("\"version\":2", quick.Body, StringComparison.Ordinal);
        Assert.Contains("\"version\":3", slow.Body, StringComparison.Ordinal);
        Assert.Equal(("第三稿", 3), await StoredAsync(id, section));
    }

    [Fact]
    public async Task Of_two_saves_at_once_against_the_same_version_one_wins_and_nothing_is_overwritten()
    {
        var (id, section) = await SavedOnceAsync("org8");

        var saves = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => QuickAsync("org8", id, section, $"第{i}个窗口", 1)));

        var winner = Assert.Single(saves, s => s is not null);
        Assert.Equal((winner!.Answers.Values.Single().Value.GetValue<string>(), 2), await StoredAsync(id, section));
        Assert.Equal(1, await Site.ReadAsync(db => db.Set<SectionVersion>().CountAsync(v => v.ApplicationId == id)));
    }
}
