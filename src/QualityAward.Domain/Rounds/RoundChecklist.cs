using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Rounds;

/// <summary>Checks a round before its call is published (发布前检查).</summary>
public static class RoundChecklist
{
    /// <summary>Everything that is missing or does not add up; empty when the call can be published.</summary>
    public static IReadOnlyList<MissingSetting> Missing(Round round, ProgrammePack pack)
    {
        var s = round.Settings;
        var missing = new List<MissingSetting>();
        Need(s.Aggregation.IsSet, "Aggregation", "请选择评分汇总方法");
        foreach (var track in pack.Tracks)
        {
            var name = TrackNames.Of(track.Track);
            Need(s.PanelSizes.Or([]).Any(p => p.Track == track.Track && p.Value > 0), $"PanelSizes.{track.Track}", $"请填写{name}申报的专家组人数");
            var weights = s.StageWeights.Or([]).Where(w => w.Track == track.Track).ToList();
            var scored = ScoredStages(track);
            Need(weights.Count == scored.Count && scored.All(st => weights.Any(w => w.Stage == st)) && weights.Sum(w => w.Percent) == 100m,
                $"StageWeights.{track.Track}", $"请填写{name}各评审环节的权重，合计须为 100%");
            var points = s.ItemPoints.OrNull() is { } all && all.TryGetValue(track.Track, out var p) ? p : null;
            var total = track.Criteria.HasPoints ? track.Criteria.Total : points?.Values.Sum();
            foreach (var tier in pack.Tiers)
            {
                var minimum = s.MinimumScores.Or([]).FirstOrDefault(m => m.Track == track.Track && string.Equals(m.Tier, tier.Code, StringComparison.Ordinal));
                Need(minimum is not null, $"MinimumScores.{track.Track}.{tier.Code}", $"请填写{name}“{tier.Name}”的最低分");
                Need(minimum is null || total is null || minimum.Points <= total,
                    $"MinimumScores.{track.Track}.{tier.Code}", $"{name}“{tier.Name}”的最低分不能超过准则满分 {total:0.##} 分");
            }

            if (!track.Criteria.HasPoints)
            {
                Need(points is not null && track.Criteria.Items.All(i => points.TryGetValue(i.Code, out var v) && v > 0),
                    $"ItemPoints.{track.Track}", $"请为{name}评价准则的每个条目设定分值（文件未规定分值）");
            }
        }

        foreach (var quota in s.Quotas.Or([]))
        {
            var tier = pack.Tiers.FirstOrDefault(t => string.Equals(t.Code, quota.Tier, StringComparison.Ordinal));
            Need(tier is not null && quota.Limit >= 0 && !(quota.Limit > tier.Limit), $"Quotas.{quota.Tier}", $"“{tier?.Name ?? quota.Tier}”的名额不能超过 {tier?.Limit} 个（{pack.Cite(tier?.Clause)}）");
        }

        Need(s.DiscussSpread.IsSet, "DiscussSpread", "请填写需要合议的分差");
        Need(s.RecusalYears.IsSet, "RecusalYears", "请填写回避的追溯年限");
        Need(s.NoticeDays.IsSet, "NoticeDays", "请填写公示天数");
        if (s.NoticeDays.IsSet && s.NoticeDays.OrNull() < pack.Notice.MinimumDays)
        {
            missing.Add(new MissingSetting("NoticeDays", $"公示时间不少于 {pack.Notice.MinimumDays} 天（{pack.Cite(pack.Notice.Clause)}）"));
        }

        Need(s.NoticeDayCount.IsSet, "NoticeDayCount", "请选择公示期按自然日还是工作日计算");
        Need(s.NoticeFirstDayCounts.IsSet, "NoticeFirstDayCounts", "请选择公示发布当日是否计入");
        Need(s.ObjectionWorkingDays.IsSet, "ObjectionWorkingDays", "请填写异议核查工作日数");
        Need(s.Majority.IsSet, "Majority", "请选择审议表决的通过比例");
        Need(s.SecretBallot.IsSet, "SecretBallot", "请选择公开或无记名表决");
        Need(pack.Recommendation.CleanRecordCertificate is null || s.CertificateWindowEnd.IsSet, "CertificateWindowEnd", "请填写无不良记录证明的截止日期");
        Need(!pack.AsksClearances || s.ClearanceMonths.IsSet, "ClearanceMonths", "请填写复核时证明、意见的有效期");
        Need(!string.IsNullOrWhiteSpace(round.CallText), "CallText", "请填写申报通告正文");
        return missing;

        void Need(bool ok, string field, string message)
        {
            if (!ok)
            {
                missing.Add(new MissingSetting(field, message));
            }
        }
    }

    /// <summary>The stages of a track whose marks enter the final score.</summary>
    public static IReadOnlyList<Stage> ScoredStages(TrackDefinition track) =>
        [.. track.Stages.Select(s => s.Stage).Where(s => s is Stage.DocumentReview or Stage.SiteVisit or Stage.Presentation)];
}
