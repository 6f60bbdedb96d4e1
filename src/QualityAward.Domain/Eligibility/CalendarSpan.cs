using System.Globalization;
using System.Runtime.InteropServices;

namespace QualityAward.Domain.Eligibility;

/// <summary>A length of time in whole months and days (期间).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CalendarSpan(int Months, int Days)
{
    /// <summary>
    /// From one day to another: the largest number of whole months that fits, then days. A month without the day ends on its last day
    /// (民法典第二百零二条), so 29 February plus a year is 28 February.
    /// </summary>
    public static CalendarSpan Between(DateOnly from, DateOnly to)
    {
        if (to <= from)
        {
            return default;
        }

        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        if (from.AddMonths(months) > to)
        {
            months--;
        }

        return new CalendarSpan(months, to.DayNumber - from.AddMonths(months).DayNumber);
    }

    /// <summary>The day after this time has run from a day.</summary>
    public DateOnly From(DateOnly day) => day.AddMonths(Months).AddDays(Days);

    public bool AtLeastYears(int years) => Months >= years * 12;

    public string Text
    {
        get
        {
            var parts = new List<string>(3);
            if (Months >= 12)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Months / 12} 年"));
            }

            if (Months % 12 > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Months % 12} 个月"));
            }

            if (Days > 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{Days} 天"));
            }

            return parts.Count == 0 ? "0 天" : string.Join(' ', parts);
        }
    }
}

/// <summary>A typed date, or a typed month of which the day is not known (日期或年月).</summary>
/// <param name="First">First day that it can mean.</param>
/// <param name="Last">Last day that it can mean.</param>
/// <param name="Text">As written.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TypedDate(DateOnly First, DateOnly Last, string Text)
{
    public static TypedDate? Parse(string? text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new TypedDate(day, day, text!);
        }

        return DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            ? new TypedDate(first, first.AddMonths(1).AddDays(-1), text!)
            : null;
    }
}
