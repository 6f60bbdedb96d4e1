using System.Globalization;
using System.Text.Json.Nodes;

namespace QualityAward.Domain.Forms;

/// <summary>可增行表格.</summary>
public record GrowingTableQuestion : TableQuestion
{
    public int MinRows { get; init; }

    public int MaxRows { get; init; } = 100;

    /// <summary>How long after the closing day certificates should still hold, so that they do not run out during the review (有效期应覆盖的月数).</summary>
    public int ValidForMonths { get; init; }

    /// <summary>What is doubtful about the validity of the certificates in the rows (有效期提示).</summary>
    public IReadOnlyList<string> ValidityDoubts(Answers answers, FormContext context)
    {
        var from = Columns.FirstOrDefault(c => c.Validity == ValidityEnd.From);
        var to = Columns.FirstOrDefault(c => c.Validity == ValidityEnd.To);
        if (to is null && from is null)
        {
            return [];
        }

        var rows = answers.Rows(Id);
        return [.. rows.Select((row, i) => Doubt(row, from, to, context) is { } doubt ? $"第 {(i + 1).ToString(CultureInfo.InvariantCulture)} 行{doubt}" : null).OfType<string>()];
    }

    internal override JsonArray CleanRows(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, FormContext context)
    {
        var last = rows.Count;
        while (last > 0 && TableLayout.IsBlank(rows[last - 1]))
        {
            last--;
        }

        var columns = TableLayout.Columns(this, context);
        return new JsonArray([.. rows.Take(last).Select(r => CleanRow(columns, r, null))]);
    }

    internal override IEnumerable<AnswerProblem> Wrong(Answers answers, FormContext context)
    {
        var rows = answers.Rows(Id);
        var columns = TableLayout.Columns(this, context).Where(c => c.Column.Formula is null).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var column in columns)
            {
                if (column.Column.Wrong(rows[i].GetValueOrDefault(column.Key), null, context) is { } message)
                {
                    yield return new AnswerProblem(Id, FieldNames.Cell(Id, i, column.Key), $"“{Label}”第 {i + 1} 行的“{column.Heading}”：{message}");
                }
            }

            if (Reversed(rows[i]) is { } end)
            {
                yield return new AnswerProblem(Id, FieldNames.Cell(Id, i, end.Id), $"“{Label}”第 {i + 1} 行的“{end.Label}”：早于有效期的开始，请检查。");
            }
        }

        var filled = rows.Count(r => !TableLayout.IsBlank(r));
        if (filled > MaxRows)
        {
            yield return new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”最多填 {MaxRows} 行，现有 {filled} 行，请删除多余的行。");
        }
    }

    internal override AnswerProblem? Missing(Answers answers, int files, FormContext context)
    {
        var rows = answers.Rows(Id);
        var filled = rows.Count(r => !TableLayout.IsBlank(r));
        if (filled == 0)
        {
            return Optional && MinRows == 0
                ? null
                : new AnswerProblem(Id, FieldNames.Answer(Id), MinRows > 1 ? $"“{Label}”至少填 {MinRows} 行，尚未填写" : $"“{Label}”尚未填写");
        }

        if (filled < MinRows)
        {
            return new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”至少填 {MinRows} 行，现有 {filled} 行");
        }

        var columns = TableLayout.Columns(this, context).Where(c => c.Column is { Optional: false, Formula: null }).ToList();
        return Blanks([.. rows.SelectMany((row, i) => TableLayout.IsBlank(row)
            ? []
            : columns.Where(c => string.IsNullOrWhiteSpace(row.GetValueOrDefault(c.Key))).Select(c => (FieldNames.Cell(Id, i, c.Key), $"第 {i + 1} 行 {c.Heading}")))]);
    }

    internal override IEnumerable<string> Faults()
    {
        foreach (var fault in base.Faults())
        {
            yield return fault;
        }

        if (MinRows < 0 || MaxRows <= 0 || MinRows > MaxRows)
        {
            yield return $"表格“{Id}”的行数限制有误。";
        }

        if (ValidForMonths < 0 || Columns.Count(c => c.Validity == ValidityEnd.From) > 1 || Columns.Count(c => c.Validity == ValidityEnd.To) > 1)
        {
            yield return $"表格“{Id}”的有效期有误：起止各一列，月数不为负。";
        }
    }

    private static DateOnly? DateIn(IReadOnlyDictionary<string, string> row, Column? column) => column is null ? null : AnswerText.ReadDate(row.GetValueOrDefault(column.Id) ?? "");

    private string? Doubt(IReadOnlyDictionary<string, string> row, Column? from, Column? to, FormContext context)
    {
        var name = Columns.Select(c => row.GetValueOrDefault(c.Id)).FirstOrDefault(v => !string.IsNullOrWhiteSpace(v));
        var named = name is null ? "" : $"“{name}”";
        var until = context.ClosesOn.AddMonths(ValidForMonths);
        if (DateIn(row, to) is { } end)
        {
            if (end < context.ClosesOn)
            {
                return $"{named}有效期至{ChinaCalendar.Text(end)}，在申报截止日（{ChinaCalendar.Text(context.ClosesOn)}）前已到期";
            }

            if (end < until)
            {
                return $"{named}有效期至{ChinaCalendar.Text(end)}，将在评审结束（按申报截止后 {ValidForMonths} 个月计，{ChinaCalendar.Text(until)}）前到期";
            }
        }

        return DateIn(row, from) is { } start && start > context.ClosesOn ? $"{named}有效期自{ChinaCalendar.Text(start)}，在申报截止日（{ChinaCalendar.Text(context.ClosesOn)}）尚未生效" : null;
    }

    private Column? Reversed(IReadOnlyDictionary<string, string> row)
    {
        var to = Columns.FirstOrDefault(c => c.Validity == ValidityEnd.To);
        return DateIn(row, to) < DateIn(row, Columns.FirstOrDefault(c => c.Validity == ValidityEnd.From)) ? to : null;
    }
}
