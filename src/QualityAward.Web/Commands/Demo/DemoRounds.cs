using QualityAward.Domain;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Rounds;

namespace QualityAward.Web.Commands.Demo;

/// <summary>Opens the demo's rounds with every setting that the rules leave open (演示年度): the pack's suggestions where there are some.</summary>
public static class DemoRounds
{
    public static async Task<Guid> OpenAsync(DemoStage stage, ProgrammeCatalogue catalogue, string office, string programme, int year, string name, DateOnly opensOn, DateOnly closesOn, Func<RoundSettings, RoundSettings>? with = null)
    {
        var pack = catalogue.Require(programme);
        var round = await stage.DoAsync<OpenRound, Round>(office, (o, a) => o.RunAsync(programme, year, name, opensOn, closesOn, a, stage.Cancel));
        await stage.DoAsync<ChangeRoundSettings>(office, (o, a) => o.RunAsync(round.Id, null, name, opensOn, closesOn, Call(pack, name, closesOn), with?.Invoke(Settings(pack, closesOn)) ?? Settings(pack, closesOn), a, stage.Cancel));
        await stage.DoAsync<PublishCall>(office, (o, a) => o.RunAsync(round.Id, a, stage.Cancel));
        return round.Id;
    }

    /// <summary>Every setting that the rules leave open.</summary>
    public static RoundSettings Settings(ProgrammePack pack, DateOnly closesOn)
    {
        var s = pack.Suggestions;
        var points = pack.Tracks.Where(t => !t.Criteria.HasPoints).ToDictionary(t => t.Track, RoundSettingsForm.EqualShare);
        var minimums = pack.Tracks.SelectMany(t => pack.Tiers.Select((tier, i) =>
            s.MinimumScores.FirstOrDefault(m => m.Track == t.Track && string.Equals(m.Tier, tier.Code, StringComparison.Ordinal)) ?? new MinimumScore(tier.Code, t.Track, 60m - (5m * i)))).ToList();
        return new RoundSettings
        {
            PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([.. pack.Tracks.Select(t => s.PanelSizes.FirstOrDefault(p => p.Track == t.Track) ?? new TrackNumber(t.Track, 3))]),
            Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
            StageWeights = Setting<IReadOnlyList<StageWeight>>.Of([.. pack.Tracks.SelectMany(t => Weights(s, t))]),
            MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of(minimums),
            ItemPoints = points.Count > 0 ? Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>.Of(points) : default,
            DiscussSpread = Setting<decimal>.Of(s.DiscussSpread ?? 20m),
            RecusalYears = Setting<int>.Of(s.RecusalYears ?? 3),
            NoticeDays = Setting<int>.Of(pack.Notice.MinimumDays ?? 7),
            NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays),
            NoticeFirstDayCounts = Setting<bool>.Of(value: false),
            ObjectionWorkingDays = Setting<int>.Of(s.ObjectionWorkingDays ?? 5),
            Majority = Setting<Majority>.Of(Majority.TwoThirds),
            SecretBallot = Setting<bool>.Of(value: true),
            ClearanceMonths = pack.AsksClearances ? Setting<int>.Of(s.ClearanceMonths ?? 6) : default,
            CertificateWindowEnd = Setting<DateOnly>.Of(closesOn.AddMonths(-2).AddDays(-1)),
        };
    }

    /// <summary>The suggested weights, else equal ones; what does not divide goes to the last stage.</summary>
    private static IReadOnlyList<StageWeight> Weights(SettingSuggestions suggestions, TrackDefinition track)
    {
        var suggested = suggestions.StageWeights.Where(w => w.Track == track.Track).ToList();
        if (suggested.Count > 0)
        {
            return suggested;
        }

        var stages = RoundChecklist.ScoredStages(track);
        var share = Math.Floor(100m / stages.Count);
        return [.. stages.Select((stage, i) => new StageWeight(track.Track, stage, i == stages.Count - 1 ? 100m - (share * i) : share))];
    }

    private static string Call(ProgrammePack pack, string name, DateOnly closesOn) =>
        $"""
        根据{pack.Sources[0].Citation}规定，现就申报{name}有关事项通告如下：
        一、{pack.Name}评审遵循自愿申请、科学评审、公平公正公开的原则，不向申报组织和个人收取任何费用。
        二、{pack.Recommendation.Channel?.Text ?? $"符合条件的申报人经所在地推荐单位审核推荐后，报{pack.OfficeName}。"}
        三、申报截止日期：{ChinaCalendar.Text(closesOn)}。申报材料在本系统填写，截止当日24:00后不能再提交。
        """;
}
