namespace QualityAward.Domain.Forms;

/// <summary>是否.</summary>
public sealed record YesNoQuestion : Question
{
    /// <summary>How "yes" and "no" are stored, whatever their words; table cells of this kind too.</summary>
    public const string YesValue = "yes";

    public const string NoValue = "no";

    public string Yes { get; init; } = "是";

    public string No { get; init; } = "否";

    /// <summary>A commitment: nothing but yes can be submitted, and no reason stands in for it.</summary>
    public bool MustBeYes { get; init; }

    internal override string ValueWords(string value) => value switch
    {
        YesValue => Yes,
        NoValue => No,
        _ => value,
    };

    internal override bool CanBe(string value) => AnswerRules.IsYesNo(value);

    internal override bool MayBeExplained() => !MustBeYes && base.MayBeExplained();

    internal override string Clean(string? typed) => AnswerText.Line(typed);

    internal override AnswerProblem? Missing(Answers answers, int files, FormContext context) => !MustBeYes
        ? base.Missing(answers, files, context)
        : string.Equals(answers.Text(Id), YesValue, StringComparison.Ordinal) ? null : new AnswerProblem(Id, FieldNames.Answer(Id), $"“{Label}”须选择“{Yes}”才能提交");

    protected override string? Wrong(string text, FormContext context) => AnswerRules.IsYesNo(text) ? null : $"请选择“{Yes}”或“{No}”。";
}
