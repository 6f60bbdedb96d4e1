using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>What a reader may see of a section (阅读权限).</summary>
/// <param name="MaskPersonal">ID numbers show their last four characters only, phones and e-mail addresses are masked.</param>
/// <param name="HideFromExperts">Drops what is hidden from experts and everything personal.</param>
public sealed record ReadingRights(bool MaskPersonal, bool HideFromExperts = false)
{
    public static readonly ReadingRights Office = new(MaskPersonal: true);

    public static readonly ReadingRights Expert = new(MaskPersonal: true, HideFromExperts: true);

    public bool Shows(Question question) => !HideFromExperts || !(question.HiddenFromExperts || question.Personal);

    public bool Shows(Column column) => !HideFromExperts || !(column.HiddenFromExperts || column.Personal);
}

/// <summary>A section as it is read (部分阅读): model of <c>_SectionReadOnly</c>, laid out like the official form.</summary>
public sealed class SectionReading
{
    public required FormSection Section { get; init; }

    public required Answers Answers { get; init; }

    public required FormContext Context { get; init; }

    public required ReadingRights Rights { get; init; }

    public IReadOnlyList<AttachedFile> Files { get; init; } = [];

    /// <summary>What is doubtful in the section; shown with the applicant's explanations.</summary>
    public IReadOnlyList<FormWarning> Warnings { get; init; } = [];

    /// <summary>The warnings that concern what this reader may see.</summary>
    public IEnumerable<FormWarning> ShownWarnings => Warnings.Where(w => Section.Question(w.QuestionId) is not { } question || Rights.Shows(question));

    /// <summary>The whole form, for the words of conditions on a blank form.</summary>
    public FormDefinition? Form { get; init; }

    /// <summary>Level of the section's heading; 0: the page has one of its own.</summary>
    public int HeadingLevel { get; init; } = 2;

    /// <summary>True for the blank form: what is to be filled in stands where the answers will.</summary>
    public bool IsBlankForm { get; init; }

    /// <summary>When a conditional question is to be filled in, on a blank form.</summary>
    public string? WhenWords(Question question) => Form is null ? null : question.When?.Words(Form, Section.Id);

    public IEnumerable<Question> Questions => Section.Questions.Where(Rights.Shows);

    public IReadOnlyList<AttachedFile> FilesOf(Question question) => [.. Files.Where(f => string.Equals(f.QuestionId, question.Id, StringComparison.Ordinal))];

    public IReadOnlyList<CellColumn> Columns(IReadOnlyList<CellColumn> columns) => [.. columns.Where(c => Rights.Shows(c.Column))];

    /// <summary>The answer in words; null when blank.</summary>
    public string? Shown(Question question) =>
        question.Personal && Rights.MaskPersonal && Answers.Text(question.Id) is { } text ? Masked(question, text) : question.Words(Answers);

    public string Shown(Column column, string value) =>
        Rights.MaskPersonal && column is { Personal: true, Kind: CellKind.Phone } ? MaskPhone(value) : TableLayout.Shown(column, value);

    private static string Masked(Question question, string text) => question switch
    {
        IdentifierQuestion { Kind: IdentifierKind.ResidentId } => ResidentId.Mask(text),
        IdentifierQuestion { Kind: IdentifierKind.Mobile or IdentifierKind.Phone } => MaskPhone(text),
        IdentifierQuestion { Kind: IdentifierKind.Email } => text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{text[0]}***{text[at..]}" : "***",
        { Fact: Fact.LegalRepresentativeId or Fact.ResidentId } => ResidentId.Mask(text),
        _ => text,
    };

    /// <summary>The first three and the last four digits stay.</summary>
    private static string MaskPhone(string text) => text.Length > 7 ? $"{text[..3]}{new string('*', text.Length - 7)}{text[^4..]}" : new string('*', text.Length);
}
