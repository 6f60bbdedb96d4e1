using System.Globalization;
using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>
/// The settings page's fields (年度设置表单): which there are depends on the pack's tracks, tiers, stages and criteria, so they are named, not declared.
/// An empty field is "not set"; what cannot be read is a problem at the field.
/// </summary>
/// <param name="units">Recommending units of the award (推荐单位).</param>
public sealed class RoundSettingsForm(ProgrammePack pack, IReadOnlyList<Authority> units)
{
    public ProgrammePack Pack { get; } = pack;

    public IReadOnlyList<Authority> Units { get; } = units;

    public static string PanelSize(Track track) => $"PanelSizes.{track}";

    public static string Weight(StageWeight weight) => $"StageWeights.{weight.Track}.{weight.Stage}";

    public static string Minimum(Track track, Tier tier) => $"MinimumScores.{track}.{tier.Code}";

    public static string Quota(Tier tier) => $"Quotas.{tier.Code}";

    public static string Unit(string unit) => $"UnitQuotas.{unit}";

    /// <summary>The units that may recommend to the programme.</summary>
    public static IReadOnlyList<Authority> UnitsOf(ProgrammePack pack, AuthorityTree authorities) => [.. authorities.RecommendersFor(pack.Owner).Where(pack.Recommendation.Takes)];

    public static string Points(Track track, string item) => $"ItemPoints.{track}.{item}";

    /// <summary>Tracks whose documents give no points, so that the round must.</summary>
    public IEnumerable<TrackDefinition> TracksWithoutPoints => Pack.Tracks.Where(t => !t.Criteria.HasPoints);

