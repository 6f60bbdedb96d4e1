using QualityAward.Domain.Eligibility;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Shared;

/// <summary>Verdicts as everybody sees them (资格条件结论): self-check, applicant and office show the same list.</summary>
/// <param name="Verdicts">In the pack's order.</param>
/// <param name="LinkOf">Where the answer of a reference stands; null: it is not linked.</param>
public sealed record VerdictList(IReadOnlyList<Verdict> Verdicts, Func<string, string?>? LinkOf = null)
{
    public string Caption { get; init; } = "申报条件自查";

    public int Count(VerdictOutcome outcome) => Verdicts.Count(v => v.Outcome == outcome);

    public static Tone ToneOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Met => Tone.Success,
        VerdictOutcome.NotMet => Tone.Danger,
        VerdictOutcome.NeedsEvidence => Tone.Warning,
        VerdictOutcome.NotApplicable => Tone.Neutral,
    };

    public static string AnchorOf(Verdict verdict) => ErrorSummary.IdOf(ApplicationCheck.ConditionAnchor(verdict.ConditionCode));

    public static string SourceName(VerdictSource source) => source switch
    {
        VerdictSource.Answer => "申报表",
        VerdictSource.Register => "登记簿",
        VerdictSource.Opinion => "部门意见",
    };

    /// <summary>Id of the field of a reference in a section's editor.</summary>
    public static string FieldOf(string reference, string prefix = SectionEditor.DefaultPrefix) =>
        ErrorSummary.IdOf(SectionEditor.FieldNameOf(prefix, Domain.Forms.FieldNames.Answer(reference[(reference.IndexOf('.', StringComparison.Ordinal) + 1)..])));
}
