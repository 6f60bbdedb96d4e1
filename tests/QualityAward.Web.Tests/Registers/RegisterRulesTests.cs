using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Registers;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Eligibility;
using QualityAward.Web.Pages.Honours;

namespace QualityAward.Web.Tests.Registers;

/// <summary>What the registers say decides who may apply: the published history, bars to the day, incidents, groups, heads, and who is recommended first.</summary>
public sealed class RegisterRulesTests(RegisterSite site) : IClassFixture<RegisterSite>
{
    private const string Winner = "org-not-recent-winner";
    private const string Barred = "org-not-barred";

    [Fact]
    public async Task Published_history_is_shown_as_unverified_until_an_office_shows_a_document_and_then_bars()
    {
        await LoadHistoryAsync();
        await site.Given.DoAsync<LoadHonourHistory>(async o => Assert.Equal(0, await o.RunAsync(default)));
        using var visitor = site.Visit();
        var register = await visitor.GetAsync("/honours?q=康缘");
        Assert.Contains("历史名单，待核实 来源：历届公布名单的转录，未见原件", register.Text, StringComparison.Ordinal);
        Assert.Contains("公示候选，不是获奖", (await visitor.GetAsync("/honours?q=正大天晴")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("康缘", (await visitor.GetAsync("/")).Text, StringComparison.Ordinal);

        // The winner of 2014 is verified with an invented day of decision: 5 years later to the day it may apply again.
        var applicant = await site.Given.OrganisationAsync("kangyuan", 50, "江苏康缘药业股份有限公司");
        var honour = await site.ReadAsync(db => db.Set<HonourEntry>().SingleAsync(h => h.HolderName == "江苏康缘药业股份有限公司"));
        using var office = await site.LogInAsync("office-lyg");
        var form = await office.GetAsync($"/registers/new/verification?target={honour.Id}");
        var without = await form.Form("提交复核").Fill("统一社会信用代码", RegisterSite.CodeOf(50)).Fill("决定日期", "2015-01-20").Fill("批准文号", "连政发〔2015〕1号").Fill("登记理由", "原件核对").SubmitAsync("提交复核", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["核实历史荣誉须上传批准文件或证书的扫描件。"], without.Errors);
        await site.EnterAsync(
            RegisterKind.Verification, new(StringComparer.Ordinal) { [RegisterKeys.CreditCode] = RegisterSite.CodeOf(50), [RegisterKeys.On] = "2015-01-20", [RegisterKeys.Document] = "连政发〔2015〕1号" }, target: honour.Id);

        Assert.DoesNotContain("待核实", (await visitor.GetAsync("/honours?q=康缘")).Table("获奖名册")[0][^1], StringComparison.Ordinal);
        var party = await site.PartyAsync(RegisterSite.CodeOf(50));
        var barred = await VerdictAsync(party, Winner, new DateOnly(2020, 1, 19));
        Assert.Equal((VerdictOutcome.NotMet, "2014 年度连云港市市长质量奖，决定日 2015-01-20 + 5 年 = 2020-01-20，晚于申报截止日 2020-01-19"), (barred.Outcome, barred.Facts));
        Assert.Equal(VerdictOutcome.Met, (await VerdictAsync(party, Winner, new DateOnly(2020, 1, 20))).Outcome);
        Assert.NotEqual(Guid.Empty, applicant.UserId);

        // The office of another award does not verify it.
        using var wuhan = await site.LogInAsync("office-wh");
        await wuhan.GetAsync($"/registers/new/verification?target={honour.Id}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_nominee_returns_and_wins_and_a_winner_waits_five_years()
    {
        await LoadHistoryAsync();
        await site.Given.OrganisationAsync("maiande", 51, "迈安德集团有限公司");
        var party = await site.PartyAsync(RegisterSite.CodeOf(51));
        foreach (var (year, on) in new[] { (2020, "2021-01-08"), (2025, "2025-12-20") })
        {
            site.Clock.Set(2026, 1, 5);
            var honour = await site.ReadAsync(db => db.Set<HonourEntry>().SingleAsync(h => h.HolderName == "迈安德集团有限公司" && h.AwardYear == year));
            await site.EnterAsync(
                RegisterKind.Verification, new(StringComparer.Ordinal) { [RegisterKeys.CreditCode] = RegisterSite.CodeOf(51), [RegisterKeys.On] = on, [RegisterKeys.Document] = "苏政发〔2021〕1号" }, target: honour.Id, first: "office-js", second: "office-js-2");
        }

        site.Clock.Set(2022, 6, 1);
        // Nominated in 2020, the winner of 2025: the nomination keeps nobody from applying again.
        Assert.Equal(["江苏省省长质量奖", "江苏省省长质量奖提名奖"], await site.ReadAsync(db => db.Set<HonourEntry>().Where(h => h.PartyId == party).OrderByDescending(h => h.AwardYear).Select(h => h.TierName).ToListAsync()));
        Assert.Equal(0, await site.ReadAsync(db => db.Set<Domain.Supervision.Bar>().CountAsync(b => b.PartyId == party)));

        // The same chain under rules that say five years: the nomination does not bind, the award does.
        await site.EnterAsync(RegisterKind.Honour, Honour(51, "迈安德集团有限公司", "连云港市市长质量奖提名奖", "2018", "2018-12-01"));
        Assert.Equal((VerdictOutcome.Met, "获奖名册中没有须限制申报的获奖记录"), Of(await VerdictAsync(party, Winner, new DateOnly(2022, 6, 26))));
        await site.EnterAsync(RegisterKind.Honour, Honour(51, "迈安德集团有限公司", "连云港市市长质量奖", "2019", "2020-02-29"));
        Assert.Equal(VerdictOutcome.NotMet, (await VerdictAsync(party, Winner, new DateOnly(2025, 2, 27))).Outcome);
        // The leap day has no date of its own in 2025: the last day of February takes its place.
        Assert.Equal((VerdictOutcome.Met, "2019 年度连云港市市长质量奖，决定日 2020-02-29 + 5 年 = 2025-02-28，不晚于申报截止日 2025-02-28"), Of(await VerdictAsync(party, Winner, new DateOnly(2025, 2, 28))));
    }

    [Theory]
    [InlineData(52, "2019-06-26", VerdictOutcome.Met)]
    [InlineData(53, "2019-06-27", VerdictOutcome.NotMet)]
    public async Task A_bar_ends_to_the_day(int number, string decided, VerdictOutcome outcome)
    {
        await site.EnterAsync(RegisterKind.Bar, RegisterSite.Bar(number, "示例限期公司", decided));

        var verdict = await VerdictAsync(await site.PartyAsync(RegisterSite.CodeOf(number)), Barred, new DateOnly(2022, 6, 26));

        Assert.Equal(outcome, verdict.Outcome);
        Assert.Equal(outcome == VerdictOutcome.NotMet, verdict.Facts.Contains("自 2019-06-27 至 2022-06-26 限制申报（《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第十四条）", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_incident_of_an_authority_above_or_below_counts_and_of_another_city_does_not()
    {
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(54, "示例事故公司", "2021-03-01"), first: "office-js", second: "office-js-2");
        var party = await site.PartyAsync(RegisterSite.CodeOf(54));
        Assert.Contains("登记簿：2021-03-01 安全生产事故（市应急管理局通报），等级为重大", (await VerdictAsync(party, "org-no-accidents", new DateOnly(2022, 6, 26))).Facts, StringComparison.Ordinal);

        await site.Given.StaffAsync("office-wh-2", Domain.Access.Role.Office, "wh");
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(55, "示例外地公司", "2021-03-01"), first: "office-wh", second: "office-wh-2");
        Assert.DoesNotContain("登记簿：", (await VerdictAsync(await site.PartyAsync(RegisterSite.CodeOf(55)), "org-no-accidents", new DateOnly(2022, 6, 26))).Facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nominee_is_recommended_first_and_the_clause_says_so()
    {
        var (who, other) = (DemoPeople.Of("org4"), DemoPeople.Of("org5"));
        foreach (var one in new[] { who, other })
        {
            await site.Given.DoAsync<RegisterApplicant>(o => o.RunAsync(new ApplicantRegistration(one.Kind, "first-" + one.UserName, Site.Password, one.Name, one.Identifier, "a@example.com"), address: null, default));
        }

        var honour = Honour(0, who.Name, "连云港市市长质量奖提名奖", "2021", "2021-10-20");
        honour[RegisterKeys.CreditCode] = who.Identifier;
        await site.EnterAsync(RegisterKind.Honour, honour);
        var round = await site.ReadAsync(db => db.Rounds.Where(r => r.Name == "2022年连云港市市长质量奖").Select(r => r.Id).SingleAsync());
        var stage = new DemoStage(site.Services, site.Clock, site.Clock.Set);
        stage.On(2022, 6, 1);
        var scenes = await site.InScopeAsync(async services => new DemoScenes(stage, await services.GetRequiredService<RoundRulesReader>().GetAsync(round)));
        var id = await scenes.ApplyAsync(who with { UserName = "first-" + who.UserName });
        var plain = await scenes.ApplyAsync(other with { UserName = "first-" + other.UserName });
        const string Says = "优先推荐 ：2021 年度连云港市市长质量奖提名奖（2021年10月20日决定），优先推荐申报连云港市市长质量奖。 依据：《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第十二条";

        using var applicant = await site.LogInAsync("first-" + who.UserName);
        Assert.Contains(Says, (await applicant.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        using var county = await site.LogInAsync("county-haizhou");
        Assert.Contains(Says, (await county.GetAsync($"/recommendations/{id}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("优先推荐 ：", (await county.GetAsync($"/recommendations/{plain}")).Text, StringComparison.Ordinal);
        Assert.Equal(new[] { $"{who.Name} 优先推荐", other.Name }.Order(StringComparer.Ordinal), (await county.GetAsync("/recommendations")).Table("经本单位推荐的申报").Select(r => r[0]).Where(n => n.StartsWith(who.Name, StringComparison.Ordinal) || n.StartsWith(other.Name, StringComparison.Ordinal)).Order(StringComparer.Ordinal));

        // The office sees it in the queue, on the review page and in the list as a file; the summary names it below the table.
        await scenes.RecommendAsync(id, who with { UserName = "first-" + who.UserName });
        using var office = await site.LogInAsync("office-lyg");
        Assert.Contains($"{who.Name} 优先推荐", (await office.GetAsync($"/eligibility?q={who.Name}")).Table("资格审查").Select(r => r[1]));
        Assert.Contains(Says, (await office.GetAsync($"/eligibility/{id}")).Text, StringComparison.Ordinal);
        const string Line = "优先推荐申报连云港市市长质量奖";
        Assert.Contains(Line, await office.Client.GetStringAsync(new Uri($"/eligibility?handler=Export&format=csv&q={who.Name}", UriKind.Relative)), StringComparison.Ordinal);
        var summary = await county.GetAsync($"/recommendations/summary/{round}");
        Assert.Contains($"{who.Name} 优先推荐", summary.Text, StringComparison.Ordinal);
        Assert.Contains($"优先推荐：{who.Name}，2021 年度连云港市市长质量奖提名奖（2021年10月20日决定），{Line}（依据：《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第十二条）。", summary.Text, StringComparison.Ordinal);
        var book = SpreadsheetReader.Read(new MemoryStream(await county.Client.GetByteArrayAsync(new Uri($"/recommendations/summary/{round}?handler=Excel", UriKind.Relative))), 100);
        Assert.StartsWith($"优先推荐：{who.Name}", book.Rows[^1][0], StringComparison.Ordinal);

        // Withdrawn, it gives no priority.
        var entry = await site.ReadAsync(db => db.Set<HonourEntry>().Where(h => h.HolderName == who.Name).Select(h => h.Id).SingleAsync());
        var withdrawal = Guid.Empty;
        var (first, second) = (await site.Given.ActorAsync("office-lyg"), await site.Given.ActorAsync("office-lyg-2"));
        await site.Given.DoAsync<Pages.Registers.ProposeWithdrawal>(async o => withdrawal = await o.RunAsync(RegisterKind.Honour, entry, "年度有误", null, first, default));
        await site.Given.DoAsync<Pages.Registers.DecideProposal>(o => o.ApproveAsync(withdrawal, 0, second, default));
        Assert.DoesNotContain("优先推荐 ：", (await county.GetAsync($"/recommendations/{id}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_group_and_the_head_are_found_by_the_register_of_parties()
    {
        await site.EnterAsync(RegisterKind.Holding, new(StringComparer.Ordinal)
        {
            [RegisterKeys.CreditCode] = RegisterSite.CodeOf(56), [RegisterKeys.Name] = "示例母公司", [RegisterKeys.HeldCode] = RegisterSite.CodeOf(57), [RegisterKeys.HeldName] = "示例控股子公司", [RegisterKeys.From] = "2018-01-01", [RegisterKeys.Until] = "2022-06-26",
        });
        await site.EnterAsync(RegisterKind.Incident, RegisterSite.Incident(57, "示例控股子公司", "2021-03-01"));
        await site.EnterAsync(RegisterKind.Bar, RegisterSite.Bar(57, "示例控股子公司", "2021-03-01"));
        var parent = await site.PartyAsync(RegisterSite.CodeOf(56));

        var holding = Assert.Single((await FactsAsync(parent, new DateOnly(2022, 6, 26))).Facts.Holdings);

        Assert.Equal(("示例控股子公司", RegisterSite.CodeOf(57), 1, 1), (holding.Name, holding.CreditCode, holding.Bars.Count, holding.Incidents.Count));
        Assert.Empty((await FactsAsync(parent, new DateOnly(2022, 6, 27))).Facts.Holdings);

        await site.EnterAsync(RegisterKind.Headship, new(StringComparer.Ordinal)
        {
            [RegisterKeys.CreditCode] = RegisterSite.CodeOf(57), [RegisterKeys.Name] = "示例控股子公司", [RegisterKeys.PersonId] = Given.ResidentId(58), [RegisterKeys.PersonName] = "示例负责人", [RegisterKeys.Post] = "总经理", [RegisterKeys.From] = "2020-01-01",
        });
        var head = await site.ReadAsync(db => db.Parties.Where(p => p.Name == "示例负责人").Select(p => p.Id).SingleAsync());
        // Of who heads an organisation, the organisation's incidents count too.
        Assert.Equal("市应急管理局通报", Assert.Single((await FactsAsync(head, new DateOnly(2022, 6, 26))).Facts.Incidents).Source);
    }

    private static (VerdictOutcome Outcome, string Facts) Of(Verdict verdict) => (verdict.Outcome, verdict.Facts);

    private static Dictionary<string, string> Honour(int number, string name, string tier, string year, string on) => new(StringComparer.Ordinal)
    {
        [RegisterKeys.CreditCode] = RegisterSite.CodeOf(number), [RegisterKeys.Name] = name, [RegisterKeys.Tier] = tier, [RegisterKeys.Year] = year, [RegisterKeys.On] = on, [RegisterKeys.Source] = "市政府公布名单",
    };

    private Task LoadHistoryAsync() => site.Given.DoAsync<LoadHonourHistory>(o => o.RunAsync(default));

    private async Task<Verdict> VerdictAsync(Guid party, string code, DateOnly closesOn)
    {
        var (rules, facts) = await FactsAsync(party, closesOn);
        var conditions = new ConditionFacts(new Dictionary<string, Answers>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal), facts, closesOn, closesOn, []);
        return ConditionEvaluator.Evaluate(rules, Track.Organisation, conditions).Single(v => v.ConditionCode == code);
    }

    /// <summary>As a round that closes on this day would ask.</summary>
    private Task<(Domain.Rounds.RoundRules Rules, RegisterFacts Facts)> FactsAsync(Guid party, DateOnly closesOn) => site.InScopeAsync(async services =>
    {
        var catalogue = services.GetRequiredService<ProgrammeCatalogue>();
        var office = await site.Given.ActorAsync("office-lyg");
        var opens = Domain.ChinaCalendar.StartOf(closesOn.AddDays(-30));
        var pack = catalogue.Require(Given.Programme);
        var round = Domain.Rounds.Round.Open(Guid.NewGuid(), pack, "hash", closesOn.Year, "样例", closesOn.AddDays(-20), closesOn, office, opens);
        var rules = new Domain.Rounds.RoundRules(round, pack);
        return (rules, await services.GetRequiredService<GatherRegisterFacts>().RunAsync(party, rules, null, null, default));
    });
}
