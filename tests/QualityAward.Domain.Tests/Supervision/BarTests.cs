using QualityAward.Domain.Programmes;
using QualityAward.Domain.Supervision;

namespace QualityAward.Domain.Tests.Supervision;

/// <summary>Decision date + n years &gt; closing date = barred: the days around both ends.</summary>
public sealed class BarTests
{
    private static readonly Clause Article = new("rules", "第十四条");

    [Theory]
    [InlineData("2021-10-20", 5, "2021-10-19", false)]
    [InlineData("2021-10-20", 5, "2021-10-20", true)]
    [InlineData("2021-10-20", 5, "2026-10-19", true)]
    [InlineData("2021-10-20", 5, "2026-10-20", false)]
    [InlineData("2019-06-26", 3, "2022-06-25", true)]
    [InlineData("2019-06-26", 3, "2022-06-26", false)]
    [InlineData("2019-06-27", 3, "2022-06-26", true)]
    // 29 February has no date of its own three or five years later: the last day of the month takes its place.
    [InlineData("2020-02-29", 3, "2023-02-27", true)]
    [InlineData("2020-02-29", 3, "2023-02-28", false)]
    [InlineData("2020-02-29", 4, "2024-02-28", true)]
    [InlineData("2020-02-29", 4, "2024-02-29", false)]
    public void A_bar_covers_from_the_decision_to_the_day_before_the_same_date(string decided, int years, string closes, bool covered) =>
        Assert.Equal(covered, Bar(decided, years).Covers(Day(closes)));

    [Fact]
    public void The_arithmetic_is_said_in_words() =>
        Assert.Equal(
            "决定日 2021年10月20日 + 5 年 = 2026年10月20日，该日起可以申报；2021年10月20日至2026年10月19日截止申报的各届不得申报", Bar("2021-10-20", 5).Arithmetic);

    [Fact]
    public void A_withdrawn_bar_covers_nothing()
    {
        var bar = Bar("2021-10-20", 5);

        bar.Withdraw("录入有误", ChinaCalendar.StartOf(new DateOnly(2022, 1, 1)));

        Assert.False(bar.Covers(new DateOnly(2022, 6, 26)));
    }

    private static Bar Bar(string decided, int years) =>
        Domain.Supervision.Bar.Impose(Guid.NewGuid(), Guid.NewGuid(), "sample", new BarRule { Ground = BarGround.FalseMaterial, Years = years, Clause = Article }, Day(decided), "第十四条");

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
