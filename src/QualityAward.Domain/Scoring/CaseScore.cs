using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Scoring;

/// <summary>A case's final score with everything it was computed from (综合得分), so that anybody can recompute it. Points are exact; rounding is for display only.</summary>
/// <param name="ApplicationId">The case.</param>
/// <param name="Track">Its track; the totals of different tracks are on different scales.</param>
/// <param name="Stages">The scored stages in order.</param>
/// <param name="TieBreakPoints">Points of the group that decides a tie, null when the criteria name none.</param>
public sealed record CaseScore(Guid ApplicationId, Track Track, IReadOnlyList<StageScore> Stages, decimal? TieBreakPoints)
{
    /// <summary>Weighted sum of the stages; null while a scored stage has no result yet.</summary>
    public decimal? Total => Stages.Any(s => s.Points is null) ? null : Stages.Sum(s => s.Points!.Value * s.WeightPercent / 100m);
}

/// <summary>One stage's result (环节得分).</summary>
/// <param name="Stage">Document review, site visit or presentation.</param>
/// <param name="Points">Points after aggregation and consensus; null while open.</param>
/// <param name="WeightPercent">Weight in the final score, of the round's settings.</param>
/// <param name="How">How it came about in a Chinese sentence, e.g. the method and how many experts.</param>
public sealed record StageScore(Stage Stage, decimal? Points, decimal WeightPercent, string How);
