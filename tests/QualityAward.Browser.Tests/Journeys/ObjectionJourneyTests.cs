using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Workflow;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>公示异议: an objection by name is verified and sustained; the list only shrinks, and nobody learns who objected.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ObjectionJourneyTests(BrowserFixture browser, StagedSite site) : IClassFixture<StagedSite>
{
    private const string Objector = "欧阳实名者";
    private const string Phone = "13961370779";
    private const string Fact = "该公司二〇二〇年有一批产品抽查不合格未如实申报";
    private static readonly string Number = DemoIdentifiers.ResidentId("320703", new DateOnly(1969, 2, 3), 77);

    [Fact]
    public async Task A_sustained_objection_strikes_out_one_entry_and_nobody_moves_up()
    {
        var (org4, org5, person2) = (DemoPeople.Of("org4"), DemoPeople.Of("org5"), DemoPeople.Of("person2"));
        var (scenes, cases, notice) = await NoticeAsync(org4, org5, person2);

        await FileAsync(notice, org4);
        await DecideAsync(notice, org4, org5, person2);
        await AssertSecretAsync(notice, cases);
        await EndAsync(scenes, notice, org4, org5, person2);

        await using var supervisor = await browser.AsAsync(site, "supervisor-lyg", "/audit");
        await supervisor.FillAsync("事项、操作人", "异议");
        await supervisor.PressAsync("查询");
        await supervisor.SeesAsync($"对“{org4.Name}”的异议（第2号）成立");
        await supervisor.SeesAsync($"收到对“{org4.Name}”的匿名异议（第1号），不予受理");
        await supervisor.ShootAsync("objection-audit");
        await supervisor.AssertAccessibleAsync();
        await supervisor.GoAsync(DecisionLinks.Notice(notice));
        await supervisor.FollowAsync("第 2 号");
        await supervisor.SeesAsync(Objector);
    }

    /// <summary>A visitor objects first without a name, then with it.</summary>
    private async Task FileAsync(Guid notice, DemoApplicant target)
    {
        site.Clock.Set(2022, 6, 1, 10);
        await using var tab = await browser.OpenAsync(site);
        await tab.GoAsync("/notices");
        await tab.Page.Locator("#main").GetByRole(AriaRole.Link).Filter(new() { HasText = "公示" }).Last.ClickAsync();
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Cell, new() { Name = target.Name })).ToBeVisibleAsync();
        Assert.EndsWith(DecisionLinks.PublicNotice(notice), tab.Page.Url, StringComparison.Ordinal);
        await tab.ShootAsync("objection-notice");
        await tab.AssertAccessibleAsync();

        await tab.ChooseAsync("公示对象", $"{target.Name}（连云港市市长质量奖）");
        await tab.CheckAsync("个人");
        await tab.FillAsync("异议事项", "匿名反映的情况");
        await tab.PressAsync("提交异议");
        await tab.SeesAsync("按匿名异议登记，不予受理");
        await tab.ShootAsync("objection-anonymous");

        // A slip in the number: refused at the field, and nothing typed is lost.
        await tab.ChooseAsync("公示对象", $"{target.Name}（连云港市市长质量奖）");
        await tab.CheckAsync("个人");
        await tab.FillAsync("姓名或单位名称", Objector);
        await tab.FillAsync("公民身份号码或统一社会信用代码", Number[..17] + (Number[17] == '1' ? '2' : '1'));
        await tab.FillAsync("联系电话", Phone);
        await tab.FillAsync("异议事项", Fact);
        await tab.PressAsync("提交异议");
        await Assertions.Expect(tab.Page.Locator("[data-error-summary]")).ToBeVisibleAsync();
        await tab.ShootAsync("objection-wrong-number");
        await Assertions.Expect(tab.Field("异议事项")).ToHaveValueAsync(Fact);
        await Assertions.Expect(tab.Field("姓名或单位名称")).ToHaveValueAsync(Objector);

        await tab.FillAsync("公民身份号码或统一社会信用代码", Number);
        await tab.AttachAsync("证明材料", "抽查通报.pdf", DemoFiles.Pdf("proof"));
        await tab.PressAsync("提交异议");
        await tab.SeesAsync("已收到您的异议（第 2 号）");
        await tab.DoesNotSeeAsync(Objector);
        await tab.ShootAsync("objection-filed");

        Assert.Equal(
            [ObjectionState.NotAccepted, ObjectionState.Filed],
            await site.ReadAsync(db => db.Set<Objection>().OrderBy(o => o.Number).Select(o => o.State).ToListAsync()));
    }

    /// <summary>The office finds it on its desk, verifies it and sustains it; it cannot end the notice before its time.</summary>
    private async Task DecideAsync(Guid notice, DemoApplicant struck, params DemoApplicant[] others)
    {
        site.Clock.Set(2022, 6, 3, 9);
        await using var office = await browser.AsAsync(site, StagedSite.Office, "/");
        await office.ShootAsync("objection-desk");
        await office.GoAsync(DecisionLinks.Notice(notice));
        await office.CheckAsync("我已核对，登记后不能撤销");
        await office.PressAsync("登记公示期满，报请批准");
        await Assertions.Expect(office.Page.Locator("[data-error-summary]")).ToContainTextAsync("公示");
        await office.ShootAsync("objection-too-early");
        await office.GoAsync(DecisionLinks.Notice(notice));
        await office.FollowAsync("第 2 号");
        await office.SeesAsync(Objector);
        await office.SeesAsync(Fact);
        await office.DoesNotSeeAsync(Number);
        await office.ShootAsync("objection-case");
        await office.AssertAccessibleAsync();

        // The reason goes to the applicant: it must not give the objector away.
        await office.CheckAsync("成立");
        await office.FillAsync("核实情况和处理理由", $"根据{Objector}反映的情况核实属实");
        await office.CheckAsync("我已核对，处理决定不能更改");
        await office.PressAsync("提交处理决定");
        await Assertions.Expect(office.Page.Locator("[data-error-summary]")).ToContainTextAsync("不能写入异议人");
        await office.FillAsync("核实情况和处理理由", "经向市场监管部门核实，2020年有一批次产品监督抽查不合格，与申报承诺不符。");
        await office.CheckAsync("我已核对，处理决定不能更改");
        await office.PressAsync("提交处理决定");
        await office.GoAsync(DecisionLinks.Notice(notice));
        await office.SeesAsync("取消获奖资格");
        await office.ShootAsync("objection-decided");

        await using var visitor = await browser.OpenAsync(site);
        await visitor.GoAsync(DecisionLinks.PublicNotice(notice));
        var row = visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = struck.Name });
        await Assertions.Expect(row).ToContainTextAsync("取消获奖资格");
        Assert.Equal(["连云港市市长质量奖", struck.Name], await row.Locator("del").AllInnerTextsAsync());
        foreach (var other in others)
        {
            await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = other.Name })).ToContainTextAsync("列入名单");
        }

        // Nobody moved up.
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = others[0].Name })).ToContainTextAsync("提名奖");
        await Assertions.Expect(visitor.Field("公示对象").Locator("option")).ToHaveCountAsync(3);
        await visitor.ShootAsync("objection-struck-out");
        await visitor.AssertAccessibleAsync();
    }

    /// <summary>Every page that the public, the applicants, the experts, the committee and the recommending office can reach, and the trail itself.</summary>
    private async Task AssertSecretAsync(Guid notice, IReadOnlyList<Guid> cases)
    {
        string[] secrets = [Objector, Number, Number[6..14], Phone, Fact];
        var objection = await site.ReadAsync(db => db.Set<Objection>().Where(o => o.State == ObjectionState.Sustained).Select(o => o.Id).SingleAsync());
        string[] starts = ["/", "/notices", DecisionLinks.PublicNotice(notice), DecisionLinks.Notice(notice), DecisionLinks.Objection(objection), "/audit", "/honours/manage", "/shortlists", "/deliberations", "/scoring"];
        await using (var visitor = await browser.OpenAsync(site))
        {
            await visitor.GoAsync("/");
            (await Crawl.ReadAsync(visitor, starts)).AssertNowhere(secrets);
        }

        foreach (var userName in new[] { "org4", "org5", "person2", StagedSite.Leader, "expert1", "member1", "county-haizhou" })
        {
            await using var visitor = await browser.AsAsync(site, userName, "/");
            var own = cases.SelectMany(id => new[] { ApplicationLinks.Overview(id), ApplicationLinks.View(id), ApplicationLinks.Receipt(id), RecommendationsLinks.Case(id), ScoringLinks.Report(id) });
            var pages = await Crawl.ReadAsync(visitor, [.. starts, .. own]);
            Assert.Contains("工作台", pages["/"], StringComparison.Ordinal);
            pages.AssertNowhere(secrets);
        }

        var trail = await site.ReadAsync(db => db.Set<Infrastructure.Audit.AuditEntry>().AsNoTracking().ToListAsync());
        foreach (var entry in trail)
        {
            var text = System.Text.Json.JsonSerializer.Serialize(entry, Infrastructure.Persistence.JsonColumn.Options);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    /// <summary>After the last day the office hands on the others.</summary>
    private async Task EndAsync(DemoScenes scenes, Guid notice, DemoApplicant struck, params DemoApplicant[] others)
    {
        site.Clock.Set(2022, 6, 7, 9);
        await using (var office = await browser.AsAsync(site, StagedSite.Office, DecisionLinks.Notice(notice)))
        {
            await office.CheckAsync("我已核对，登记后不能撤销");
            await office.PressAsync("登记公示期满，报请批准");
            await office.GoAsync(HonoursLinks.Manage(scenes.RoundId));
            await office.DoesNotSeeAsync(struck.Name);
            foreach (var other in others)
            {
                await office.SeesAsync(other.Name);
            }

            await office.ShootAsync("objection-approval");
        }

        Assert.Equal(
            others.Select(o => o.Name).Order(StringComparer.Ordinal),
            (await site.ReadAsync(db => db.Applications.Where(a => a.RoundId == scenes.RoundId && a.Position.Stage == Stage.Approval && a.Position.Ending == null).Select(a => a.ApplicantName).ToListAsync()))
                .Order(StringComparer.Ordinal));

        await using var applicant = await browser.AsAsync(site, struck.UserName, "/applications");
        await applicant.Page.Locator("#main .qa-tasks a").First.ClickAsync();
        await applicant.SeesAsync("异议");
        await applicant.ShootAsync("objection-applicant");
    }

    private async Task<(DemoScenes Scenes, IReadOnlyList<Guid> Cases, Guid Notice)> NoticeAsync(DemoApplicant award, DemoApplicant nomination, DemoApplicant person)
    {
        string[] panel = ["expert1", "expert2", "expert3", "expert4"];
        string[] three = ["expert5", "expert6"];
        var (scenes, cases) = await site.AcceptedAsync("2022年连云港市市长质量奖", award, nomination, person);
        site.Stage.On(2022, 3, 14);
        await scenes.OpenReviewAsync(Track.Organisation, StagedSite.Leader, panel);
        await scenes.OpenReviewAsync(Track.Individual, StagedSite.Leader, three);
        foreach (var (who, level, i) in new[] { (award, 0.7m, 0), (nomination, 0.6m, 1), (person, 0.75m, 2) })
        {
            var experts = who.Kind == Track.Organisation ? panel : three;
            site.Stage.On(2022, 4, 11);
            await scenes.ScoreAsync(cases[i], Stage.DocumentReview, level, StagedSite.Leader, experts);
            await scenes.CloseDocumentReviewAsync(cases[i]);
            site.Stage.On(2022, 4, 25);
            await scenes.VisitAsync(cases[i], who, level, StagedSite.Leader, experts);
            await scenes.ReportAsync(cases[i], StagedSite.Leader, i == 1 ? "nomination" : "award");
        }

        site.Stage.On(2022, 5, 26);
        await scenes.ShortlistAsync((cases[0], "award"), (cases[1], "nomination"), (cases[2], "award"));
        site.Stage.On(2022, 5, 27);
        await scenes.DeliberateAsync();
        site.Stage.On(2022, 5, 30);
        return (scenes, cases, await scenes.PublishNoticeAsync());
    }
}
