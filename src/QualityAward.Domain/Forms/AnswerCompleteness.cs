namespace QualityAward.Domain.Forms;

/// <summary>What is missing before submission (完整性检查), by type of question.</summary>
public static class AnswerCompleteness
{
    /// <summary>
    /// Whether a blank may be explained instead of filled. What identifies the applicant cannot be explained away, nor can a photo or a commitment.
    /// </summary>
    public static bool ReasonAccepted(Question question) =>
        !question.Optional && question is not (PhotoQuestion or YesNoQuestion { MustBeYes: true }) && question.Fact is not (Fact.ApplicantName or Fact.CreditCode or Fact.ResidentId);

    /// <summary>True when nothing has been given, not even part of a table.</summary>
    public static bool IsBlank(Question question, Answers answers, int files) => question switch
    {
        FileQuestion or PhotoQuestion => files == 0,
        FixedTableQuestion or GrowingTableQuestion => answers.Rows(question.Id).All(TableLayout.IsBlank),
        MultiChoiceQuestion => answers.Choices(question.Id).Count == 0,
        _ => answers.Text(question.Id) is null,
    };

    internal static IEnumerable<AnswerProblem> Problems(Question question, Answers answers, int files, FormContext context)
    {
        if (ReasonAccepted(question) && answers.BlankReason(question.Id) is not null)
        {
            yield break;
        }

        var field = FieldNames.Answer(question.Id);
        var rest = ReasonAccepted(question) ? "；确无内容的，请在“未填原因”中说明。" : "。";
        switch (question)
        {
            case PhotoQuestion photo when files < photo.MinFiles && !(photo.Optional && files == 0):
                yield return new AnswerProblem(question.Id, field, $"“{question.Label}”至少上传 {photo.MinFiles} 张，现有 {files} 张。");
                break;
            case FixedTableQuestion table:
                if (Missing(table, answers, context) is { } inFixed)
                {
                    yield return inFixed with { Message = inFixed.Message + rest };
                }

                break;
            case GrowingTableQuestion table:
                if (Missing(table, answers, context) is { } inGrowing)
                {
                    yield return inGrowing with { Message = inGrowing.Message + rest };
                }

                break;
            case PhotoQuestion:
                break;
            case YesNoQuestion { MustBeYes: true } commitment when !string.Equals(answers.Text(question.Id), "yes", StringComparison.Ordinal):
                yield return new AnswerProblem(question.Id, field, $"“{question.Label}”须选择“{commitment.Yes}”才能提交。");
                break;
            case FileQuestion:
                if (!question.Optional && files == 0)
                {
                    yield return new AnswerProblem(question.Id, field, $"“{question.Label}”尚未上传附件{rest}");
                }

                break;
            default:
                if (!question.Optional && IsBlank(question, answers, files))
                {
                    yield return new AnswerProblem(question.Id, field, $"“{question.Label}”尚未填写{rest}");
                }

                break;
        }
    }

    private static AnswerProblem? Missing(FixedTableQuestion table, Answers answers, FormContext context)
    {
        if (table.Optional && IsBlank(table, answers, 0))
        {
            return null;
        }

        var stored = TableLayout.StoredRows(table, answers);
        var columns = TableLayout.Columns(table, context);
        var blanks = TableLayout.Rows(table, context)
            .SelectMany((row, i) => columns
                .Where(c => !c.Column.Optional && string.IsNullOrWhiteSpace(stored.GetValueOrDefault(row.Key)?.GetValueOrDefault(c.Key)))
                .Select(c => (Field: FieldNames.Cell(table.Id, i, c.Key), Name: $"{row.Label} {c.Heading}")))
            .ToList();
        return Missing(table, blanks);
    }

    private static AnswerProblem? Missing(GrowingTableQuestion table, Answers answers, FormContext context)
    {
        var rows = answers.Rows(table.Id);
        var filled = rows.Count(r => !TableLayout.IsBlank(r));
        if (filled == 0)
        {
            return table.Optional && table.MinRows == 0
                ? null
                : new AnswerProblem(table.Id, FieldNames.Answer(table.Id), table.MinRows > 1 ? $"“{table.Label}”至少填 {table.MinRows} 行，尚未填写" : $"“{table.Label}”尚未填写");
        }

        if (filled < table.MinRows)
        {
            return new AnswerProblem(table.Id, FieldNames.Answer(table.Id), $"“{table.Label}”至少填 {table.MinRows} 行，现有 {filled} 行");
        }

        var columns = TableLayout.Columns(table, context);
        var blanks = rows
            .SelectMany((row, i) => TableLayout.IsBlank(row)
                ? []
                : columns.Where(c => !c.Column.Optional && string.IsNullOrWhiteSpace(row.GetValueOrDefault(c.Key)))
                    .Select(c => (Field: FieldNames.Cell(table.Id, i, c.Key), Name: $"第 {i + 1} 行 {c.Heading}")))
            .ToList();
        return Missing(table, blanks);
    }

    private static AnswerProblem? Missing(Question table, List<(string Field, string Name)> blanks) => blanks.Count switch
    {
        0 => null,
        1 => new AnswerProblem(table.Id, blanks[0].Field, $"“{table.Label}”的“{blanks[0].Name}”尚未填写"),
        _ => new AnswerProblem(table.Id, blanks[0].Field, $"“{table.Label}”有 {blanks.Count} 处尚未填写，从“{blanks[0].Name}”起"),
    };
}
