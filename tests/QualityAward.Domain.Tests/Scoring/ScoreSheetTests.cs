using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Scoring;

public sealed class ScoreSheetTests
{
    [Theory]
    [InlineData(47)]
    [InlineData(0.5)]
    [InlineData(99)]
    public void A_mark_off_the_5_percent_grid_is_refused_with_the_item_and_the_step(double value)
    {
        var refused = Assert.Throws<RefusedException>(() => Save(Sheet(), new Mark("4.1.2") { Value = (decimal)value }));
        Assert.Equal("off-grid", refused.Code);
        Assert.StartsWith("4.1.2 高层领导的作用的评分须为 5%的倍数", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(105)]
    public void A_mark_out_of_range_is_refused(int value) =>
        Assert.Equal("mark-range", Samples.Refusal(() => Save(Sheet(), new Mark("4.1.2") { Value = value })));

    [Fact]
    public void Both_ends_of_the_grid_are_taken()
    {
        var sheet = Sheet();
        Save(sheet, new Mark("4.1.2") { Value = 0 }, new Mark("4.7.2") { Value = 100 });
        Assert.Equal(30m, sheet.Total(Samples.Percent));
    }

    [Fact]
    public void Points_go_in_steps_of_one_half_and_the_full_points_are_always_reachable()
    {
        MarkGrid.Require(Samples.Points, Samples.Points.Item(0), 2.5m);
        MarkGrid.Require(Samples.Points, Samples.Points.Item(0), 6.25m);
        Assert.Equal("off-grid", Samples.Refusal(() => MarkGrid.Require(Samples.Points, Samples.Points.Item(0), 2.25m)));
        Assert.Equal("mark-range", Samples.Refusal(() => MarkGrid.Require(Samples.Points, Samples.Points.Item(0), 6.5m)));
        Assert.Equal(6.25m, MarkGrid.Steps(Samples.Points, Samples.Points.Item(0)).Last());
        Assert.Equal(21, MarkGrid.Steps(Samples.Percent, Samples.Percent.Item(0)).Count());
    }

    [Fact]
    public void Criteria_without_points_cannot_be_marked()
    {
        var item = Samples.Points.Item(0) with { Points = null };
        Assert.Equal("criteria-without-points", Samples.Refusal(() => MarkGrid.Require(Samples.Points, item, 1)));
    }

    [Fact]
    public void An_unknown_item_is_refused() => Assert.Equal("no-such-item", Samples.Refusal(() => Save(Sheet(), new Mark("9.9") { Value = 5 })));

    [Fact]
    public void Every_missing_mark_and_comment_is_named_at_once()
    {
        var sheet = Sheet();
        Save(sheet, new Mark("4.1.2") { Value = 50, Strengths = "  " }, new Mark("4.7.2") { Opportunities = "趋势数据不足" });

        var invalid = Assert.Throws<InvalidInputException>(() => sheet.Submit(Samples.Percent, null, Samples.Expert, Samples.Now));
        Assert.Equal(
            ["Input.Marks[0].Strengths", "Input.Marks[1].Value", "Input.Marks[2].Value", "Input.Marks[2].Strengths"],
            invalid.Problems.Select(p => p.Field));
        Assert.Equal(SheetState.Draft, sheet.State);
        Assert.Empty(sheet.Events);
    }

    [Fact]
    public void An_opportunity_alone_is_comment_enough()
    {
        var sheet = Sheet();
        Save(sheet, [.. Samples.Percent.Items.Select(i => new Mark(i.Code) { Value = 50, Opportunities = "可改进" })]);
        sheet.Submit(Samples.Percent, null, Samples.Expert, Samples.Now);
        Assert.True(sheet.Counts);
        Assert.Equal("4.1.2=50; 4.7.2=50; 4.7.3=50", Assert.Single(sheet.Events).NewValue);
    }

    [Fact]
    public void A_submitted_sheet_never_changes()
    {
        var sheet = Submitted();
        Assert.Equal("sheet-submitted", Samples.Refusal(() => Save(sheet, new Mark("4.1.2") { Value = 60 })));
        Assert.Equal("sheet-submitted", Samples.Refusal(() => sheet.Submit(Samples.Percent, null, Samples.Expert, Samples.Now)));
        Assert.Equal(50m, sheet.Mark("4.1.2")!.Value);
    }

    [Fact]
    public void Nobody_writes_on_another_ones_sheet()
    {
        Assert.Equal("not-own-sheet", Samples.Refusal(() => Sheet().Save(Samples.AllAt(Samples.Percent, 50), 0, Samples.Percent, Samples.Other, Samples.Now)));
        Assert.Equal("permission", Samples.Refusal(() => Sheet().Save(Samples.AllAt(Samples.Percent, 50), 0, Samples.Percent, Samples.Office, Samples.Now)));
    }

    [Fact]
    public void An_old_version_of_the_page_does_not_overwrite_a_newer_one() =>
        Assert.Throws<StaleVersionException>(() => Sheet().Save(Samples.AllAt(Samples.Percent, 50), 7, Samples.Percent, Samples.Expert, Samples.Now));

    [Fact]
    public void Saving_one_item_keeps_the_others()
    {
        var sheet = Sheet();
        Save(sheet, new Mark("4.7.2") { Value = 30, VisitIssue = "核对出厂检验记录" });
        Save(sheet, new Mark("4.1.2") { Value = 45 });
        Assert.Equal(["4.1.2", "4.7.2"], sheet.Marks.Select(m => m.Item));
        Assert.Equal("核对出厂检验记录", sheet.Mark("4.7.2")!.VisitIssue);
    }

    [Fact]
    public void A_returned_sheet_is_kept_and_a_new_version_begins_with_its_marks()
    {
        var sheet = Submitted();
        var next = sheet.Return(Guid.NewGuid(), " 4.1.2 的评语与评分不符 ", Samples.Office, Samples.Now);

        Assert.Equal(SheetState.Returned, sheet.State);
        Assert.False(sheet.Counts);
        Assert.Equal("4.1.2 的评语与评分不符", sheet.ReturnReason);
        Assert.Equal(50m, sheet.Mark("4.1.2")!.Value);
        Assert.Equal((2, SheetState.Draft), (next.Number, next.State));

        Save(next, new Mark("4.1.2") { Value = 60, Strengths = "已核对" });
        next.Submit(Samples.Percent, sheet, Samples.Expert, Samples.Now);
        var happened = Assert.Single(next.Events);
        Assert.Equal(("4.1.2=50; 4.7.2=50; 4.7.3=50", "4.1.2=60; 4.7.2=50; 4.7.3=50"), (happened.OldValue, happened.NewValue));
        Assert.Null(happened.PublicText);
    }

    [Fact]
    public void A_sheet_is_returned_by_the_office_only_with_a_reason_and_only_when_submitted()
    {
        Assert.Equal("permission", Samples.Refusal(() => Submitted().Return(Guid.NewGuid(), "理由", Samples.Other, Samples.Now)));
        Assert.Equal("sheet-not-submitted", Samples.Refusal(() => Sheet().Return(Guid.NewGuid(), "理由", Samples.Office, Samples.Now)));
        Assert.Throws<InvalidInputException>(() => Submitted().Return(Guid.NewGuid(), " ", Samples.Office, Samples.Now));
    }

    [Fact]
    public void A_void_sheet_is_kept_but_does_not_count()
    {
        var sheet = Submitted();
        sheet.Void("回避", Samples.Office, Samples.Now);
        Assert.False(sheet.Counts);
        Assert.Equal(50m, sheet.Mark("4.1.2")!.Value);

        var draft = Sheet();
        draft.Void("回避", Samples.Expert, Samples.Now);
        Assert.Equal("sheet-void", Samples.Refusal(() => Save(draft, new Mark("4.1.2") { Value = 50 })));
    }

    private static ScoreSheet Sheet() => ScoreSheet.Open(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Stage.DocumentReview, Samples.Expert.UserId, Guid.NewGuid(), Samples.Now);

    private static ScoreSheet Submitted()
    {
        var sheet = Sheet();
        Save(sheet, [.. Samples.AllAt(Samples.Percent, 50)]);
        sheet.Submit(Samples.Percent, null, Samples.Expert, Samples.Now);
        sheet.ClearEvents();
        return sheet;
    }

    private static void Save(ScoreSheet sheet, params Mark[] marks) => sheet.Save(marks, sheet.Version, Samples.Percent, Samples.Expert, Samples.Now);
}
