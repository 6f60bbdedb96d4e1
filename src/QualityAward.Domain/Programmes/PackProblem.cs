namespace QualityAward.Domain.Programmes;

/// <summary>The part of a pack that a problem lies in; each is a file of the folder (奖项包组成部分).</summary>
public enum PackPart
{
    Programme,
    Stages,
    Eligibility,
    Form,
    PreReviewForm,
    SummaryTable,
    Criteria,
    Terms,
}

/// <summary>One thing wrong with a pack (奖项包问题): where, and the reason in Chinese.</summary>
/// <param name="Part">The file.</param>
/// <param name="Track">The track; null for what both share.</param>
/// <param name="Anchor">Id or code of the offending piece, for finding its line; null: the file as a whole.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record PackProblem(PackPart Part, Track? Track, string? Anchor, string Reason);
