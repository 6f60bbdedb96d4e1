namespace QualityAward.Domain.Forms;

/// <summary>不相容的选择: two choices that hardly go together.</summary>
public sealed record TogetherCheck : CrossCheck
{
    /// <summary>Where it is shown and answered, as <c>section.question</c>.</summary>
    public required string One { get; init; }

    public required IReadOnlyList<string> OneIs { get; init; }

    public required string Other { get; init; }

    public required IReadOnlyList<string> OtherIs { get; init; }

    protected override string First => One;

    internal override IReadOnlyList<string> Formulas() => [];

    private protected override IEnumerable<string> Names() => [One, Other];

    internal override IEnumerable<string> Faults(FormDefinition form)
    {
        foreach (var (reference, values) in new[] { (One, OneIs), (Other, OtherIs) })
        {
            if (form.Find(reference) is not (ChoiceQuestion or YesNoQuestion) || form.Find(reference) is not { } question)
            {
                yield return $"核对规则“{Id}”的“{reference}”不是选择题目。";
            }
            else if (values.Count == 0 || !values.All(question.CanBe))
            {
                yield return $"核对规则“{Id}”比较的值不在“{reference}”的选项之列。";
            }
        }
    }

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        if (Answer(form, One) is { } one && OneIs.Contains(one, StringComparer.Ordinal) && Answer(form, Other) is { } other && OtherIs.Contains(other, StringComparer.Ordinal))
        {
            yield return $"{Words(form, One, one)}；{Words(form, Other, other)}";
        }
    }

    private static string Words(FilledForm form, string reference, string value) => form.Form.Find(reference) is { } question ? $"“{question.Label}”为“{question.ValueWords(value)}”" : value;
}
