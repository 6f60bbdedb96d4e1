using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>What changed in a round's settings, as the trail says it (设置变动): the office's own words and only what changed.</summary>
internal static class RoundTrail
{
    /// <summary>The changed values before and after, line by line; null where there was nothing.</summary>
    public static (string? Old, string? New) Difference(IReadOnlyList<(string Label, string? Text)> before, IReadOnlyList<(string Label, string? Text)> after)
    {
        var changed = before.Zip(after).Where(pair => !string.Equals(pair.First.Text, pair.Second.Text, StringComparison.Ordinal)).ToList();
        return (Join(changed.Select(c => c.First)), Join(changed.Select(c => c.Second)));

        static string? Join(IEnumerable<(string Label, string? Text)> values)
        {
            var text = string.Join('；', values.Where(v => v.Text is not null).Select(v => $"{v.Label}：{v.Text}"));
            return text.Length == 0 ? null : text;
        }
    }

    /// <summary>Every value in one order, null where it is not set.</summary>
    public static IReadOnlyList<(string Label, string? Text)> Values(string name, DateOnly opensOn, DateOnly closesOn, string callText, RoundSettings s, ProgrammePack pack, IReadOnlyList<Authority> units)
    {
        var values = new List<(string Label, string? Text)>
        {
            ("名称", name), ("申报时间", $"{ChinaCalendar.Text(opensOn)}至{ChinaCalendar.Text(closesOn)}"), ("申报通告正文", callText.Length == 0 ? null : callText),
        };
        values.AddRange(pack.Tiers.Select(t => ($"“{t.Name}”名额", s.Quotas.Or([]).FirstOrDefault(q => string.Equals(q.Tier, t.Code, StringComparison.Ordinal)) is { } quota ? $"{quota.Limit}个" : null)));
        values.Add(("每个推荐单位推荐名额", Text(s.RecommendationQuota, q => $"{q}个")));
        values.AddRange(units.Select(u => ($"{u.Name}推荐名额", s.UnitQuotas.Or([]).FirstOrDefault(q => string.Equals(q.Unit, u.Code, StringComparison.Ordinal)) is { } quota ? $"{quota.Limit}个" : null)));
        foreach (var track in pack.Tracks)
        {
            var kind = TrackNames.Of(track.Track);
            values.Add(($"{kind}专家组人数", s.PanelSizes.Or([]).FirstOrDefault(p => p.Track == track.Track) is { } size ? $"{size.Value}人" : null));
            foreach (var stage in RoundChecklist.ScoredStages(track))
            {
                values.Add(($"{kind}{StageNames.Of(stage)}权重", s.StageWeights.Or([]).FirstOrDefault(w => w.Track == track.Track && w.Stage == stage) is { } weight ? $"{weight.Percent:0.####}%" : null));
            }

            foreach (var tier in pack.Tiers)
            {
                var minimum = s.MinimumScores.Or([]).FirstOrDefault(m => m.Track == track.Track && string.Equals(m.Tier, tier.Code, StringComparison.Ordinal));
                values.Add(($"{kind}“{tier.Name}”最低分", minimum is null ? null : $"{minimum.Points:0.####}分"));
            }

            var points = s.ItemPoints.OrNull() is { } all && all.TryGetValue(track.Track, out var own) ? own : null;
            values.Add(($"{kind}评价准则分值", points is null ? null : string.Join('、', points.Select(p => $"{p.Key} {p.Value:0.####}分"))));
        }

        values.Add(("评分汇总方法", Text(s.Aggregation, a => a switch { Aggregation.Mean => "算术平均", Aggregation.TrimmedMean => "去掉一个最高分和一个最低分后平均" })));
        values.Add(("需要合议的分差", Text(s.DiscussSpread, d => $"{d:0.####}个百分点")));
        values.Add(("回避追溯年限", Text(s.RecusalYears, y => $"{y}年")));
        values.Add(("审议通过比例", Text(s.Majority, m => m switch { Majority.Simple => "到会委员过半数", Majority.TwoThirds => "到会委员三分之二以上" })));
        values.Add(("表决方式", Text(s.SecretBallot, b => b ? "无记名" : "记名")));
        values.Add(("公示天数", Text(s.NoticeDays, d => $"{d}天")));
        values.Add(("公示期计算", Text(s.NoticeDayCount, c => c switch { DayCount.NaturalDays => "自然日", DayCount.WorkingDays => "工作日" })));
        values.Add(("公示发布当日", Text(s.NoticeFirstDayCounts, c => c ? "计入" : "不计入")));
        values.Add(("异议核查期限", Text(s.ObjectionWorkingDays, d => $"{d}个工作日")));
        values.Add(("无不良记录证明的截止日期", Text(s.CertificateWindowEnd, ChinaCalendar.Text)));
        values.Add(("复核时证明、意见的有效期", Text(s.ClearanceMonths, m => $"{m}个月")));
        return values;
    }

    private static string? Text<T>(Setting<T> setting, Func<T, string> text) => setting.IsSet ? text(setting.OrNull()!) : null;
}
