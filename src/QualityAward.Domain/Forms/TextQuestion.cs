namespace QualityAward.Domain.Forms;

/// <summary>单行文字.</summary>
public sealed record TextQuestion : Question
{
    /// <summary>Limit in 字.</summary>
    public int Limit { get; init; } = 100;

    internal override string Clean(string? typed) => AnswerText.Line(typed);

    internal override IEnumerable<string> Faults() => AnswerRules.LimitFaults(Id, Limit);

    // The masked form in place of the number: nobody could ever read it again.
    protected override string? Wrong(string text, FormContext context) =>
        IsSecret() && text.Contains('*', StringComparison.Ordinal) ? "只有遮盖后的号码，请重新填写完整的号码。" : AnswerRules.TooLong(text, Limit);
}
