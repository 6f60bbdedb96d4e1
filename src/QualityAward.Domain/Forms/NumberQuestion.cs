namespace QualityAward.Domain.Forms;

/// <summary>数字 with a unit.</summary>
public sealed record NumberQuestion : Question
{
    public string? Unit { get; init; }

    public int Decimals { get; init; }

    public decimal? Min { get; init; }

    public decimal? Max { get; init; }

    internal override string ValueWords(string value) => Unit is null ? value : $"{value} {Unit}";

    internal override string Clean(string? typed) => AnswerText.Number(typed);

    internal override IEnumerable<string> Faults()
    {
        if (Decimals < 0)
        {
            yield return $"题目“{Id}”的小数位数不能为负。";
        }

        if (Min > Max)
        {
            yield return $"题目“{Id}”的最小值大于最大值。";
        }
    }

    protected override string? Wrong(string text, FormContext context) => AnswerRules.OfNumber(text, Decimals, Min, Max);
}
