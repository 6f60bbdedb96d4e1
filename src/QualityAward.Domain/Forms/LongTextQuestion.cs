namespace QualityAward.Domain.Forms;

/// <summary>多行文字.</summary>
public sealed record LongTextQuestion : Question
{
    /// <summary>Limit in 字.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>Prompts, e.g. the outline of GB/Z 19579 annex B.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    internal override string Clean(string? typed) => AnswerText.Lines(typed);

    internal override IEnumerable<string> Faults() => AnswerRules.LimitFaults(Id, Limit);

    protected override string? Wrong(string text, FormContext context) => AnswerRules.TooLong(text, Limit);
}
