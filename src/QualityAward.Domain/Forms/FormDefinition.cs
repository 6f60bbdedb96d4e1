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

    /// <summary>What stands on the printed cover (封面); null: the applicant's name only.</summary>
    public FormCover? Cover { get; init; }

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
    public IEnumerable<string> PersonalQuestions() => Questions.Where(q => q.Personal || ColumnsOf(q).Any(c => c.Personal)).Select(q => q.Id);

    private static IReadOnlyList<Column> ColumnsOf(Question question) => question switch
    {
        FixedTableQuestion table => table.Columns,
        GrowingTableQuestion table => table.Columns,
        _ => [],
    };
}

/// <summary>A well-known meaning of a question (字段含义), so that no code reads meaning from an id or a label.</summary>
public enum Fact
{
    ApplicantName,
    CreditCode,
    ResidentId,
    LegalRepresentative,
    LegalRepresentativeId,
    TopManager,
    Industry,
    FoundedOn,
    Employer,
    EmployerCreditCode,
    IsHeadOfOrganisation,
    ContactName,
    ContactPhone,
    ContactEmail,
    CoachingDisclosure,
    Competitors,
    Suppliers,
    Customers,
    Photo,
}

/// <summary>A question (题目). One class per type; its partial view and its checks have the type's name.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextQuestion), "text")]
[JsonDerivedType(typeof(LongTextQuestion), "longText")]
[JsonDerivedType(typeof(NumberQuestion), "number")]
[JsonDerivedType(typeof(DateQuestion), "date")]
[JsonDerivedType(typeof(YearMonthQuestion), "yearMonth")]
[JsonDerivedType(typeof(ChoiceQuestion), "choice")]
[JsonDerivedType(typeof(YesNoQuestion), "yesNo")]
[JsonDerivedType(typeof(MultiChoiceQuestion), "multiChoice")]
[JsonDerivedType(typeof(IdentifierQuestion), "identifier")]
[JsonDerivedType(typeof(FixedTableQuestion), "fixedTable")]
[JsonDerivedType(typeof(GrowingTableQuestion), "growingTable")]
[JsonDerivedType(typeof(FileQuestion), "file")]
[JsonDerivedType(typeof(PhotoQuestion), "photo")]
[JsonDerivedType(typeof(NarrativeQuestion), "narrative")]
[JsonDerivedType(typeof(NarrativeSetQuestion), "narratives")]
public abstract record Question
{
    public required string Id { get; init; }

    /// <summary>The official field name.</summary>
    public required string Label { get; init; }

    /// <summary>The official note or what to fill in.</summary>
    public string? Hint { get; init; }

    /// <summary>Heading shown above the question when it begins a group of fields.</summary>
    public string? Group { get; init; }

    /// <summary>Lines to sign, seal and date below the printed answer (签字盖章栏), e.g. 负责人（签字）.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    /// <summary>An optional question may stay blank without a reason; all others need one [填表说明 2].</summary>
    public bool Optional { get; init; }

    public Fact? Fact { get; init; }

    /// <summary>Personal data: encrypted at rest, masked on screen, never in notices or logs.</summary>
    public bool Personal { get; init; }

    /// <summary>Hidden from experts, e.g. contacts of suppliers and customers.</summary>
    public bool HiddenFromExperts { get; init; }

    /// <summary>When the question is asked; null: always. What was typed before it was hidden is kept, but neither judged, printed nor submitted.</summary>
    public AskedWhen? When { get; init; }
}

/// <summary>单行文字.</summary>
public sealed record TextQuestion : Question
{
    /// <summary>Limit in 字.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>多行文字.</summary>
public sealed record LongTextQuestion : Question
{
    /// <summary>Limit in 字.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>Prompts, e.g. the outline of GB/Z 19579 annex B.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];
}

/// <summary>数字 with a unit.</summary>
public sealed record NumberQuestion : Question
{
    public string? Unit { get; init; }

    public int Decimals { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }
}

/// <summary>日期.</summary>
public sealed record DateQuestion : Question
{
    /// <summary>A date that lies in the past by nature (founding, birth, award) may not be after today.</summary>
    public bool NotInFuture { get; init; } = true;
}

/// <summary>年月.</summary>
public sealed record YearMonthQuestion : Question
{
    public bool NotInFuture { get; init; } = true;
}

/// <summary>One option of a choice (选项).</summary>
public sealed record Option(string Value, string Label);

/// <summary>单选.</summary>
public sealed record ChoiceQuestion : Question
{
    public required IReadOnlyList<Option> Options { get; init; }
}

/// <summary>是否.</summary>
public sealed record YesNoQuestion : Question
{
    /// <summary>How "yes" and "no" are stored, whatever their words; table cells of this kind too.</summary>
    public const string YesValue = "yes";

    public const string NoValue = "no";

    public string Yes { get; init; } = "是";

    public string No { get; init; } = "否";

