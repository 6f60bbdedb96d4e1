using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Applications;

/// <summary>A section returned for correction with the office's remark (补正部分).</summary>
public sealed record CorrectionSection(string SectionId, string Remark)
{
    /// <summary>What goes to the applicant: sections of the form only, each with a remark.</summary>
    /// <param name="remark">What the remark is called, e.g. 补正意见.</param>
    public static IReadOnlyList<CorrectionSection> Checked(IReadOnlyList<CorrectionSection> sections, FormDefinition form, string remark)
    {
        var problems = new List<InputProblem>();
        foreach (var section in sections)
        {
            var definition = form.Section(section.SectionId) ?? throw new RefusedException("no-such-section", "申报表没有这一部分。");
            if (string.IsNullOrWhiteSpace(section.Remark))
            {
                problems.Add(new InputProblem($"Input.Remarks[{section.SectionId}]", $"请写明“{definition.Heading}”的{remark}。"));
            }
        }

        InvalidInputException.ThrowIfAny(problems);
        return [.. sections.Select(s => s with { Remark = s.Remark.Trim() })];
    }
}

/// <summary>A return for correction (补正): sections, due date (24:00 China time), when it was answered.</summary>
public sealed class Correction
{
    private Correction()
    {
    }

    internal Correction(Guid id, Guid applicationId, int number, IReadOnlyList<CorrectionSection> sections, DateOnly dueOn, DateTimeOffset requestedAt)
    {
        Id = id;
        ApplicationId = applicationId;
        Number = number;
        Sections = sections;
        DueOn = dueOn;
        RequestedAt = requestedAt;
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    public int Number { get; private init; }

    public IReadOnlyList<CorrectionSection> Sections { get; private init; } = [];

    public DateOnly DueOn { get; private init; }

    public DateTimeOffset RequestedAt { get; private init; }

    public DateTimeOffset? ClosedAt { get; private set; }

    internal void Close(DateTimeOffset now) => ClosedAt = now;
}
