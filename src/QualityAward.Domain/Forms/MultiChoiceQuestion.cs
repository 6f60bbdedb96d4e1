namespace QualityAward.Domain.Forms;

/// <summary>多选.</summary>
public sealed record MultiChoiceQuestion : Question
{
    public required IReadOnlyList<Option> Options { get; init; }

    public override bool IsBlank(Answers answers, int files) => answers.Choices(Id).Count == 0;

    public override IReadOnlyList<string> Given(Answers answers) => answers.Choices(Id);

    public override string? Words(Answers answers) => answers.Choices(Id) is { Count: > 0 } values ? string.Join("、", values.Select(ValueWords)) : null;

    internal override string ValueWords(string value) => AnswerRules.LabelOf(Options, value);

    internal override bool CanBe(string value) => AnswerRules.Offers(Options, value);

    internal override IEnumerable<string> Faults() => AnswerRules.OptionFaults(Id, Options);

    internal override IEnumerable<AnswerProblem> Wrong(Answers answers, FormContext context) =>
        answers.Choices(Id).All(v => AnswerRules.Offers(Options, v)) ? [] : [new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”：请从所列选项中选择。")];
}
