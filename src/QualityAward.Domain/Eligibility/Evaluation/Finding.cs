using System.Runtime.InteropServices;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>What a test came to (审查发现): the outcome and the facts in a sentence.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Finding(VerdictOutcome Outcome, string Facts)
{
    public static Finding Met(string text) => new(VerdictOutcome.Met, text);

    public static Finding NotMet(string text) => new(VerdictOutcome.NotMet, text);

    /// <summary>Something is missing, or a person must look (待核实).</summary>
    public static Finding Open(string text) => new(VerdictOutcome.NeedsEvidence, text);

    public static Finding NotApplicable(string text) => new(VerdictOutcome.NotApplicable, text);

    /// <summary>Not met weighs more than needs evidence, that more than met.</summary>
    public static VerdictOutcome Worst(VerdictOutcome a, VerdictOutcome b) =>
        a == VerdictOutcome.NotMet || b == VerdictOutcome.NotMet ? VerdictOutcome.NotMet
        : a == VerdictOutcome.NeedsEvidence || b == VerdictOutcome.NeedsEvidence ? VerdictOutcome.NeedsEvidence
        : VerdictOutcome.Met;
}
