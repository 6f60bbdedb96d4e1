using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Commands.Demo;

/// <summary>A staff account of the demo (演示工作人员).</summary>
public sealed record DemoStaff(string UserName, string Name, Role Role, string? Authority);

/// <summary>Who takes part in the demo (演示人员). Names of organisations and people are plainly invented.</summary>
public static class DemoPeople
{
    /// <summary>Password of every demo account; Development only.</summary>
    public const string Password = "Award-2026!";

    public static readonly IReadOnlyList<DemoStaff> Staff =
    [
        new("county-haizhou", "海州区质量发展委员会办公室", Role.RecommendingOffice, "lyg-haizhou"),
        new("county-ganyu", "赣榆区质量发展委员会办公室", Role.RecommendingOffice, "lyg-ganyu"),
        new("zone-etdz", "开发区质量发展委员会办公室", Role.RecommendingOffice, "lyg-etdz"),
        new("city-lyg-recommend", "市工业和信息化局推荐办公室", Role.RecommendingOffice, "lyg-industry"),
        new("city-nanjing", "南京市质量发展委员会办公室", Role.RecommendingOffice, "js-nanjing"),
        new("city-lyg", "连云港市质量发展委员会办公室（推荐）", Role.RecommendingOffice, "lyg"),
        new("district-wuchang", "武昌区推荐办公室", Role.RecommendingOffice, "wh-wuchang"),
        new("street-zhongyun", "中云街道办事处", Role.RecommendingOffice, "lyg-etdz-zhongyun"),
        new("dept-emergency", "市应急管理局", Role.Department, "lyg-emergency"),
        new("dept-ecology", "市生态环境局", Role.Department, "lyg-environment"),
        new("dept-market", "市市场监督管理局", Role.Department, "lyg-market"),
        new("dept-health", "市卫生健康委员会", Role.Department, "lyg-health"),
        new("dept-labour", "市人力资源和社会保障局", Role.Department, "lyg-labour"),
        new("dept-industry", "市工业和信息化局", Role.Department, "lyg-industry"),
        new("dept-statistics", "市统计局", Role.Department, "lyg-statistics"),
        new("office-lyg", "连云港市质量发展委员会办公室", Role.Office, "lyg"),
        new("office-lyg-2", "连云港市质量发展委员会办公室（复核）", Role.Office, "lyg"),
        new("office-js", "江苏省质量发展委员会办公室", Role.Office, "jiangsu"),
        new("office-wh", "武汉市质量奖办公室", Role.Office, "wh"),
        new("office-etdz", "开发区质量奖办公室", Role.Office, "lyg-etdz"),
        new("leader1", "专家组长一", Role.Expert, null),
        .. Enumerable.Range(1, 9).Select(i => new DemoStaff($"expert{i}", $"评审专家{"一二三四五六七八九"[i - 1]}", Role.Expert, null)),
        .. Enumerable.Range(1, 5).Select(i => new DemoStaff($"member{i}", $"委员{"一二三四五"[i - 1]}", Role.CommitteeMember, "lyg")),
        new("government-lyg", "连云港市人民政府", Role.GovernmentApprover, "lyg"),
        new("supervisor-lyg", "市纪委监委派驻监督", Role.Supervisor, "lyg"),
    ];

