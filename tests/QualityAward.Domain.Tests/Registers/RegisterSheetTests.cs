using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Registers;

namespace QualityAward.Domain.Tests.Registers;

public sealed class RegisterSheetTests
{
    private const string Code = "91350100M000100Y43";
    private static readonly DateOnly Today = new(2022, 6, 1);
    private static readonly ProgrammePack Pack = Tests.Eligibility.SamplePack.Pack([]) with
    {
        Tiers = [new Tier { Code = "award", Name = "样例奖", Clause = Tests.Eligibility.SamplePack.Article }, new Tier { Code = "nomination", Name = "样例奖提名奖", Clause = Tests.Eligibility.SamplePack.Article }],
        Bars = [new BarRule { Ground = BarGround.FalseMaterial, Years = 3, Clause = Tests.Eligibility.SamplePack.Article }],
    };
    private static readonly RegisterContext Context = new([Pack], Tests.Eligibility.SamplePack.Owner, Today);

    [Fact]
    public void A_typed_row_is_kept_in_one_form()
    {
        var read = RegisterSheets.Read(RegisterKind.Incident, Row(
            (RegisterKeys.CreditCode, " 91350100m000100y43 "), (RegisterKeys.Name, "样例公司\r\n"), (RegisterKeys.Kind, "安全生产事故"), (RegisterKeys.Severity, "较大"), (RegisterKeys.On, "2021年7月15日"), (RegisterKeys.Source, "市应急管理局")), Context);

        Assert.Empty(read.Problems);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [RegisterKeys.CreditCode] = Code, [RegisterKeys.Name] = "样例公司", [RegisterKeys.Kind] = nameof(IncidentKind.SafetyAccident), [RegisterKeys.Severity] = nameof(Severity.Considerable),
                [RegisterKeys.On] = "2021-07-15", [RegisterKeys.Source] = "市应急管理局",
            },
            read.Cells);
        Assert.Equal(read.Cells, RegisterSheets.Read(RegisterKind.Incident, read.Cells, Context).Cells);
    }

    [Theory]
    [InlineData("91350100M000100Y44", "统一社会信用代码的校验码不符，至少有一位填错，请对照营业执照或法人证书逐位核对。")]
    [InlineData("91350100M000100Y4", "统一社会信用代码应为 18 位，现在是 17 位，请对照营业执照或法人证书填写。")]
    [InlineData("", "请填写统一社会信用代码（组织）或居民身份证号码（个人）。")]
    public void A_forged_or_missing_code_is_refused_with_the_reason(string code, string says)
    {
        var read = RegisterSheets.Read(RegisterKind.Party, Row((RegisterKeys.CreditCode, code), (RegisterKeys.Name, "样例公司")), Context);

        Assert.Equal([new RegisterProblem(RegisterKeys.CreditCode, says)], read.Problems);
    }

    [Fact]
    public void Nobody_has_both_a_code_and_an_ID_number()
    {
        var read = RegisterSheets.Read(RegisterKind.Party, Row((RegisterKeys.CreditCode, Code), (RegisterKeys.ResidentId, "11010519491231002X"), (RegisterKeys.Name, "样例")), Context);

        Assert.Equal("统一社会信用代码和居民身份证号码只能填写一项：组织填代码，个人填身份证号。", Assert.Single(read.Problems).Message);
    }

    [Fact]
    public void A_message_never_repeats_an_ID_number_and_a_shown_cell_hides_it()
    {
        var read = RegisterSheets.Read(RegisterKind.Party, Row((RegisterKeys.ResidentId, "110105194912310021"), (RegisterKeys.Name, "样例")), Context);

        Assert.DoesNotContain("1101051949", Assert.Single(read.Problems).Message, StringComparison.Ordinal);
        var column = RegisterSheets.ColumnsOf(RegisterKind.Party).Single(c => c.Key == RegisterKeys.ResidentId);
        Assert.Equal("**************002X", RegisterSheets.Shown(column, "11010519491231002X", Context));
    }

    [Theory]
    [InlineData("2022-06-02", "发生日期不能晚于今天。")]
    [InlineData("去年夏天", "发生日期“去年夏天”不是日期，请按 2022-06-26 的写法填写。")]
    [InlineData("", "请填写发生日期。")]
    [InlineData("2022-06-01", null)]
    [InlineData("2022-05-31 00:00", null)]
    public void Days_are_days_and_not_in_the_future(string typed, string? says)
    {
        var read = RegisterSheets.Read(RegisterKind.Incident, Row((RegisterKeys.CreditCode, Code), (RegisterKeys.Name, "样例"), (RegisterKeys.Kind, "违法违规"), (RegisterKeys.On, typed), (RegisterKeys.Source, "来源")), Context);

        Assert.Equal(says, read.Problems.SingleOrDefault()?.Message);
    }

    [Fact]
    public void The_ground_of_a_bar_must_have_a_rule_of_the_award()
    {
        var known = Row((RegisterKeys.CreditCode, Code), (RegisterKeys.Name, "样例"), (RegisterKeys.Ground, "申报中提供虚假材料"), (RegisterKeys.On, "2022-03-01"), (RegisterKeys.Source, "决定"));
        var read = RegisterSheets.Read(RegisterKind.Bar, known, Context);
        Assert.Empty(read.Problems);
        Assert.Equal(3, RegisterSheets.RuleOf(read.Cells, Context)!.Value.Rule.Years);

        known[RegisterKeys.Ground] = "骗取荣誉被撤销";
        Assert.Equal("事由“骗取荣誉被撤销”不在可选范围内，可填：申报中提供虚假材料。", Assert.Single(RegisterSheets.Read(RegisterKind.Bar, known, Context).Problems).Message);
    }

    [Fact]
    public void Another_authority_keeps_no_honours_of_this_award()
    {
        var elsewhere = Context with { AuthorityCode = "elsewhere" };

        var read = RegisterSheets.Read(RegisterKind.Honour, Row((RegisterKeys.CreditCode, Code), (RegisterKeys.Name, "样例"), (RegisterKeys.Tier, "样例奖"), (RegisterKeys.Year, "2019"), (RegisterKeys.Source, "名单")), elsewhere);

        Assert.Contains("本机关不主办奖项，不能登记。", read.Problems.Select(p => p.Message));
    }

    [Fact]
    public void A_holding_ends_after_it_began_and_nobody_holds_itself()
    {
        var read = RegisterSheets.Read(RegisterKind.Holding, Row(
            (RegisterKeys.CreditCode, Code), (RegisterKeys.Name, "母公司"), (RegisterKeys.HeldCode, Code), (RegisterKeys.HeldName, "子公司"), (RegisterKeys.Share, "120"), (RegisterKeys.From, "2020-01-02"), (RegisterKeys.Until, "2020-01-01")), Context);

        Assert.Equal(["持股比例应大于 0、不超过 100。", "终止的日期不能早于起始的日期。", "控股方和被控股组织是同一组织，请核对。"], read.Problems.Select(p => p.Message));
    }

    [Fact]
    public void Hostile_text_loses_what_is_invisible_and_is_bounded()
    {
        var read = RegisterSheets.Read(RegisterKind.Party, Row((RegisterKeys.CreditCode, Code), (RegisterKeys.Name, "甲\u202e\0公司" + new string('长', 200))), Context);

        Assert.StartsWith("甲公司长", read.Cells[RegisterKeys.Name], StringComparison.Ordinal);
        Assert.Equal(100, read.Cells[RegisterKeys.Name].Length);
        Assert.Equal("名称或姓名不能超过 100 字。", Assert.Single(read.Problems).Message);
    }

    [Fact]
    public void Columns_are_found_by_their_headings_in_any_order_below_a_title()
    {
        var columns = RegisterSheets.ColumnsOf(RegisterKind.Party, Context);

        var table = RegisterTable.Read(columns, [["主体导入表"], ["序号", "名称或姓名", "统一社会信用代码（组织）", "备注"], ["1", "样例公司", Code, "无"], ["2", "", "", ""]]);

        Assert.Null(table.Problem);
        Assert.Equal(["备注"], table.Unknown);
        var row = Assert.Single(table.Rows);
        Assert.Equal((3, "样例公司", Code), (row.Line, row.Cells[RegisterKeys.Name], row.Cells[RegisterKeys.CreditCode]));
    }

    [Fact]
    public void Nothing_is_guessed_without_headings_or_a_required_column()
    {
        var columns = RegisterSheets.ColumnsOf(RegisterKind.Incident, Context);

        Assert.Equal("没有找到列名。请下载空表，按列名填写后再导入。", RegisterTable.Read(columns, [["样例公司", Code, "2021-01-01"]]).Problem);
        Assert.Equal("缺少列：类别、发生日期、来源。请下载空表，按列名填写后再导入。", RegisterTable.Read(columns, [["统一社会信用代码", "名称或姓名"], [Code, "样例"]]).Problem);
    }

    private static Dictionary<string, string> Row(params (string Key, string Value)[] cells) => cells.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
}
