using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Tests.Scoring;

public sealed class StageTallyTests
{
    [Fact]
    public void The_worked_example_gives_27_00_as_mean_and_25_83_trimmed_with_a_spread_of_25_to_discuss()
    {
        var mean = Item(Aggregation.Mean, 45, 50, 50, 55, 70);
        var trimmed = Item(Aggregation.TrimmedMean, 45, 50, 50, 55, 70);

        Assert.Equal(54.0m, mean.Aggregated);
        Assert.Equal(27.00m, mean.Points);
        Assert.Equal(51.67m, Math.Round(trimmed.Aggregated!.Value, 2));
        Assert.Equal(25.83m, Math.Round(trimmed.Points!.Value, 2));
        Assert.Equal(25m, mean.Spread);
        Assert.True(mean.MustDiscuss);
    }

    [Fact]
    public void A_15_point_item_at_5_percent_is_0_75()
    {
        var item = Samples.Percent.Item("4.7.3")!;
        Assert.Equal(0.75m, MarkGrid.Points(Samples.Percent, item, 5));
    }

    [Fact]
    public void Four_experts_are_not_trimmed_and_five_are()
    {
        Assert.Equal(55m, Aggregate.Of(Aggregation.TrimmedMean, [40, 50, 50, 80]));
        Assert.Equal(50m, Aggregate.Of(Aggregation.TrimmedMean, [40, 50, 50, 50, 80]));
        Assert.Contains("不足 5 位", Aggregate.How(Aggregation.TrimmedMean, 4), StringComparison.Ordinal);
        Assert.Contains("去掉一个最高分", Aggregate.How(Aggregation.TrimmedMean, 5), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_highest_and_one_lowest_are_dropped_when_several_are_equal() =>
        Assert.Equal(50m, Aggregate.Of(Aggregation.TrimmedMean, [40, 40, 50, 60, 60]));

    [Theory]
    [InlineData(false, 50, 50, 65)]
    [InlineData(false, 45, 50, 60)]
    [InlineData(true, 45, 50, 65)]
    public void The_limit_of_the_spread_itself_must_be_discussed(bool must, params int[] marks) =>
        Assert.Equal(must, Item(Aggregation.Mean, [.. marks.Select(m => (decimal)m)]).MustDiscuss);

    [Fact]
    public void Two_bands_apart_must_be_discussed_even_below_the_spread()
    {
        var item = StageTally.OfItem(Samples.Percent, Aggregation.Mean, 30, Samples.Percent.Item(0), [25, 50], null);
        Assert.Equal(2, item.BandsApart);
        Assert.True(item.MustDiscuss);
        Assert.False(StageTally.OfItem(Samples.Percent, Aggregation.Mean, 30, Samples.Percent.Item(0), [25, 45], null).MustDiscuss);
    }

    [Fact]
    public void In_points_the_spread_is_in_percent_of_the_item()
    {
        var item = StageTally.OfItem(Samples.Points, Aggregation.Mean, 20, Samples.Points.Item(0), [4, 5.25m], null);
        Assert.Equal(20m, item.Spread);
        Assert.True(item.MustDiscuss);
    }

    [Fact]
    public void An_agreed_value_counts_instead_of_the_mean_and_the_raw_marks_stay()
    {
        var agreed = new ConsensusValue("4.1.2", 55, "核对证据后一致", Samples.Expert.UserId, "甲专家", Samples.Now);
        var result = StageTally.Of(Samples.Percent, Aggregation.Mean, 20, [Samples.AllAt(Samples.Percent, 40), Samples.AllAt(Samples.Percent, 70)], [agreed]);

        var item = result.Item("4.1.2")!;
        Assert.Equal([40m, 70m], item.Marks);
        Assert.Equal(55m, item.Aggregated);
        Assert.Equal(27.5m, item.Points);
        Assert.Equal(["4.7.2", "4.7.3"], result.Unsettled.Select(i => i.Item.Code));
        Assert.Equal(27.5m + 16.5m + 8.25m, result.Points);
        Assert.Contains("1 个条目采用合议值", result.How, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_valid_sheet_there_is_no_result() =>
        Assert.Null(StageTally.Of(Samples.Percent, Aggregation.Mean, 20, [], []).Points);

    private static ItemResult Item(Aggregation method, params decimal[] marks) => StageTally.OfItem(Samples.Percent, method, 20, Samples.Percent.Item(0), marks, null);
}
