using System.Globalization;
using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Documents;

/// <summary>A box of a choice (选项框).</summary>
public sealed record Tick(string Label, bool On);

/// <summary>What stands in a cell of the printed form (单元格内容); all empty: a cell to write in.</summary>
/// <param name="Lines">Paragraphs.</param>
/// <param name="Hint">What to fill in, on the blank form.</param>
public sealed record BookValue(IReadOnlyList<string> Lines, IReadOnlyList<Tick> Ticks, string? Hint = null)
{
    public static readonly BookValue Empty = new([], []);

    public static BookValue Of(params string[] lines) => new(lines, []);
}

/// <summary>A field with its name (栏目).</summary>
public sealed record BookField(string Label, BookValue Value, IReadOnlyList<string> Signatures)
{
    /// <summary>Goes over the whole width, and over pages when it must.</summary>
    public bool Wide { get; init; }

    /// <summary>Room to write in on the blank form.</summary>
    public bool Tall { get; init; }
}

/// <summary>A piece of a printed part (版块).</summary>
public abstract record BookBlock;

/// <summary>A heading over the fields that follow, across the table (合并标题格).</summary>
public sealed record BandBlock(string Text) : BookBlock;

/// <summary>Fields two to a row, as in the official tables; the photo stands at the right of the first rows.</summary>
public sealed record FieldsBlock(IReadOnlyList<(BookField Left, BookField? Right)> Rows, BookValue? Photo) : BookBlock;

/// <summary>A table (表格).</summary>
/// <param name="Labels">So many columns at the left name the row.</param>
/// <param name="Widths">Of the columns, in percent.</param>
public sealed record GridBlock(string? Caption, IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<BookValue>> Rows, string? Note, int Labels, IReadOnlyList<decimal> Widths) : BookBlock;

/// <summary>A text under its own heading (正文).</summary>
/// <param name="Level">1: a group of items, 2: an item; they stand in the contents. 0: no heading of its own.</param>
public sealed record ProseBlock(string? Heading, int Level, BookValue Value, IReadOnlyList<string> Prompts) : BookBlock;

/// <summary>Lays a section out as the official forms are (版式): tables of fields, growing tables under a band, or a report when it is all text.</summary>
public static class BookLayout
{
    private const int PhotoRows = 4;
    private const int BlankRows = 6;
    private const int WideOptions = 14;
    private const int WideText = 60;
    private const decimal OrdinalWidth = .6m;

    /// <summary>All questions are texts, with files at most: printed as a report, not in cells.</summary>
    public static bool IsReport(FormSection section) =>
        section.Questions.Any(q => q is NarrativeQuestion or LongTextQuestion)
        && section.Questions.All(q => q is NarrativeQuestion or LongTextQuestion or FileQuestion or PhotoQuestion && q.Signatures.Count == 0);

    public static IReadOnlyList<BookBlock> Of(Book book, SectionReading reading)
    {
        var questions = reading.Questions.Where(q => !book.IsOnCoverOnly(reading, q)).ToList();
        return IsReport(reading.Section) ? Report(book, reading, questions) : Tables(book, reading, questions);
    }

    private static List<BookBlock> Report(Book book, SectionReading reading, List<Question> questions)
    {
        var blocks = new List<BookBlock>();
        var files = new List<BookField>();
        foreach (var question in questions)
        {
            if (question is FileQuestion or PhotoQuestion)
            {
                files.Add(Field(book, reading, question));
                continue;
            }

            if (question.Group is { } group)
            {
                blocks.Add(new ProseBlock(group, 1, BookValue.Empty, []));
            }

            var heading = string.Equals(question.Label, reading.Section.Title, StringComparison.Ordinal) ? null : question.Label;
            var prompts = question switch { NarrativeQuestion n => n.Prompts, LongTextQuestion t => t.Prompts, _ => [] };
            blocks.Add(new ProseBlock(heading, heading is null ? 0 : 2, Value(book, reading, question), reading.IsBlankForm ? prompts : []));
        }

        if (files.Count > 0)
        {
            blocks.Add(new FieldsBlock([.. files.Select(f => (f, (BookField?)null))], null));
        }

        return blocks;
    }

