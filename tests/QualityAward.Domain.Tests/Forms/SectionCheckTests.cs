using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public class SectionCheckTests
{
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));
    private static readonly Dictionary<string, int> NoFiles = [];

    [Theory]
    [InlineData("十个字以内的名称", null)]
    [InlineData("这个名称一共写了十一字哦", "“名称”：不超过 10 字，现有 12 字，请精简 2 字。")]
    [InlineData("ISO 9001 certified since 2018", null)]
    public void A_text_is_limited_in_Chinese_words(string typed, string? message)
    {
        var section = Of(new TextQuestion { Id = "a", Label = "名称", Limit = 10 });

        Assert.Equal(message, Drafting(section, typed));
    }

    [Theory]
    [InlineData("1234.56", null)]
    [InlineData("１，２３４", null)]
    [InlineData("1,234.5", null)]
    [InlineData("-3", "“数”：不能小于 0。")]
    [InlineData("1.234", "“数”：小数点后最多 2 位。")]
    [InlineData("100000.5", "“数”：不能大于 100000。")]
    [InlineData("约三百", "“数”：应填数字，例如 1234.5，不带单位和文字。")]
    [InlineData("999999999999999999999999999999999", "“数”：应填数字，例如 1234.5，不带单位和文字。")]
    public void A_number_keeps_its_decimals_and_bounds(string typed, string? message)
    {
        var section = Of(new NumberQuestion { Id = "a", Label = "数", Decimals = 2, Min = 0, Max = 100_000 });

        Assert.Equal(message, Drafting(section, typed));
    }

    [Fact]
    public void A_number_without_decimals_is_a_whole_number() =>
        Assert.Equal("“数”：应填整数。", Drafting(Of(new NumberQuestion { Id = "a", Label = "数" }), "3.5"));

    [Theory]
    [InlineData("2022-06-10", null)]
    [InlineData("2022年6月9日", null)]
    [InlineData("2018/3/1", null)]
    [InlineData("2022-06-11", "“日期”：不能晚于今天（2022年6月10日），请检查。")]
    [InlineData("2022-02-30", "“日期”：应填日期，例如 2018-03-01。")]
    [InlineData("0202-01-01", "“日期”：应填日期，例如 2018-03-01。")]
    [InlineData("去年", "“日期”：应填日期，例如 2018-03-01。")]
    public void A_date_exists_and_is_not_in_the_future(string typed, string? message) =>
        Assert.Equal(message, Drafting(Of(new DateQuestion { Id = "a", Label = "日期" }), typed));

    [Fact]
    public void A_date_that_may_lie_in_the_future_may() =>
        Assert.Null(Drafting(Of(new DateQuestion { Id = "a", Label = "日期", NotInFuture = false }), "2030-01-01"));

    [Theory]
    [InlineData("2022-06", null)]
    [InlineData("2020年5月", null)]
    [InlineData("2022-07", "“年月”：不能晚于本月，请检查。")]
    [InlineData("2022-13", "“年月”：应填年月，例如 2018-03。")]
    public void A_month_exists_and_is_not_in_the_future(string typed, string? message) =>
        Assert.Equal(message, Drafting(Of(new YearMonthQuestion { Id = "a", Label = "年月" }), typed));

    [Theory]
    [InlineData("state", null)]
    [InlineData("other", "“类型”：请从所列选项中选择。")]
    public void A_choice_is_one_of_the_options(string typed, string? message) =>
        Assert.Equal(message, Drafting(Of(new ChoiceQuestion { Id = "a", Label = "类型", Options = [new("state", "国有"), new("private", "私营")] }), typed));

    [Theory]
    [InlineData("yes", null)]
    [InlineData("no", null)]
    [InlineData("是", "“集团”：请选择“是”或“否”。")]
    public void Yes_and_no_are_stored_as_such(string typed, string? message) =>
        Assert.Equal(message, Drafting(Of(new YesNoQuestion { Id = "a", Label = "集团" }), typed));

    [Fact]
    public void Every_choice_of_several_is_one_of_the_options()
    {
        var section = Of(new MultiChoiceQuestion { Id = "a", Label = "体系", Options = [new("q", "质量"), new("e", "环境")] });

        Assert.Empty(SectionCheck.Problems(section, new AnswersBuilder(section, Context).Choose("a", "q", "e").Build(), NoFiles, Context, false));
        Assert.Equal(
            [new AnswerProblem("a", "a", "“体系”：请从所列选项中选择。")],
            SectionCheck.Problems(section, new AnswersBuilder(section, Context).Choose("a", "q", "x").Build(), NoFiles, Context, false));
    }

    [Theory]
    [InlineData(IdentifierKind.CreditCode, "91350100M000100Y43", true)]
    [InlineData(IdentifierKind.CreditCode, "91350100M000100Y44", false)]
    [InlineData(IdentifierKind.ResidentId, "11010519491231002X", true)]
    [InlineData(IdentifierKind.ResidentId, "110105194912310021", false)]
    [InlineData(IdentifierKind.PostCode, "222000", true)]
    [InlineData(IdentifierKind.PostCode, "22200", false)]
    [InlineData(IdentifierKind.Mobile, "138 0000 0000", true)]
    [InlineData(IdentifierKind.Mobile, "1380000000", false)]
    [InlineData(IdentifierKind.Phone, "0518-85821234", true)]
    [InlineData(IdentifierKind.Phone, "13800000000", true)]
    [InlineData(IdentifierKind.Phone, "85821234", false)]
    [InlineData(IdentifierKind.Email, "zhiliang@example.com", true)]
    [InlineData(IdentifierKind.Email, "zhiliang", false)]
    public void Identifiers_are_checked_by_their_own_rules(IdentifierKind kind, string typed, bool right)
    {
        var section = Of(new IdentifierQuestion { Id = "a", Label = "证号", Kind = kind, Personal = true });

        Assert.Equal(right, Drafting(section, typed) is null);
    }

    [Fact]
    public void A_fixed_table_tells_the_cell_that_is_wrong()
    {
        var section = Of(Indicators());
        var answers = new AnswersBuilder(section, Context)
            .Rows("t", [Row(("$row", "sales"), ("v@2019", "1"), ("v@2020", "一百"), ("v@2021", "3")), Row(("$row", "rate"), ("v@2021", "1.23"))])
            .Build();

        Assert.Equal(
            [
                new AnswerProblem("t", "t[0].v@2020", "“经济指标”销售额的“2020年”：应填数字，例如 1234.5，不带单位和文字。"),
                new AnswerProblem("t", "t[1].v@2021", "“经济指标”资产负债率的“2021年”：小数点后最多 1 位。"),
            ],
            SectionCheck.Problems(section, answers, NoFiles, Context, false));
    }

    [Fact]
    public void A_fixed_table_is_complete_when_every_cell_is_filled_or_the_blank_explained()
    {
        var section = Of(Indicators());
        var some = new AnswersBuilder(section, Context).Rows("t", [Row(("$row", "sales"), ("v@2019", "1"), ("v@2020", "2"), ("v@2021", "3"))]);

        Assert.Equal(
            [new AnswerProblem("t", "t[1].v@2019", "“经济指标”有 3 处尚未填写，从“资产负债率 2019年”起；确无内容的，请在“未填原因”中说明。")],
            SectionCheck.Problems(section, some.Build(), NoFiles, Context, true));
        Assert.Empty(SectionCheck.Problems(section, some.Reason("t", "无负债").Build(), NoFiles, Context, true));
    }

    [Fact]
    public void A_table_with_a_row_for_each_year_has_the_years_before_the_round()
    {
        var table = new FixedTableQuestion { Id = "t", Label = "监督抽查", RowPerYear = true, Columns = [new Column { Id = "c", Label = "抽查结论" }] };

        Assert.Equal(["2019年", "2020年", "2021年"], TableLayout.Rows(table, Context).Select(r => r.Label));
    }

    [Fact]
    public void A_growing_table_has_no_more_rows_than_the_form_allows_and_no_fewer()
    {
        var section = Of(Customers(min: 2, max: 3));

        Assert.Equal("“客户”最多填 3 行，现有 4 行，请删除多余的行。", Assert.Single(Check(4, submit: false)).Message);
        Assert.Empty(Check(3, submit: true));
        Assert.Empty(Check(2, submit: true));
        Assert.Equal("“客户”至少填 2 行，现有 1 行；确无内容的，请在“未填原因”中说明。", Assert.Single(Check(1, submit: true)).Message);
        Assert.Empty(Check(1, submit: false));
        Assert.Equal("“客户”至少填 2 行，尚未填写；确无内容的，请在“未填原因”中说明。", Assert.Single(Check(0, submit: true)).Message);

        IReadOnlyList<AnswerProblem> Check(int rows, bool submit) => SectionCheck.Problems(
            section, new AnswersBuilder(section, Context).Rows("t", [.. Enumerable.Range(1, rows).Select(i => Row(("name", $"客户{i}"), ("phone", "13800000000")))]).Build(), NoFiles, Context, submit);
    }

    [Fact]
    public void Blank_rows_at_the_end_go_and_those_between_do_not_move_the_others()
    {
        var section = Of(Customers(0, 5));
        var answers = new AnswersBuilder(section, Context).Rows("t", [Row(("name", "甲")), Row(), Row(("name", "丙"), ("phone", "12")), Row()]).Build();

        Assert.Equal(3, answers.Rows("t").Count);
        Assert.Equal("t[2].phone", Assert.Single(SectionCheck.Problems(section, answers, NoFiles, Context, false)).FieldName);
    }

    [Fact]
    public void A_blank_needs_an_answer_or_a_reason_before_submission_only()
    {
        var section = Of(new TextQuestion { Id = "a", Label = "传真" });

        Assert.Empty(SectionCheck.Problems(section, Answers.Empty, NoFiles, Context, false));
        Assert.Equal("“传真”尚未填写；确无内容的，请在“未填原因”中说明。", Assert.Single(SectionCheck.Problems(section, Answers.Empty, NoFiles, Context, true)).Message);
        Assert.Empty(SectionCheck.Problems(section, new AnswersBuilder(section, Context).Reason("a", "本单位无传真").Build(), NoFiles, Context, true));
        Assert.Empty(SectionCheck.Problems(Of(new TextQuestion { Id = "a", Label = "传真", Optional = true }), Answers.Empty, NoFiles, Context, true));
    }

    [Fact]
    public void What_identifies_the_applicant_cannot_be_explained_away()
    {
        var section = Of(new IdentifierQuestion { Id = "a", Label = "统一社会信用代码", Kind = IdentifierKind.CreditCode, Fact = Fact.CreditCode });

        Assert.Equal("“统一社会信用代码”尚未填写。", Assert.Single(SectionCheck.Problems(section, new AnswersBuilder(section, Context).Reason("a", "没有").Build(), NoFiles, Context, true)).Message);
    }

    [Fact]
    public void Files_and_photos_have_their_numbers()
    {
        var section = Of(new FileQuestion { Id = "f", Label = "营业执照", MaxFiles = 1 }, new PhotoQuestion { Id = "p", Label = "照片", MinFiles = 2, MaxFiles = 3 });

        Assert.Equal(
            ["“营业执照”尚未上传附件；确无内容的，请在“未填原因”中说明。", "“照片”至少上传 2 张，现有 1 张。"],
            SectionCheck.Problems(section, Answers.Empty, new Dictionary<string, int> { ["p"] = 1 }, Context, true).Select(p => p.Message));
        Assert.Empty(SectionCheck.Problems(section, Answers.Empty, new Dictionary<string, int> { ["p"] = 2, ["f"] = 1 }, Context, true));
        Assert.Equal("“营业执照”最多上传 1 个文件，现有 2 个，请删除多余的文件。", Assert.Single(SectionCheck.Problems(section, Answers.Empty, new Dictionary<string, int> { ["f"] = 2 }, Context, false)).Message);
    }

    [Fact]
    public void All_texts_of_a_section_share_its_total_limit()
    {
        var section = Of(new NarrativeQuestion { Id = "a", Label = "1.1", Item = "1.1" }, new NarrativeQuestion { Id = "b", Label = "1.2", Item = "1.2" }) with { TotalLimit = 10 };

        Assert.Empty(Check("五个字五个", "五个字五个"));
        Assert.Equal("“第一部分”合计不超过 10 字，现有 11 字，请精简 1 字。", Assert.Single(Check("五个字五个", "六个字六个字")).Message);

        IReadOnlyList<AnswerProblem> Check(string a, string b) =>
            SectionCheck.Problems(section, new AnswersBuilder(section, Context).Set("a", a).Set("b", b).Build(), NoFiles, Context, false);
    }

    [Fact]
    public void A_section_goes_from_not_started_to_complete()
    {
        var section = Of(new TextQuestion { Id = "a", Label = "甲", Limit = 5 }, new TextQuestion { Id = "b", Label = "乙" });

        Assert.Equal(SectionStatus.NotStarted, Status(b => b));
        Assert.Equal(SectionStatus.InProgress, Status(b => b.Set("a", "有")));
        Assert.Equal(SectionStatus.HasProblems, Status(b => b.Set("a", "超过了五个字")));
        Assert.Equal(SectionStatus.Complete, Status(b => b.Set("a", "有").Reason("b", "不适用")));

        SectionStatus Status(Func<AnswersBuilder, AnswersBuilder> fill) => SectionCheck.Status(section, fill(new AnswersBuilder(section, Context)).Build(), NoFiles, Context);
    }

    [Theory]
    [InlineData("甲\r\n乙\r丙", "甲\n乙\n丙")]
    [InlineData("甲\0乙\u0007", "甲乙")]
    [InlineData("𠮷😀", "𠮷😀")]
    [InlineData("  首行缩进\n", "  首行缩进")]
    public void Text_is_made_fit_to_be_kept_and_nothing_readable_is_lost(string typed, string kept) => Assert.Equal(kept, AnswerText.Lines(typed));

    [Fact]
    public void Half_a_character_goes() => Assert.Equal("甲乙", AnswerText.Lines("甲" + (char)0xD83D + "乙" + (char)0xDE00));

    [Fact]
    public void Personal_answers_are_marked_by_the_definition_also_in_tables()
    {
        var section = Of(new IdentifierQuestion { Id = "id", Label = "身份证号", Kind = IdentifierKind.ResidentId, Personal = true }, Customers(0, 5), new TextQuestion { Id = "a", Label = "名称" });
        var answers = new AnswersBuilder(section, Context).Set("id", "11010519491231002x").Set("a", "甲").Rows("t", [Row(("name", "甲"), ("phone", "13800000000"))]).Build();

        Assert.Equal(["id", "t"], answers.Personal.Order());
        Assert.Equal("11010519491231002X", answers.Text("id"));
    }

    [Fact]
    public void A_person_picks_between_two_texts_question_by_question()
    {
        var section = Of(new TextQuestion { Id = "a", Label = "甲" }, new TextQuestion { Id = "b", Label = "乙", Personal = true }, new TextQuestion { Id = "c", Label = "丙" });
        var mine = new AnswersBuilder(section, Context).Set("a", "我").Set("b", "我").Reason("c", "我").Build();
        var theirs = new AnswersBuilder(section, Context).Set("a", "他").Set("c", "他").Build();

        var picked = mine.Taking(new HashSet<string> { "b", "c" }, theirs);

        Assert.Equal(("我", null, "他", null), (picked.Text("a"), picked.Text("b"), picked.Text("c"), picked.BlankReason("c")));
        Assert.Empty(picked.Personal);
        Assert.False(mine.SameAs(theirs, "a"));
        Assert.True(picked.SameAs(theirs, "c"));
    }

    /// <summary>A new type of question cannot be forgotten: each is checked, cleaned and asked for.</summary>
    [Fact]
    public void Every_type_of_question_has_its_checks()
    {
        var types = typeof(Question).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false).Cast<JsonDerivedTypeAttribute>().Select(a => a.DerivedType);

        foreach (var type in types.Where(t => t != typeof(NarrativeSetQuestion) && t != typeof(ComputedQuestion)))
        {
            var question = (Question)System.Text.Json.JsonSerializer.Deserialize(
                """{"id":"a","label":"甲","options":[{"value":"x","label":"丙"}],"columns":[{"id":"c","label":"列"}],"rows":[{"id":"r","label":"行"}],"kind":0,"item":"1"}""", type, System.Text.Json.JsonSerializerOptions.Web)!;
            var section = Of(question);
            var typed = question is TableQuestion or MultiChoiceQuestion or FileQuestion or PhotoQuestion
                ? Answers.Empty
                : new Answers(new Dictionary<string, JsonNode> { ["a"] = JsonValue.Create("typed") }, new Dictionary<string, string>(), new HashSet<string>());

            _ = SectionCheck.Problems(section, typed, NoFiles, Context, true);
            Assert.NotEmpty(SectionCheck.Problems(section, Answers.Empty, NoFiles, Context, true));
        }
    }

    [Theory]
    [InlineData("yes", "", null)]
    [InlineData("no", "", "“郑重承诺”须选择“承诺”才能提交。")]
    [InlineData("", "暂不承诺", "“郑重承诺”须选择“承诺”才能提交。")]
    public void A_commitment_is_given_or_nothing_is_submitted(string typed, string reason, string? message)
    {
        var section = Of(new YesNoQuestion { Id = "a", Label = "郑重承诺", Yes = "承诺", No = "不承诺", MustBeYes = true });
        var answers = new AnswersBuilder(section, Context).Set("a", typed).Reason("a", reason).Build();

        var problems = SectionCheck.Problems(section, answers, NoFiles, Context, forSubmission: true);

        Assert.Equal(message, problems.SingleOrDefault()?.Message);
    }

    private static FixedTableQuestion Indicators() => new()
    {
        Id = "t", Label = "经济指标", Columns = [new Column { Id = "v", Label = "", Kind = CellKind.Number, PerYear = true }],
        Rows = [new Row { Id = "sales", Label = "销售额", Unit = "万元" }, new Row { Id = "rate", Label = "资产负债率", Unit = "%", Decimals = 1 }],
    };

    private static GrowingTableQuestion Customers(int min, int max) => new()
    {
        Id = "t", Label = "客户", MinRows = min, MaxRows = max,
        Columns = [new Column { Id = "name", Label = "客户名称" }, new Column { Id = "phone", Label = "电话", Kind = CellKind.Phone, Personal = true, HiddenFromExperts = true }],
    };

    private static Dictionary<string, string> Row(params (string Key, string Value)[] cells) => cells.ToDictionary(c => c.Key, c => c.Value);

    private static FormSection Of(params Question[] questions) => new() { Id = "s", Title = "第一部分", Questions = questions };

    private static string? Drafting(FormSection section, string typed) =>
        SectionCheck.Problems(section, new AnswersBuilder(section, Context).Set("a", typed).Build(), NoFiles, Context, forSubmission: false).SingleOrDefault()?.Message;
}
