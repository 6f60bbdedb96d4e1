namespace QualityAward.Domain.Forms;

/// <summary>Rows read from a spreadsheet or pasted, by the columns of a growing table (导入的行).</summary>
/// <param name="Rows">Cells by key, in the stored form.</param>
/// <param name="Unknown">Headings that no column of the table has; their cells are left out.</param>
/// <param name="Absent">Columns of the table that the spreadsheet does not have.</param>
/// <param name="HasHeader">False: no headings were found, the cells were taken in the order of the table's columns.</param>
public sealed record ImportedTable(IReadOnlyList<IReadOnlyDictionary<string, string>> Rows, IReadOnlyList<string> Unknown, IReadOnlyList<string> Absent, bool HasHeader);

/// <summary>Brings the cells of a spreadsheet into a growing table (整表导入): headings are matched by the columns' names, values kept as typed ones are.</summary>
public static class TableImport
{
    /// <summary>Titles and notes may stand above the headings.</summary>
    private const int HeaderWithin = 10;

    public static ImportedTable Read(GrowingTableQuestion table, FormContext context, IReadOnlyList<IReadOnlyList<string>> cells)
    {
        var columns = TableLayout.Columns(table, context).Where(c => c.Column.Formula is null).ToList();
        // One heading of ours among several of others' is a row of headings too where a table begins; taken for data it would shift every cell.
        var begins = Math.Max(0, cells.Take(HeaderWithin).ToList().FindIndex(r => r.Count(c => !string.IsNullOrWhiteSpace(c)) > 1));
        var header = Enumerable.Range(0, Math.Min(HeaderWithin, cells.Count))
            .Select(i => (Index: i, Matches: Match(columns, cells[i])))
            .Where(h => h.Matches.Count(m => m is not null) >= (h.Index == begins ? 1 : Math.Min(2, columns.Count)))
            .OrderByDescending(h => h.Matches.Count(m => m is not null)).ThenBy(h => h.Index)
            .Select(h => ((int Index, IReadOnlyList<CellColumn?> Matches)?)h).FirstOrDefault();
        var matches = header?.Matches ?? [.. columns];
        var body = cells.Skip(header is { } found ? found.Index + 1 : 0).Where(r => r.Any(c => !string.IsNullOrWhiteSpace(c)));
        return new ImportedTable(
            [.. body.Select(row => Row(matches, row)).Where(r => r.Count > 0)],
            header is { } named ? [.. cells[named.Index].Where((h, i) => named.Matches[i] is null && !string.IsNullOrWhiteSpace(h) && !IsNumbering(h)).Select(AnswerText.Line)] : [],
            [.. columns.Where(c => !matches.Contains(c)).Select(c => c.Heading)],
            header is not null);
    }

    private static Dictionary<string, string> Row(IReadOnlyList<CellColumn?> matches, IReadOnlyList<string> row)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(matches.Count, row.Count); i++)
        {
            if (matches[i] is { } column && Value(column.Column, row[i]) is { Length: > 0 } value)
            {
                read[column.Key] = value;
            }
        }

        return read;
    }

    private static string Value(Column column, string typed)
    {
        var value = column.Clean(typed);
        return column.Kind != CellKind.YesNo ? value
            : value == column.Yes || value is "是" or "有" or "√" or "Y" or "y" or "TRUE" or "True" ? YesNoQuestion.YesValue
            : value == column.No || value is "否" or "无" or "×" or "N" or "n" or "FALSE" or "False" ? YesNoQuestion.NoValue
            : value;
    }

    /// <summary>The column of each heading; each column once.</summary>
    private static List<CellColumn?> Match(List<CellColumn> columns, IReadOnlyList<string> headings)
    {
        var left = columns.ToList();
        return [.. headings.Select(heading =>
        {
            var name = Plain(heading);
            var column = name.Length == 0 ? null : left.Find(c => Plain(c.Heading) == name) ?? left.Find(c => Plain(WithoutNote(c.Heading)) == Plain(WithoutNote(heading)));
            if (column is not null)
            {
                left.Remove(column);
            }

            return column;
        })];
    }

    private static bool IsNumbering(string heading) => Plain(heading) is "序号" or "编号" or "no" or "no.";

    /// <summary>Without white space and case, half-width.</summary>
    private static string Plain(string text) => string.Concat(AnswerText.Line(text).Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();

    /// <summary>Without the unit or note in brackets.</summary>
    private static string WithoutNote(string heading)
    {
        var bracket = heading.IndexOfAny(['（', '(']);
        return bracket > 0 ? heading[..bracket] : heading;
    }
}