    /// <summary>A commitment: nothing but yes can be submitted, and no reason stands in for it.</summary>
    public bool MustBeYes { get; init; }
}

/// <summary>多选.</summary>
public sealed record MultiChoiceQuestion : Question
{
    public required IReadOnlyList<Option> Options { get; init; }
}

/// <summary>Kind of identifier (证号类别), each with its own check.</summary>
public enum IdentifierKind
{
    /// <summary>统一社会信用代码.</summary>
    CreditCode,

    /// <summary>居民身份证号码.</summary>
    ResidentId,

    /// <summary>邮政编码.</summary>
    PostCode,

    /// <summary>手机号码.</summary>
    Mobile,

    /// <summary>固定电话 or mobile.</summary>
    Phone,

    /// <summary>电子邮箱.</summary>
    Email,
}

/// <summary>证号、联系方式 with a check.</summary>
public sealed record IdentifierQuestion : Question
{
    public required IdentifierKind Kind { get; init; }
}

/// <summary>What a table cell holds (单元格类型).</summary>
public enum CellKind
{
    Text,
    Number,
    Date,
    YearMonth,

    /// <summary>有/无 or 是/否.</summary>
    YesNo,
    Phone,
}

/// <summary>A column of a table (列). <see cref="PerYear"/> makes one column for each of the last years before the round.</summary>
public sealed record Column
{
    public required string Id { get; init; }

    /// <summary>Heading; with <see cref="PerYear"/> it follows the year, may be empty.</summary>
    public required string Label { get; init; }

    public CellKind Kind { get; init; }

    public string? Unit { get; init; }

    public int Decimals { get; init; } = 2;

    /// <summary>Limit of a text cell in 字.</summary>
    public int Limit { get; init; } = 100;

    public bool PerYear { get; init; }

    public bool Optional { get; init; }

    /// <summary>Words of a yes/no cell.</summary>
    public string Yes { get; init; } = "有";

    public string No { get; init; } = "无";

    public bool Personal { get; init; }

    public bool HiddenFromExperts { get; init; }
}

/// <summary>A fixed row (行). <see cref="Unit"/> and <see cref="Decimals"/> override the columns', for indicator tables.</summary>
public sealed record Row
{
    public required string Id { get; init; }

    public required string Label { get; init; }

    public string? Unit { get; init; }

    public int? Decimals { get; init; }
}

/// <summary>固定行表格 (× years).</summary>
public sealed record FixedTableQuestion : Question
{
    /// <summary>Heading of the row labels' column.</summary>
    public string RowHeading { get; init; } = "项目";

    /// <summary>Fixed rows; empty with <see cref="RowPerYear"/>.</summary>
    public IReadOnlyList<Row> Rows { get; init; } = [];

    /// <summary>One row for each of the last years.</summary>
    public bool RowPerYear { get; init; }

    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>How many years "近三年" means.</summary>
    public int Years { get; init; } = 3;
}

/// <summary>可增行表格.</summary>
public sealed record GrowingTableQuestion : Question
{
    public required IReadOnlyList<Column> Columns { get; init; }

    public int MinRows { get; init; }

    public int MaxRows { get; init; } = 100;

    /// <summary>How many years "近三年" means in per-year columns.</summary>
    public int Years { get; init; } = 3;
}

/// <summary>What a file may be (附件类别), decided by its content.</summary>
public enum FileKind
{
    Pdf,
    Image,
    Word,
    Excel,
    PowerPoint,
}

/// <summary>附件.</summary>
public sealed record FileQuestion : Question
{
    public IReadOnlyList<FileKind> Kinds { get; init; } = [FileKind.Pdf, FileKind.Image, FileKind.Word, FileKind.Excel];

    public int MaxFiles { get; init; } = 20;

    public int MaxMegabytes { get; init; } = 50;

    /// <summary>Takes files of many purposes: each must be tied to what it proves, or nobody looks at it. All others prove what their label names.</summary>
    public bool General { get; init; }
}

/// <summary>照片.</summary>
public sealed record PhotoQuestion : Question
{
    public int MinFiles { get; init; } = 1;

    public int MaxFiles { get; init; } = 1;

    public int MaxMegabytes { get; init; } = 10;
}

/// <summary>按条款自评: the text for one criteria item.</summary>
public sealed record NarrativeQuestion : Question
{
    /// <summary>Code of the criteria item, or group of items, that it answers.</summary>
    public required string Item { get; init; }

    public int? Limit { get; init; }

    public IReadOnlyList<string> Prompts { get; init; } = [];
}

/// <summary>Shorthand of a pack: one narrative for every item of the track's criteria; the reader expands it, so a running form never holds one.</summary>
public sealed record NarrativeSetQuestion : Question
{
    /// <summary>The variant whose groups it stands for; null: the common groups.</summary>
    public string? Variant { get; init; }

    /// <summary>One narrative for each group, with the items as prompts.</summary>
    public bool PerGroup { get; init; }

    public int? Limit { get; init; }
}
