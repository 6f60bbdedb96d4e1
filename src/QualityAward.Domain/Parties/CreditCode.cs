namespace QualityAward.Domain.Parties;

/// <summary>
/// 统一社会信用代码, GB 32100-2015 《法人和其他组织统一社会信用代码编码规则》: registering department (1), kind (1), administrative
/// division (6), organisation (9), check character (1).
/// </summary>
public static class CreditCode
{
    public const int Length = 18;

    /// <summary>The 31 characters of the standard in the order of their values: I, O, S, V and Z are left out.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>The form to store and to compare: half-width capitals without blanks or dashes.</summary>
    public static string Normalise(string value) =>
        TypedText.HalfWidthWithoutBlanks(value).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>What is wrong with the code and what to do about it; null when it is fine.</summary>
    public static string? Problem(string value)
    {
        var code = Normalise(value);
        if (code.Length == 0)
        {
            return "请填写统一社会信用代码，共 18 位，见营业执照或法人证书。";
        }

        if (code.Length != Length)
        {
            return $"统一社会信用代码应为 18 位，现在是 {code.Length} 位，请对照营业执照或法人证书填写。";
        }

        foreach (var character in code)
        {
            if (!Alphabet.Contains(character, StringComparison.Ordinal))
            {
                return character is 'I' or 'O' or 'S' or 'V' or 'Z'
                    ? $"统一社会信用代码不使用字母 I、O、S、V、Z，请检查“{character}”是否应为数字。"
                    : $"统一社会信用代码只能由数字和大写字母组成，请删除“{character}”。";
            }
        }

        if (!TypedText.IsDigits(code.AsSpan(2, 6)))
        {
            return "统一社会信用代码的第 3 至 8 位是行政区划代码，应全部为数字，请检查。";
        }

        return CheckCharacter(code) == code[^1]
            ? null
            : "统一社会信用代码的校验码不符，至少有一位填错，请对照营业执照或法人证书逐位核对。";
    }

    /// <summary>Division code of the state's own registering office (国家市场监督管理总局).</summary>
    public const string StateDivision = "100000";

    /// <summary>Administrative division of the registering office (登记管理机关行政区划码), six digits.</summary>
    public static string DivisionOf(string code) => Normalise(code)[2..8];

    /// <summary>Individual businesses (个体工商户) have a code and are no legal persons.</summary>
    public static bool IsIndividualBusiness(string code) => Normalise(code).StartsWith("92", StringComparison.Ordinal);

    /// <summary>Kind of body in Chinese (机构类别), by the first two characters.</summary>
    public static string BodyOf(string code) => Normalise(code)[..2] switch
    {
        "11" => "机关",
        "12" => "事业单位",
        "13" => "群众团体",
        "51" => "社会团体",
        "52" => "民办非企业单位",
        "53" => "基金会",
        "91" => "企业",
        "92" => "个体工商户",
        "93" => "农民专业合作社",
        _ => "其他组织",
    };

    /// <summary>The 18th character for the first 17: C18 = 31 − (Σ Ci × 3^(i−1)) mod 31, where 31 counts as 0.</summary>
    private static char CheckCharacter(string code)
    {
        var sum = 0;
        var weight = 1;
        for (var place = 0; place < Length - 1; place++)
        {
            sum += Alphabet.IndexOf(code[place], StringComparison.Ordinal) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - sum % 31) % 31];
    }
}
