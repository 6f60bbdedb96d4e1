namespace QualityAward.Domain.Forms;

/// <summary>
/// Checks a section (部分检查). While drafting: what is typed must be right. For submission also: every blank needs an answer or a reason
/// [填表说明: 未填项要说明原因], tables their rows, photos and files their number.
/// </summary>
public static class SectionCheck
{
    public static IReadOnlyList<AnswerProblem> Problems(FormSection section, Answers answers, IReadOnlyDictionary<string, int> fileCounts, FormContext context, bool forSubmission)
    {
        var problems = new List<AnswerProblem>();
        foreach (var question in section.Questions)
        {
            if (answers.BlankReason(question.Id) is { } reason && WordCount.Count(reason) is var words && words > AnswerRules.ReasonLimit)
            {
                problems.Add(new AnswerProblem(question.Id, FieldNames.Reason(question.Id), $"“{question.Label}”的未填原因不超过 {AnswerRules.ReasonLimit} 字，现有 {words} 字。"));
            }

            problems.AddRange(question.Wrong(answers, context));
            var files = fileCounts.GetValueOrDefault(question.Id);
            if (MaxFiles(question) is { } most && files > most)
            {
                problems.Add(new AnswerProblem(question.Id, FieldNames.Answer(question.Id), $"“{question.Label}”最多上传 {most} 个文件，现有 {files} 个，请删除多余的文件。"));
            }

            if (forSubmission)
            {
                problems.AddRange(AnswerCompleteness.Problems(question, answers, files, context));
            }
        }

        foreach (var (check, text) in answers.Explanations.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (WordCount.Count(text) is var words && words > FormWarning.ExplanationLimit)
            {
                problems.Add(new AnswerProblem("", FieldNames.Explanation(check), $"核对提示的情况说明不超过 {FormWarning.ExplanationLimit} 字，现有 {words} 字。"));
            }
        }

        if (section.TotalLimit is { } limit)
        {
            var texts = section.Questions.Where(q => q is TextQuestion or LongTextQuestion or NarrativeQuestion).ToList();
            var count = texts.Sum(q => WordCount.Count(answers.Text(q.Id) ?? ""));
            if (count > limit)
            {
                problems.Add(new AnswerProblem(texts[0].Id, FieldNames.Answer(texts[0].Id), $"“{section.Title}”合计不超过 {limit} 字，现有 {count} 字，请精简 {count - limit} 字。"));
            }
        }

        return problems;
    }

    public static SectionStatus Status(FormSection section, Answers answers, IReadOnlyDictionary<string, int> fileCounts, FormContext context)
    {
        if (section.Questions.Count == 0)
        {
            return SectionStatus.NotAsked;
        }

        if (Problems(section, answers, fileCounts, context, forSubmission: false).Count > 0)
        {
            return SectionStatus.HasProblems;
        }

        if (Problems(section, answers, fileCounts, context, forSubmission: true).Count == 0)
        {
            return SectionStatus.Complete;
        }

        return section.Questions.Any(q => !AnswerCompleteness.IsBlank(q, answers, fileCounts.GetValueOrDefault(q.Id)) || answers.BlankReason(q.Id) is not null)
            ? SectionStatus.InProgress
            : SectionStatus.NotStarted;
    }

    /// <summary>Words counted against the section's total limit.</summary>
    public static int TotalWords(FormSection section, Answers answers) =>
        section.Questions.Where(q => q is TextQuestion or LongTextQuestion or NarrativeQuestion).Sum(q => WordCount.Count(answers.Text(q.Id) ?? ""));

    /// <summary>Most files of a question; null: it takes none.</summary>
    public static int? MaxFiles(Question question) => question.MostFiles();
}
