using System.Globalization;

namespace QualityAward.Domain.Tests;

public sealed class ChinaCalendarTests
{
    [Theory]
    [InlineData("2022-06-26T15:59:59Z", "2022-06-26")]
    [InlineData("2022-06-26T16:00:00Z", "2022-06-27")]
    [InlineData("2021-12-31T16:00:00Z", "2022-01-01")]
    [InlineData("2022-06-26T23:59:59+08:00", "2022-06-26")]
    [InlineData("2022-06-26T18:00:00-05:00", "2022-06-27")]
    public void A_moment_has_the_date_that_it_has_in_China(string moment, string date) =>
        Assert.Equal(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), ChinaCalendar.DateOf(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_day_ends_when_the_next_begins()
    {
        var day = new DateOnly(2024, 2, 29);

        Assert.Equal(new DateTimeOffset(2024, 2, 28, 16, 0, 0, TimeSpan.Zero), ChinaCalendar.StartOf(day));
        Assert.Equal(ChinaCalendar.StartOf(new DateOnly(2024, 3, 1)), ChinaCalendar.EndOf(day));
        Assert.Equal(TimeSpan.FromDays(1), ChinaCalendar.EndOf(day) - ChinaCalendar.StartOf(day));
    }

    [Fact]
    public void Dates_and_moments_are_written_as_documents_write_them()
    {
        Assert.Equal("2022年6月1日", ChinaCalendar.Text(new DateOnly(2022, 6, 1)));
        Assert.Equal("2022-06-27 00:03", ChinaCalendar.Text(new DateTimeOffset(2022, 6, 26, 16, 3, 59, TimeSpan.Zero)));
    }
}
