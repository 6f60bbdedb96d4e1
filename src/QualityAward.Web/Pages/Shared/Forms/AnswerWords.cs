using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>One field that two people filled in differently (两处不同内容), as the autosave's script shows it.</summary>
public sealed record FieldConflict(string Id, string Label, string Yours, string Theirs);

/// <summary>One question whose answer differs in two texts, in words (两处不同内容).</summary>
public sealed record QuestionConflict(Question Question, string Yours, string Theirs);

/// <summary>Puts two texts of a section beside each other (比对两处内容).</summary>
public static class AnswerWords
{
    public static IReadOnlyList<QuestionConflict> Differences(FormSection section, FormContext context, Answers yours, Answers theirs)
    {
        return [.. section.Questions.Where(q => !yours.SameAs(theirs, q.Id)).Select(q => new QuestionConflict(q, Shown(q, yours), Shown(q, theirs)))];

        string Shown(Question question, Answers answers) => Words(section, question, context, answers, question.IsSecret() ? ReadingRights.Office : Everything);
    }

    /// <summary>The same field by field, named as in the form.</summary>
    public static IReadOnlyList<FieldConflict> FieldDifferences(FormSection section, FormContext context, Answers yours, Answers theirs, string prefix)
    {
        var fields = new List<FieldConflict>();
        foreach (var question in section.Questions.Where(q => !yours.SameAs(theirs, q.Id)))
        {
            switch (question)
            {
                case FixedTableQuestion table:
                    var mine = yours.RowsByKey(table.Id);
                    var other = theirs.RowsByKey(table.Id);
                    var fixedRows = TableLayout.Rows(table, context);
                    for (var i = 0; i < fixedRows.Count; i++)
                    {
                        Cells(question, i, fixedRows[i].Label, TableLayout.Columns(table, context), mine.GetValueOrDefault(fixedRows[i].Key), other.GetValueOrDefault(fixedRows[i].Key));
                    }

                    break;
                case GrowingTableQuestion table:
                    var (myRows, otherRows) = (yours.Rows(table.Id), theirs.Rows(table.Id));
                    for (var i = 0; i < Math.Max(myRows.Count, otherRows.Count); i++)
                    {
                        Cells(question, i, $"第{i + 1}行", TableLayout.Columns(table, context), i < myRows.Count ? myRows[i] : null, i < otherRows.Count ? otherRows[i] : null);
                    }

                    break;
                case MultiChoiceQuestion choice:
                    for (var i = 0; i < choice.Options.Count; i++)
                    {
                        var option = choice.Options[i];
                        // As form-field names its boxes: the first keeps the field's own id.
                        var id = Shell.ErrorSummary.IdOf(SectionEditor.FieldNameOf(prefix, question.Id)) + (i == 0 ? "" : $"-{i}");
                        Add(id, $"{question.Label}：{option.Label}", Chosen(yours, option), Chosen(theirs, option));
                    }

                    string Chosen(Answers answers, Option option) => answers.Choices(question.Id).Contains(option.Value, StringComparer.Ordinal) ? "已选" : "";
                    break;
                default:
                    Add(SectionEditor.FieldNameOf(prefix, question.Id), question.Label, Whole(yours), Whole(theirs));

                    // An ID number is shown in part here as in its field.
                    string Whole(Answers answers) => answers.Text(question.Id) is not { } text ? "" : question.IsSecret() ? Domain.Parties.ResidentId.Mask(text) : text;
                    break;
            }

            Add(SectionEditor.FieldNameOf(prefix, FieldNames.Reason(question.Id)), $"{question.Label}（未填原因）", yours.BlankReason(question.Id) ?? "", theirs.BlankReason(question.Id) ?? "");
        }

        return fields;

        void Cells(Question question, int row, string label, IReadOnlyList<CellColumn> columns, IReadOnlyDictionary<string, string>? mine, IReadOnlyDictionary<string, string>? other)
        {
            foreach (var column in columns)
            {
                Add(SectionEditor.FieldNameOf(prefix, FieldNames.Cell(question.Id, row, column.Key)), $"{question.Label} {label} {column.Heading}", mine?.GetValueOrDefault(column.Key) ?? "", other?.GetValueOrDefault(column.Key) ?? "");
            }
        }

        void Add(string id, string label, string mine, string other)
        {
            if (!string.Equals(mine, other, StringComparison.Ordinal))
            {
                fields.Add(new FieldConflict(id, label, mine, other));
            }
        }
    }

    /// <summary>One answer in words, for its owner.</summary>
    public static string Of(FormSection section, Question question, FormContext context, Answers answers) => Words(section, question, context, answers, Everything);

    private static readonly ReadingRights Everything = new(MaskPersonal: false);

    /// <summary>An answer as text, a table row by row, as this reader may see it.</summary>
    public static string Words(FormSection section, Question question, FormContext context, Answers answers, ReadingRights rights)
    {
        var reading = new SectionReading { Section = section, Answers = answers, Context = context, Rights = rights };
        var words = question switch
        {
            FixedTableQuestion table => Rows(reading, TableLayout.Columns(table, context), TableLayout.Rows(table, context).Select(r => (r.Label, answers.RowsByKey(table.Id).GetValueOrDefault(r.Key)))),
            GrowingTableQuestion table => Rows(reading, TableLayout.Columns(table, context), answers.Rows(table.Id).Select((r, i) => ($"第{i + 1}行", (IReadOnlyDictionary<string, string>?)r))),
            _ => reading.Shown(question) ?? "",
        };
        return answers.BlankReason(question.Id) is { } reason ? $"{words}\n未填原因：{reason}".Trim() : words;
    }

    private static string Rows(SectionReading reading, IReadOnlyList<CellColumn> columns, IEnumerable<(string Label, IReadOnlyDictionary<string, string>? Cells)> rows) => string.Join('\n', rows
        .Where(r => r.Cells is not null && !TableLayout.IsBlank(r.Cells))
        .Select(r => $"{r.Label}：{string.Join("，", reading.Columns(columns).Where(c => r.Cells!.GetValueOrDefault(c.Key) is { Length: > 0 }).Select(c => $"{c.Heading} {reading.Shown(c.Column, r.Cells![c.Key])}"))}"));
}
