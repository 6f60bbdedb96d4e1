using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Rounds;

/// <summary>How several experts' marks become one (汇总方法).</summary>
public enum Aggregation
{
    /// <summary>算术平均.</summary>
    Mean,

    /// <summary>去掉一个最高分和一个最低分后平均; only with five or more experts, otherwise the mean.</summary>
    TrimmedMean,
}

/// <summary>How days of a notice are counted (公示期计算).</summary>
public enum DayCount
{
    /// <summary>自然日.</summary>
    NaturalDays,

    /// <summary>工作日.</summary>
    WorkingDays,
}

/// <summary>What is needed to agree in a meeting (表决规则).</summary>
public enum Majority
{
    /// <summary>过半数.</summary>
    Simple,

    /// <summary>三分之二以上.</summary>
    TwoThirds,
}

/// <summary>A round's own quota of a tier (本届名额).</summary>
public sealed record TierQuota(string Tier, int Limit);

/// <summary>The values that the rules leave open (年度设置), entered by the office before the call is published; empty means not set, never a default.</summary>
public sealed record RoundSettings
{
    /// <summary>Experts per panel, by track.</summary>
    public Setting<IReadOnlyList<TrackNumber>> PanelSizes { get; init; }

    public Setting<Aggregation> Aggregation { get; init; }

    /// <summary>Weights of the scored stages; they add up to 100 on each track.</summary>
    public Setting<IReadOnlyList<StageWeight>> StageWeights { get; init; }

    /// <summary>Minimum scores per tier and track.</summary>
    public Setting<IReadOnlyList<MinimumScore>> MinimumScores { get; init; }

    /// <summary>Winners at most per tier in this round, never more than the documents allow; a tier that is not here has the documents' own limit.</summary>
    public Setting<IReadOnlyList<TierQuota>> Quotas { get; init; }

    /// <summary>Points per criteria item of tracks whose documents give none: by track, item code → points.</summary>
    public Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>> ItemPoints { get; init; }

    /// <summary>Spread in percentage points from which an item must be discussed.</summary>
    public Setting<decimal> DiscussSpread { get; init; }

    /// <summary>Years that an earlier tie between expert and applicant counts.</summary>
    public Setting<int> RecusalYears { get; init; }

    /// <summary>Days of the public notice, at least what the pack says.</summary>
    public Setting<int> NoticeDays { get; init; }

    public Setting<DayCount> NoticeDayCount { get; init; }

    /// <summary>Whether the day of publication counts as the first day.</summary>
    public Setting<bool> NoticeFirstDayCounts { get; init; }

    /// <summary>Working days to verify an objection.</summary>
    public Setting<int> ObjectionWorkingDays { get; init; }

    public Setting<Majority> Majority { get; init; }

    /// <summary>True: only the count is kept of who voted how.</summary>
    public Setting<bool> SecretBallot { get; init; }

    /// <summary>All files of one application together, in MB; not set: what the form says.</summary>
    public Setting<int> UploadMegabytes { get; init; }

    /// <summary>Applications that each recommending unit may recommend; not set: what the pack's channel says, or no limit.</summary>
    public Setting<int> RecommendationQuota { get; init; }

    /// <summary>The same of single units that have a number of their own; begins with what the pack says.</summary>
    public Setting<IReadOnlyList<UnitQuota>> UnitQuotas { get; init; }

    /// <summary>End of the no-adverse-record certificate's window.</summary>
    public Setting<DateOnly> CertificateWindowEnd { get; init; }

    /// <summary>Months after their last day for which the certificate and the departments' opinions still speak when a case is looked at again (复核时证明、意见的有效期).</summary>
    public Setting<int> ClearanceMonths { get; init; }
}
