using System.Globalization;

namespace QualityAward.Web.Commands.Demo;

/// <summary>Invented identifiers with right check characters (演示证号); they belong to nobody by intent.</summary>
public static class DemoIdentifiers
{
    private const string CreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>GB 32100-2015: kind and area, then nine characters of body, then the check character.</summary>
    public static string CreditCode(int kindAndArea, int number)
    {
        var body = kindAndArea.ToString(CultureInfo.InvariantCulture) + "MA" + number.ToString("0000000", CultureInfo.InvariantCulture);
        var weight = 1;
        var sum = 0;
        foreach (var c in body)
        {
            sum += CreditAlphabet.IndexOf(c, StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return body + CreditAlphabet[(31 - (sum % 31)) % 31];
    }

    /// <summary>GB 11643-1999: area, birth date, sequence, check digit by ISO 7064 MOD 11-2.</summary>
    public static string ResidentId(string area, DateOnly born, int sequence)
    {
        var body = area + born.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + sequence.ToString("000", CultureInfo.InvariantCulture);
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = body.Select((c, i) => (c - '0') * weights[i]).Sum();
        return body + "10X98765432"[sum % 11];
    }
}