    private static readonly IReadOnlyDictionary<string, string> OrganisationAnswers = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["scope.is-exporter"] = "no", ["scope.is-group"] = "no",
    };

    private static readonly IReadOnlyDictionary<string, string> PersonAnswers = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["organisation.is-head"] = "no",
    };

    public static readonly IReadOnlyList<DemoApplicant> Applicants =
    [
        Organisation(1, "海州示例精密机械有限公司", "通用设备制造业", "lyg-haizhou", new(2006, 3, 1), "以“一线一策”工序改善和供应链协同为特色"),
        Organisation(2, "赣榆示例海产食品有限公司", "农副食品加工业", "lyg-ganyu", new(2009, 6, 18), "以从码头到餐桌的全程冷链追溯为特色"),
        Organisation(3, "开发区示例医药科技有限公司", "医药制造业", "lyg-etdz", new(2004, 9, 9), "以研发质量源于设计和数据完整性管理为特色"),
        Organisation(4, "海州示例新材料股份有限公司", "化学原料和化学制品制造业", "lyg-haizhou", new(2011, 5, 20), "以配方数字孪生和绿色工厂建设为特色"),
        Organisation(5, "海州示例建设工程有限公司", "房屋建筑业", "lyg-haizhou", new(2001, 12, 3), "以样板引路和实测实量为特色"),
        Organisation(6, "赣榆示例港口物流有限公司", "装卸搬运和仓储业", "lyg-ganyu", new(2012, 2, 14), "以班组微改善和服务承诺制为特色"),
        Organisation(7, "开发区示例电气有限公司", "电气机械和器材制造业", "lyg-etdz", new(2008, 8, 8), "以可靠性增长和客户现场服务为特色"),
        Organisation(8, "海州示例纺织服装有限公司", "纺织服装、服饰业", "lyg-haizhou", new(2010, 10, 10), "以柔性快反生产和员工技能矩阵为特色"),
        Person(1, "示例甲", "海州朝阳机电设备有限公司", new(1979, 4, 6), "lyg-haizhou", new(2002, 7, 1), "以“三不放过”问题解决法和师徒传承为特色"),
        Person(2, "示例乙", "连云港东方药业包装有限公司", new(1975, 11, 23), "lyg-etdz", new(1998, 7, 1), "以统计过程控制推广应用为特色"),
        Person(3, "示例丙", "赣榆海头食品检测有限公司", new(1982, 2, 28), "lyg-ganyu", new(2005, 8, 1), "以食品安全快检方法创新为特色"),
        Person(4, "示例丁", "海州锦屏标准化研究院", new(1977, 9, 15), "lyg-haizhou", new(2000, 7, 1), "以质量教育和标准化推广为特色"),
    ];

    /// <summary>Who applies for the other awards: the winner of the city's award goes on to the province's.</summary>
    public static IReadOnlyList<(string Programme, DemoApplicant Who)> Elsewhere =>
    [
        ("jiangsu-governor", Of("org7") with { Channel = "lyg" }),
        ("wuhan-mayor", Person(5, "示例庚", "武昌示例光电仪器有限公司", new(1980, 6, 12), "wh-wuchang", new(2003, 7, 1), "以检测设备自主研发和班组质量改进为特色")),
        ("lianyungang-zone", Person(6, "示例辛", "中云示例新能源装备有限公司", new(1984, 10, 3), "lyg-etdz-zhongyun", new(2007, 7, 1), "以焊接质量过程控制和技能传承为特色")),
    ];

    /// <summary>Came in on paper and has no account.</summary>
    public static DemoApplicant OnPaper => Organisation(9, "赣榆示例水晶工艺有限公司", "工艺美术及礼仪用品制造业", "lyg-ganyu", new(2008, 4, 12), "以手工技艺传承和分级检验为特色");

    public static DemoApplicant Of(string userName) => Applicants.Single(a => string.Equals(a.UserName, userName, StringComparison.Ordinal));

    private static DemoApplicant Organisation(int number, string name, string industry, string channel, DateOnly since, string strength) =>
        new($"org{number}", Track.Organisation, name, DemoIdentifiers.CreditCode(91320700, number), industry, channel, since) { Strength = strength, Own = OrganisationAnswers };

    private static DemoApplicant Person(int number, string name, string employer, DateOnly born, string channel, DateOnly since, string strength) =>
        new($"person{number}", Track.Individual, name, DemoIdentifiers.ResidentId("320705", born, number * 2), "质量技术服务", channel, since) { Strength = strength, Own = PersonAnswers, ContactName = name, Employer = employer };
}
