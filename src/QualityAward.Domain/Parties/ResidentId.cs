using System.Globalization;

namespace QualityAward.Domain.Parties;

/// <summary>
/// 公民身份号码 (居民身份证号), GB 11643-1999 《公民身份号码》: division (6), date of birth (8), sequence (3), check character by
/// ISO 7064 MOD 11-2. The residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and the foreigners' permanent
/// residence card (a leading 9, since 2023) are built the same way and pass too.
/// </summary>
public static class ResidentId
{
    public const int Length = 18;

    /// <summary>Nobody who takes part is older; a year like 1862 is a typing mistake.</summary>
    private const int OldestAge = 130;

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>First two digits of GB/T 2260: provinces, autonomous regions, municipalities, 港澳台.</summary>
    private static readonly HashSet<string> Provinces = new(StringComparer.Ordinal)
    {
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46",
        "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83",
    };

    /// <summary>The form to encrypt and to hash: half-width, without blanks, a capital X.</summary>
    public static string Normalise(string value) => TypedText.HalfWidthWithoutBlanks(value).ToUpperInvariant();

    /// <summary>What is wrong with the number and what to do about it; null when it is fine. The message never repeats the number.</summary>
    /// <param name="today">The day in China on which the number is given: a birth date after it is refused.</param>
    public static string? Problem(string value, DateOnly today)
    {
        var number = Normalise(value);
        if (number.Length == 0)
        {
            return "请填写 18 位居民身份证号码。";
        }

        if (number.Length == 15 && TypedText.IsDigits(number))
        {
            return "15 位的第一代身份证号码已停用，请填写 18 位居民身份证号码。";
        }

        if (number.Length != Length)
        {
            return $"居民身份证号码应为 18 位，现在是 {number.Length} 位，请检查。";
        }

        if (!TypedText.IsDigits(number.AsSpan(0, Length - 1)) || !(char.IsAsciiDigit(number[^1]) || number[^1] == 'X'))
        {
            return "居民身份证号码的前 17 位应为数字，最后一位应为数字或字母 X，请检查。";
        }

        if (number[0] != '9' && !Provinces.Contains(number[..2]))
        {
            return "居民身份证号码开头的地区代码不存在，请检查前两位。";
        }

        if (BirthDate(number) is not { } born || born.Year < today.Year - OldestAge)
        {
            return "居民身份证号码第 7 至 14 位的出生日期不存在，请检查。";
        }

        if (born > today)
        {
            return "居民身份证号码第 7 至 14 位的出生日期晚于今天，请检查。";
        }

        return CheckCharacter(number) == number[^1] ? null : "居民身份证号码的校验码不符，至少有一位填错，请逐位核对。";
    }

    /// <summary>Masked form (脱敏) for screens and paper: only the last four characters stay.</summary>
    public static string Mask(string value)
    {
        var number = Normalise(value);
        // What is too short to be a number is hidden whole: four characters of it would be most of it.
        return number.Length == Length ? new string('*', Length - 4) + number[^4..] : new string('*', Length);
    }

    /// <summary>Date of birth (出生日期) written in the number; null when there is no such date.</summary>
    public static DateOnly? BirthDate(string value)
    {
        var number = Normalise(value);
        return number.Length == Length
            && DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)
                ? born
                : null;
    }

    private static char CheckCharacter(string number)
    {
        var sum = 0;
        for (var place = 0; place < Weights.Length; place++)
        {
            sum += (number[place] - '0') * Weights[place];
        }

        return "10X98765432"[sum % 11];
    }
}
