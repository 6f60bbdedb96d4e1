namespace QualityAward.Domain;

/// <summary>Working days (工作日): Monday to Friday, but for public holidays (法定节假日) and the weekend days worked instead (调休), both of them data.</summary>
public sealed class WorkingCalendar(IReadOnlySet<DateOnly> holidays, IReadOnlySet<DateOnly> workedWeekends)
{
    /// <summary>Knows weekends only.</summary>
    public static readonly WorkingCalendar Weekends = new(new HashSet<DateOnly>(), new HashSet<DateOnly>());

    public bool IsWorkingDay(DateOnly day) =>
        workedWeekends.Contains(day) || (!holidays.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>True when the year's holidays have been announced and entered; the first days of January alone are part of the year before.</summary>
    public bool Knows(int year) => holidays.Any(h => h.Year == year && h.Month > 1);

    /// <summary>Why nobody works on this day, in words: 星期日, 法定节假日; null on working days.</summary>
    public string? DayOff(DateOnly day) => IsWorkingDay(day) ? null : holidays.Contains(day) ? "法定节假日" : day.DayOfWeek == DayOfWeek.Sunday ? "星期日" : "星期六";

    /// <summary>The n-th working day after this day, which itself does not count.</summary>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        for (var left = count; left > 0;)
        {
            day = day.AddDays(1);
            left -= IsWorkingDay(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>The same day some years later; where that is a day off, the next working day (顺延).</summary>
    public DateOnly InLaterYear(DateOnly day, int years)
    {
        var same = day.AddYears(years);
        return IsWorkingDay(same) ? same : AddWorkingDays(same, 1);
    }
}
