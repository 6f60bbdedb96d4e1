using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public class ComputedAndChecksTests
{
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));
    private static readonly Dictionary<string, int> NoFiles = [];

    private static readonly FormSection Basic = new()
    {
        Id = "basic", Title = "基本情况",
        Questions =
        [
            new NumberQuestion { Id = "staff", Label = "职工总数" },
            new NumberQuestion { Id = "research-staff", Label = "研发人员数量" },
            new ComputedQuestion { Id = "research-ratio", Label = "研发人员占比", Formula = "{research-staff} / {staff} * 100", Unit = "%", Decimals = 1 },
            new DateQuestion { Id = "founded", Label = "成立日期" },
            new YearMonthQuestion { Id = "certified", Label = "认证时间" },
        ],
    };

    private static readonly FormSection Economy = new()
    {
        Id = "economy", Title = "经济指标",
        Questions =
        [
            new FixedTableQuestion
            {
                Id = "t", Label = "指标", Columns = [new Column { Id = "v", Label = "", Kind = CellKind.Number, PerYear = true }, new Column { Id = "rank", Label = "排名", Optional = true }],
                Rows =
                [
                    new Row { Id = "sales", Label = "销售额" }, new Row { Id = "revenue", Label = "收入" }, new Row { Id = "debts", Label = "负债" }, new Row { Id = "assets", Label = "资产" },
                    new Row { Id = "debt-ratio", Label = "资产负债率", Unit = "%", Decimals = 2, Formula = "{debts} / {assets} * 100" },
                    new Row { Id = "growth", Label = "收入增长率", Unit = "%", Decimals = 2, Formula = "({revenue} - {revenue@previous}) / {revenue@previous} * 100" },
                    new Row { Id = "per-head", Label = "人均收入", Formula = "{revenue} / {basic.staff}" },
                ],
            },
            new GrowingTableQuestion
            {
                Id = "g", Label = "产品", MaxRows = 5,
                Columns =
                [
                    new Column { Id = "name", Label = "名称" }, new Column { Id = "pieces", Label = "件数", Kind = CellKind.Number }, new Column { Id = "price", Label = "单价", Kind = CellKind.Number },
                    new Column { Id = "worth", Label = "金额", Kind = CellKind.Number, Formula = "{pieces} * {price}", Total = true },
                ],
            },
            new ComputedQuestion { Id = "worth", Label = "产品金额合计", Formula = "sum({economy.g.worth})" },
        ],
    };

    [Fact]
    public void A_ratio_is_computed_and_never_asked_for()
    {
        var filled = Of(b => b.Set("staff", "300").Set("research-staff", "50").Set("founded", "2010-01-01").Set("certified", "2012-05"));

        Assert.Equal("16.7", filled.Answers(Basic).Text("research-ratio"));
        Assert.Equal("16.7 %", Basic.Question("research-ratio")!.Words(filled.Answers(Basic)));
        Assert.Empty(SectionCheck.Problems(Basic, filled.Answers(Basic), NoFiles, Context, forSubmission: true));
        Assert.Null(Of(b => b.Set("staff", "0").Set("research-staff", "50")).Answers(Basic).Text("research-ratio"));
    }

    [Fact]
    public void What_somebody_typed_into_a_computed_cell_does_not_count()
    {
        var answers = new AnswersBuilder(Economy, Context)
            .Rows("t", [Row(("$row", "debts"), ("v@2021", "55")), Row(("$row", "assets"), ("v@2021", "100")), Row(("$row", "debt-ratio"), ("v@2021", "1"))])
            .Rows("g", [Row(("name", "甲"), ("pieces", "3"), ("price", "2.5"), ("worth", "999999"))]).Build();
        var filled = Filled(Answers.Empty, answers);

        Assert.Equal("55", Cell(filled, "debt-ratio", "v@2021"));
        Assert.Equal("7.5", filled.Answers(Economy).Rows("g")[0]["worth"]);
        Assert.Throws<ArgumentException>(() => new AnswersBuilder(Basic, Context).Set("research-ratio", "99"));
    }

    [Fact]
    public void Rows_are_computed_in_each_year_with_the_year_before_and_other_sections()
    {
        var economy = new AnswersBuilder(Economy, Context).Rows("t", [Row(("$row", "revenue"), ("v@2019", "100"), ("v@2020", "150"), ("v@2021", "120"))]).Build();
        var filled = Filled(new AnswersBuilder(Basic, Context).Set("staff", "8").Build(), economy);

        Assert.Equal((null, "50", "-20"), (Cell(filled, "growth", "v@2019"), Cell(filled, "growth", "v@2020"), Cell(filled, "growth", "v@2021")));
        Assert.Equal("18.75", Cell(filled, "per-head", "v@2020"));
    }

    [Fact]
    public void A_total_adds_what_is_computed_in_the_rows()
    {
        var economy = new AnswersBuilder(Economy, Context)
            .Rows("g", [Row(("name", "甲"), ("pieces", "3"), ("price", "2.5")), Row(("name", "乙"), ("pieces", "1")), Row(("name", "丙"), ("pieces", "2"), ("price", "10.01"))]).Build();
        var filled = Filled(Answers.Empty, economy);

        Assert.Equal("27.52", filled.Answers(Economy).Text("worth"));
        var column = TableLayout.Columns((TableQuestion)Economy.Question("g")!, Context).Single(c => c.Key == "worth");
        Assert.Equal("27.52", TableLayout.Total(column, filled.Answers(Economy).Rows("g")));
    }

    [Fact]
    public void Formulas_in_a_circle_have_no_result_and_never_hang()
    {
        var section = new FormSection
        {
            Id = "s", Title = "部分",
            Questions = [new ComputedQuestion { Id = "a", Label = "甲", Formula = "{b} + 1" }, new ComputedQuestion { Id = "b", Label = "乙", Formula = "{a} + 1" }],
        };
        var filled = new FilledForm(new FormDefinition { Id = "f", Title = "表", Sections = [section] }, _ => Answers.Empty, Context);

        Assert.Null(filled.Answers(section).Text("a"));
    }

    [Theory]
    [InlineData("100", "100", CheckRelation.Equal, 0, true)]
    [InlineData("100.01", "100", CheckRelation.Equal, 0, false)]
    [InlineData("105", "100", CheckRelation.Equal, 5, true)]
    [InlineData("105.01", "100", CheckRelation.Equal, 5, false)]
    [InlineData("95", "100", CheckRelation.Equal, 5, true)]
    [InlineData("100", "100", CheckRelation.AtMost, 0, true)]
    [InlineData("100.01", "100", CheckRelation.AtMost, 0, false)]
    [InlineData("100", "100", CheckRelation.AtLeast, 0, true)]
    [InlineData("99.99", "100", CheckRelation.AtLeast, 0, false)]
    [InlineData("", "100", CheckRelation.AtLeast, 0, true)]
    public void Two_cells_are_compared_with_a_tolerance_and_blanks_are_never_doubtful(string sales, string revenue, CheckRelation relation, int tolerance, bool fine)
    {
        var warnings = Checked(new CompareCheck { Id = "c", Message = "销售额与收入不一致", Left = "{economy.t.sales}", Relation = relation, Right = "{economy.t.revenue}", Tolerance = tolerance }, sales, revenue);

        Assert.Equal(fine, warnings.Count == 0);
        Assert.All(warnings, w => Assert.Equal(("c", "economy", "t", "t[0].v@2019", $"销售额与收入不一致（2021年：{sales} 与 {revenue}）。"), (w.CheckId, w.SectionId, w.QuestionId, w.FieldName, w.Message)));
    }

    [Theory]
    [InlineData("1", "10000", true)]
    [InlineData("10000", "1", true)]
    [InlineData("1", "2000", true)]
    [InlineData("1", "1999", false)]
    [InlineData("1", "50000", true)]
    [InlineData("1", "50001", false)]
    [InlineData("1", "100", false)]
    [InlineData("0", "10000", false)]
    public void A_slip_of_units_shows_by_a_factor_of_about_ten_thousand(string sales, string revenue, bool doubtful) =>
        Assert.Equal(doubtful, Checked(new UnitSlipCheck { Id = "c", Message = "疑似单位有误", Value = "{economy.t.sales}", Against = "{economy.t.revenue}" }, sales, revenue).Count == 1);

    [Theory]
    [InlineData("100", "1000", false)]
    [InlineData("100", "1000.1", true)]
    [InlineData("1000.1", "100", true)]
    [InlineData("1000", "100", false)]
    [InlineData("-5", "100", false)]
    [InlineData("", "100", false)]
    public void A_jump_against_last_year_shows_by_its_factor(string before, string now, bool doubtful)
    {
        var economy = new AnswersBuilder(Economy, Context).Rows("t", [Row(("$row", "sales"), ("v@2020", before), ("v@2021", now))]).Build();
        var form = Form with { Checks = [new ChangeCheck { Id = "c", Message = "较上年变化过大", Value = "{economy.t.sales}", Factor = 10 }] };

        var warnings = new FilledForm(form, id => id == "economy" ? economy : Answers.Empty, Context).Warnings(Economy);

        Assert.Equal(doubtful, warnings.Count == 1);
        Assert.All(warnings, w => Assert.Equal($"较上年变化过大（2020年 {before}，2021年 {now}）。", w.Message));
    }

    [Theory]
    [InlineData("2010-03-01", "2010-03", false)]
    [InlineData("2010-03-01", "2010-02", true)]
    [InlineData("2010-03-01", "2011-01", false)]
    [InlineData("2010-03-01", "", false)]
    public void One_date_does_not_lie_before_the_other(string founded, string certified, bool doubtful)
    {
        var form = Form with { Checks = [new DateOrderCheck { Id = "c", Message = "认证早于成立", Later = "basic.certified", Earlier = "basic.founded" }] };

        Assert.Equal(doubtful, new FilledForm(form, _ => new AnswersBuilder(Basic, Context).Set("founded", founded).Set("certified", certified).Build(), Context).Warnings(Basic).Count == 1);
    }

    [Theory]
    [InlineData("连云港某某公司", " 连云港某某公司", null)]
    [InlineData("ＡＢＣ公司", "abc公司", null)]
    [InlineData("甲公司", "", null)]
    [InlineData("甲公司", "乙公司", "两处不一致（甲公司 与 乙公司）。")]
    public void What_is_asked_twice_is_answered_alike(string one, string other, string? doubt)
    {
        var check = new SameCheck { Id = "c", Message = "两处不一致", One = "person.employer", Other = "person.organisation" };

        Assert.Equal(doubt, PersonWarning(check, b => b.Set("employer", one).Set("organisation", other)));
    }

    [Fact]
    public void What_is_personal_is_held_against_each_other_without_being_told() =>
        Assert.Equal("电话不一致（两处不同）。", PersonWarning(new SameCheck { Id = "c", Message = "电话不一致", One = "person.phone", Other = "person.employer" }, b => b.Set("phone", "13800138000").Set("employer", "甲公司")));

    [Theory]
    [InlineData("1949-12", "11010519491231002X", null)]
    [InlineData("1949-11", "11010519491231002X", "不一致（填写为 1949-11）。")]
    [InlineData("1949-11", "", null)]
    [InlineData("1949-11", "110105", null)]
    [InlineData("", "11010519491231002X", null)]
    public void The_month_of_birth_is_that_of_the_number(string born, string number, string? doubt) =>
        Assert.Equal(doubt, PersonWarning(new BirthCheck { Id = "c", Message = "不一致", Born = "person.born", ResidentId = "person.id" }, b => b.Set("born", born).Set("id", number)));

    // The closing day is 2022-06-26: 22 years since June 2000, 16 of them before work begins, and a year begun counts.
    [Theory]
    [InlineData("2000-06", "7", false)]
    [InlineData("2000-06", "7.5", true)]
    [InlineData("2000-07", "6", false)]
    [InlineData("2000-07", "7", true)]
    [InlineData("2015-01", "1", false)]
    [InlineData("2015-01", "2", true)]
    [InlineData("", "50", false)]
    public void Years_are_not_more_than_have_passed(string born, string years, bool doubtful) =>
        Assert.Equal(doubtful, PersonWarning(new YearsSinceCheck { Id = "c", Message = "不符", Of = "person.years", Since = "person.born", After = 16 }, b => b.Set("born", born).Set("years", years)) is not null);

    [Theory]
    [InlineData("11010519491231002X", false)]
    [InlineData("**************002X", true)]
    public void A_masked_number_is_no_number(string number, bool wrong)
    {
        var section = new FormSection { Id = "s", Title = "部分", Questions = [new TextQuestion { Id = "n", Label = "证件号", Fact = Fact.LegalRepresentativeId }] };

        Assert.Equal(wrong ? ["“证件号”：只有遮盖后的号码，请重新填写完整的号码。"] : [], SectionCheck.Problems(section, new AnswersBuilder(section, Context).Set("n", number).Build(), NoFiles, Context, forSubmission: false).Select(p => p.Message));
    }

    [Theory]
    [InlineData("staff", "yes", "不相符（“类别”为“员工”；“是否负责人”为“是”）。")]
    [InlineData("staff", "no", null)]
    [InlineData("senior", "yes", null)]
    [InlineData("", "yes", null)]
    public void Two_choices_that_hardly_go_together_are_doubtful(string kind, string head, string? doubt) =>
        Assert.Equal(doubt, PersonWarning(new TogetherCheck { Id = "c", Message = "不相符", One = "person.kind", OneIs = ["staff"], Other = "person.head", OtherIs = ["yes"] }, b => b.Set("kind", kind).Set("head", head)));

    [Theory]
    [InlineData("2022-06-25", "第 1 行“质量管理体系”有效期至2022年6月25日，在申报截止日（2022年6月26日）前已到期")]
    [InlineData("2022-06-26", "第 1 行“质量管理体系”有效期至2022年6月26日，将在评审结束（按申报截止后 6 个月计，2022年12月26日）前到期")]
    [InlineData("2022-12-25", "第 1 行“质量管理体系”有效期至2022年12月25日，将在评审结束（按申报截止后 6 个月计，2022年12月26日）前到期")]
    [InlineData("2022-12-26", null)]
    [InlineData("", null)]
    public void A_certificate_that_runs_out_before_the_end_is_doubtful(string to, string? doubt)
    {
        var table = new CertificatesQuestion { Id = "certificates", Label = "证书", ValidForMonths = 6 };
        var section = new FormSection { Id = "s", Title = "部分", Questions = [table] };
        var answers = new AnswersBuilder(section, Context).Rows("certificates", [Row(("name", "质量管理体系"), ("number", "1"), ("issuer", "某机构"), ("valid-from", "2019-12-27"), ("valid-to", to))]).Build();
        var warnings = new FilledForm(new FormDefinition { Id = "f", Title = "表", Sections = [section] }, _ => answers, Context).Warnings(section);

        Assert.Equal(doubt is null ? null : $"“证书”{doubt}，请确认是否已换证。", warnings.SingleOrDefault()?.Message);
        Assert.Empty(SectionCheck.Problems(section, answers, NoFiles, Context, forSubmission: true));
    }

    [Theory]
    [InlineData("2022-06-26", "2023-06-25", null, false)]
    [InlineData("2022-06-27", "2023-06-25", "在申报截止日（2022年6月26日）尚未生效", false)]
    [InlineData("2022-01-01", "2021-12-31", "前已到期", true)]
    [InlineData("2022-01-01", "2022-01-01", "前已到期", false)]
    public void A_certificate_begins_before_it_ends_and_before_the_closing_day(string from, string to, string? doubt, bool wrong)
    {
        var table = new CertificatesQuestion { Id = "certificates", Label = "证书" };
        var section = new FormSection { Id = "s", Title = "部分", Questions = [table] };
        var answers = new AnswersBuilder(section, Context).Rows("certificates", [Row(("name", "许可证"), ("valid-from", from), ("valid-to", to))]).Build();

        Assert.Equal(doubt is not null, table.ValidityDoubts(answers, Context).Any(d => d.Contains(doubt!, StringComparison.Ordinal)));
        Assert.Equal(wrong ? ["“证书”第 1 行的“有效期至（长期有效的不填）”：早于有效期的开始，请检查。"] : [], SectionCheck.Problems(section, answers, NoFiles, Context, false).Select(p => p.Message));
    }

    [Fact]
    public void An_explanation_is_kept_with_the_answers_and_has_its_limit()
    {
        var answers = new AnswersBuilder(Basic, Context).Explain("debt-ratio", "  两项口径不同\n").Build();

        Assert.Equal("两项口径不同", answers.Explanation("debt-ratio")?.Trim());
        Assert.Contains("\"explanations\":{\"debt-ratio\":", answers.Canonical(), StringComparison.Ordinal);
        Assert.DoesNotContain("explanations", Answers.Empty.Canonical(), StringComparison.Ordinal);
        Assert.Null(new AnswersBuilder(Basic, Context, answers).Explain("debt-ratio", "").Build().Explanation("debt-ratio"));
        Assert.Equal(["核对提示的情况说明不超过 300 字，现有 301 字。"], SectionCheck.Problems(Basic, new AnswersBuilder(Basic, Context).Explain("c", new string('字', 301)).Build(), NoFiles, Context, false).Select(p => p.Message));
    }

    [Fact]
    public void An_explanation_answers_the_numbers_that_it_explained_and_no_others()
    {
        var check = new CompareCheck { Id = "c", Message = "销售额与收入不一致", Left = "{economy.t.sales}", Right = "{economy.t.revenue}" };
        var first = Checked(check, "100", "90")[0];
        var second = Checked(check, "100", "80")[0];
        var answers = new AnswersBuilder(Economy, Context).Explain(first.Key, "含代销收入").Build();

        Assert.Equal(("含代销收入", null), (answers.Explanation(first), answers.Explanation(second)));
        Assert.Equal(["含代销收入"], answers.EarlierExplanations(second));
        Assert.Empty(answers.EarlierExplanations(first));
        Assert.Equal(first.Key, Checked(check, "100", "90")[0].Key);
    }

    private static FormDefinition Form => new() { Id = "f", Title = "申报表", Sections = [Basic, Economy] };

    private static FilledForm Filled(Answers basic, Answers economy) => new(Form, id => id == "basic" ? basic : economy, Context);

    private static FilledForm Of(Func<AnswersBuilder, AnswersBuilder> fill) => Filled(fill(new AnswersBuilder(Basic, Context)).Build(), Answers.Empty);

    private static string? PersonWarning(CrossCheck check, Action<AnswersBuilder> fill)
    {
        var person = new FormSection
        {
            Id = "person", Title = "个人",
            Questions =
            [
                new TextQuestion { Id = "employer", Label = "工作单位" }, new TextQuestion { Id = "organisation", Label = "所在组织" },
                new IdentifierQuestion { Id = "phone", Label = "电话", Kind = IdentifierKind.Phone, Personal = true }, new IdentifierQuestion { Id = "id", Label = "身份证号", Kind = IdentifierKind.ResidentId },
                new YearMonthQuestion { Id = "born", Label = "出生年月" }, new NumberQuestion { Id = "years", Label = "工作年限", Decimals = 1 },
                new ChoiceQuestion { Id = "kind", Label = "类别", Options = [new Option("senior", "高层管理者"), new Option("staff", "员工")] }, new YesNoQuestion { Id = "head", Label = "是否负责人" },
            ],
        };
        var builder = new AnswersBuilder(person, Context);
        fill(builder);
        var form = new FormDefinition { Id = "f", Title = "表", Sections = [person], Checks = [check] };
        return new FilledForm(form, _ => builder.Build(), Context).Warnings(person).SingleOrDefault()?.Message;
    }

    private static IReadOnlyList<FormWarning> Checked(CrossCheck check, string sales, string revenue)
    {
        var economy = new AnswersBuilder(Economy, Context).Rows("t", [Row(("$row", "sales"), ("v@2021", sales)), Row(("$row", "revenue"), ("v@2021", revenue))]).Build();
        return new FilledForm(Form with { Checks = [check] }, id => id == "economy" ? economy : Answers.Empty, Context).Warnings(Economy);
    }

    private static string? Cell(FilledForm filled, string row, string key) =>
        filled.Answers(Economy).RowsByKey("t").GetValueOrDefault(row)?.GetValueOrDefault(key);

    private static Dictionary<string, string> Row(params (string Key, string Value)[] cells) => cells.ToDictionary(c => c.Key, c => c.Value);
}
