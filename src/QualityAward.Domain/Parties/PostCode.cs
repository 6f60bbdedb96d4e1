namespace QualityAward.Domain.Parties;

/// <summary>邮政编码: six digits, 《中华人民共和国邮政法》 and the numbering of 国家邮政局 (two for the province, one for the postal zone, one for the city or county, two for the delivery office).</summary>
public static class PostCode
{
    public const int Length = 6;

    public static string Normalise(string value) => TypedText.HalfWidthWithoutBlanks(value);

    /// <summary>What is wrong with the code and what to do about it; null when it is fine.</summary>
    public static string? Problem(string value)
    {
        var code = Normalise(value);
        return code switch
        {
            "" => "请填写 6 位邮政编码。",
            "000000" => "邮政编码不能全为 0，请填写单位所在地的邮政编码。",
            _ when code.Length == Length && TypedText.IsDigits(code) => null,
            _ => "邮政编码应为 6 位数字，例如 222000。",
        };
    }
}
