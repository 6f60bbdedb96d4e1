using System.Text.RegularExpressions;

namespace QualityAward.Domain.Parties;

/// <summary>固定电话号码: 区号-号码[-分机], 《电信网编号计划（2017 年版）》: area codes 010 and 02x have eight-digit numbers, 03xx to 09xx seven or eight.</summary>
public static partial class LandlineNumber
{
    /// <summary>The form to store: <c>0518-85821234</c> or <c>0518-85821234-801</c>.</summary>
    public static string Normalise(string value)
    {
        var number = TypedText.HalfWidthWithoutBlanks(value);
        number = number.Replace("转", "-", StringComparison.Ordinal).Replace("分机", "-", StringComparison.Ordinal);
        number = number.Replace("(", "", StringComparison.Ordinal).Replace(")", "-", StringComparison.Ordinal);
        number = Dashes().Replace(number, "-").Trim('-');
        number = CountryCode().Replace(number, "0");
        // Written in one go, the area code is told by its second digit.
        return Undivided().IsMatch(number)
            ? number.Insert(number[1] is '1' or '2' ? 3 : 4, "-")
            : number;
    }

    /// <summary>What is wrong with the number and what to do about it; null when it is fine.</summary>
    public static string? Problem(string value)
    {
        var number = Normalise(value);
        if (number.Length == 0)
        {
            return "请填写固定电话，格式为“区号-号码”，例如 0518-85821234。";
        }

        if (!AllowedCharacters().IsMatch(number))
        {
            return "固定电话只能由数字和短横线组成，格式为“区号-号码-分机”，例如 0518-85821234-801。";
        }

        if (number[0] != '0')
        {
            return "固定电话请加上区号，格式为“区号-号码”，例如 0518-85821234。";
        }

        return Form().IsMatch(number) ? null : "固定电话格式应为“区号-号码”或“区号-号码-分机”，例如 0518-85821234-801，请检查位数。";
    }

    [GeneratedRegex("-{2,}", RegexOptions.None, 1000)]
    private static partial Regex Dashes();

    [GeneratedRegex(@"^(?:\+86|0086)-?0?(?=[1-9])", RegexOptions.None, 1000)]
    private static partial Regex CountryCode();

    [GeneratedRegex(@"^(?:010|02[0-9])[0-9]{8}(?:-[0-9]+)?$|^0[3-9][0-9]{2}[0-9]{7,8}(?:-[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Undivided();

    [GeneratedRegex("^[0-9-]+$", RegexOptions.None, 1000)]
    private static partial Regex AllowedCharacters();

    [GeneratedRegex(@"^(?:(?:010|02[0-9])-[2-9][0-9]{7}|0[3-9][0-9]{2}-[2-9][0-9]{6,7})(?:-[0-9]{1,6})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