    private static List<BookBlock> Tables(Book book, SectionReading reading, List<Question> questions)
    {
        var blocks = new List<BookBlock>();
        var fields = new List<BookField>();
        var photo = questions.Find(q => q.Fact == Fact.Photo);
        var photoValue = photo is null ? null : Value(book, reading, photo);
        foreach (var question in questions.Where(q => !ReferenceEquals(q, photo)))
        {
            if (question.Group is { } group && !string.Equals(group, reading.Section.Title, StringComparison.Ordinal) && !string.Equals(group, question.Label, StringComparison.Ordinal)
                && !IsOnCover(book, reading, question))
            {
                Close();
                blocks.Add(new BandBlock(group));
            }

            switch (question)
            {
                case FixedTableQuestion table:
                    Close();
                    blocks.Add(Grid(book, reading, table));
                    break;
                case GrowingTableQuestion table:
                    Close();
                    blocks.Add(Grid(book, reading, table));
                    break;
                default:
                    fields.Add(Field(book, reading, question));
                    break;
            }
        }

        Close();
        return blocks;

        void Close()
        {
            if (fields.Count == 0)
            {
                return;
            }

            blocks.Add(new FieldsBlock(Rows(fields), photoValue));
            photoValue = null;
            fields.Clear();
        }
    }

    /// <summary>How many rows the photo spans in a table with so many.</summary>
    public static int PhotoSpan(int rows) => Math.Min(PhotoRows, rows);

    private static List<(BookField Left, BookField? Right)> Rows(List<BookField> fields)
    {
        var rows = new List<(BookField, BookField?)>();
        for (var i = 0; i < fields.Count; i++)
        {
            var pairs = !fields[i].Wide && i + 1 < fields.Count && !fields[i + 1].Wide;
            rows.Add((fields[i], pairs ? fields[++i] : null));
        }

        return rows;
    }

    private static bool IsOnCover(Book book, SectionReading reading, Question question) =>
        book.Form.Cover?.Fields.Any(f => string.Equals(f.Question, $"{reading.Section.Id}.{question.Id}", StringComparison.Ordinal)) ?? false;

    private static BookField Field(Book book, SectionReading reading, Question question)
    {
        var value = Value(book, reading, question);
        return new BookField(question.Label, value, question.Signatures)
        {
            Wide = question is LongTextQuestion or NarrativeQuestion or FileQuestion or PhotoQuestion || question.Signatures.Count > 0
                || value.Ticks.Sum(t => t.Label.Length + 1) > WideOptions || value.Lines.Sum(l => l.Length) > WideText,
            Tall = question is LongTextQuestion or NarrativeQuestion,
        };
    }

    private static BookValue Value(Book book, SectionReading reading, Question question)
    {
        var blank = reading.IsBlankForm;
        var hint = blank ? Hint(book, reading, question) : null;
        switch (question)
        {
            case ChoiceQuestion choice:
                var chosen = reading.Answers.Text(question.Id);
                return Ticks(choice.Options.Select(o => new Tick(o.Label, !blank && string.Equals(o.Value, chosen, StringComparison.Ordinal))));
            case YesNoQuestion choice:
                var said = blank ? null : reading.Answers.Text(question.Id);
                return Ticks([
                    new Tick(choice.Yes, string.Equals(said, YesNoQuestion.YesValue, StringComparison.Ordinal)),
                    new Tick(choice.No, string.Equals(said, YesNoQuestion.NoValue, StringComparison.Ordinal))]);
            case MultiChoiceQuestion choice:
                var all = blank ? [] : reading.Answers.Choices(question.Id);
                return Ticks(choice.Options.Select(o => new Tick(o.Label, all.Contains(o.Value, StringComparer.Ordinal))));
            case FileQuestion or PhotoQuestion:
                var files = book.FilesOf(reading, question);
                return files.Count > 0 ? new BookValue(files, []) : Unanswered();
        }

        if (blank)
        {
            return question is NumberQuestion { Unit: { } unit } ? new BookValue(["　　　" + unit], [], hint) : BookValue.Empty with { Hint = hint };
        }

        var text = question switch
        {
            DateQuestion => reading.Answers.Text(question.Id) is { } day ? Date(day) : null,
            YearMonthQuestion => reading.Answers.Text(question.Id) is { } month ? Month(month) : null,
            _ => reading.Shown(question),
        };
        return text is null ? Unanswered() : new BookValue([.. text.Split('\n')], []);

        BookValue Ticks(IEnumerable<Tick> ticks) => new(Reason() is { } reason ? [reason] : [], [.. ticks], hint);

        BookValue Unanswered() => Reason() is { } reason ? new BookValue([reason], [], hint) : BookValue.Empty with { Hint = hint };

        string? Reason() => !blank && reading.Answers.BlankReason(question.Id) is { } reason ? $"未填，原因：{reason}" : null;
    }

