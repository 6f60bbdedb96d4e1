using System.Text;
using QualityAward.Domain.Registers;
using QualityAward.Web.Pages.Honours;
using QualityAward.Web.Pages.Registers;

namespace QualityAward.Web.Commands.Demo;

/// <summary>
/// The registers of the demo (登记簿演示): the published history, invented organisations with bars, incidents, another name, a holding and a head, an import, and two
/// entries that wait for the other person of the office.
/// </summary>
internal static class DemoRegisters
{
    private const string First = "office-lyg";
    private const string Second = "office-lyg-2";

    public static async Task PlayAsync(DemoStage stage)
    {
        stage.On(2022, 5, 24);
        await stage.DoAsync<LoadHonourHistory, int>(First, (o, _) => o.RunAsync(stage.Cancel));
        await EnterAsync(stage, RegisterKind.Party, "企业年报核对", Party(901, "灌南示例酒业厂"));
        await EnterAsync(stage, RegisterKind.Rename, "营业执照已换发", Party(901, "灌南示例酒业有限公司"), (RegisterKeys.On, "2021-09-01"));
        await EnterAsync(stage, RegisterKind.Bar, "检验报告系伪造，已取消申报资格", Party(902, "灌云示例肥料有限公司"), (RegisterKeys.Ground, "申报中提供虚假材料"), (RegisterKeys.On, "2021-07-15"), (RegisterKeys.Source, "市质量发展委员会办公室决定"));
        var electric = DemoPeople.Of("org7");
        await EnterAsync(
            stage, RegisterKind.Holding, "企业信用信息公示系统核对", [(RegisterKeys.CreditCode, electric.Identifier), (RegisterKeys.Name, electric.Name)], (RegisterKeys.HeldCode, Code(903)), (RegisterKeys.HeldName, "开发区示例电缆有限公司"),
            (RegisterKeys.Share, "67"), (RegisterKeys.From, "2016-04-01"));
        await EnterAsync(
            stage, RegisterKind.Headship, "营业执照核对", Party(903, "开发区示例电缆有限公司"), (RegisterKeys.PersonId, DemoIdentifiers.ResidentId("320705", new DateOnly(1972, 3, 8), 90)), (RegisterKeys.PersonName, "示例戊"),
            (RegisterKeys.Post, "法定代表人"), (RegisterKeys.From, "2018-06-01"));
        var food = DemoPeople.Of("org2");
        await ImportAsync(
            stage, RegisterKind.Incident,
            $"统一社会信用代码,名称或姓名,类别,等级,发生日期,来源,情况摘要\r\n{food.Identifier},{food.Name},安全生产事故,一般,2021-04-18,市应急管理局通报,叉车碰擦致一人轻伤\r\n{Code(904)},东海示例建材有限公司,安全生产事故,较大,2021-11-02,市应急管理局通报,\r\n{Code(905)},赣榆示例食品有限公司,监督检查不合格,,2022-01-20,市市场监督管理局抽查公告,微生物指标不合格\r\n");

        // One lies between the two years of the rules and the three of the notice; the other came after its round had closed: a re-check finds it.
        var (textiles, port) = (DemoPeople.Of("org8"), DemoPeople.Of("org6"));
        await EnterAsync(
            stage, RegisterKind.Incident, "抽查通报存档", [(RegisterKeys.CreditCode, textiles.Identifier), (RegisterKeys.Name, textiles.Name)], (RegisterKeys.Kind, "监督检查不合格"), (RegisterKeys.On, "2019-11-05"),
            (RegisterKeys.Source, "省市场监督管理局抽查通报"), (RegisterKeys.Text, "一批次甲醛含量不合格，已整改并复查合格"));
        stage.On(2022, 5, 30);
        await EnterAsync(
            stage, RegisterKind.Incident, "部门通报", [(RegisterKeys.CreditCode, port.Identifier), (RegisterKeys.Name, port.Name)], (RegisterKeys.Kind, "安全生产事故"), (RegisterKeys.Severity, "较大"), (RegisterKeys.On, "2022-05-25"),
            (RegisterKeys.Source, "市应急管理局通报"), (RegisterKeys.Text, "码头起重作业事故，正在调查处理"));

        // Each of the two finds something of the other's on the desk.
        stage.On(2022, 5, 31);
        await ProposeAsync(stage, First, RegisterKind.Incident, "部门通报", Party(904, "东海示例建材有限公司"), (RegisterKeys.Kind, "违法违规"), (RegisterKeys.On, "2022-03-12"), (RegisterKeys.Source, "市生态环境局行政处罚决定"));
        await ProposeAsync(stage, Second, RegisterKind.Bar, "市政府批准撤销荣誉", Party(906, "连云示例船舶有限公司"), (RegisterKeys.Ground, "获奖后发生事故被撤销"), (RegisterKeys.On, "2022-05-20"), (RegisterKeys.Source, "市政府批复"));
    }

    private static string Code(int number) => DemoIdentifiers.CreditCode(91320700, number);

    private static (string Key, string Value)[] Party(int number, string name) => [(RegisterKeys.CreditCode, Code(number)), (RegisterKeys.Name, name)];

    private static async Task EnterAsync(DemoStage stage, RegisterKind kind, string reason, (string Key, string Value)[] party, params (string Key, string Value)[] cells) =>
        await ApproveAsync(stage, await ProposeAsync(stage, First, kind, reason, party, cells), version: 0);

    private static Task<Guid> ProposeAsync(DemoStage stage, string by, RegisterKind kind, string reason, (string Key, string Value)[] party, params (string Key, string Value)[] cells) =>
        stage.DoAsync<ProposeEntry, Guid>(by, (o, a) => o.RunAsync(kind, party.Concat(cells).ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal), reason, null, null, a, stage.Cancel));

    private static async Task ImportAsync(DemoStage stage, RegisterKind kind, string sheet)
    {
        var id = await stage.DoAsync<ReadImport, Guid>(First, (o, a) => o.RunAsync(kind, new MemoryStream(Encoding.UTF8.GetBytes(sheet)), "2022年第一季度部门通报.csv", a, stage.Cancel));
        await stage.DoAsync<SubmitImport>(First, (o, a) => o.RunAsync(id, 0, "2022年第一季度部门通报汇总", null, a, stage.Cancel));
        await ApproveAsync(stage, id, version: 1);
    }

    private static Task ApproveAsync(DemoStage stage, Guid id, int version) => stage.DoAsync<DecideProposal>(Second, (o, a) => o.ApproveAsync(id, version, a, stage.Cancel));
}
