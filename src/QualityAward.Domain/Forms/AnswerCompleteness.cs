namespace QualityAward.Domain.Forms;

/// <summary>What is missing before submission (完整性检查): every question filled in, or its blank explained [填表说明: 未填项要说明原因].</summary>
public static class AnswerCompleteness
{
    /// <summary>
    /// Whether a blank may be explained instead of filled. What identifies the applicant cannot be explained away, nor can a photo or a commitment.
    /// </summary>
    public static bool ReasonAccepted(Question question) => !question.Optional && question.MayBeExplained();

    /// <summary>True when nothing has been given, not even part of a table.</summary>
    public static bool IsBlank(Question question, Answers answers, int files) => question.IsBlank(answers, files);

    internal static IEnumerable<AnswerProblem> Problems(Question question, Answers answers, int files, FormContext context)
    {
        var explained = ReasonAccepted(question);
        if ((explained && answers.BlankReason(question.Id) is not null) || question.Missing(answers, files, context) is not { } missing)
        {
            return [];
        }

        return [missing with { Message = missing.Message + (explained ? "；确无内容的，请在“未填原因”中说明。" : "。") }];
    }
}
