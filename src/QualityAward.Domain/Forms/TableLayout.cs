namespace QualityAward.Domain.Forms;

/// <summary>One column of cells as it stands on the page (单元格列): a per-year column gives one for each year.</summary>
/// <param name="Key">Key of the cell in a stored row.</param>
/// <param name="Heading">As printed: 2021年, 数量（万元）.</param>
public sealed record CellColumn(string Key, string Heading, Column Column)
{
    /// <summary>The year of a per-year column.</summary>
    public int? Year { get; init; }
}

/// <summary>One fixed row as it stands on the page (固定行).</summary>
public sealed record CellRow(string Key, string Label, string? Unit, int? Decimals)
{
    /// <summary>A computed row (计算行).</summary>
    public string? Formula { get; init; }
}

/// <summary>How a table's rows and columns unfold for a round (表格展开).</summary>
public static class TableLayout
{
    public static IReadOnlyList<CellColumn> Columns(TableQuestion table, FormContext context) => Columns(table.Columns, table.Years, context);

    public static IReadOnlyList<CellRow> Rows(FixedTableQuestion table, FormContext context) => table.RowPerYear
        ? [.. context.Years(table.Years).Select(y => new CellRow(YearText(y), $"{y}年", null, null))]
        : [.. table.Rows.Select(r => new CellRow(r.Id, r.Label, r.Unit, r.Decimals) { Formula = r.Formula })];

    /// <summary>True when no cell of the row holds anything.</summary>
    public static bool IsBlank(IReadOnlyDictionary<string, string> row) =>
        row.All(c => string.Equals(c.Key, Answers.RowKey, StringComparison.Ordinal) || string.IsNullOrWhiteSpace(c.Value));

    /// <summary>The sum below a column of a growing table; null when no cell of it holds a number.</summary>
    public static string? Total(CellColumn column, IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        var sum = Formula.Parse("sum({cells})").Evaluate(_ => null, _ => [.. rows.Select(r => AnswerText.TryNumber(r.GetValueOrDefault(column.Key) ?? "", out var number) ? number : (decimal?)null)]);
        return sum is { } total ? Formula.Text(total, column.Column.Decimals) : null;
    }

    /// <summary>The words of a yes/no cell, or the text as it is.</summary>
    public static string Shown(Column column, string value) => column.Kind != CellKind.YesNo ? value : value switch
    {
        YesNoQuestion.YesValue => column.Yes,
        YesNoQuestion.NoValue => column.No,
        _ => value,
    };

    private static List<CellColumn> Columns(IReadOnlyList<Column> columns, int years, FormContext context)
    {
        var unfolded = new List<CellColumn>();
        foreach (var column in columns)
        {
            if (column.PerYear)
            {
                unfolded.AddRange(context.Years(years).Select(y => new CellColumn(Answers.YearKey(column.Id, y), WithUnit($"{y}年{column.Label}", column.Unit), column) { Year = y }));
            }
            else
            {
                unfolded.Add(new CellColumn(column.Id, WithUnit(column.Label, column.Unit), column));
            }
        }

        return unfolded;
    }

    private static string WithUnit(string heading, string? unit) => unit is null ? heading : $"{heading}（{unit}）";

    private static string YearText(int year) => year.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
