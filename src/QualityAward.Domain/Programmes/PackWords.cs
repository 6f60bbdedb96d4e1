using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Programmes;

/// <summary>Members and values of a pack's files in Chinese (奖项包用语), for those who compare packs.</summary>
internal static class PackWords
{
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["code"] = "代码", ["name"] = "名称", ["receiptPrefix"] = "申报编号前缀", ["summary"] = "简介", ["owner"] = "主办机关", ["officeName"] = "办公室名称",
        ["committeeName"] = "委员会名称", ["governmentName"] = "政府名称", ["status"] = "文件状态", ["certificatePrefix"] = "证书编号前缀", ["cycle"] = "评审周期",
        ["sources"] = "依据文件", ["tiers"] = "等次", ["tracks"] = "申报类别", ["prizes"] = "奖金", ["furtherRewards"] = "奖上加奖", ["bars"] = "限制申报", ["priorities"] = "优先推荐",
        ["titleUse"] = "称号使用", ["recommendation"] = "审核推荐", ["notice"] = "公示", ["suggestions"] = "建议值", ["number"] = "编号", ["title"] = "名称", ["date"] = "日期",
        ["note"] = "说明", ["limit"] = "上限", ["target"] = "目标数", ["inPrinciple"] = "原则性名额", ["clause"] = "依据", ["track"] = "申报类别", ["tier"] = "等次", ["yuan"] = "金额（元）",
        ["award"] = "奖项", ["ground"] = "事由", ["years"] = "年限", ["text"] = "文字", ["channel"] = "申报渠道", ["unitQuotas"] = "单个推荐单位名额", ["preReviewForm"] = "预审表", ["opinions"] = "征求意见部门",
        ["cleanRecordCertificate"] = "无不良记录证明", ["kind"] = "种类", ["need"] = "是否必征求", ["when"] = "适用情形", ["windowYears"] = "证明年限", ["seals"] = "盖章部门",
        ["minimumDays"] = "最少天数", ["noSubstitution"] = "不递补规定", ["panelSizes"] = "专家组人数", ["minimumScores"] = "最低分", ["stageWeights"] = "环节权重",
        ["recusalYears"] = "回避年限", ["discussSpread"] = "合议分差", ["objectionWorkingDays"] = "异议核查工作日", ["clearanceMonths"] = "复核时证明、意见的有效期", ["value"] = "值", ["points"] = "分值", ["percent"] = "权重（%）",
        ["stages"] = "环节", ["conditions"] = "资格条件", ["form"] = "申报表", ["criteria"] = "评价准则", ["stage"] = "环节", ["what"] = "内容", ["hard"] = "不符合即不能提交",
        ["since"] = "起算字段", ["sinceText"] = "起算文字", ["asOf"] = "计算截止日", ["table"] = "表格", ["fromColumn"] = "开始列", ["toColumn"] = "结束列", ["anyOf"] = "证书字段",
        ["proof"] = "证明附件", ["threshold"] = "等级门槛", ["declarationTable"] = "申明表格", ["declarationRows"] = "申明行", ["departments"] = "核查部门", ["numeratorRow"] = "分子行",
        ["denominatorRow"] = "分母行", ["evidence"] = "佐证字段", ["check"] = "核查事项", ["isGroup"] = "集团字段", ["holdings"] = "控股组织表", ["meetsColumn"] = "符合列",
        ["answer"] = "答案字段", ["is"] = "取值", ["programmes"] = "奖项代码", ["declared"] = "申明字段", ["id"] = "编号", ["instructions"] = "填表说明", ["sections"] = "部分",
        ["cover"] = "封面", ["fields"] = "栏目", ["signatures"] = "签署栏", ["totalLimit"] = "总字数限制", ["variant"] = "评分类别", ["questions"] = "题目", ["type"] = "题型", ["label"] = "名称",
        ["hint"] = "提示", ["group"] = "分组标题", ["optional"] = "选填", ["fact"] = "字段含义", ["personal"] = "个人信息", ["hiddenFromExperts"] = "不向专家公开", ["prompts"] = "提示要点",
        ["unit"] = "单位", ["decimals"] = "小数位数", ["min"] = "最小值", ["max"] = "最大值", ["notInFuture"] = "不得晚于今天", ["options"] = "选项", ["yes"] = "肯定用语", ["no"] = "否定用语",
        ["mustBeYes"] = "必须承诺", ["columns"] = "列", ["perYear"] = "按年", ["rows"] = "行", ["rowHeading"] = "行标题", ["rowPerYear"] = "按年设行", ["minRows"] = "最少行数",
        ["maxRows"] = "最多行数", ["kinds"] = "文件类别", ["maxFiles"] = "最多文件数", ["maxMegabytes"] = "大小限制（MB）", ["minFiles"] = "最少文件数", ["item"] = "条目", ["edition"] = "版本",
        ["mode"] = "评分方式", ["step"] = "评分步长", ["total"] = "总分", ["groups"] = "类目", ["variants"] = "评分类别", ["variantBy"] = "评分类别的确定", ["nearest"] = "参照字段",
        ["bands"] = "评分档", ["factors"] = "评价要素", ["tieBreakGroup"] = "同分比较类目", ["editionMarks"] = "版本特征", ["sourceNote"] = "来源说明", ["items"] = "条目", ["section"] = "大类",
        ["pointsNote"] = "分值说明", ["letter"] = "序号", ["lines"] = "各档说明", ["from"] = "起", ["to"] = "止", ["source"] = "依据文件", ["article"] = "条款", ["question"] = "所依题目",
        ["operator"] = "比较方式", ["values"] = "比较的值", ["trackPreReviewForms"] = "分类别预审表", ["summaryTable"] = "申报汇总表", ["statement"] = "证明文字", ["organisation"] = "组织取值",
        ["individual"] = "个人取值", ["formula"] = "计算公式", ["checks"] = "核对规则", ["referees"] = "推荐人意见", ["atLeast"] = "最少人数", ["atMost"] = "最多人数", ["days"] = "链接有效天数", ["remindDays"] = "提前提醒天数",
        ["applicantMayRead"] = "申报人可以阅读", ["reviewersMayRead"] = "评审专家可以阅读",
    };

    /// <summary>Members that mean something of their own in a piece.</summary>
    private static readonly Dictionary<(string Piece, string Member), string> OfPieces = new()
    {
        [("等次", "limit")] = "名额上限", [("等次", "target")] = "名额目标", [("原则性名额", "limit")] = "名额上限", [("题目", "limit")] = "字数上限", [("列", "limit")] = "字数上限",
        [("资格条件", "text")] = "条文", [("环节", "what")] = "内容", [("依据文件", "number")] = "文号", [("部分", "number")] = "序号",
    };

    /// <summary>What one piece of a list is called where the list's own word does not fit.</summary>
    private static readonly Dictionary<string, string> Pieces = new(StringComparer.Ordinal)
    {
        ["instructions"] = "填表说明", ["inPrinciple"] = "原则性名额", ["fields"] = "栏目",
    };

    private static readonly Dictionary<(string Member, string Value), string> Values = new()
    {
        [("status", "inForce")] = "现行有效", [("status", "draftForComment")] = "征求意见稿",
        [("track", "organisation")] = "组织", [("track", "individual")] = "个人",
        [("ground", "falseMaterial")] = "申报中提供虚假材料", [("ground", "fraudRevoked")] = "骗取荣誉被撤销", [("ground", "accidentRevoked")] = "获奖后发生事故被撤销", [("ground", "winner")] = "已获奖",
        [("need", "required")] = "必须征求", [("need", "byApplicantType")] = "按申报类别征求", [("need", "optional")] = "可以征求",
        [("threshold", "ordinary")] = "一般", [("threshold", "considerable")] = "较大", [("threshold", "major")] = "重大", [("threshold", "extraordinary")] = "特别重大",
        [("asOf", "closingDate")] = "申报截止日", [("asOf", "submissionDate")] = "提交之日",
        [("mode", "percentage")] = "百分比", [("mode", "points")] = "直接计分",
        [("check", "notBarred")] = "未处于限制申报期", [("check", "notRecentWinner")] = "规定年限内未获本奖", [("check", "oneApplication")] = "本届仅一份申报", [("check", "notWithHead")] = "组织与其主要管理者不同时申报",
        [("kind", "process")] = "过程", [("kind", "result")] = "结果", [("kind", "judgement")] = "研判", [("kind", "minimumYears")] = "年限", [("kind", "periodYears")] = "累计年限",
        [("kind", "certificate")] = "证书", [("kind", "cleanRecord")] = "无不良记录", [("kind", "trend")] = "趋势", [("kind", "registry")] = "登记簿核查", [("kind", "groupScope")] = "集团",
        [("kind", "anyOf")] = "至少满足其一", [("kind", "honour")] = "前置奖项", [("kind", "text")] = "文字", [("kind", "number")] = "数字", [("kind", "date")] = "日期", [("kind", "yearMonth")] = "年月", [("kind", "yesNo")] = "是否",
        [("type", "text")] = "单行文字", [("type", "longText")] = "多行文字", [("type", "number")] = "数字", [("type", "date")] = "日期", [("type", "yearMonth")] = "年月", [("type", "choice")] = "单选",
        [("type", "yesNo")] = "是否", [("type", "multiChoice")] = "多选", [("type", "identifier")] = "证号", [("type", "fixedTable")] = "固定行表格", [("type", "growingTable")] = "可增行表格",
        [("type", "file")] = "附件", [("type", "photo")] = "照片", [("type", "narrative")] = "逐条自评",
    };

    public static string Member(string member) => Members.GetValueOrDefault(member, member);

    /// <param name="piece">What the member belongs to: 等次; empty: no piece of a list.</param>
    /// <param name="member">The member.</param>
    public static string MemberOf(string piece, string member) => OfPieces.GetValueOrDefault((piece, member)) ?? Member(member);

    public static string Piece(string list) => Pieces.GetValueOrDefault(list, Member(list));

    public static string Value(string member, string value) => ValueOrNull(member, value) ?? value;

    public static string? ValueOrNull(string member, string value) =>
        Values.TryGetValue((member, value), out var word) ? word
        : member is "stage" && Enum.TryParse<Stage>(value, ignoreCase: true, out var stage) ? StageNames.Of(stage)
        : null;
}
