namespace QualityAward.Domain.Forms;

/// <summary>日期.</summary>
public sealed record DateQuestion : Question
{
    /// <summary>A date that lies in the past by nature (founding, birth, award) may not be after today.</summary>
    public bool NotInFuture { get; init; } = true;

    internal override string Clean(string? typed) => AnswerText.Date(typed);

    protected override string? Wrong(string text, FormContext context) => AnswerRules.OfDate(text, NotInFuture, context);
}
