namespace QualityAward.Domain.Forms;

/// <summary>How an answer is compared (比较方式). A blank meets nothing but <see cref="Blank"/>.</summary>
public enum AskedWhenOperator
{
    /// <summary>One of the values was given: chosen, typed, or in any cell of a table.</summary>
    Is,

    /// <summary>Something was given, and none of the values.</summary>
    IsNot,

    /// <summary>Something was given.</summary>
    Answered,

    /// <summary>Nothing was given.</summary>
    Blank,

    /// <summary>A number not below the value.</summary>
    AtLeast,

    /// <summary>A number not above the value.</summary>
    AtMost,
}

/// <summary>
/// On which answer a question or section depends (填写条件): a question of the same section by its id, of any other as <c>section.question</c>.
/// </summary>
public sealed record AskedWhen
{
    public required string Question { get; init; }

    public AskedWhenOperator Operator { get; init; }

    /// <summary>As stored: option values, <c>yes</c> and <c>no</c>, numbers.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The reference in full.</summary>
    /// <param name="sectionId">The section in which the condition stands.</param>
    public string Reference(string sectionId) => Question.Contains('.', StringComparison.Ordinal) ? Question : $"{sectionId}.{Question}";

    /// <summary>Whether what was given meets the condition.</summary>
    /// <remarks>The browser's twin is wwwroot/js/conditional.js; tests/vectors/conditions.json holds both to the same results.</remarks>
    /// <param name="given">All that was given: one text, the chosen options, or every filled cell of a table.</param>
    public bool IsMetBy(IReadOnlyList<string> given) => Operator switch
    {
        AskedWhenOperator.Is => given.Any(IsOneOfValues),
        AskedWhenOperator.IsNot => given.Count > 0 && !given.Any(IsOneOfValues),
        AskedWhenOperator.Answered => given.Count > 0,
        AskedWhenOperator.Blank => given.Count == 0,
        AskedWhenOperator.AtLeast => Bound is { } least && given.Any(g => AnswerText.TryNumber(g, out var number) && number >= least),
        AskedWhenOperator.AtMost => Bound is { } most && given.Any(g => AnswerText.TryNumber(g, out var number) && number <= most),
    };

    private decimal? Bound => Values.Count == 1 && AnswerText.TryNumber(Values[0], out var bound) ? bound : null;

    private bool IsOneOfValues(string given) => Values.Contains(given, StringComparer.Ordinal);

    /// <summary>In words, for those who read the form without scripts or on paper: 如“是否出口企业”选“是”，请填写.</summary>
    public string Words(FormDefinition form, string sectionId)
    {
        var question = form.Find(Reference(sectionId));
        var name = $"“{question?.Label ?? Question}”";
        var values = string.Join("或", Values.Select(v => $"“{question?.ValueWords(v) ?? v}”"));
        return Operator switch
        {
            AskedWhenOperator.Is => $"{name}{(question is TableQuestion ? "中有" : "为")}{values}的，请填写。",
            AskedWhenOperator.IsNot => $"{name}不是{values}的，请填写。",
            AskedWhenOperator.Answered => $"填写了{name}的，请填写。",
            AskedWhenOperator.Blank => $"没有填写{name}的，请填写。",
            AskedWhenOperator.AtLeast => $"{name}不小于 {string.Join("、", Values)} 的，请填写。",
            AskedWhenOperator.AtMost => $"{name}不大于 {string.Join("、", Values)} 的，请填写。",
        };
    }
}
