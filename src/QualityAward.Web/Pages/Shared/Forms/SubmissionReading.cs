using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>A frozen submission as offices read it (申报材料阅读): model of <c>_SubmissionReading</c>.</summary>
public sealed class SubmissionReading(RoundRules rules, Track track, Submission submission, DateOnly today, ReadingRights rights, IReadOnlyDictionary<string, FileRecord> records)
{
    public Submission Submission { get; } = submission;

    /// <summary>The form with what was asked of this applicant.</summary>
    public FormDefinition Form { get; } = submission.Content.Filled(rules.Track(track).Form, new FormContext(rules.Round.Year, rules.Round.ClosesOn, today)).AskedForm;

    private readonly FilledForm _filled = submission.Content.Filled(rules.Track(track).Form, new FormContext(rules.Round.Year, rules.Round.ClosesOn, today));

    /// <summary>One section with its files.</summary>
    public SectionReading Of(FormSection section) => new()
    {
        Section = section,
        Answers = Submission.Content.Sections.GetValueOrDefault(section.Id) ?? Answers.Empty,
        Context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, today),
        Rights = rights,
        Warnings = _filled.Warnings(section),
        HeadingLevel = 0,
        Files = [.. Submission.Content.Files.Where(f => string.Equals(f.SectionId, section.Id, StringComparison.Ordinal))
            .Select(f => AttachedFile.Of(Submission.ApplicationId, f, records, byOwner: false))],
    };
}
