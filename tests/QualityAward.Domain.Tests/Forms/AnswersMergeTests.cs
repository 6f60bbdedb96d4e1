using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Tests.Forms;

public sealed class AnswersMergeTests
{
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 1));

    private static readonly FormSection Section = new()
    {
        Id = "s",
        Title = "部分",
        Questions =
        [
            new TextQuestion { Id = "name", Label = "名称" },
            new LongTextQuestion { Id = "deeds", Label = "事迹" },
            new MultiChoiceQuestion { Id = "areas", Label = "领域", Options = [new("a", "甲"), new("b", "乙"), new("c", "丙")] },
            new FixedTableQuestion { Id = "figures", Label = "指标", Rows = [new Row { Id = "sales", Label = "销售" }, new Row { Id = "tax", Label = "税收" }], Columns = [new Column { Id = "x", Label = "甲" }, new Column { Id = "y", Label = "乙" }] },
            new GrowingTableQuestion { Id = "rows", Label = "客户", MaxRows = 4, Columns = [new Column { Id = "who", Label = "名称" }, new Column { Id = "what", Label = "内容" }] },
        ],
    };

    [Fact]
    public void Different_fields_win_both()
    {
        var merged = Merge(With(), With(a => a.Set("name", "甲")), With(a => a.Set("deeds", "乙").Reason("areas", "无")));

        Assert.Empty(merged.Conflicts);
        Assert.Equal(("甲", "乙", "无"), (merged.Answers.Text("name"), merged.Answers.Text("deeds"), merged.Answers.BlankReason("areas")));
    }

    [Fact]
    public void The_same_field_changed_differently_is_a_conflict_and_the_rest_is_merged()
    {
        var merged = Merge(With(a => a.Set("name", "原")), With(a => a.Set("name", "我的")), With(a => a.Set("name", "他的").Set("deeds", "他的事迹")));

        Assert.Equal(["name"], merged.Conflicts);
        Assert.Equal(("我的", "他的事迹"), (merged.Answers.Text("name"), merged.Answers.Text("deeds")));
    }

    [Theory]
    [InlineData("同", "同")]
    [InlineData("", "")]
    public void The_same_change_twice_is_none(string mine, string theirs) =>
        Assert.Empty(Merge(With(a => a.Set("name", "原")), With(a => a.Set("name", mine)), With(a => a.Set("name", theirs))).Conflicts);

    [Fact]
    public void A_field_that_one_clears_and_the_other_leaves_is_cleared()
    {
        var merged = Merge(With(a => a.Set("name", "原").Set("deeds", "甲")), With(a => a.Set("deeds", "甲")), With(a => a.Set("name", "原").Set("deeds", "乙")));

        Assert.Empty(merged.Conflicts);
        Assert.Equal((null, "乙"), (merged.Answers.Text("name"), merged.Answers.Text("deeds")));
    }

    [Fact]
    public void What_both_began_from_is_unknown_then_every_difference_is_a_conflict()
    {
        var merged = Merge(null, With(a => a.Set("name", "甲").Set("deeds", "同")), With(a => a.Set("deeds", "同").Reason("areas", "无")));

        Assert.Equal(["areas", "name"], merged.Conflicts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_option_is_a_field_of_its_own()
    {
        var merged = Merge(With(a => a.Choose("areas", "a")), With(a => a.Choose("areas", "a", "b")), With(a => a.Choose("areas", "c")));

        Assert.Empty(merged.Conflicts);
        Assert.Equal(["c", "b"], merged.Answers.Choices("areas"));
    }

    [Fact]
    public void Each_cell_of_a_fixed_table_is_a_field_of_its_own()
    {
        var merged = Merge(With(), With(a => a.Rows("figures", [Fixed("sales", "1", "")])), With(a => a.Rows("figures", [Fixed("sales", "", "2"), Fixed("tax", "3", "")])));
        var clash = Merge(With(), With(a => a.Rows("figures", [Fixed("sales", "1", "")])), With(a => a.Rows("figures", [Fixed("sales", "2", "")])));

        Assert.Empty(merged.Conflicts);
        Assert.Equal("1", merged.Answers.RowsByKey(Section.Questions[3].Id)["sales"]["x"]);
        Assert.Equal("2", merged.Answers.RowsByKey(Section.Questions[3].Id)["sales"]["y"]);
        Assert.Equal("3", merged.Answers.RowsByKey(Section.Questions[3].Id)["tax"]["x"]);
        Assert.Equal(["figures"], clash.Conflicts);
    }

    [Theory]
    // Two add a row: the stored one stands first.
    [InlineData("a1", "a1 b2", "a1 c3", "a1 c3 b2")]
    [InlineData("", "b2", "c3", "c3 b2")]
    // The same row added twice is one.
    [InlineData("", "b2", "b2 c3", "b2 c3")]
    // One changes a row, the other takes another away.
    [InlineData("a1 b2 c3", "a9 b2 c3", "a1 b2", "a9 b2")]
    // Different cells of one row.
    [InlineData("a1", "a9", "z1", "z9")]
    // One changes a row, the other adds one behind it.
    [InlineData("a1", "a9", "a1 b2", "a9 b2")]
    [InlineData("a1", "x5 a1", "a9", null)]
    // The same cell.
    [InlineData("a1", "a8", "a9", null)]
    // One takes away what the other changes.
    [InlineData("a1 b2", "a1", "a1 b9", null)]
    // More rows than the form has.
    [InlineData("", "a1 b2 c3", "d4 e5", null)]
    public void Rows_of_a_growing_table_are_matched_by_what_stands_in_them(string basis, string mine, string theirs, string? expected)
    {
        var merged = Merge(Rows(basis), Rows(mine), Rows(theirs));

        Assert.Equal(expected is null ? ["rows"] : [], merged.Conflicts);
        Assert.Equal(expected ?? mine, string.Join(' ', merged.Answers.Rows("rows").Select(r => r.GetValueOrDefault("who") + r.GetValueOrDefault("what"))));
    }

    private static MergedAnswers Merge(Answers? basis, Answers mine, Answers theirs) => AnswersMerge.Of(Section, basis, mine, theirs);

    private static Answers With(Action<AnswersBuilder>? fill = null)
    {
        var builder = new AnswersBuilder(Section, Context);
        fill?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>"a1 b2": two rows, who a, what 1 …</summary>
    private static Answers Rows(string rows) => With(a => a.Rows(
        "rows", [.. rows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(r => new Dictionary<string, string>(StringComparer.Ordinal) { ["who"] = r[..1], ["what"] = r[1..] })]));

    private static Dictionary<string, string> Fixed(string key, string x, string y) => new(StringComparer.Ordinal) { [Answers.RowKey] = key, ["x"] = x, ["y"] = y };
}
