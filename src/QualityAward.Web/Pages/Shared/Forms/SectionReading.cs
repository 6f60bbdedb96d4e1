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

    /// <summary>Level of the section's heading; 0: the page has one of its own.</summary>
    public int HeadingLevel { get; init; } = 2;

    /// <summary>True for the blank form: what is to be filled in stands where the answers will.</summary>
    public bool IsBlankForm { get; init; }

    public IEnumerable<Question> Questions => Section.Questions.Where(Rights.Shows);

    public IReadOnlyList<AttachedFile> FilesOf(Question question) => [.. Files.Where(f => string.Equals(f.QuestionId, question.Id, StringComparison.Ordinal))];

    public IReadOnlyList<CellColumn> Columns(IReadOnlyList<CellColumn> columns) => [.. columns.Where(c => Rights.Shows(c.Column))];

    /// <summary>The answer in words; null when blank.</summary>
    public string? Shown(Question question) => question switch
    {
        ChoiceQuestion choice => Answers.Text(question.Id) is { } value ? Label(choice.Options, value) : null,
        YesNoQuestion choice => Answers.Text(question.Id) switch
        {
            null => null,
            YesNoQuestion.YesValue => choice.Yes,
            YesNoQuestion.NoValue => choice.No,
            var other => other,
        },
        MultiChoiceQuestion choice => Answers.Choices(question.Id) is { Count: > 0 } values ? string.Join("、", values.Select(v => Label(choice.Options, v))) : null,
        NumberQuestion number => Answers.Text(question.Id) is { } text ? number.Unit is null ? text : $"{text} {number.Unit}" : null,
        _ => Answers.Text(question.Id) is { } text && question.Personal && Rights.MaskPersonal ? Masked(question, text) : Answers.Text(question.Id),
    };

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

    private static string Label(IReadOnlyList<Option> options, string value) => options.FirstOrDefault(o => string.Equals(o.Value, value, StringComparison.Ordinal))?.Label ?? value;
}
