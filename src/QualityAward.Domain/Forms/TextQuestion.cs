namespace QualityAward.Domain.Forms;

/// <summary>单行文字.</summary>
public sealed record TextQuestion : Question
{
    /// <summary>Limit in 字.</summary>
    public int Limit { get; init; } = 100;

    internal override string Clean(string? typed) => AnswerText.Line(typed);

    internal override IEnumerable<string> Faults() => AnswerRules.LimitFaults(Id, Limit);

    protected override string? Wrong(string text, FormContext context) => AnswerRules.TooLong(text, Limit);
}
