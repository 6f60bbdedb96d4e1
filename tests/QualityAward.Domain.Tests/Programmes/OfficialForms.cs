using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The field names of the Jiangsu forms of 2020, section by section, as the documents have them.</summary>
internal static class OfficialForms
{
    /// <summary>Annex 1, parts 一 to 八, and annex 2.</summary>
    public static TheoryData<string, string> Organisation { get; } = new()
    {
        { "basic", "组织名称 所属行业 所在地区 法定代表人 注册地址 法定代表人证件号或个人身份证号 通讯地址 邮政编码 最高管理者 联系电话 组织成立日期 统一社会信用代码 经济类型 外商出资比例 组织规模 设立首席质量官 职工总数 质量管理人员数量 研发人员数量 申报工作联系部门 申报工作联系人 联系人电话/手机 联系人传真 联系人电子邮箱 组织下属分公司、分场所名单 名称 地址 产品/服务 联系人 联系电话" },
        { "quality", "质量管理体系认证时间 质量管理体系证书号 环境管理体系认证时间 环境管理体系证书号 职业健康安全管理体系认证时间 职业健康安全管理体系证书号 测量管理体系认证时间 测量管理体系证书号 企业知识产权管理制度是否健全 其他体系认证情况 设区市政府质量奖获奖时间 江苏省省长质量奖提名奖获奖时间 省部级以上科技进步奖 获奖产品名称 获奖时间 国家级重点新产品 认定产品名称 认定时间 省级以上高新技术产品 产品或商标名称 获得时间 省级以上工程质量奖 获奖工程名称 强制性认证 认证名称 获证产品名称 获证时间 生产（制造、经营）许可证 许可证名称 获证产品、服务名称 资质等其他 证书名称 获证名称" },
        { "methods", "实践中运用的主要质量管理方法 导入卓越绩效管理模式起始时间 独创性质量管理模式和方法" },
        { "products", "主要产品/工程/服务指标 主要产品/工程/服务名称 指标项目 本组织水平 国内先进水平 国际先进水平 近三年产品/工程/服务质量监督抽查情况 产品/工程/服务名称 抽查机构 抽查结论 近三年出口产品检验情况 产品名称 海关部门 检验结果" },
        { "economy", "资产总额 投资收益 主营业务收入 非主营业务收入 利润总额 纳税总额 销售额 出口总额 总资产贡献率 资产负债率 成本费用利润率 全员劳动生产率 产品销售率 新产品产值率 万元总产值综合能耗 万元总产值综合能耗年下降率 市场占有率 顾客满意度 国内行业排名" },
        { "responsibility", "主要安全指标 安全项目 国内行业排名 主要环保和节能指标 环保和节能减排项目 公益支持指标 支持领域 费用 诚信建设情况 纳税信用等级 质量信用等级" },
        { "market", "主要竞争对手和标杆 竞争对手和标杆名称 主要产品/工程/服务名称 品牌 主要优势（产品/工程/服务质量水平评价） 市场占有率（国内） 市场占有率（国际） 主要供应商名单 供应商总数 单位名称 主要业务 联系人 电话 通讯地址 主要客户 客户名称" },
        { "incidents", "各级产品质量监督检查不合格或有违法行为 各级工程质量监督检查不合格或有违法行为 各级服务质量监督检查不合格或有违法行为 各级环境保护监督检查不合格或有违法行为 各级安全生产监督检查不合格或有违法行为 较大质量、安全、环境污染、公共卫生、食品安全等事故 重大质量投诉 属于组织自身责任而引起的质量异议、索赔和退货 重大劳动保障失信记录 其他严重违法违规不良记录 情形简述" },
        { "coaching", "专家姓名 隶属机构名称 项目内容 起始时间" },
    };

    /// <summary>Annex 3, parts 一 and 二.</summary>
    public static TheoryData<string, string> Individual { get; } = new()
    {
        { "basic", "姓名 身份证号 照片 性别 政治面貌 出生年月 职称 学历 工作单位 工作单位统一社会信用代码 所在部门 职务 工作年限 从事现岗位工作年限 通讯地址 邮编 申报联系人姓名 申报联系人所在部门 申报联系人职务 申报联系人手机 申报联系人办公电话 申报联系人电子邮箱 简历（教育、工作） 社会团体兼职情况 代表性成果（论文、专著等）发表情况及内容概要 近三年获奖情况（省、部级及以上主要荣誉） 主要工作事迹和突出贡献" },
        { "organisation", "组织名称 统一社会信用代码 通讯地址 邮编 组织类型 法人代表 组织规模 主管部门 联系部门 联系人 联系电话（手机/座机） 传真 所在岗位简介 单位意见" },
    };

    /// <summary>The names that the section has nowhere: not as a field, a column, a row or an option.</summary>
    public static IEnumerable<string> Missing(FormDefinition form, string section, string labels) =>
        labels.Split(' ').Except(form.Section(section)!.Questions.SelectMany(Labels), StringComparer.Ordinal);

    private static IEnumerable<string> Labels(Question question) => question switch
    {
        FixedTableQuestion table => [table.Label, .. table.Columns.Select(c => c.Label), .. table.Rows.Select(r => r.Label)],
        GrowingTableQuestion table => [table.Label, .. table.Columns.Select(c => c.Label)],
        _ => [question.Label],
    };
}
