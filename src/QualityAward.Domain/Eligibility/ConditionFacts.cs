using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Eligibility;

/// <summary>What the conditions are tested against (审查依据): frozen or draft answers, files, registers, opinions and the days that count.</summary>
/// <param name="Sections">Answers by section id.</param>
/// <param name="FileCounts">Number of files by <c>section.question</c>.</param>
/// <param name="Registers">What the registers know.</param>
/// <param name="ClosesOn">Closing date of the round.</param>
/// <param name="SubmittedOn">Day of submission; today for a draft.</param>
/// <param name="Opinions">Department opinions gathered so far; empty before the recommendation.</param>
public sealed record ConditionFacts(
    IReadOnlyDictionary<string, Answers> Sections,
    IReadOnlyDictionary<string, int> FileCounts,
    RegisterFacts Registers,
    DateOnly ClosesOn,
    DateOnly SubmittedOn,
    IReadOnlyList<OpinionFact> Opinions)
{
    /// <summary>The day of a re-check, on which certificates must still be in force; null: the closing date counts.</summary>
    public DateOnly? CheckedOn { get; init; }
}
