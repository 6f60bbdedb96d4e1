using System.Globalization;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Documents;

/// <summary>Which text a book prints (合订本版次): a frozen submission, the draft, or nothing at all.</summary>
/// <param name="Number">第几版; null: not submitted.</param>
/// <param name="Sha256">The submission's hash, so that paper and data can be compared.</param>
/// <param name="At">When it was submitted; of a draft, when it was printed.</param>
/// <param name="Masked">Personal data is masked or left out: a copy for the review.</param>
public sealed record BookEdition(int? Number, string? Sha256, DateTimeOffset At, string? ReceiptNumber, bool Masked)
{
    public bool IsDraft => Number is null;

    /// <summary>What stands at the foot of each page.</summary>
    public string Footer => IsDraft
        ? $"草稿（未提交），{ChinaCalendar.Text(At)} 打印"
        : string.Create(CultureInfo.InvariantCulture, $"{ReceiptNumber} 第 {Number} 版 校验值 {ShortHash}{(Masked ? "（个人信息已隐去）" : null)}");

    public string? ShortHash => Sha256?[..12];
}

/// <summary>Statements of referees that were frozen with the submission (推荐人意见), as far as whoever prints may read them.</summary>
/// <param name="Title">What was asked.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Readable">Those that stand in the book; none: they go to the office directly.</param>
public sealed record BookStatements(string Title, int Count, IReadOnlyList<BookStatement> Readable);

/// <summary>One statement (推荐人意见一份).</summary>
/// <param name="AsFrozen">False: the text is not the one whose hash the submission holds.</param>
public sealed record BookStatement(string Name, string Unit, IReadOnlyList<string> Paragraphs, DateTimeOffset AnsweredAt, string Sha256, bool AsFrozen);

/// <summary>One line of the cover (封面一行).</summary>
public sealed record CoverLine(string Label, string Text, string? Note);

/// <summary>One line of the contents (目录一行).</summary>
/// <param name="Level">0 for a part, 1 and 2 for what stands in it.</param>
public sealed record ContentsLine(string Title, int Level, int Page);

/// <summary>How a printed copy reads (合订本类别).</summary>
public static class BookRights
{
    /// <summary>The applicant's own copy, and that of the offices that handle it, as the official form demands.</summary>
    public static readonly ReadingRights Full = new(MaskPersonal: false);

    public static ReadingRights Of(Domain.Access.Role role) => role switch
    {
        Domain.Access.Role.Applicant or Domain.Access.Role.RecommendingOffice or Domain.Access.Role.Office => Full,
        Domain.Access.Role.Expert => ReadingRights.Expert,
        _ => ReadingRights.Office,
    };
}

/// <summary>One uploaded file with its number in the bound evidence (证实性材料编号); the number is the same in every copy.</summary>
public sealed record EvidenceItem(int Number, FormSection Section, Question Question, FrozenFile File);

/// <summary>An application as it is printed and bound (申报材料合订本): model of the views <c>Book…</c>.</summary>
public sealed class Book
{
    public required ProgrammePack Pack { get; init; }

    public required Track Track { get; init; }

    public required FormDefinition Form { get; init; }

    /// <summary>Null for the blank form, which belongs to no round.</summary>
    public string? RoundName { get; init; }

    public string ApplicantName { get; init; } = "";

    /// <summary>Null: the blank form.</summary>
    public BookEdition? Edition { get; init; }

    /// <summary>The parts in the order of binding: instructions come first by themselves, then the commitment, then the form.</summary>
    public required IReadOnlyList<SectionReading> Sections { get; init; }

    public IReadOnlyList<EvidenceItem> Evidence { get; init; } = [];

    /// <summary>Null: the form asks for none, or nothing was handed in.</summary>
    public BookStatements? Statements { get; init; }

    public IReadOnlyList<CoverLine> Cover { get; init; } = [];

    /// <summary>The photo's picture as a data address; null: none, or too large to lay into the page.</summary>
    public string? Photo { get; init; }

    public IReadOnlyList<ContentsLine> Contents { get; init; } = [];

    public bool IsBlankForm => Edition is null;

    public bool IsDraft => Edition is { IsDraft: true };

    /// <summary>江苏省省长质量奖 and 组织申报表, each on its own line.</summary>
    public (string Programme, string Form) Titles => Form.Title.StartsWith(Pack.Name, StringComparison.Ordinal) ? (Pack.Name, Form.Title[Pack.Name.Length..]) : ("", Form.Title);

