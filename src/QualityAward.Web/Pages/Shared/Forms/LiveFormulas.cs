using System.Globalization;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>Formulas as wwwroot/js/formula.js computes them (即时计算): cells of the page by the names of their fields, cells of other sections as numbers.</summary>
internal static class LiveFormulas
{
    private const string Nothing = "{}";

    /// <returns>Null when a whole column of another section is needed: then the result is new after saving.</returns>
    public static string? Of(SectionEditor editor, FilledForm filled, string formula, FormulaPlace place, string? rowIndex)
    {
        var isLive = true;
        var text = Formula.Parse(formula).Render((reference, wholeColumn) =>
        {
            if (FormulaTarget.Find(filled.Form, reference.Name, place, wholeColumn) is not { } target)
            {
                return Nothing;
            }

            if (!string.Equals(target.Section.Id, editor.Section.Id, StringComparison.Ordinal))
            {
                isLive &= !wholeColumn;
                return filled.Number(target, reference.Year, place) is { } number ? $"({number.ToString(CultureInfo.InvariantCulture)})" : Nothing;
            }

            return FieldOf(filled, target, reference.Year, place, wholeColumn, rowIndex) is { } name ? $"{{{editor.FieldName(name)}}}" : Nothing;
        });
        return isLive ? text : null;
    }

    private static string? FieldOf(FilledForm filled, FormulaTarget target, FormulaYear which, FormulaPlace place, bool wholeColumn, string? rowIndex)
    {
        if (target is not { Question: TableQuestion table, Column: { } column })
        {
            return FieldNames.Answer(target.Question.Id);
        }

        var year = filled.YearOf(table, which, place.Year);
        if (target.IsPerYear && year is null)
        {
            return null;
        }

        var key = column.PerYear ? Answers.YearKey(column.Id, year!.Value) : column.Id;
        var row = wholeColumn ? "*" : table is FixedTableQuestion fixedTable ? RowOf(filled, fixedTable, target, place, year) : rowIndex;
        return row is null ? null : $"{table.Id}[{row}].{key}";
    }

    private static string? RowOf(FilledForm filled, FixedTableQuestion table, FormulaTarget target, FormulaPlace place, int? year)
    {
        var key = table.RowPerYear ? year?.ToString(CultureInfo.InvariantCulture) : target.Row?.Id ?? place.RowKey;
        var index = TableLayout.Rows(table, filled.Context).ToList().FindIndex(r => string.Equals(r.Key, key, StringComparison.Ordinal));
        return index < 0 ? null : index.ToString(CultureInfo.InvariantCulture);
    }
}
