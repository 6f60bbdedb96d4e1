using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace QualityAward.Domain.Forms;

/// <summary>Where a formula stands (公式所在位置): its section, the table and cell it computes, the year it is looked at in.</summary>
public sealed record FormulaPlace(FormSection? Section)
{
    public TableQuestion? Table { get; init; }

    /// <summary>Key of the fixed row; null in a growing table.</summary>
    public string? RowKey { get; init; }

    /// <summary>Index of the growing row.</summary>
    public int? RowIndex { get; init; }

    public Column? Column { get; init; }

    /// <summary>True for a row's formula, whose names are rows; else names are columns.</summary>
    public bool NamesAreRows { get; init; }

    public int? Year { get; init; }
}

/// <summary>What a reference means in a form (引用目标).</summary>
public sealed record FormulaTarget(FormSection Section, Question Question)
{
    public Row? Row { get; init; }

    public Column? Column { get; init; }

    /// <summary>A cell of the same growing row as the formula's.</summary>
    public bool SameRow { get; init; }

    /// <summary>True when the cell depends on a year.</summary>
    public bool IsPerYear => Column?.PerYear == true || Question is FixedTableQuestion { RowPerYear: true };

    /// <summary>
    /// Finds a cell: <c>x</c> is a row or column of the same table, or a question of the same section; <c>section.question</c>; <c>section.table.row</c>
    /// (its only number column) or <c>section.table.column</c>; <c>section.table.row.column</c>. Null: there is no such cell, or it holds no numbers.
    /// </summary>
    public static FormulaTarget? Find(FormDefinition form, string name, FormulaPlace place, bool wholeColumn) => name.Contains('.', StringComparison.Ordinal)
        ? Known.GetOrCreateValue(form).GetOrAdd((name, wholeColumn), static (key, form) => InForm(form, key.Name, key.WholeColumn), form)
        : InTable(name, place, wholeColumn) ?? (place.Section is { } section ? Whole(section, section.Question(name)) : null);

    // A full name means the same cell wherever it stands; every page of a form looks up the same ones.
    private static readonly ConditionalWeakTable<FormDefinition, ConcurrentDictionary<(string Name, bool WholeColumn), FormulaTarget?>> Known = [];

    private static FormulaTarget? InForm(FormDefinition form, string name, bool wholeColumn)
    {
        var parts = name.Split('.');
        return parts.Length switch
        {
            2 when form.Section(parts[0]) is { } section => Whole(section, section.Question(parts[1])),
            3 when form.Section(parts[0]) is { } section => InTable(section, section.Question(parts[1]), parts[2], null, wholeColumn),
            4 when form.Section(parts[0]) is { } section => InTable(section, section.Question(parts[1]), parts[2], parts[3], wholeColumn),
            _ => null,
        };
    }

    private static FormulaTarget? Whole(FormSection section, Question? question) => question is NumberQuestion or ComputedQuestion ? new FormulaTarget(section, question) : null;

    private static FormulaTarget? InTable(string name, FormulaPlace place, bool wholeColumn)
    {
        if (place is not { Section: { } section, Table: { } table })
        {
            return null;
        }

        if (place.NamesAreRows)
        {
            return table is FixedTableQuestion fixedTable && fixedTable.Rows.FirstOrDefault(r => r.Id == name) is { } row && place.Column is { Kind: CellKind.Number }
                ? new FormulaTarget(section, table) { Row = row, Column = place.Column }
                : null;
        }

        return NumberColumn(table, name) is not { } column ? null
            : new FormulaTarget(section, table) { Column = column, SameRow = !wholeColumn, Row = (table as FixedTableQuestion)?.Rows.FirstOrDefault(r => r.Id == place.RowKey) };
    }

    private static FormulaTarget? InTable(FormSection section, Question? question, string first, string? second, bool wholeColumn)
    {
        switch (question)
        {
            case FixedTableQuestion { RowPerYear: false } table:
                if (wholeColumn && second is null)
                {
                    return NumberColumn(table, first) is { } all ? new FormulaTarget(section, table) { Column = all } : null;
                }

                var row = table.Rows.FirstOrDefault(r => r.Id == first);
                var column = second is not null ? NumberColumn(table, second)
                    : table.Columns.Count(c => c.Kind == CellKind.Number) == 1 ? table.Columns.First(c => c.Kind == CellKind.Number) : null;
                return row is null || column is null ? null : new FormulaTarget(section, table) { Row = row, Column = column };
            case FixedTableQuestion table when second is null && NumberColumn(table, first) is { } yearly:
                return new FormulaTarget(section, table) { Column = yearly };
            case GrowingTableQuestion table when wholeColumn && second is null && NumberColumn(table, first) is { } growing:
                return new FormulaTarget(section, table) { Column = growing };
            default:
                return null;
        }
    }

    private static Column? NumberColumn(TableQuestion table, string id) => table.Columns.FirstOrDefault(c => c.Id == id && c.Kind == CellKind.Number);
}
