using System.Text.Json.Nodes;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public sealed class FormChangesTests
{
    private static FormDefinition Form => new()
    {
        Id = "form", Title = "申报表", Instructions = ["如实填写"],
        Sections =
        [
            new FormSection
            {
                Id = "basic", Number = "一", Title = "基本情况",
                Questions =
                [
                    new TextQuestion { Id = "name", Label = "名称" }, new TextQuestion { Id = "short", Label = "简称", Limit = 20 },
                    new ChoiceQuestion { Id = "size", Label = "规模", Options = [new("l", "大"), new("m", "中"), new("s", "小")] },
                    new MultiChoiceQuestion { Id = "marks", Label = "认证", Options = [new("9001", "质量"), new("14001", "环境")] },
                ],
            },
            new FormSection
            {
                Id = "tables", Number = "二", Title = "表格",
                Questions =
                [
                    new FixedTableQuestion { Id = "figures", Label = "指标", Rows = [new Row { Id = "sales", Label = "销售额" }, new Row { Id = "tax", Label = "税收" }], Columns = [new Column { Id = "year", Label = "", PerYear = true, Kind = CellKind.Number }] },
                    new GrowingTableQuestion { Id = "customers", Label = "顾客", Columns = [new Column { Id = "who", Label = "名称" }, new Column { Id = "since", Label = "起始" }] },
                ],
            },
        ],
    };

    [Fact]
    public void Equal_forms_have_no_changes() => Assert.Empty(FormChanges.Between(Form, Form));

    [Fact]
    public void Every_kind_of_edit_is_said_in_words()
    {
        var basic = Form.Section("basic")!;
        var tables = Form.Section("tables")!;
        var after = Form
            .WithSection(basic.WithQuestion(new TextQuestion { Id = "name", Label = "组织名称", Optional = true }).RemoveQuestion("short")
                .WithQuestion(new ChoiceQuestion { Id = "size", Label = "规模", Options = [new("l", "大型"), new("s", "小"), new("x", "微")] }).AddQuestion(new NumberQuestion { Id = "staff", Label = "人数" }, "name"))
            .WithSection((tables with { TotalLimit = 500 }).WithQuestion(((FixedTableQuestion)tables.Question("figures")!) with { Rows = [new Row { Id = "sales", Label = "销售额" }] }))
            .AddSection(new FormSection { Id = "new", Title = "附件", Questions = [new FileQuestion { Id = "file", Label = "证明" }] }, "basic");

        Assert.Equal(
            [
                "“一、基本情况”的“名称”：名称“名称”改为“组织名称”，改为选填", "“一、基本情况”中新增“人数”", "“一、基本情况”的“规模”：新增选项“微”，删除选项“中”，选项“大”改为“大型”",
                "新增部分“附件”", "“二、表格”的总字数不限改为不超过 500 字", "“二、表格”的“指标”：删除行“税收”", "“一、基本情况”中删除了“简称”",
            ],
            FormChanges.Between(Form, after).Select(c => c.Text));
    }

    [Fact]
    public void A_question_that_moves_keeps_its_place_in_the_comparison()
    {
        var name = Form.Find("basic.short")!;
        var after = Form.WithSection(Form.Section("basic")!.RemoveQuestion("short")).WithSection(Form.Section("tables")!.AddQuestion(name, null)).MoveSection("tables", -1);

        Assert.Equal(["“简称”从“一、基本情况”移到“二、表格”", "调整了各部分的顺序"], FormChanges.Between(Form, after).Select(c => c.Text));
    }

    [Fact]
    public void A_draft_goes_over_with_every_answer_and_what_has_no_place_is_kept_whole()
    {
        var basic = Form.Section("basic")!;
        var tables = Form.Section("tables")!;
        var moved = Form.Find("basic.name")!;
        var after = Form
            .WithSection(basic.RemoveQuestion("short").RemoveQuestion("name").WithQuestion(new ChoiceQuestion { Id = "size", Label = "规模", Options = [new("l", "大"), new("s", "小")] })
                .WithQuestion(new MultiChoiceQuestion { Id = "marks", Label = "认证", Options = [new("9001", "质量")] }))
            .WithSection(tables.WithQuestion(((FixedTableQuestion)tables.Question("figures")!) with { Rows = [new Row { Id = "sales", Label = "销售额" }] })
                .WithQuestion(((GrowingTableQuestion)tables.Question("customers")!) with { Columns = [new Column { Id = "who", Label = "名称" }] }).AddQuestion(moved, null));
        var answers = new Dictionary<string, Answers>(StringComparer.Ordinal)
        {
            ["basic"] = Of("""{"name":"甲公司","short":"甲","size":"m","marks":["9001","14001"]}""", ("staff", "没有")),
            ["tables"] = Of("""{"figures":[{"$row":"sales","year@2021":"10"},{"$row":"tax","year@2021":"1"}],"customers":[{"who":"乙","since":"2019"}]}"""),
        };

        var carried = DraftCarryOver.Carry(Form, after, id => answers[id]);

        Assert.Equal("甲公司", carried.Sections["tables"].Text("name"));
        Assert.Equal([(("basic", "name"), ("tables", "name"))], carried.Moved);
        Assert.Equal(["9001"], carried.Sections["basic"].Choices("marks"));
        Assert.Null(carried.Sections["basic"].Text("size"));
        Assert.Equal("10", Assert.Single(carried.Sections["tables"].Rows("figures"))["year@2021"]);
        Assert.Equal(["who"], Assert.Single(carried.Sections["tables"].Rows("customers")).Keys);

        var kept = carried.Aside["basic"];
        Assert.Equal(("甲", "m", "没有"), (kept.Text("short"), kept.Text("size"), kept.BlankReason("staff")));
        Assert.Equal(["9001", "14001"], kept.Choices("marks"));
        Assert.Equal(2, carried.Aside["tables"].Rows("figures").Count);
        Assert.Equal("2019", Assert.Single(carried.Aside["tables"].Rows("customers"))["since"]);
    }

    [Fact]
    public void Reworded_questions_take_their_answers_along_and_nothing_is_kept_aside()
    {
        var after = Form.WithSection(Form.Section("basic")!.WithQuestion(new TextQuestion { Id = "short", Label = "对外简称", Limit = 5 }));

        var carried = DraftCarryOver.Carry(Form, after, id => string.Equals(id, "basic", StringComparison.Ordinal) ? Of("""{"short":"这个简称比新的限制长"}""") : Answers.Empty);

        Assert.Empty(carried.Aside);
        Assert.Equal("这个简称比新的限制长", carried.Sections["basic"].Text("short"));
    }

    private static Answers Of(string json, params (string Id, string Reason)[] reasons) => new(
        JsonNode.Parse(json)!.AsObject().ToDictionary(p => p.Key, p => p.Value!.DeepClone(), StringComparer.Ordinal), reasons.ToDictionary(r => r.Id, r => r.Reason, StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
}
