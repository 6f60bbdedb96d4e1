namespace QualityAward.Domain.Forms;

/// <summary>年月.</summary>
public sealed record YearMonthQuestion : Question
{
    public bool NotInFuture { get; init; } = true;

    internal override string Clean(string? typed) => AnswerText.YearMonth(typed);

    protected override string? Wrong(string text, FormContext context) => AnswerRules.OfYearMonth(text, NotInFuture, context);
}
