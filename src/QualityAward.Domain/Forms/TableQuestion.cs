using System.Text.Json.Nodes;

namespace QualityAward.Domain.Forms;

/// <summary>表格: what tables of fixed rows and growing ones have in common.</summary>
public abstract record TableQuestion : Question
{
    public virtual IReadOnlyList<Column> Columns { get; init; } = [];

    /// <summary>How many years "近三年" means.</summary>
    public int Years { get; init; } = 3;

    public override bool IsBlank(Answers answers, int files) => answers.Rows(Id).All(TableLayout.IsBlank);

    public override IReadOnlyList<string> Given(Answers answers) =>
        [.. answers.Rows(Id).SelectMany(r => r.Where(c => !string.Equals(c.Key, Answers.RowKey, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(c.Value)).Select(c => c.Value))];

    public override string? Words(Answers answers) => null;

    internal override string ValueWords(string value) => Columns.FirstOrDefault(c => c.Kind == CellKind.YesNo) is { } column ? TableLayout.Shown(column, value) : value;

    /// <summary>Rows as typed, brought into the stored form.</summary>
    internal abstract JsonArray CleanRows(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, FormContext context);

    internal override IEnumerable<string> Faults()
    {
        if (Columns.Count == 0)
        {
            yield return $"表格“{Id}”没有列。";
        }

        if (Years <= 0)
        {
            yield return $"表格“{Id}”的年数必须大于 0。";
        }

        foreach (var column in Columns)
        {
            if (!column.PerYear && string.IsNullOrWhiteSpace(column.Label))
            {
                yield return $"表格“{Id}”的列“{column.Id}”没有名称。";
            }

            if (column.Limit <= 0 || column.Decimals < 0)
            {
                yield return $"表格“{Id}”的列“{column.Id}”的字数或小数位数有误。";
            }

            if ((column.Formula is not null || column.Total) && column.Kind != CellKind.Number)
            {
                yield return $"表格“{Id}”的列“{column.Id}”不是数字列，不能计算或合计。";
            }

            if (column.Validity != ValidityEnd.None && column.Kind != CellKind.Date)
            {
                yield return $"表格“{Id}”的有效期列“{column.Id}”应为日期。";
            }
        }
    }

    /// <summary>One sentence for all blanks of a table.</summary>
    private protected AnswerProblem? Blanks(List<(string Field, string Name)> blanks) => blanks.Count switch
    {
        0 => null,
        1 => new AnswerProblem(Id, blanks[0].Field, $"“{Label}”的“{blanks[0].Name}”尚未填写"),
        _ => new AnswerProblem(Id, blanks[0].Field, $"“{Label}”有 {blanks.Count} 处尚未填写，从“{blanks[0].Name}”起"),
    };

    private protected static JsonObject CleanRow(IReadOnlyList<CellColumn> columns, IReadOnlyDictionary<string, string> typed, string? rowKey)
    {
        var row = new JsonObject();
        if (rowKey is not null)
        {
            row[Answers.RowKey] = rowKey;
        }

        foreach (var column in columns.Where(c => c.Column.Formula is null))
        {
            var value = column.Column.Clean(typed.GetValueOrDefault(column.Key));
            if (value.Length > 0)
            {
                row[column.Key] = value;
            }
        }

        return row;
    }
}
