namespace QualityAward.Domain.Forms;

/// <summary>One option of a choice (选项).</summary>
public sealed record Option(string Value, string Label);

/// <summary>单选.</summary>
public sealed record ChoiceQuestion : Question
{
    public required IReadOnlyList<Option> Options { get; init; }

    internal override string ValueWords(string value) => AnswerRules.LabelOf(Options, value);

    internal override bool CanBe(string value) => AnswerRules.Offers(Options, value);

    internal override string Clean(string? typed) => AnswerText.Line(typed);

    internal override IEnumerable<string> Faults() => AnswerRules.OptionFaults(Id, Options);

    protected override string? Wrong(string text, FormContext context) => AnswerRules.Offers(Options, text) ? null : "请从所列选项中选择。";
}