    /// <summary>Fields and texts of the settings as stored.</summary>
    public Dictionary<string, string> Write(RoundSettings s)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var size in s.PanelSizes.Or([]))
        {
            Put(PanelSize(size.Track), size.Value);
        }

        foreach (var weight in s.StageWeights.Or([]))
        {
            Put(Weight(weight), weight.Percent);
        }

        foreach (var minimum in s.MinimumScores.Or([]))
        {
            Put(Minimum(minimum.Track, Pack.TiersByCode[minimum.Tier]), minimum.Points);
        }

        foreach (var quota in s.Quotas.Or([]))
        {
            Put(Quota(Pack.TiersByCode[quota.Tier]), quota.Limit);
        }

        foreach (var quota in s.UnitQuotas.Or([]))
        {
            Put(Unit(quota.Unit), quota.Limit);
        }

        foreach (var (track, points) in s.ItemPoints.Or(new Dictionary<Track, IReadOnlyDictionary<string, decimal>>()))
        {
            foreach (var (item, value) in points)
            {
                Put(Points(track, item), value);
            }
        }

        Set("Aggregation", s.Aggregation);
        Set("DiscussSpread", s.DiscussSpread);
        Set("RecusalYears", s.RecusalYears);
        Set("NoticeDays", s.NoticeDays);
        Set("NoticeDayCount", s.NoticeDayCount);
        Set("ObjectionWorkingDays", s.ObjectionWorkingDays);
        Set("ClearanceMonths", s.ClearanceMonths);
        Set("RecommendationQuota", s.RecommendationQuota);
        Set("UploadMegabytes", s.UploadMegabytes);
        Set("Majority", s.Majority);
        if (s.NoticeFirstDayCounts.IsSet)
        {
            fields["NoticeFirstDayCounts"] = s.NoticeFirstDayCounts.OrNull() ? "true" : "false";
        }

        if (s.SecretBallot.IsSet)
        {
            fields["SecretBallot"] = s.SecretBallot.OrNull() ? "true" : "false";
        }

        if (s.CertificateWindowEnd.IsSet)
        {
            fields["CertificateWindowEnd"] = s.CertificateWindowEnd.OrNull().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return fields;

        void Put(string name, IFormattable value) => fields[name] = value.ToString(value is decimal ? "0.####" : null, CultureInfo.InvariantCulture);

        void Set<T>(string name, Setting<T> setting)
        {
            if (setting.IsSet)
            {
                fields[name] = setting.OrNull() is IFormattable value && value is not Enum ? value.ToString(value is decimal ? "0.####" : null, CultureInfo.InvariantCulture) : setting.OrNull()!.ToString()!;
            }
        }
    }

    /// <summary>Reads the typed fields; every problem goes into <paramref name="problems"/>.</summary>
    public RoundSettings Read(Func<string, string?> typed, List<InputProblem> problems)
    {
        var sizes = Pack.Tracks.Select(t => (t.Track, Value: Whole(PanelSize(t.Track), $"{TrackNames.Of(t.Track)}专家组人数", 1, 15)))
            .Where(x => x.Value is not null).Select(x => new TrackNumber(x.Track, x.Value!.Value)).ToList();
        var weights = Pack.Tracks.SelectMany(t => RoundChecklist.ScoredStages(t).Select(st => new StageWeight(t.Track, st, 0m)))
            .Select(w => (Weight: w, Value: Number(Weight(w), $"{TrackNames.Of(w.Track)}{StageNames.Of(w.Stage)}权重", 0m, 100m)))
            .Where(x => x.Value is not null).Select(x => x.Weight with { Percent = x.Value!.Value }).ToList();
        var minimums = Pack.Tracks.SelectMany(t => Pack.Tiers.Select(tier => (t.Track, Tier: tier, Value: Number(Minimum(t.Track, tier), $"{TrackNames.Of(t.Track)}“{tier.Name}”最低分", 0m, 10000m))))
            .Where(x => x.Value is not null).Select(x => new MinimumScore(x.Tier.Code, x.Track, x.Value!.Value)).ToList();
        var quotas = Pack.Tiers.Select(tier => (Tier: tier, Value: Whole(Quota(tier), $"“{tier.Name}”名额", 0, tier.Limit ?? 1000)))
            .Where(x => x.Value is not null).Select(x => new TierQuota(x.Tier.Code, x.Value!.Value)).ToList();
        // What the documents say keeps its clause as long as the number stays.
        var unitQuotas = Units.Select(u => (u.Code, Value: Whole(Unit(u.Code), $"{u.Name}推荐名额", 0, 1000))).Where(x => x.Value is not null)
            .Select(x => Pack.Recommendation.UnitQuotas.FirstOrDefault(q => string.Equals(q.Unit, x.Code, StringComparison.Ordinal) && q.Limit == x.Value) ?? new UnitQuota(x.Code, x.Value!.Value)).ToList();
        var points = new Dictionary<Track, IReadOnlyDictionary<string, decimal>>();
        foreach (var track in TracksWithoutPoints)
        {
            var items = track.Criteria.Items.Select(i => (i.Code, Value: Number(Points(track.Track, i.Code), $"{TrackNames.Of(track.Track)} {i.Code} {i.Title}的分值", 0.01m, 1000m)))
                .Where(x => x.Value is not null).ToDictionary(x => x.Code, x => x.Value!.Value, StringComparer.Ordinal);
            if (items.Count > 0)
            {
                points[track.Track] = items;
            }
        }

        return new RoundSettings
        {
            PanelSizes = List<TrackNumber>(sizes),
            StageWeights = List<StageWeight>(weights),
            MinimumScores = List<MinimumScore>(minimums),
            Quotas = List<TierQuota>(quotas),
            ItemPoints = points.Count > 0 ? Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>.Of(points) : default,
            Aggregation = Choice<Aggregation>("Aggregation"),
            DiscussSpread = Of(Number("DiscussSpread", "需要合议的分差", 1m, 100m)),
            RecusalYears = Of(Whole("RecusalYears", "回避追溯年限", 0, 20)),
            NoticeDays = Of(Whole("NoticeDays", "公示天数", 1, 60)),
            NoticeDayCount = Choice<DayCount>("NoticeDayCount"),
            NoticeFirstDayCounts = YesNo("NoticeFirstDayCounts"),
            ObjectionWorkingDays = Of(Whole("ObjectionWorkingDays", "异议核查期限", 1, 60)),
            Majority = Choice<Majority>("Majority"),
            SecretBallot = YesNo("SecretBallot"),
            UnitQuotas = List<UnitQuota>(unitQuotas),
            RecommendationQuota = Of(Whole("RecommendationQuota", "推荐名额", 1, 1000)),
            UploadMegabytes = Of(Whole("UploadMegabytes", "每份申报的附件总量上限", 10, 100_000)),
            CertificateWindowEnd = Date("CertificateWindowEnd", "无不良记录证明的截止日期"),
            ClearanceMonths = Of(Whole("ClearanceMonths", "复核时证明、意见的有效期", 1, 60)),
        };

        static Setting<IReadOnlyList<T>> List<T>(List<T> values) => values.Count > 0 ? Setting<IReadOnlyList<T>>.Of(values) : default;

        static Setting<T> Of<T>(T? value)
            where T : struct => value is { } known ? Setting<T>.Of(known) : default;

        decimal? Number(string name, string what, decimal min, decimal max)
        {
            if (typed(name) is not { Length: > 0 } text)
            {
                return null;
            }

            // No thousands separators: 7,5 must not become 75.
            if (decimal.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            {
                return value;
            }

            problems.Add(new InputProblem(name, $"{what}须是 {min:0.##} 至 {max:0.##} 之间的数，请重新填写。"));
            return null;
        }

        int? Whole(string name, string what, int min, int max)
        {
            var value = Number(name, what, min, max);
            if (value is { } number && number != Math.Truncate(number))
            {
                problems.Add(new InputProblem(name, $"{what}须是整数，请重新填写。"));
                return null;
            }

            return (int?)value;
        }

        Setting<T> Choice<T>(string name)
            where T : struct, Enum => Enum.TryParse<T>(typed(name), out var value) && Enum.IsDefined(value) ? Setting<T>.Of(value) : default;

        Setting<bool> YesNo(string name) => bool.TryParse(typed(name), out var value) ? Setting<bool>.Of(value) : default;

        Setting<DateOnly> Date(string name, string what)
        {
            if (typed(name) is not { Length: > 0 } text)
            {
                return default;
            }

            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return Setting<DateOnly>.Of(date);
            }

            problems.Add(new InputProblem(name, $"{what}须是日期，请按 2022-04-25 的形式填写。"));
            return default;
        }
    }

    /// <summary>An equal share of 100 points for every item, to begin from; unofficial, the office decides.</summary>
    public static IReadOnlyDictionary<string, decimal> EqualShare(TrackDefinition track)
    {
        var items = track.Criteria.Items.Select(i => i.Code).ToList();
        var share = Math.Floor(100m / items.Count * 2m) / 2m;
        var rest = 100m - (share * items.Count);
        // What does not divide goes to the last items, half a point each, so that the sum is exactly 100.
        var extra = (int)(rest / 0.5m);
        return items.Select((code, i) => (code, points: share + (i >= items.Count - extra ? 0.5m : 0m))).ToDictionary(x => x.code, x => x.points, StringComparer.Ordinal);
    }
}
