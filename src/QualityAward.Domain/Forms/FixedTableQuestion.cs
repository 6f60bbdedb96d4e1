using System.Text.Json.Nodes;

namespace QualityAward.Domain.Forms;

/// <summary>固定行表格 (× years): also the indicator tables with a unit per row.</summary>
public sealed record FixedTableQuestion : TableQuestion
{
    /// <summary>Heading of the row labels' column.</summary>
    public string RowHeading { get; init; } = "项目";

    /// <summary>Fixed rows; empty with <see cref="RowPerYear"/>.</summary>
    public IReadOnlyList<Row> Rows { get; init; } = [];

    /// <summary>One row for each of the last years.</summary>
    public bool RowPerYear { get; init; }

    /// <summary>The fixed row of that id; null: there is none.</summary>
    public Row? Row(string id)
    {
        // Cell by cell of every check: no closure for it.
        foreach (var row in Rows)
        {
            if (string.Equals(row.Id, id, StringComparison.Ordinal))
            {
                return row;
            }
        }

        return null;
    }

    internal override JsonArray CleanRows(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, FormContext context)
    {
        var keys = TableLayout.Rows(this, context);
        var columns = TableLayout.Columns(this, context);
        return new JsonArray([.. rows
            .Select((row, i) => (Key: row.GetValueOrDefault(Answers.RowKey) ?? (i < keys.Count ? keys[i].Key : null), Row: row))
            .Where(r => r.Key is not null && keys.Any(k => k.Formula is null && string.Equals(k.Key, r.Key, StringComparison.Ordinal)) && !TableLayout.IsBlank(r.Row))
            .Select(r => CleanRow(columns, r.Row, r.Key))]);
    }

    internal override IEnumerable<AnswerProblem> Wrong(Answers answers, FormContext context)
    {
        var stored = answers.RowsByKey(Id);
        var rows = TableLayout.Rows(this, context);
        var columns = TableLayout.Columns(this, context);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Formula is not null || !stored.TryGetValue(rows[i].Key, out var cells))
            {
                continue;
            }

            foreach (var column in columns.Where(c => c.Column.Formula is null))
            {
                if (column.Column.Wrong(cells.GetValueOrDefault(column.Key), rows[i].Decimals, context) is { } message)
                {
                    yield return new AnswerProblem(Id, FieldNames.Cell(Id, i, column.Key), $"“{Label}”{rows[i].Label}的“{column.Heading}”：{message}");
                }
            }
        }
    }

    internal override AnswerProblem? Missing(Answers answers, int files, FormContext context)
    {
        if (Optional && IsBlank(answers, 0))
        {
            return null;
        }

        var stored = answers.RowsByKey(Id);
        var columns = TableLayout.Columns(this, context).Where(c => c.Column is { Optional: false, Formula: null }).ToList();
        return Blanks([.. TableLayout.Rows(this, context)
            .Select((row, i) => (Row: row, Index: i))
            .Where(r => r.Row.Formula is null)
            .SelectMany(r => columns
                .Where(c => string.IsNullOrWhiteSpace(stored.GetValueOrDefault(r.Row.Key)?.GetValueOrDefault(c.Key)))
                .Select(c => (FieldNames.Cell(Id, r.Index, c.Key), $"{r.Row.Label} {c.Heading}")))]);
    }

    internal override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults())
        {
            yield return fault;
        }

        if (RowPerYear == Rows.Count > 0)
        {
            yield return $"表格“{Id}”要么列出行，要么按年设行。";
        }

        if (RowPerYear && Columns.Any(c => c.PerYear))
        {
            yield return $"表格“{Id}”不能既按年设行又按年设列。";
        }

        if (Columns.Any(c => c.Total))
        {
            yield return $"表格“{Id}”的行是固定的，合计应设计算行。";
        }

        foreach (var row in Rows.GroupBy(r => r.Id, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            yield return $"表格“{Id}”的行“{row.Key}”重复。";
        }
    }
}
