using System.Text.Json.Serialization;

namespace QualityAward.Domain.Forms;

/// <summary>A form as data (表单): sections of questions with stable ids; the official wording stands beside the question. Answers are another type.</summary>
public sealed record FormDefinition
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>填表说明, one paragraph each.</summary>
    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>All files of one application together.</summary>
    public int MaxTotalMegabytes { get; init; } = 2048;

    public required IReadOnlyList<FormSection> Sections { get; init; }

    /// <summary>What the answers are checked for across questions and sections (核对规则); each finding is a warning that the applicant answers or fixes.</summary>
    public IReadOnlyList<CrossCheck> Checks { get; init; } = [];

    /// <summary>What stands on the printed cover (封面); null: the applicant's name only.</summary>
    public FormCover? Cover { get; init; }

    /// <summary>People outside who are asked about the applicant (推荐人意见); null: none are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RefereeRules? Referees { get; init; }

    public FormSection? Section(string id) => Sections.FirstOrDefault(s => string.Equals(s.Id, id, StringComparison.Ordinal));

    /// <summary>What an applicant of that variant of the criteria fills in; the sections of the others are left out.</summary>
    public FormDefinition ForVariant(string? variant) => Sections.All(s => s.Variant is null)
        ? this
        : this with { Sections = [.. Sections.Where(s => s.Variant is null || string.Equals(s.Variant, variant, StringComparison.Ordinal))] };

    /// <summary>Finds a question by <c>section.question</c>.</summary>
    public Question? Find(string reference)
    {
        var dot = reference.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? null : Section(reference[..dot])?.Question(reference[(dot + 1)..]);
    }
}

/// <summary>The cover of the printed form (封面): fields in order; the date of filling in comes last by itself.</summary>
public sealed record FormCover(IReadOnlyList<CoverField> Fields);

/// <summary>One field of the cover (封面栏目): the answer to a question, by <c>section.question</c>.</summary>
/// <param name="Label">As printed on the cover, e.g. 申报人姓名 for the question 姓名.</param>
public sealed record CoverField(string Label, string Question)
{
    /// <summary>What stands behind the line, e.g. （公章）.</summary>
    public string? Note { get; init; }

    /// <summary>Stands on the cover only and is not printed again in the tables.</summary>
    public bool Only { get; init; }
}

/// <summary>A part of a form (表单部分) that is filled and saved on its own page.</summary>
public sealed record FormSection
{
    public required string Id { get; init; }

    /// <summary>Official number: 一, 二 … ; null for attachments without one.</summary>
    public string? Number { get; init; }

    public required string Title { get; init; }

    /// <summary>Official instructions and notes, one paragraph each.</summary>
    public IReadOnlyList<string> Instructions { get; init; } = [];

    /// <summary>Limit of all texts of the section together, in 字; null: none.</summary>
    public int? TotalLimit { get; init; }

    /// <summary>When the section is asked at all; null: always.</summary>
    public AskedWhen? When { get; init; }

    /// <summary>Code of the variant of the criteria whose applicants alone fill it in; null: everybody.</summary>
    public string? Variant { get; init; }

    public required IReadOnlyList<Question> Questions { get; init; }

    /// <summary>Lines to sign, seal and date under the printed section (签字盖章栏).</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    [JsonIgnore]
    public string Heading => Number is null ? Title : $"{Number}、{Title}";

    public Question? Question(string id) => Questions.FirstOrDefault(q => string.Equals(q.Id, id, StringComparison.Ordinal));

    /// <summary>Ids of the questions that are encrypted at rest: personal ones, and tables with a personal column.</summary>
    public IEnumerable<string> PersonalQuestions() => Questions.Where(q => q.Personal || (q is TableQuestion table && table.Columns.Any(c => c.Personal))).Select(q => q.Id);
}
