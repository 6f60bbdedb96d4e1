using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Reports;

/// <summary>The panel's report on one application (专家组评审报告): overall strengths and opportunities, scores as they stood, recommendation.</summary>
public sealed class PanelReport : AggregateRoot
{
    private PanelReport()
    {
    }

    public Guid ApplicationId { get; private init; }

    public string Strengths { get; private init; } = "";

    public string Opportunities { get; private init; } = "";

    /// <summary>Tier that the panel recommends; null: none.</summary>
    public string? RecommendedTier { get; private init; }

    /// <summary>推荐意见 in words.</summary>
    public string Recommendation { get; private init; } = "";

    /// <summary>The score as it stood when the report was written.</summary>
    public CaseScore Score { get; private init; } = null!;

    public Guid WrittenBy { get; private init; }

    public string WrittenByName { get; private init; } = "";

    public DateTimeOffset WrittenAt { get; private init; }

    public static PanelReport Write(
        Guid id, CaseScore score, IReadOnlySet<string> tiers, string? strengths, string? opportunities, string? recommendedTier, string? recommendation, Seat? leader, Actor actor, DateTimeOffset now)
    {
        actor.Require(Permission.Score);
        (leader ?? throw Seat.NotLeader()).RequireLeader(actor);
        var problems = new List<InputProblem>();
        Need(strengths, "Input.Strengths", "请填写总体优势。");
        Need(opportunities, "Input.Opportunities", "请填写总体改进空间。");
        Need(recommendation, "Input.Recommendation", "请填写推荐意见。");
        if (recommendedTier is not null && !tiers.Contains(recommendedTier))
        {
            problems.Add(new InputProblem("Input.Tier", "请从本奖项设置的等次中选择。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        if (score.Total is null)
        {
            throw new RefusedException("score-open", "尚有评审环节没有得分，不能提交专家组评审报告。");
        }

        return new PanelReport
        {
            Id = id, ApplicationId = score.ApplicationId, Strengths = strengths!.Trim(), Opportunities = opportunities!.Trim(), RecommendedTier = recommendedTier,
            Recommendation = recommendation!.Trim(), Score = score, WrittenBy = actor.UserId, WrittenByName = actor.Name, WrittenAt = now,
        };

        void Need(string? text, string field, string message)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                problems.Add(new InputProblem(field, message));
            }
        }
    }
}
