using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;

namespace QualityAward.Web.Tests.Eligibility;

/// <summary>Jiangsu 三（三）4: the organisation and the one who heads it do not both apply in a round.</summary>
public sealed class HeadAndOrganisationTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_other_application_of_the_round_is_found_and_named()
    {
        var round = await WholeRound.OpenAsync(site, "jiangsu-governor", "js-nanjing");
        var boss = DemoIdentifiers.ResidentId("320102", new DateOnly(1970, 5, 5), 2);
        var (taken, free) = (Organisation(1, boss), Organisation(2, DemoIdentifiers.ResidentId("320102", new DateOnly(1971, 5, 5), 4)));
        var byNumber = Person(1, boss, heads: false, free.Identifier);
        var byCode = Person(2, DemoIdentifiers.ResidentId("320102", new DateOnly(1972, 5, 5), 6), heads: true, taken.Identifier);
        var employee = Person(3, DemoIdentifiers.ResidentId("320102", new DateOnly(1973, 5, 5), 8), heads: false, taken.Identifier);
        var claimant = Person(4, DemoIdentifiers.ResidentId("320102", new DateOnly(1974, 5, 5), 10), heads: true, free.Identifier);
        foreach (var who in new[] { taken, free, byNumber, byCode, employee, claimant })
        {
            await round.RegisterAsync(who);
        }

        round.Stage.On(2022, 6, 3);
        var draft = await Filled(byNumber);
        // A draft of the other one keeps nobody from applying.
        var organisation = await round.Scenes.ApplyAsync(taken);
        var number = await site.ReadAsync(db => db.Applications.Where(a => a.Id == organisation).Select(a => a.ReceiptNumber!).SingleAsync());

        await Refused(byNumber, draft, $"本届已有“{taken.Name}”的组织申报（申报编号 {number}），其法定代表人的身份证号与申报人一致");
        await Refused(byCode, await Filled(byCode), $"本届已有“{taken.Name}”的组织申报（申报编号 {number}），申报人填写为该组织负责人，统一社会信用代码一致");
        await round.Scenes.ApplyAsync(employee);

        // Whoever only says to head an organisation does not keep it from applying: the office looks at it.
        await round.Scenes.ApplyAsync(claimant);
        var second = await round.Scenes.ApplyAsync(free);
        round.Stage.On(2022, 6, 10);
        await round.Scenes.RecommendAsync(second, free);
        using (var office = await site.LogInAsync(round.Office))
        {
            Assert.Contains("其申报表填写为本组织负责人，须核实", (await office.GetAsync($"/eligibility/{second}")).Text, StringComparison.Ordinal);
        }

        // Withdrawn, it is out of the way.
        using (var owner = await site.LogInAsync(taken.UserName))
        {
            await (await owner.GetAsync($"/applications/{organisation}/withdraw")).Form("撤回申报").Fill("撤回原因", "改由负责人申报").SubmitAsync("撤回申报");
        }

        using var head = await site.LogInAsync(byNumber.UserName);
        await (await head.GetAsync($"/applications/{draft}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料");
        Assert.Equal(0, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Summary.Contains(boss) || e.NewValue!.Contains(boss))));

        // The other way round: the head's application refuses the organisation's.
        var late = Organisation(3, boss);
        await round.RegisterAsync(late);
        var theirs = await site.ReadAsync(db => db.Applications.Where(a => a.Id == draft).Select(a => a.ReceiptNumber!).SingleAsync());
        await Refused(late, await Filled(late), $"本届已有个人申报（申报编号 {theirs}），申报人的身份证号与本组织法定代表人一致");

        async Task<Guid> Filled(DemoApplicant who) => await round.Scenes.FillAsync(who);
    }

    private async Task Refused(DemoApplicant who, Guid id, string says)
    {
        using var visitor = await site.LogInAsync(who.UserName);
        var check = await visitor.GetAsync($"/applications/{id}/check");
        var refused = await (await visitor.GetAsync($"/applications/{id}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);

        Assert.Contains(says, check.Text, StringComparison.Ordinal);
        Assert.Equal([$"不符合申报条件：组织的主要管理者个人和所在组织不能同时申报（{says}；依据：《关于组织申报2020年江苏省省长质量奖的通知》（苏质发委办函〔2020〕13号）三（三）4）"], refused.Errors);
    }

    private static DemoApplicant Organisation(int number, string legalRepresentative) =>
        new($"js-org{number}", Track.Organisation, $"江苏示例{number}号有限公司", DemoIdentifiers.CreditCode(91320100, number), "通用设备制造业", "js-nanjing", new DateOnly(2001, 3, 1))
        {
            Own = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["basic.legal-representative-id"] = legalRepresentative, ["scope.is-exporter"] = "no", ["scope.is-group"] = "no", ["scope.is-construction"] = "no",
            },
        };

    private static DemoApplicant Person(int number, string identifier, bool heads, string employer) =>
        new($"js-person{number}", Track.Individual, $"江苏示例{number}", identifier, "质量技术服务", "js-nanjing", new DateOnly(1998, 7, 1))
        {
            Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation.is-head"] = heads ? "yes" : "no", ["basic.employer-credit-code"] = employer },
        };
}
