using System.Text;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Registers;

/// <summary>A row of a spreadsheet by the columns of a register (导入行).</summary>
public sealed record TypedRow(int Line, IReadOnlyDictionary<string, string> Cells);

/// <summary>The rows of a spreadsheet (导入表), or why there are none.</summary>
/// <param name="Unknown">Headings that the register does not have; their cells are left out.</param>
public sealed record TypedTable(IReadOnlyList<TypedRow> Rows, IReadOnlyList<string> Unknown, string? Problem);

/// <summary>Brings the cells of a spreadsheet under the columns of a register by their headings (登记表导入). Columns in any order; nothing is guessed without headings.</summary>
public static class RegisterTable
{
    /// <summary>Rows of one import.</summary>
    public const int MaxRows = 100_000;

    /// <summary>Titles and notes may stand above the headings.</summary>
    private const int HeaderWithin = 10;

    public static TypedTable Read(IReadOnlyList<RegisterColumn> columns, IReadOnlyList<IReadOnlyList<string>> cells)
    {
        var required = columns.Where(c => c.Required).ToList();
        for (var at = 0; at < Math.Min(HeaderWithin, cells.Count); at++)
        {
            var found = Match(columns, cells[at]);
            if (found.Count(c => c is not null) < Math.Min(2, columns.Count))
            {
                continue;
            }

            var missing = required.Where(c => !found.Contains(c)).Select(c => c.Label).ToList();
            return missing.Count > 0
                ? new TypedTable([], [], $"缺少列：{string.Join('、', missing)}。请下载空表，按列名填写后再导入。")
                : new TypedTable(
                    [.. cells.Skip(at + 1).Select((row, i) => new TypedRow(at + 2 + i, Row(found, row))).Where(r => r.Cells.Count > 0)],
                    [.. cells[at].Where((heading, i) => found[i] is null && Plain(heading) is not ("" or "序号" or "编号")).Select(AnswerText.Line)],
                    Problem: null);
        }

        return new TypedTable([], [], "没有找到列名。请下载空表，按列名填写后再导入。");
    }

    private static Dictionary<string, string> Row(List<RegisterColumn?> found, IReadOnlyList<string> row)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(found.Count, row.Count); i++)
        {
            if (found[i] is { } column && !string.IsNullOrWhiteSpace(row[i]))
            {
                cells[column.Key] = row[i];
            }
        }

        return cells;
    }

    private static List<RegisterColumn?> Match(IReadOnlyList<RegisterColumn> columns, IReadOnlyList<string> headings)
    {
        var left = columns.ToList();
        return [.. headings.Select(heading =>
        {
            var column = left.Find(c => string.Equals(Plain(c.Label), Plain(heading), StringComparison.Ordinal));
            if (column is not null)
            {
                left.Remove(column);
            }

            return column;
        })];
    }

    /// <summary>Without white space and what stands in brackets, half-width.</summary>
    private static string Plain(string heading)
    {
        var text = string.Concat(AnswerText.Line(heading).Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '*'));
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 ? text[..bracket] : text;
    }
}
