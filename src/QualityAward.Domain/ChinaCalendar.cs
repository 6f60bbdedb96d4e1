namespace QualityAward.Domain;

/// <summary>Dates as the documents mean them (北京时间): a closing date ends at 24:00 China time, which has no summer time.</summary>
public static class ChinaCalendar
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.ToOffset(Offset).DateTime);

    public static DateOnly Today(this TimeProvider time) => DateOf(time.GetUtcNow());

    public static DateTimeOffset StartOf(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), Offset);

    /// <summary>24:00 of the day, the first moment that is too late.</summary>
    public static DateTimeOffset EndOf(DateOnly date) => StartOf(date.AddDays(1));

    /// <summary>The date as documents write it: 2022年6月26日.</summary>
    public static string Text(DateOnly date) => $"{date.Year}年{date.Month}月{date.Day}日";

    /// <summary>A moment in China time: 2022-06-26 14:03.</summary>
    public static string Text(DateTimeOffset moment) => moment.ToOffset(Offset).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
