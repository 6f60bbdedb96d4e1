using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Scoring;

/// <summary>What a stage's result is computed from (环节评分数据): the submitted sheets that are not void, and the agreed values.</summary>
public sealed record StageMarks(Stage Stage, bool IsClosed, IReadOnlyList<IReadOnlyList<Mark>> Sheets, IReadOnlyList<ConsensusValue> Consensus);

/// <summary>Computes a case's final score from raw marks and the round's settings (综合得分计算).</summary>
public static class CaseScoring
{
    /// <summary>The result of one stage by the round's declared method.</summary>
    public static StageResult Result(RoundRules rules, Track track, string? variant, StageMarks marks) => StageTally.Of(
        rules.Criteria(track, variant), rules.Settings.Aggregation.Required("评分汇总方法"), rules.Settings.DiscussSpread.Required("需要合议的分差"), marks.Sheets, marks.Consensus);

    /// <param name="variant">The case's variant of the criteria; null where they have none.</param>
    public static CaseScore Of(Guid applicationId, Track track, string? variant, RoundRules rules, IReadOnlyList<StageMarks> marks)
    {
        var weights = rules.Settings.StageWeights.Required("环节权重").Where(w => w.Track == track).ToList();
        var group = TieBreakItems(rules.Criteria(track, variant));
        var stages = new List<StageScore>();
        decimal? tieBreak = group is null ? null : 0m;
        foreach (var stage in RoundChecklist.ScoredStages(rules.Track(track)))
        {
            var weight = weights.FirstOrDefault(w => w.Stage == stage)?.Percent ?? 0m;
            if (marks.FirstOrDefault(m => m.Stage == stage) is not { IsClosed: true } closed)
            {
                stages.Add(new StageScore(stage, null, weight, marks.Any(m => m.Stage == stage) ? "评审进行中" : "尚未评审"));
                tieBreak = null;
                continue;
            }

            var result = Result(rules, track, variant, closed);
            stages.Add(new StageScore(stage, result.Points, weight, result.How));
            tieBreak = group is null || result.Points is null ? null : tieBreak + result.Items.Where(i => group.Contains(i.Item.Code)).Sum(i => i.Points!.Value) * weight / 100m;
        }

        return new CaseScore(applicationId, track, stages, tieBreak);
    }

    private static HashSet<string>? TieBreakItems(CriteriaSet criteria) =>
        criteria.TieBreakGroup is { } code && criteria.Groups.FirstOrDefault(g => string.Equals(g.Code, code, StringComparison.Ordinal)) is { } group
            ? group.Items.Select(i => i.Code).ToHashSet(StringComparer.Ordinal)
            : null;
}
