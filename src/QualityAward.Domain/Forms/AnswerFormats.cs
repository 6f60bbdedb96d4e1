using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Forms;

/// <summary>What is wrong with something typed (格式检查), by type of question. A blank is never wrong here.</summary>
internal static class AnswerFormats
{
    public static IEnumerable<AnswerProblem> Problems(Question question, Answers answers, FormContext context)
    {
        var field = FieldNames.Answer(question.Id);
        if (answers.BlankReason(question.Id) is { } reason && WordCount.Count(reason) is var words && words > BlankReasonLimit)
        {
            yield return new AnswerProblem(question.Id, FieldNames.Reason(question.Id), $"“{question.Label}”的未填原因不超过 {BlankReasonLimit} 字，现有 {words} 字。");
        }

        switch (question)
        {
            case FixedTableQuestion table:
                foreach (var problem in OfTable(table, answers, context))
                {
                    yield return problem;
                }

                break;
            case GrowingTableQuestion table:
                foreach (var problem in OfTable(table, answers, context))
                {
                    yield return problem;
                }

                break;
            case MultiChoiceQuestion choice:
                if (answers.Choices(question.Id).Any(v => !Offers(choice.Options, v)))
                {
                    yield return new AnswerProblem(question.Id, field, $"“{question.Label}”：请从所列选项中选择。");
                }

                break;
            default:
                if (answers.Text(question.Id) is { } text && OfText(question, text, context) is { } message)
                {
                    yield return new AnswerProblem(question.Id, field, $"“{question.Label}”：{message}");
                }

                break;
        }
    }

    /// <summary>A reason is a sentence, not a way around the limits.</summary>
    public const int BlankReasonLimit = 200;

    private static string? OfText(Question question, string text, FormContext context) => question switch
    {
        TextQuestion q => TooLong(text, q.Limit),
        LongTextQuestion q => TooLong(text, q.Limit),
        NarrativeQuestion q => q.Limit is { } limit ? TooLong(text, limit) : null,
        NumberQuestion q => OfNumber(text, q.Decimals, q.Min, q.Max),
        DateQuestion q => OfDate(text, q.NotInFuture, context),
        YearMonthQuestion q => OfYearMonth(text, q.NotInFuture, context),
        ChoiceQuestion q => Offers(q.Options, text) ? null : "请从所列选项中选择。",
        YesNoQuestion q => IsYesNo(text) ? null : $"请选择“{q.Yes}”或“{q.No}”。",
        IdentifierQuestion q => OfIdentifier(q.Kind, text, context),
        FileQuestion or PhotoQuestion => null,
        _ => throw new InvalidOperationException($"No check for {question.GetType().Name}."),
    };

    private static string? OfIdentifier(IdentifierKind kind, string text, FormContext context) => kind switch
    {
        IdentifierKind.CreditCode => CreditCode.Problem(text),
        IdentifierKind.ResidentId => ResidentId.Problem(text, context.Today),
        IdentifierKind.PostCode => PostCode.Problem(text),
        IdentifierKind.Mobile => MobileNumber.Problem(text),
        IdentifierKind.Phone => OfPhone(text),
        IdentifierKind.Email => EmailAddress.Problem(text),
    };

    private static string? OfPhone(string text) =>
        MobileNumber.Problem(text) is null || LandlineNumber.Problem(text) is null ? null : "请填写手机号码或带区号的固定电话，例如 13800000000、0518-85821234。";

    private static IEnumerable<AnswerProblem> OfTable(FixedTableQuestion table, Answers answers, FormContext context)
    {
        var stored = TableLayout.StoredRows(table, answers);
        var rows = TableLayout.Rows(table, context);
        var columns = TableLayout.Columns(table, context);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!stored.TryGetValue(rows[i].Key, out var cells))
            {
                continue;
            }

            foreach (var column in columns)
            {
                if (OfCell(column.Column, rows[i].Decimals, cells.GetValueOrDefault(column.Key), context) is { } message)
                {
                    yield return new AnswerProblem(table.Id, FieldNames.Cell(table.Id, i, column.Key), $"“{table.Label}”{rows[i].Label}的“{column.Heading}”：{message}");
                }
            }
        }
    }

    private static IEnumerable<AnswerProblem> OfTable(GrowingTableQuestion table, Answers answers, FormContext context)
    {
        var rows = answers.Rows(table.Id);
        var columns = TableLayout.Columns(table, context);
        for (var i = 0; i < rows.Count; i++)
        {
            foreach (var column in columns)
            {
                if (OfCell(column.Column, null, rows[i].GetValueOrDefault(column.Key), context) is { } message)
                {
                    yield return new AnswerProblem(table.Id, FieldNames.Cell(table.Id, i, column.Key), $"“{table.Label}”第 {i + 1} 行的“{column.Heading}”：{message}");
                }
            }
        }

        var filled = rows.Count(r => !TableLayout.IsBlank(r));
        if (filled > table.MaxRows)
        {
            yield return new AnswerProblem(table.Id, FieldNames.Answer(table.Id), $"“{table.Label}”最多填 {table.MaxRows} 行，现有 {filled} 行，请删除多余的行。");
        }
    }

    private static string? OfCell(Column column, int? rowDecimals, string? text, FormContext context)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return column.Kind switch
        {
            CellKind.Text => TooLong(text, column.Limit),
            CellKind.Number => OfNumber(text, rowDecimals ?? column.Decimals, null, null),
            CellKind.Date => OfDate(text, notInFuture: false, context),
            CellKind.YearMonth => OfYearMonth(text, notInFuture: false, context),
            CellKind.YesNo => IsYesNo(text) ? null : $"请选择“{column.Yes}”或“{column.No}”。",
            CellKind.Phone => OfPhone(text),
        };
    }

    private static string? TooLong(string text, int limit) =>
        WordCount.Count(text) is var words && words > limit ? $"不超过 {limit} 字，现有 {words} 字，请精简 {words - limit} 字。" : null;

    private static string? OfNumber(string text, int decimals, decimal? min, decimal? max)
    {
        if (!AnswerText.TryNumber(text, out var number))
        {
            return "应填数字，例如 1234.5，不带单位和文字。";
        }

        if (decimal.Round(number, Math.Min(decimals, 28)) != number)
        {
            return decimals == 0 ? "应填整数。" : $"小数点后最多 {decimals} 位。";
        }

        if (number < min)
        {
            return $"不能小于 {min:0.####}。";
        }

        return number > max ? $"不能大于 {max:0.####}。" : null;
    }

    private static string? OfDate(string text, bool notInFuture, FormContext context)
    {
        if (AnswerText.ReadDate(text) is not { } date || date.Year < OldestYear)
        {
            return "应填日期，例如 2018-03-01。";
        }

        return notInFuture && date > context.Today ? $"不能晚于今天（{ChinaCalendar.Text(context.Today)}），请检查。" : null;
    }

    private static string? OfYearMonth(string text, bool notInFuture, FormContext context)
    {
        if (AnswerText.ReadYearMonth(text) is not { } month || month.Year < OldestYear)
        {
            return "应填年月，例如 2018-03。";
        }

        return notInFuture && month > context.Today ? "不能晚于本月，请检查。" : null;
    }

    /// <summary>A date of an earlier century is a slip of the keyboard (0202, 1087).</summary>
    private const int OldestYear = 1800;

    private static bool IsYesNo(string text) => text is YesNoQuestion.YesValue or YesNoQuestion.NoValue;

    private static bool Offers(IReadOnlyList<Option> options, string value) => options.Any(o => string.Equals(o.Value, value, StringComparison.Ordinal));
}
