namespace QualityAward.Domain.Parties;

/// <summary>移动电话号码 (手机号): eleven digits beginning with 13 to 19, 《电信网编号计划（2017 年版）》.</summary>
public static class MobileNumber
{
    public const int Length = 11;

    /// <summary>The form to store: eleven digits without blanks, dashes or the country code 86.</summary>
    public static string Normalise(string value)
    {
        var number = TypedText.HalfWidthWithoutBlanks(value).Replace("-", "", StringComparison.Ordinal);
        foreach (var country in (ReadOnlySpan<string>)["+86", "0086", "86"])
        {
            // Without a plus sign "86" is a country code only when a whole number follows.
            if (number.StartsWith(country, StringComparison.Ordinal) && number.Length == country.Length + Length)
            {
                return number[country.Length..];
            }
        }

        return number;
    }

    /// <summary>What is wrong with the number and what to do about it; null when it is fine.</summary>
    public static string? Problem(string value)
    {
        var number = Normalise(value);
        if (number.Length == 0)
        {
            return "请填写 11 位手机号码。";
        }

        if (!TypedText.IsDigits(number))
        {
            return "手机号码只能是数字，例如 13800000000。";
        }

        if (number.Length != Length)
        {
            return $"手机号码应为 11 位，现在是 {number.Length} 位，请检查。";
        }

        return number[0] == '1' && number[1] is >= '3' and <= '9' ? null : "手机号码应以 13 至 19 开头，请检查。";
    }
}
