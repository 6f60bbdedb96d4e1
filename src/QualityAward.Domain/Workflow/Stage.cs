namespace QualityAward.Domain.Workflow;

/// <summary>The steps of the official procedure, in the backbone's order (评奖环节).</summary>
public enum Stage
{
    /// <summary>公布年度评奖事项.</summary>
    Announcement,

    /// <summary>申报.</summary>
    Application,

    /// <summary>审核推荐.</summary>
    Recommendation,

    /// <summary>资格审查.</summary>
    EligibilityReview,

    /// <summary>资料审查.</summary>
    DocumentReview,

    /// <summary>现场评审.</summary>
    SiteVisit,

    /// <summary>演讲陈述、问询答辩.</summary>
    Presentation,

    /// <summary>专家组评审报告.</summary>
    PanelReport,

    /// <summary>综合评价.</summary>
    Synthesis,

    /// <summary>委员会审议.</summary>
    Deliberation,

    /// <summary>公示.</summary>
    PublicNotice,

    /// <summary>政府批准.</summary>
    Approval,

    /// <summary>公布.</summary>
    Proclamation,

    /// <summary>表彰奖励.</summary>
    Honour,

    /// <summary>监督管理.</summary>
    Supervision,
}

/// <summary>Why a case went no further (终止情形). A case without one is under way or has won.</summary>
public enum Ending
{
    /// <summary>申报人撤回申报.</summary>
    Withdrawn,

    /// <summary>不予推荐.</summary>
    NotRecommended,

    /// <summary>不予受理.</summary>
    NotAccepted,

    /// <summary>提供虚假材料，取消申报资格.</summary>
    Disqualified,

    /// <summary>未列入建议名单.</summary>
    NotShortlisted,

    /// <summary>审议未通过.</summary>
    NotAgreed,

    /// <summary>公示不通过，取消获奖资格.</summary>
    StruckOut,

    /// <summary>政府未批准.</summary>
    NotApproved,
}
