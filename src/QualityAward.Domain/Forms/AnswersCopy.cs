namespace QualityAward.Domain.Forms;

/// <summary>
/// What of an earlier form fits into this one (沿用以前的填报): questions of the same id and type; options, rows and columns that exist here, years that both
/// speak of. Commitments are never copied, nor are reasons for blanks.
/// </summary>
public static class AnswersCopy
{
    public static Answers Of(FormSection section, FormContext context, FormSection source, Answers from)
    {
        var answers = new AnswersBuilder(section, context);
        foreach (var question in section.Questions.Where(q => source.Question(q.Id) is { } earlier && earlier.GetType() == q.GetType()))
        {
            switch (question)
            {
                case TextQuestion or LongTextQuestion or NarrativeQuestion or NumberQuestion or DateQuestion or YearMonthQuestion or IdentifierQuestion or YesNoQuestion { MustBeYes: false }:
                    answers.Set(question.Id, from.Text(question.Id));
                    break;
                case ChoiceQuestion choice when choice.Options.Any(o => string.Equals(o.Value, from.Text(question.Id), StringComparison.Ordinal)):
                    answers.Set(question.Id, from.Text(question.Id));
                    break;
                case MultiChoiceQuestion choice:
                    answers.Choose(question.Id, from.Choices(question.Id).Where(v => choice.Options.Any(o => string.Equals(o.Value, v, StringComparison.Ordinal))));
                    break;
                case FixedTableQuestion:
                    answers.Rows(question.Id, [.. from.Rows(question.Id).Where(r => r.ContainsKey(Answers.RowKey))]);
                    break;
                case GrowingTableQuestion table:
                    var columns = TableLayout.Columns(table, context);
                    answers.Rows(question.Id, [.. from.Rows(question.Id).Where(r => columns.Any(c => r.GetValueOrDefault(c.Key) is { Length: > 0 })).Take(table.MaxRows)]);
                    break;
                default:
                    // Files are copied by the application; a commitment is given anew.
                    break;
            }
        }

        var copied = answers.Build();
        // A row of a fixed table of which only the key is left is no answer.
        return copied.Only(section.Questions.Where(q => copied.Values.ContainsKey(q.Id) && (q is not FixedTableQuestion || copied.Rows(q.Id).Any(r => !TableLayout.IsBlank(r)))).Select(q => q.Id).ToHashSet(StringComparer.Ordinal));
    }
}
