namespace QualityAward.Domain.Tests;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = new(
        new HashSet<DateOnly> { new(2023, 6, 22), new(2023, 6, 23), new(2023, 6, 24) }, new HashSet<DateOnly> { new(2023, 6, 25) });

    [Theory]
    [InlineData("2023-06-21", null)]
    [InlineData("2023-06-22", "法定节假日")]
    [InlineData("2023-06-24", "法定节假日")]
    [InlineData("2023-06-25", null)]
    [InlineData("2023-07-01", "星期六")]
    [InlineData("2023-07-02", "星期日")]
    public void A_day_off_says_why(string day, string? why) => Assert.Equal(why, Calendar.DayOff(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2022-06-22", "2023-06-25")]
    [InlineData("2022-06-21", "2023-06-21")]
    [InlineData("2022-07-01", "2023-07-03")]
    [InlineData("2022-07-03", "2023-07-03")]
    public void A_date_moves_to_the_next_year_and_on_to_the_next_working_day(string before, string after) =>
        Assert.Equal(DateOnly.Parse(after, System.Globalization.CultureInfo.InvariantCulture), Calendar.InLaterYear(DateOnly.Parse(before, System.Globalization.CultureInfo.InvariantCulture), 1));

    [Fact]
    public void The_29th_of_February_moves_to_the_28th() => Assert.Equal(new DateOnly(2025, 2, 28), WorkingCalendar.Weekends.InLaterYear(new DateOnly(2024, 2, 29), 1));

    [Fact]
    public void A_year_is_known_when_its_holidays_are_entered()
    {
        var onlyNewYear = new WorkingCalendar(new HashSet<DateOnly> { new(2024, 1, 1) }, new HashSet<DateOnly>());

        Assert.True(Calendar.Knows(2023));
        Assert.False(Calendar.Knows(2024));
        Assert.False(onlyNewYear.Knows(2024));
    }
}
