using QualityAward.Domain;

namespace QualityAward.Infrastructure.Persistence;

/// <summary>What a unique index means to a person: the refusal for each index that guards a rule against two simultaneous requests.</summary>
public static class UniqueRules
{
    private static readonly Dictionary<string, Func<Exception>> Refusals = new(StringComparer.Ordinal)
    {
        ["ux_applications_party_in_round"] = () => new RefusedException("second-application", "该申报主体在本届已有一份申报，同一届不得重复申报。"),
        ["ux_application_collaborators_user"] = () => new RefusedException("already-collaborator", "您已在这份申报中，不需要再接受邀请；如需更改权限，请联系申报负责人。"),
        ["pk_application_sections"] = () => new StaleVersionException("这一部分已在另一个窗口或由他人保存过，请核对两处内容后再保存。"),
        ["ux_form_drafts_track"] = () => new StaleVersionException("他人刚刚开始修改同一份申报表，请刷新后再改。"),
        ["ux_terms_acceptances"] = () => new RefusedException("terms-accepted", "您已签署这份须知。"),
        ["ux_recommendations_application"] = () => new StaleVersionException("他人刚刚开始办理同一申报的推荐，请刷新后核对再办理。"),
        ["ux_recommendation_batches_number"] = () => new StaleVersionException("本单位另一人刚刚报送了一批，请刷新后核对再报送。"),
        ["ux_opinion_requests_kind"] = () => new RefusedException("already-asked", "已就同一申报人向该部门征求过意见，请刷新后核对。"),
        ["ux_eligibility_reviews_application"] = () => new StaleVersionException("他人刚刚开始审查同一申报，请刷新后核对再办理。"),
        ["ux_recheck_findings_open"] = () => new StaleVersionException("他人刚刚复核了同一申报，请刷新后核对再办理。"),
        ["pk_experts"] = () => new RefusedException("expert-registered", "该账号已登记为评审专家。"),
        ["ux_panels_name"] = () => new InvalidInputException("Input.Name", "本届已有同名的专家组，请换一个名称。"),
        ["ux_panel_assignments_application"] = () => new RefusedException("already-assigned", "该申报已分配给专家组评审，不能重复分配。"),
        ["ux_seats_expert"] = () => new RefusedException("already-seated", "该专家已是（或曾是）本案的评审专家，请另选专家。"),
        ["ux_score_sheets_version"] = () => new StaleVersionException("这份评分表已由他人退回或重新打开，请刷新后核对。"),
        ["ux_stage_reviews_stage"] = () => new StaleVersionException("该申报的这一评审环节已经打开，请刷新后核对。"),
        ["ux_panel_reports_application"] = () => new StaleVersionException("该申报的专家组评审报告已经提交，请刷新后核对。"),
        ["ux_holdings_from"] = () => new RefusedException("holding-exists", "同一控股关系（起始日期相同）已经登记，请刷新后核对。"),
        ["ux_headships_from"] = () => new RefusedException("headship-exists", "同一任职（任职日期相同）已经登记，请刷新后核对。"),
        ["ux_bars_from"] = () => new RefusedException("bar-exists", "同一主体、事由和决定日期的限制申报已经登记，请刷新后核对。"),
        ["ux_register_proposals_target"] = () => new RefusedException("target-pending", "该条登记已有一份待复核的申请，复核后才能再次提出。"),
        ["ux_users_party"] = () => new InvalidInputException("Input.UserName", "该申报主体已注册过账号，请直接登录；忘记密码请联系质量奖办公室。"),
        ["ux_parties_credit_code"] = () => new InvalidInputException("Input.CreditCode", "该统一社会信用代码已注册过账号，请直接登录；忘记密码请联系质量奖办公室。"),
        ["ux_parties_resident_id_hash"] = () => new InvalidInputException("Input.ResidentId", "该身份证号已注册过账号，请直接登录；忘记密码请联系质量奖办公室。"),
    };

    public static Exception Refusal(string? constraint) =>
        constraint is not null && Refusals.TryGetValue(constraint, out var refusal)
            ? refusal()
            : new StaleVersionException("相同的记录已经存在，可能有人同时办理了同一事项。请刷新后核对。");
}
