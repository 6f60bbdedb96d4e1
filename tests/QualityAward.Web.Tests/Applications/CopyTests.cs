using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Applications;

public sealed class CopyTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task A_new_draft_takes_over_the_last_application_and_is_not_handed_in_before_it_is_confirmed()
    {
        site.Clock.Set(2022, 6, 1);
        var earlier = await site.FilledAsync("org1");
        var foreign = await site.FilledAsync("org2");
        var round = await site.Given.PublishedRoundAsync(await site.Given.ActorAsync("office-lyg"), "2022年连云港市市长质量奖（第二批）");
        site.Clock.Set(2022, 6, 2);
        var id = (await site.DoAsync<StartApplication, Application>("org1", (o, a) => o.RunAsync(round, Track.Organisation, "lyg-haizhou", a, default))).Id;
        using var visitor = await site.LogInAsync("org1");

        var copy = await (await visitor.GetAsync($"/applications/{id}")).FollowAsync("从以前的申报复制");
        var stolen = await copy.Form("复制到这份申报").Set("Source", foreign.ToString()).SubmitAsync("复制到这份申报", HttpStatusCode.UnprocessableEntity);
        var overview = await copy.Form("复制到这份申报").SubmitAsync("复制到这份申报");
        var again = await copy.Form("复制到这份申报").SubmitAsync("复制到这份申报", HttpStatusCode.UnprocessableEntity);
        var submit = await (await visitor.GetAsync($"/applications/{id}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);

        site.Clock.Set(2022, 6, 27);
        var late = await visitor.GetAsync($"/applications/{id}/copy");
        site.Clock.Set(2022, 6, 2);

        Assert.Contains("现在不能复制", late.Text, StringComparison.Ordinal);
        Assert.Empty(late.All("main form"));
        Assert.Contains("找不到要复制的申报", Assert.Single(stolen.Errors), StringComparison.Ordinal);
        Assert.Contains("没有可以复制的内容", Assert.Single(again.Errors), StringComparison.Ordinal);
        Assert.Contains("已复制", overview.Text, StringComparison.Ordinal);
        Assert.Contains("一、组织基本情况：“组织名称”：内容复制自以前的申报，请核对后确认。", submit.Errors, StringComparer.Ordinal);

        var (copied, files) = await SectionsAsync(id);
        var (sources, sourceFiles) = await SectionsAsync(earlier);
        // A commitment is given anew, with its signed paper; of the coaching there is only the reason why it is blank.
        Assert.Equal(["coaching", "commitment"], sources.Keys.Except(copied.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        // The same picture twice at one place is copied once.
        Assert.Equal(sourceFiles.Where(f => !f.StartsWith("commitment.", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal), files);
        Assert.Equal(sources["basic"].Answers.Text("name"), copied["basic"].Answers.Text("name"));

        // A tick, a change, then the button for the rest.
        var basic = await visitor.GetAsync($"/applications/{id}/sections/basic");
        var marked = copied["basic"].Unconfirmed;
        Assert.Equal(marked.Count, basic.All(".qa-copied").Count());
        await basic.Form("保存").Fill("组织名称", "改过的名称").Set("confirm", "credit-code").SubmitAsync("保存");
        var left = (await SectionsAsync(id)).Sections["basic"].Unconfirmed;
        Assert.Equal(marked.Except(["name", "credit-code"], StringComparer.Ordinal).Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));
        var confirmed = await (await visitor.GetAsync($"/applications/{id}/sections/basic")).Form("本节全部已核对").SubmitAsync("本节全部已核对");
        Assert.Empty(confirmed.All(".qa-copied"));
        Assert.Empty((await SectionsAsync(id)).Sections["basic"].Unconfirmed);
        Assert.Equal(1, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "CopyApplication")));
    }

    private async Task<(Dictionary<string, ApplicationSection> Sections, List<string> Files)> SectionsAsync(Guid id) => (
        await site.ReadAsync(db => db.Applications.AsNoTracking().Where(a => a.Id == id).SelectMany(a => a.Sections).ToDictionaryAsync(s => s.SectionId)),
        await site.ReadAsync(db => db.Attachments.Where(a => a.ApplicationId == id).OrderBy(a => a.SectionId).ThenBy(a => a.QuestionId).ThenBy(a => a.Sha256).Select(a => a.SectionId + "." + a.QuestionId + " " + a.Sha256).ToListAsync()));
}
