using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public sealed class AnswersCopyTests
{
    private static readonly FormContext Earlier = new(2021, new DateOnly(2021, 6, 26), new DateOnly(2021, 6, 1));
    private static readonly FormContext Now = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 1));

    [Fact]
    public void Texts_choices_and_rows_come_along()
    {
        var copied = Copy(a => a.Set("name", "甲").Set("kind", "b").Choose("areas", "a", "b").Rows("rows", [Row(("who", "乙"), ("what", "丙"))]));

        Assert.Equal(("甲", "b"), (copied.Text("name"), copied.Text("kind")));
        Assert.Equal(["a", "b"], copied.Choices("areas"));
        Assert.Equal("丙", copied.Rows("rows")[0]["what"]);
        Assert.Equal(["rows"], copied.Personal);
    }

    [Fact]
    public void Years_that_both_speak_of_come_along_and_others_do_not()
    {
        var copied = Copy(a => a.Rows("figures", [Row((Answers.RowKey, "sales"), ("n@2018", "8"), ("n@2019", "9"), ("n@2020", "10")), Row((Answers.RowKey, "gone"), ("n@2020", "1"))]));

        var row = Assert.Single(copied.Rows("figures"));
        Assert.Equal(["$row", "n@2019", "n@2020"], row.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Old_years_alone_are_no_answer() => Assert.Empty(Copy(a => a.Rows("figures", [Row((Answers.RowKey, "sales"), ("n@2018", "8"))])).Values);

    [Fact]
    public void What_does_not_fit_stays_behind()
    {
        var copied = Copy(a => a.Set("kind", "old").Choose("areas", "old", "a").Set("changed", "12").Set("promise", "yes").Reason("name", "无").Rows("rows", [.. Enumerable.Range(0, 4).Select(i => Row(("who", $"第{i}")))]));

        Assert.Null(copied.Text("kind"));
        Assert.Equal(["a"], copied.Choices("areas"));
        Assert.Null(copied.Text("changed"));
        Assert.Null(copied.Text("promise"));
        Assert.Empty(copied.BlankReasons);
        Assert.Equal(2, copied.Rows("rows").Count);
    }

    private static Answers Copy(Action<AnswersBuilder> fill)
    {
        var before = Section(isEarlier: true);
        var builder = new AnswersBuilder(before, Earlier);
        fill(builder);
        return AnswersCopy.Of(Section(isEarlier: false), Now, before, builder.Build());
    }

    private static FormSection Section(bool isEarlier)
    {
        IReadOnlyList<Option> options = [new("a", "甲"), new("b", "乙")];
        IReadOnlyList<Option> before = [.. options, new("old", "旧")];
        return new FormSection
        {
            Id = "s",
            Title = "部分",
            Questions =
            [
                new TextQuestion { Id = "name", Label = "名称" },
                new ChoiceQuestion { Id = "kind", Label = "类别", Options = isEarlier ? before : options },
                new MultiChoiceQuestion { Id = "areas", Label = "领域", Options = isEarlier ? before : options },
                isEarlier ? new TextQuestion { Id = "changed", Label = "人数" } : new NumberQuestion { Id = "changed", Label = "人数" },
                new YesNoQuestion { Id = "promise", Label = "承诺", MustBeYes = true },
                new GrowingTableQuestion { Id = "rows", Label = "客户", MaxRows = isEarlier ? 10 : 2, Columns = [new Column { Id = "who", Label = "名称", Personal = true }, new Column { Id = "what", Label = "内容" }] },
                new FixedTableQuestion { Id = "figures", Label = "指标", Rows = isEarlier ? [new Row { Id = "sales", Label = "销售" }, new Row { Id = "gone", Label = "旧" }] : [new Row { Id = "sales", Label = "销售" }], Columns = [new Column { Id = "n", Label = "", PerYear = true }] },
            ],
        };
    }

    private static Dictionary<string, string> Row(params (string Key, string Value)[] cells) => cells.ToDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal);
}
