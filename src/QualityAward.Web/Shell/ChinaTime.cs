using System.Globalization;

namespace QualityAward.Web.Shell;

/// <summary>How dates and moments are shown: in China time, written as in official documents.</summary>
public static class ChinaTime
{
    /// <summary>China has one time zone without daylight saving, so a fixed offset needs no zone database.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset ToChina(DateTimeOffset moment) => moment.ToOffset(Offset);

    public static DateOnly DateOf(DateTimeOffset moment) => DateOnly.FromDateTime(ToChina(moment).DateTime);

    /// <summary>2022年6月26日</summary>
    public static string Date(DateOnly date) => date.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture);

    /// <summary>2022年6月26日</summary>
    public static string Date(DateTimeOffset moment) => Date(DateOf(moment));

    /// <summary>2022-06-26 14:03</summary>
    public static string Moment(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm");

    /// <summary>2022-06-26 14:03:22, where the second counts (receipts, traces)</summary>
    public static string Exact(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd HH:mm:ss");

    /// <summary>14:03:22</summary>
    public static string Clock(DateTimeOffset moment) => Format(moment, "HH:mm:ss");

    /// <summary>2022年6月26日 17:00. Midnight is the end of the day before, as notices write it: 2022年6月26日 24:00.</summary>
    public static string Deadline(DateTimeOffset moment)
    {
        var china = ToChina(moment);

        return china.TimeOfDay == TimeSpan.Zero
            ? Date(DateOnly.FromDateTime(china.Date).AddDays(-1)) + " 24:00"
            : Date(china) + china.ToString(" HH:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>2022年6月1日至6月26日; the year is repeated only where it changes.</summary>
    public static string Period(DateOnly first, DateOnly last) =>
        first == last ? Date(first)
        : first.Year == last.Year ? $"{Date(first)}至{last.ToString("M'月'd'日'", CultureInfo.InvariantCulture)}"
        : $"{Date(first)}至{Date(last)}";

    /// <summary>Machine-readable, for the datetime attribute.</summary>
    public static string Iso(DateTimeOffset moment) => Format(moment, "yyyy-MM-dd'T'HH:mm:sszzz");

    private static string Format(DateTimeOffset moment, string format) =>
        ToChina(moment).ToString(format, CultureInfo.InvariantCulture);
}
