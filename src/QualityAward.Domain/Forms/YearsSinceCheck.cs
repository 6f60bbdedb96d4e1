using System.Globalization;

namespace QualityAward.Domain.Forms;

/// <summary>年数与日期: a number of years cannot be more than has passed since a date, as years of work since birth.</summary>
public sealed record YearsSinceCheck : CrossCheck
{
    /// <summary>The number of years, as <c>section.question</c>.</summary>
    public required string Of { get; init; }

    /// <summary>The date, or month, from which they are counted.</summary>
    public required string Since { get; init; }

    /// <summary>Years that pass before counting can begin, e.g. 16 from birth to work.</summary>
    public int After { get; init; }

    protected override string First => Of;

    internal override IReadOnlyList<string> Formulas() => [];

    private protected override IEnumerable<string> Names() => [Of, Since];

    internal override IEnumerable<string> Faults(FormDefinition form)
    {
        if (form.Find(Of) is not NumberQuestion)
        {
            yield return $"核对规则“{Id}”的“{Of}”不是数字题目。";
        }

        if (form.Find(Since) is not (DateQuestion or YearMonthQuestion))
        {
            yield return $"核对规则“{Id}”的“{Since}”不是日期题目。";
        }

        if (After < 0)
        {
            yield return $"核对规则“{Id}”的起算年数不能为负。";
        }
    }

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        if (Answer(form, Of) is { } typed && decimal.TryParse(typed, NumberStyles.Number, CultureInfo.InvariantCulture, out var years)
            && Answer(form, Since) is { Length: >= 7 } since && AnswerText.ReadYearMonth(since[..7]) is { } month)
        {
            var closing = form.Context.ClosesOn;
            var passed = (((closing.Year - month.Year) * 12) + closing.Month - month.Month) / 12 - After;
            // A year begun is often counted.
            if (years > Math.Max(0, passed) + 1)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"填写 {Words(years)} 年，按 {since[..7]} 推算不超过 {Math.Max(0, passed) + 1} 年");
            }
        }
    }
}