    private static GridBlock Grid(Book book, SectionReading reading, FixedTableQuestion table)
    {
        var columns = reading.Columns(TableLayout.Columns(table, reading.Context));
        var stored = reading.Answers.RowsByKey(table.Id);
        var rows = TableLayout.Rows(table, reading.Context);
        // As the official table of indicators: 序号, 项目, 单位.
        var units = rows.Any(r => r.Unit is not null);
        string[] lead = units ? ["序号", table.RowHeading, "单位"] : [table.RowHeading];
        return new GridBlock(
            Caption(reading, table), [.. lead, .. columns.Select(c => c.Heading)],
            [.. rows.Select((r, i) => (IReadOnlyList<BookValue>)[
                .. units ? new[] { BookValue.Of(Ordinal(i)), BookValue.Of(r.Label), BookValue.Of(r.Unit ?? "") } : [BookValue.Of(r.Label)],
                .. columns.Select(c => Cell(reading, c.Column, stored.GetValueOrDefault(r.Key)?.GetValueOrDefault(c.Key)))])],
            Note(book, reading, table), lead.Length,
            Widths([.. units ? new[] { OrdinalWidth, Named(rows), 1.2m } : [Named(rows)], .. columns.Select(Weight)]));
    }

    private static GridBlock Grid(Book book, SectionReading reading, GrowingTableQuestion table)
    {
        var columns = reading.Columns(TableLayout.Columns(table, reading.Context));
        var rows = reading.IsBlankForm
            ? [.. Enumerable.Repeat<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal), Math.Min(table.MaxRows, Math.Max(table.MinRows, BlankRows)))]
            : reading.Answers.Rows(table.Id).Where(r => !TableLayout.IsBlank(r)).ToList();
        return new GridBlock(
            Caption(reading, table), ["序号", .. columns.Select(c => c.Heading)],
            [.. rows.Select((r, i) => (IReadOnlyList<BookValue>)[
                reading.IsBlankForm ? BookValue.Empty : BookValue.Of(Ordinal(i)), .. columns.Select(c => Cell(reading, c.Column, r.GetValueOrDefault(c.Key)))]),
                .. columns.Any(c => c.Column.Total) && rows.Count > 0
                    ? [(IReadOnlyList<BookValue>)[BookValue.Of("合计"), .. columns.Select(c => c.Column.Total && !reading.IsBlankForm && TableLayout.Total(c, rows) is { } total ? BookValue.Of(total) : BookValue.Empty)]]
                    : Array.Empty<IReadOnlyList<BookValue>>()],
            Note(book, reading, table), 1, Widths([OrdinalWidth, .. columns.Select(Weight)]));
    }

    /// <summary>What to fill in and, where not everybody is asked, who.</summary>
    private static string? Hint(Book book, SectionReading reading, Question question) =>
        string.Concat(question.When?.Words(book.Form, reading.Section.Id), question.Hint) is { Length: > 0 } hint ? hint : null;

    /// <summary>How much room a column needs beside the others.</summary>
    private static decimal Weight(CellColumn column) => column.Column switch
    {
        { Kind: CellKind.Phone } => 2m,
        { Kind: CellKind.Date or CellKind.YearMonth } => 1.7m,
        { Kind: CellKind.Number or CellKind.YesNo } => 1.3m,
        { PerYear: true } or { Limit: <= 50 } => 1.4m,
        { Limit: > 100 } => 2.4m,
        _ => 1.8m,
    };

    private static decimal Named(IReadOnlyList<CellRow> rows) => Math.Clamp(rows.Select(r => r.Label.Length).DefaultIfEmpty(0).Max() / 5m, 1.4m, 4m);

    private static List<decimal> Widths(IReadOnlyList<decimal> weights) => [.. weights.Select(w => Math.Round(w * 100m / weights.Sum(), 2))];

    private static string Ordinal(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    private static string? Caption(SectionReading reading, Question table) => string.Equals(table.Label, reading.Section.Title, StringComparison.Ordinal) ? null : table.Label;

    private static string? Note(Book book, SectionReading reading, Question table) =>
        reading.IsBlankForm ? Hint(book, reading, table) : reading.Answers.BlankReason(table.Id) is { } reason ? $"未填项原因：{reason}" : null;

    private static BookValue Cell(SectionReading reading, Column column, string? value)
    {
        if (column.Kind == CellKind.YesNo)
        {
            return new BookValue([], [
                new Tick(column.Yes, string.Equals(value, YesNoQuestion.YesValue, StringComparison.Ordinal)),
                new Tick(column.No, string.Equals(value, YesNoQuestion.NoValue, StringComparison.Ordinal))]);
        }

        return string.IsNullOrWhiteSpace(value) ? BookValue.Empty : column.Kind switch
        {
            CellKind.Date => BookValue.Of(Date(value)),
            CellKind.YearMonth => BookValue.Of(Month(value)),
            _ => BookValue.Of(reading.Shown(column, value)),
        };
    }

    private static string Date(string text) => AnswerText.ReadDate(text) is { } date ? ChinaCalendar.Text(date) : text;

    private static string Month(string text) => AnswerText.ReadYearMonth(text) is { } month ? string.Create(CultureInfo.InvariantCulture, $"{month.Year}年{month.Month}月") : text;
}
