using System.Text;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>Every channel of every programme runs to its end as data: two levels, the names of the programme and of who signs on every page, nothing of another award.</summary>
public sealed class ChannelChainTests(Site site) : IClassFixture<Site>
{
    [Theory]
    [InlineData("lianyungang-mayor", "lyg-haizhou", "海州区人民政府", "lyg-industry", "连云港市工业和信息化局", "武汉市市长|经济技术开发区质量奖")]
    [InlineData("jiangsu-governor", "js-nanjing", "南京市人民政府", "js-industry", "江苏省工业和信息化厅", "连云港市市长|武汉市市长|县区|县（区）|海州")]
    [InlineData("wuhan-mayor", "wh-wuchang", "武昌区人民政府", "wh-donghu", "武汉东湖新技术开发区管理委员会", "连云港市市长|江苏省省长|县区|县（区）")]
    [InlineData("lianyungang-zone", "lyg-etdz-zhongyun", "中云街道办事处", "lyg-etdz-houzui", "猴嘴街道办事处", "连云港市市长|江苏省省长|武汉市市长|县区|县（区）")]
    public async Task Each_channel_runs_to_the_office_with_the_programmes_own_names(string programme, string first, string firstSigns, string second, string secondSigns, string foreign)
    {
        var round = await WholeRound.OpenAsync(site, programme, first);
        await site.Given.StaffAsync($"{programme}-second", Role.RecommendingOffice, second);
        foreach (var (office, unit, signs, number) in new[] { ($"{programme}-recommend", first, firstSigns, 1), ($"{programme}-second", second, secondSigns, 2) })
        {
            var who = Applicant(round.Pack, $"{programme}-applicant{number}", unit, number);
            await round.RegisterAsync(who);
            round.Stage.On(2022, 6, 5);
            var id = await round.Scenes.ApplyAsync(who);
            round.Stage.On(2022, 6, 10);
            using var visitor = await site.LogInAsync(office);
            var before = await visitor.GetAsync($"/recommendations/{id}");
            Assert.All(round.Pack.Recommendation.Channels.Single(c => c.Code == WayOf(round.Pack, unit)).Levels, level => Assert.Contains(level.Does, before.Text, StringComparison.Ordinal));
            await round.Scenes.RecommendAsync(id, who, endorse: false);

            foreach (var page in new[] { "", $"/{id}", $"/{id}/papers/pre-review", $"/{id}/papers/endorsement", $"/{id}/endorsement", $"/{id}/opinions", $"/{id}/decline", "/ask", "/opinions", "/batches" })
            {
                await NamesAsync(visitor, "/recommendations" + page);
            }

            var signing = await visitor.GetAsync($"/recommendations/{id}/endorsement");
            Assert.Contains(signs, signing.Text, StringComparison.Ordinal);
            var paper = PaperText.Of(await visitor.Client.GetByteArrayAsync(new Uri($"/recommendations/{id}/papers/endorsement?handler=Pdf", UriKind.Relative)));
            Assert.Contains($"{signs}审核推荐意见".Normalize(NormalizationForm.FormKC), paper, StringComparison.Ordinal);
            Assert.Contains($"{round.Pack.Name}审核推荐意见签署页".Normalize(NormalizationForm.FormKC), paper, StringComparison.Ordinal);
            Assert.DoesNotContain(foreign.Split('|'), word => paper.Contains(word.Normalize(NormalizationForm.FormKC), StringComparison.Ordinal));

            var code = await RecommendationPageTests.CodeAsync(visitor, id, "endorsement");
            var endorsed = await signing.Form("登记签署意见").Fill("签署日期", "2022-06-10").Fill("政府（部门）推荐意见", "同意推荐").Fill("签署页校验码", code)
                .Attach("签署的推荐意见扫描件", "签署.pdf", "application/pdf", CaseSite.Pdf).SubmitAsync("登记签署意见");
            var handIn = await endorsed.FollowAsync("排序和报送");
            await NamesAsync(visitor, handIn.Path);
            var batch = await handIn.Form("报送 1 件").SubmitAsync("报送 1 件");
            Assert.Contains("清单、申报材料和签署件与报送时一致", batch.Text, StringComparison.Ordinal);
            await NamesAsync(visitor, batch.Path);

            var list = await visitor.GetAsync($"/recommendations/summary/{round.RoundId}");
            Assert.Contains($"{round.Pack.Name}申报汇总表", list.Text, StringComparison.Ordinal);
            Assert.Contains(who.Name, list.Text, StringComparison.Ordinal);
            Assert.Equal(programme == "jiangsu-governor", !list.Text.Contains("不是官方表样", StringComparison.Ordinal));
            foreach (var handler in new[] { "Pdf", "Excel" })
            {
                using var file = await visitor.Client.GetAsync(new Uri($"/recommendations/summary/{round.RoundId}?handler={handler}", UriKind.Relative));
                Assert.True(file.IsSuccessStatusCode);
            }

            Assert.Equal(Stage.EligibilityReview, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Stage).SingleAsync()));
        }

        await TwoAtOnceAsync(round, first, second);

        async Task NamesAsync(Visitor visitor, string address)
        {
            var page = await visitor.GetAsync(address);
            var main = page.All("main").Single().TextContent;
            Assert.True(foreign.Split('|').All(word => !main.Contains(word, StringComparison.Ordinal)), $"{address} of {programme} speaks of another award: {foreign}");
        }
    }

    /// <summary>Two windows press at the same moment, each with another channel: one application, and the other window is told through which.</summary>
    private async Task TwoAtOnceAsync(WholeRound round, string first, string second)
    {
        var who = Applicant(round.Pack, $"{round.Pack.Code}-twice", first, 3);
        await round.RegisterAsync(who);
        round.Stage.On(2022, 6, 12);
        var actor = await site.Given.ActorAsync(who.UserName);
        var tries = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            try
            {
                await site.Given.DoAsync<StartApplication>(o => o.RunAsync(round.RoundId, who.Kind, i % 2 == 0 ? first : second, actor, default));
                return null;
            }
            catch (RefusedException refused)
            {
                return refused;
            }
        })));

        Assert.Single(tries, t => t is null);
        Assert.Equal(1, await site.ReadAsync(db => db.Applications.CountAsync(a => a.RoundId == round.RoundId && a.OwnerId == actor.UserId)));
        var taken = await site.ReadAsync(db => db.Applications.Where(a => a.RoundId == round.RoundId && a.OwnerId == actor.UserId).Select(a => a.ChannelCode).SingleAsync());
        Assert.Equal(3, tries.Count(t => t?.Code == "second-channel"));
        Assert.Equal(2, tries.Count(t => t?.Code == "second-application"));
        Assert.All(tries.Where(t => t?.Code == "second-channel"), t => Assert.Contains("不得再通过", t!.Message, StringComparison.Ordinal));
        Assert.Contains(taken, new[] { first, second });
    }

    private static string WayOf(ProgrammePack pack, string unit) => unit switch
    {
        "lyg-industry" or "js-industry" => "department",
        _ => pack.Recommendation.Channels[0].Code,
    };

    private static DemoApplicant Applicant(ProgrammePack pack, string user, string unit, int number) => pack.TrackOf(Track.Organisation) is not null
        ? new DemoApplicant(user, Track.Organisation, $"渠道示例{number}号有限公司", DemoIdentifiers.CreditCode(91320700, 960 + number + (pack.Code[0] * 3)), "通用设备制造业", unit, new DateOnly(2001, 3, 1))
        {
            Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["scope.is-exporter"] = "no", ["scope.is-group"] = "no", ["scope.is-construction"] = "no" },
        }
        : new DemoApplicant(user, Track.Individual, $"渠道示例{number}", DemoIdentifiers.ResidentId("320705", new DateOnly(1980, 3, 1), 100 + number + pack.Code.Length * 7), "质量技术服务", unit, new DateOnly(2002, 7, 1))
        {
            Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation.is-head"] = "no" },
        };
}
