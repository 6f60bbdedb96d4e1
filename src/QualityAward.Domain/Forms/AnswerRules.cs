using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Forms;

/// <summary>Rules that several types of question and cell share (通用填写规则).</summary>
internal static class AnswerRules
{
    /// <summary>A reason is a sentence, not a way around the limits.</summary>
    public const int ReasonLimit = 200;

    /// <summary>A date of an earlier century is a slip of the keyboard (0202, 1087).</summary>
    private const int OldestYear = 1800;

    public static string? TooLong(string text, int limit) =>
        // No character counts as more than one.
        text.Length > limit && WordCount.Count(text) is var words && words > limit ? $"不超过 {limit} 字，现有 {words} 字，请精简 {words - limit} 字。" : null;

    public static string? OfNumber(string text, int decimals, decimal? min, decimal? max)
    {
        if (!AnswerText.TryNumber(text, out var number))
        {
            return "应填数字，例如 1234.5，不带单位和文字。";
        }

        if (decimal.Round(number, Math.Min(decimals, 28)) != number)
        {
            return decimals == 0 ? "应填整数。" : $"小数点后最多 {decimals} 位。";
        }

        if (number < min)
        {
            return $"不能小于 {min:0.####}。";
        }

        return number > max ? $"不能大于 {max:0.####}。" : null;
    }

    public static string? OfDate(string text, bool notInFuture, FormContext context)
    {
        if (AnswerText.ReadDate(text) is not { } date || date.Year < OldestYear)
        {
            return "应填日期，例如 2018-03-01。";
        }

        return notInFuture && date > context.Today ? $"不能晚于今天（{ChinaCalendar.Text(context.Today)}），请检查。" : null;
    }

    public static string? OfYearMonth(string text, bool notInFuture, FormContext context)
    {
        if (AnswerText.ReadYearMonth(text) is not { } month || month.Year < OldestYear)
        {
            return "应填年月，例如 2018-03。";
        }

        return notInFuture && month > context.Today ? "不能晚于本月，请检查。" : null;
    }

    public static string? OfPhone(string text) =>
        MobileNumber.Problem(text) is null || LandlineNumber.Problem(text) is null ? null : "请填写手机号码或带区号的固定电话，例如 13800000000、0518-85821234。";

    /// <summary>Only a number that is right is rewritten; a wrong one stays as it was typed, so that the person recognises it.</summary>
    public static string CleanPhone(string typed) =>
        typed.Length == 0 ? typed
        : MobileNumber.Problem(typed) is null ? MobileNumber.Normalise(typed)
        : LandlineNumber.Problem(typed) is null ? LandlineNumber.Normalise(typed)
        : typed;

    public static bool IsYesNo(string text) => text is YesNoQuestion.YesValue or YesNoQuestion.NoValue;

    public static bool Offers(IReadOnlyList<Option> options, string value) => options.Any(o => string.Equals(o.Value, value, StringComparison.Ordinal));

    public static string LabelOf(IReadOnlyList<Option> options, string value) => options.FirstOrDefault(o => string.Equals(o.Value, value, StringComparison.Ordinal))?.Label ?? value;

    public static IEnumerable<string> LimitFaults(string id, int? limit) => limit is null or > 0 ? [] : [$"题目“{id}”的字数限制必须大于 0。"];

    public static IEnumerable<string> DecimalsFaults(string id, int decimals) => decimals is >= 0 and <= Forms.Formula.Scale ? [] : [$"题目“{id}”的小数位数有误。"];

    public static IEnumerable<string> OptionFaults(string id, IReadOnlyList<Option> options)
    {
        if (options.Count == 0)
        {
            yield return $"题目“{id}”没有选项。";
        }

        foreach (var value in options.GroupBy(o => o.Value, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
        {
            yield return $"题目“{id}”的选项“{value.Key}”重复。";
        }
    }
}
