using QualityAward.Domain;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>What a unique index means to a person: the refusal for each index that guards a rule against two simultaneous requests.</summary>
public static class UniqueRules
{
    private static readonly Dictionary<string, Func<Exception>> Refusals = new(StringComparer.Ordinal)
    {
        ["ux_applications_party_in_round"] = () => new RefusedException("second-application", "该申报主体在本届已有一份申报，同一届不得重复申报。"),
        ["pk_application_sections"] = () => new StaleVersionException("这一部分已在另一个窗口或由他人保存过，请核对两处内容后再保存。"),
        ["ux_recommendations_application"] = () => new StaleVersionException("他人刚刚开始办理同一申报的推荐，请刷新后核对再办理。"),
        ["ux_eligibility_reviews_application"] = () => new StaleVersionException("他人刚刚开始审查同一申报，请刷新后核对再办理。"),
        ["ux_parties_credit_code"] = () => new InvalidInputException("Input.CreditCode", "该统一社会信用代码已注册过账号，请直接登录；忘记密码请联系质量奖办公室。"),
        ["ux_parties_resident_id_hash"] = () => new InvalidInputException("Input.ResidentId", "该身份证号已注册过账号，请直接登录；忘记密码请联系质量奖办公室。"),
    };

    public static Exception Refusal(string? constraint) =>
        constraint is not null && Refusals.TryGetValue(constraint, out var refusal)
            ? refusal()
            : new StaleVersionException("相同的记录已经存在，可能有人同时办理了同一事项。请刷新后核对。");
}
