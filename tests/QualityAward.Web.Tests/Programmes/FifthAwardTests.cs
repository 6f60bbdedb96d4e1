using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands;
using QualityAward.Web.Commands.Demo;

namespace QualityAward.Web.Tests.Programmes;

/// <summary>A fifth award made only by writing a folder: its whole round, and a round that keeps the pack it opened with.</summary>
public sealed class FifthAwardTests(CountySite site) : IClassFixture<CountySite>
{
    [Fact]
    public async Task A_folder_is_enough_for_a_whole_round_from_the_call_to_the_certificate()
    {
        var round = await WholeRound.OpenAsync(site, CountySite.Programme, CountySite.Channel);
        var (first, second) = (Organisation(1), Organisation(2));

        var winner = await round.RecommendedAsync(first);
        var other = await round.RecommendedAsync(second);
        round.Stage.On(2022, 7, 4);
        await round.Scenes.AcceptAsync(winner);
        await round.Scenes.AcceptAsync(other);
        await round.OpenReviewAsync();
        await AssertStatementsAsync(round, winner, other);
        await round.ReviewAsync(winner, first, 0.7m, "award");
        await round.ReviewAsync(other, second, 0.5m, "award");
        await round.DecideAsync((winner, "award"));
        await round.Scenes.PayAllAsync();

        var honour = await site.ReadAsync(db => db.Set<HonourEntry>().SingleAsync(h => h.ProgrammeCode == CountySite.Programme));
        var prize = await site.ReadAsync(db => db.Set<PrizeDue>().SingleAsync(p => p.RoundId == round.RoundId));
        Assert.Equal((first.Name, "东海县县长质量奖", 200000m), (honour.HolderName, honour.TierName, prize.Amount));
        Assert.StartsWith("DHXZ", honour.CertificateNumber, StringComparison.Ordinal);
        using var visitor = site.Visit();
        Assert.Contains(first.Name, (await visitor.GetAsync("/honours")).Text, StringComparison.Ordinal);
        Assert.Contains("东海县县长质量奖", (await visitor.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains("不超过 2 个", (await visitor.GetAsync($"/programmes/{CountySite.Programme}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_keeps_the_pack_that_it_opened_with()
    {
        var office = await site.Given.StaffAsync("donghai-office-2", Domain.Access.Role.Office, "lyg-donghai");
        site.Clock.Set(2022, 6, 1);
        var old = await site.Given.PublishedRoundAsync(office, "改规则之前", CountySite.Programme);
        try
        {
            site.Change("programme.jsonc", "\"limit\": 2,", "\"limit\": 4,");
            site.Change("eligibility.jsonc", "\"years\": 2,", "\"years\": 6,");
            await site.RestartAsync();
            var young = await site.Given.PublishedRoundAsync(office, "改规则之后", CountySite.Programme);

            Assert.Equal((2, 2), await RulesAsync(old));
            Assert.Equal((4, 6), await RulesAsync(young));
            using var visitor = site.Visit();
            Assert.Contains("不超过 4 个", (await visitor.GetAsync($"/programmes/{CountySite.Programme}")).Text, StringComparison.Ordinal);

            // What changed since the round opened, in words.
            using var said = new StringWriter(CultureInfo.InvariantCulture);
            var code = await ProgrammeCommand.RunAsync(["diff", $"round:{old}", site.Folder], "", said, PinnedAsync);
            Assert.Equal(0, code);
            Assert.Equal(
                ["等次“东海县县长质量奖”：名额上限由 2 改为 4", "申报类别“组织”，资格条件“在县内登记注册，正常经营2年以上”：年限由 2 改为 6", "共 2 处变化。"],
                said.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            site.Change("programme.jsonc", "\"limit\": 4,", "\"limit\": 2,");
            site.Change("eligibility.jsonc", "\"years\": 6,", "\"years\": 2,");
            await site.RestartAsync();
        }
    }

    /// <summary>Experts read what referees say where these were told so, and nothing else of it.</summary>
    private async Task AssertStatementsAsync(WholeRound round, Guid told, Guid untold)
    {
        const string Said = "该组织长期坚持质量第一";
        await site.ReadAsync(db => db.Set<RefereeRequest>().Where(r => r.ApplicationId == untold).ExecuteUpdateAsync(s => s.SetProperty(r => r.ReviewersMayRead, false)));
        using var visitor = await site.LogInAsync(round.Leader);
        using var office = await site.LogInAsync(round.Office);

        Assert.Contains(Said, (await visitor.GetAsync($"/applications/{told}/view")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Said, (await visitor.GetAsync($"/applications/{untold}/view")).Text, StringComparison.Ordinal);
        Assert.Contains(Said, (await office.GetAsync($"/applications/{untold}/view")).Text, StringComparison.Ordinal);
        Assert.Contains(Said, (await office.GetAsync($"/eligibility/{untold}")).Text, StringComparison.Ordinal);
    }

    private Task<ProgrammePack?> PinnedAsync(Guid round) => site.InScopeAsync(async services => (await services.GetRequiredService<RoundRulesReader>().FindAsync(round))?.Pack);

    private Task<(int Limit, int Years)> RulesAsync(Guid round) => site.InScopeAsync(async services =>
    {
        var pack = (await services.GetRequiredService<RoundRulesReader>().GetAsync(round)).Pack;
        return (pack.Tiers[0].Limit!.Value, ((Domain.Eligibility.MinimumYearsCondition)pack.Tracks[0].Conditions[0]).Years);
    });

    private static DemoApplicant Organisation(int number) =>
        new($"dh-org{number}", Track.Organisation, $"东海示例{number}号有限公司", DemoIdentifiers.CreditCode(91320722, number), "通用设备制造业", CountySite.Channel, new DateOnly(2012, 3, 1));
}