    public string Imprint => Pack.OfficeName + "印制";

    public string Footer => Edition?.Footer ?? Form.Title;

    public Book With(IReadOnlyList<ContentsLine> contents) => new()
    {
        Pack = Pack, Track = Track, Form = Form, RoundName = RoundName, ApplicantName = ApplicantName, Edition = Edition, Sections = Sections, Evidence = Evidence, Statements = Statements, Cover = Cover, Photo = Photo,
        Contents = contents,
    };

    /// <summary>The label for the back of a volume.</summary>
    public SpineLabel Spine(string volume) => new(RoundName ?? Pack.Name, ApplicantName, volume);

    /// <summary>How the printer lays this book out.</summary>
    public PrintJob Job(string html) => new(html) { Margins = PrintMargins.OfficialDocument, Footer = Footer, TwoSided = true };

    /// <summary>证实性材料第3号：营业执照.pdf, for each file of a question.</summary>
    public IReadOnlyList<string> FilesOf(SectionReading reading, Question question) => [.. Evidence
        .Where(e => ReferenceEquals(e.Section, reading.Section) && ReferenceEquals(e.Question, question))
        .Select(e => string.Create(CultureInfo.InvariantCulture, $"证实性材料第{e.Number}号：{e.File.FileName}"))];

    /// <summary>
    /// The form in the order in which it is bound: the commitment right behind the instructions, as in the official forms, and the numbered parts of the
    /// recommending office's form at the end where they go on with the numbers of this one.
    /// </summary>
    public static IEnumerable<FormSection> Bound(FormDefinition form) => form.Sections.Where(IsCommitment).Concat(form.Sections.Where(s => !IsCommitment(s)));

    /// <summary>Parts of the recommending office's form that belong to this form: their numbers go on where the form's end.</summary>
    public static IEnumerable<FormSection> Continued(FormDefinition form, FormDefinition recommendation) => recommendation.Sections
        .Where(s => s.Number is not null && form.Sections.Any(f => f.Number is not null) && form.Sections.All(f => !string.Equals(f.Number, s.Number, StringComparison.Ordinal)));

    public static bool IsCommitment(FormSection section) => section.Questions.Any(q => q is YesNoQuestion { MustBeYes: true });

    /// <summary>Numbers the files in the order of the form; within a question as they were uploaded.</summary>
    public static IReadOnlyList<EvidenceItem> Number(FormDefinition form, IReadOnlyList<FrozenFile> files) =>
    [
        .. form.Sections.SelectMany(s => s.Questions.SelectMany(q => files
                .Where(f => string.Equals(f.SectionId, s.Id, StringComparison.Ordinal) && string.Equals(f.QuestionId, q.Id, StringComparison.Ordinal))
                .Select(f => (Section: s, Question: q, File: f))))
            .Select((f, i) => new EvidenceItem(i + 1, f.Section, f.Question, f.File)),
    ];

    public static IReadOnlyList<CoverLine> CoverOf(FormDefinition form, Func<FormSection, SectionReading> reading, string applicantName, BookEdition? edition)
    {
        var lines = new List<CoverLine>();
        foreach (var field in form.Cover?.Fields ?? [])
        {
            // What is not asked of this applicant stays a blank line.
            var section = form.Sections.FirstOrDefault(s => field.Question.StartsWith(s.Id + ".", StringComparison.Ordinal));
            var text = edition is not null && section is not null && form.Find(field.Question) is { } question && reading(section).Rights.Shows(question) ? reading(section).Shown(question) : null;
            lines.Add(new CoverLine(field.Label, text ?? "", field.Note));
        }

        if (lines.Count == 0)
        {
            lines.Add(new CoverLine("申报主体", applicantName, null));
        }

        lines.Add(new CoverLine("填表日期", edition is { IsDraft: false } ? ChinaCalendar.Text(ChinaCalendar.DateOf(edition.At)) : "", null));
        return lines;
    }

    /// <summary>True for a question that is printed on the cover and nowhere else.</summary>
    public bool IsOnCoverOnly(SectionReading reading, Question question) =>
        Form.Cover is { } cover && cover.Fields.Any(f => f.Only && string.Equals(f.Question, $"{reading.Section.Id}.{question.Id}", StringComparison.Ordinal) && ReferenceEquals(Form.Find(f.Question), question));
}
