using QualityAward.Domain.Parties;

namespace QualityAward.Domain.Forms;

/// <summary>Kind of identifier (证号类别), each with its own check.</summary>
public enum IdentifierKind
{
    /// <summary>统一社会信用代码.</summary>
    CreditCode,

    /// <summary>居民身份证号码.</summary>
    ResidentId,

    /// <summary>邮政编码.</summary>
    PostCode,

    /// <summary>手机号码.</summary>
    Mobile,

    /// <summary>固定电话 or mobile.</summary>
    Phone,

    /// <summary>电子邮箱.</summary>
    Email,
}

/// <summary>证号、联系方式 with a check.</summary>
public sealed record IdentifierQuestion : Question
{
    public required IdentifierKind Kind { get; init; }

    internal override string Clean(string? typed)
    {
        var line = AnswerText.Line(typed);
        return Kind switch
        {
            IdentifierKind.CreditCode => CreditCode.Normalise(line),
            IdentifierKind.ResidentId => ResidentId.Normalise(line),
            IdentifierKind.PostCode => PostCode.Normalise(line),
            IdentifierKind.Mobile => MobileNumber.Normalise(line),
            IdentifierKind.Phone => AnswerRules.CleanPhone(line),
            IdentifierKind.Email => EmailAddress.Normalise(line),
        };
    }

    internal override IEnumerable<string> Faults() =>
        Kind is IdentifierKind.ResidentId or IdentifierKind.Mobile && !Personal ? [$"题目“{Id}”是个人信息，必须标明 personal。"] : [];

    protected override string? Wrong(string text, FormContext context) => Kind switch
    {
        IdentifierKind.CreditCode => CreditCode.Problem(text),
        IdentifierKind.ResidentId => ResidentId.Problem(text, context.Today),
        IdentifierKind.PostCode => PostCode.Problem(text),
        IdentifierKind.Mobile => MobileNumber.Problem(text),
        IdentifierKind.Phone => AnswerRules.OfPhone(text),
        IdentifierKind.Email => EmailAddress.Problem(text),
    };
}
