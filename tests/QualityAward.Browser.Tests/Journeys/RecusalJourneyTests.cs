using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Experts;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>回避: who stands aside sees nothing of the case any more, and what he has scored no longer counts.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RecusalJourneyTests(BrowserFixture browser, StagedSite site) : IClassFixture<StagedSite>
{
    private const string SecretText = "机密配方七七四九person1";
    private const string SecretFile = "绝密附图八八五二person1.pdf";

    [Fact]
    public async Task An_expert_who_declares_a_conflict_sees_nothing_of_the_case()
    {
        var (_, id, file, panel) = await AssignedAsync("2022年个人奖第一批", "person1", "person2");

        await using (var tab = await browser.AsAsync(site, "expert5", "/scoring"))
        {
            await tab.SeesAsync("示例甲");
            await tab.DoesNotSeeAsync(SecretText);
            await tab.ShootAsync("recusal-to-declare");
            await tab.FollowAsync("示例甲");
            await tab.ShootAsync("recusal-declare");
            await tab.AssertAccessibleAsync();
            await tab.CheckAsync("本人与申报人有利害关系，申请回避");
            await tab.ChooseAsync("回避情形", ConflictNames.Of(ConflictKind.Advisory));
            await tab.FillAsync("说明", "曾为申报人所在组织提供质量管理咨询");
            await tab.PressAsync("签署声明");
            await tab.GoAsync("/scoring");
            await tab.DoesNotSeeAsync("示例甲");
            await tab.SeesAsync("示例乙");
            await tab.ShootAsync("recusal-declared");
        }

        foreach (var expert in new[] { StagedSite.Leader, "expert6" })
        {
            await site.Stage.DoAsync<DeclareInterest>(expert, (o, a) => o.RunAsync(id, null, null, a, default));
        }

        await site.Stage.DoAsync<OpenDocumentReview>(StagedSite.Office, (o, a) => o.RunAsync(panel, a, default));

        string[] addresses =
        [
            ScoringLinks.Declare(id), ScoringLinks.Material(id), ScoringLinks.Workspace(id, Stage.DocumentReview), ScoringLinks.Consensus(id, Stage.DocumentReview),
            ScoringLinks.Presentation(id), ScoringLinks.Report(id), ScoringLinks.Workspace(id, Stage.Presentation), ApplicationLinks.File(id, file), ApplicationLinks.View(id),
        ];
        await using var recused = await browser.AsAsync(site, "expert5", "/scoring");
        await recused.SeesAsync("示例乙");
        foreach (var address in addresses)
        {
            var (status, body) = await Crawl.FetchAsync(recused, address);
            Assert.True(status is 404 or 403, $"{address} gave {status}.");
            Assert.DoesNotContain("示例甲", WebUtility.HtmlDecode(body), StringComparison.Ordinal);
        }

        var pages = await Crawl.ReadAsync(recused, ["/", "/scoring", "/scoring?at=DocumentReview", .. addresses]);
        Assert.Contains("示例乙", pages["/scoring"], StringComparison.Ordinal);
        pages.AssertNowhere(SecretText, SecretFile, "示例甲", id.ToString());

        await using var other = await browser.AsAsync(site, "expert6", ScoringLinks.Workspace(id, Stage.DocumentReview));
        await other.SeesAsync(SecretText);
        await other.FollowAsync("申报材料全文");
        await other.Page.GetByText("自评报告", new() { Exact = true }).First.ClickAsync();
        await other.SeesAsync(SecretFile);
        Assert.Equal(200, (await Crawl.FetchAsync(other, ApplicationLinks.File(id, file))).Status);
    }

    [Fact]
    public async Task A_late_recusal_voids_the_sheet_and_the_result_is_computed_anew()
    {
        var (scenes, id, _, panel) = await AssignedAsync("2022年个人奖第二批", "person3", "person4");
        string[] experts = [StagedSite.Leader, "expert5", "expert6"];
        foreach (var expert in experts)
        {
            await site.Stage.DoAsync<DeclareInterest>(expert, (o, a) => o.RunAsync(id, null, null, a, default));
        }

        await site.Stage.DoAsync<OpenDocumentReview>(StagedSite.Office, (o, a) => o.RunAsync(panel, a, default));
        await scenes.MarkAsync(id, Stage.DocumentReview, 0.6m, StagedSite.Leader);
        await scenes.MarkAsync(id, Stage.DocumentReview, 0.7m, "expert5");
        await scenes.MarkAsync(id, Stage.DocumentReview, 0.95m, "expert6");
        var before = await ResultAsync(scenes, id);

        await using (var office = await browser.AsAsync(site, StagedSite.Office, ScoringLinks.Consensus(id, Stage.DocumentReview)))
        {
            await office.SeesAsync($"合计 {before:0.00} 分");
            await office.ShootAsync("recusal-before");
            await office.FollowAsync("回避与替换");
            await office.ChooseAsync("回避的专家", "评审专家六");
            await office.ChooseAsync("回避情形", ConflictNames.Of(ConflictKind.Kinship));
            await office.FillAsync("回避理由", "群众反映并经核实，专家与申报人系近亲属");
            await office.CheckAsync("我已核对，登记后不能撤销");
            await office.PressAsync("登记回避");
            await office.SeesAsync("已回避");
            await office.ShootAsync("recusal-recorded");
            await office.AssertAccessibleAsync();
            await office.GoAsync("/experts/recusals");
            await office.SeesAsync("群众反映并经核实，专家与申报人系近亲属");
            await office.ShootAsync("recusal-list");
        }

        var after = await ResultAsync(scenes, id);
        Assert.True(after < before, $"{after} after, {before} before");
        var sheets = await site.ReadAsync(db => db.Set<ScoreSheet>().AsNoTracking().Where(s => s.ApplicationId == id).ToListAsync());
        Assert.Equal(3, sheets.Count);
        var recused = (await site.Stage.AsAsync("expert6")).UserId;
        Assert.NotNull(Assert.Single(sheets, s => s.ExpertId == recused).VoidReason);

        await using (var leader = await browser.AsAsync(site, StagedSite.Leader, ScoringLinks.Consensus(id, Stage.DocumentReview)))
        {
            await leader.SeesAsync($"合计 {after:0.00} 分");
            await leader.SeesAsync("已回避");
            await leader.ShootAsync("recusal-after");
        }

        await using var gone = await browser.AsAsync(site, "expert6", "/scoring");
        await gone.DoesNotSeeAsync("示例丙");
        Assert.Equal(404, (await gone.GoAsync(ScoringLinks.Workspace(id, Stage.DocumentReview)))!.Status);
        await gone.ShootAsync("recusal-not-found");
    }

    /// <summary>A person with secrets of the own in the material, because the tests share a database, and another one, before a panel of three; nobody has declared yet.</summary>
    private async Task<(DemoScenes Scenes, Guid Case, Guid File, Guid Panel)> AssignedAsync(string name, string userName, string another)
    {
        // Rounds of one year are numbered in the order of their opening.
        site.Stage.On(2022, 1, 6 + await site.ReadAsync(db => db.Rounds.CountAsync()));
        var scenes = await site.OpenRoundAsync(name, new DateOnly(2022, 1, 10), new DateOnly(2022, 2, 28));
        var who = DemoPeople.Of(userName) with { Strength = $"以“机密配方七七四九{userName}”为特色" };
        site.Stage.On(2022, 2, 10);
        var id = await scenes.ApplyAsync(who);
        await site.Stage.DoAsync<RecallSubmission>(userName, (o, a) => o.RunAsync(id, a, default));
        await using var content = DemoFiles.Pdf("secret");
        var file = await site.Stage.DoAsync<AttachFile, Guid>(userName, async (o, a) => (await o.RunAsync(id, "self-assessment", "figures", content, $"绝密附图八八五二{userName}.pdf", a, default)).Id);
        await site.Stage.DoAsync<SubmitApplication>(userName, (o, a) => o.RunAsync(id, a, default));
        var second = await scenes.ApplyAsync(DemoPeople.Of(another));
        site.Stage.On(2022, 2, 17);
        await scenes.RecommendAsync(id, who);
        await scenes.RecommendAsync(second, DemoPeople.Of(another));
        site.Stage.On(2022, 3, 4);
        await scenes.AcceptAsync(id);
        await scenes.AcceptAsync(second);
        site.Stage.On(2022, 3, 14);

        List<Guid> members = [];
        foreach (var expert in new[] { StagedSite.Leader, "expert5", "expert6" })
        {
            members.Add((await site.Stage.AsAsync(expert)).UserId);
        }

        var panel = await site.Stage.DoAsync<FormPanel, Guid>(StagedSite.Office, (o, a) => o.RunAsync(scenes.RoundId, Track.Individual, "个人评审组", members, members[0], a, default));
        await site.Stage.DoAsync<AssignPanel>(StagedSite.Office, (o, a) => o.RunAsync(panel, null, a, default));
        return (scenes, id, file, panel);
    }

    /// <summary>The stage's points as computed from what counts.</summary>
    private async Task<decimal> ResultAsync(DemoScenes scenes, Guid id)
    {
        var sheets = await site.ReadAsync(db => db.Set<ScoreSheet>().AsNoTracking().Where(s => s.ApplicationId == id && s.VoidReason == null && s.State == SheetState.Submitted).ToListAsync());
        var rules = await site.InScopeAsync(services => services.GetRequiredService<RoundRulesReader>().GetAsync(scenes.RoundId));
        var totals = sheets.ConvertAll(s => s.Total(rules.Criteria(Track.Individual)));
        return totals.Sum() / totals.Count;
    }
}
