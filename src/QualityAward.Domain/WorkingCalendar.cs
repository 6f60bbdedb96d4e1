namespace QualityAward.Domain;

/// <summary>Working days (工作日): Monday to Friday, but for public holidays (法定节假日) and the weekend days worked instead (调休), both of them data.</summary>
public sealed class WorkingCalendar(IReadOnlySet<DateOnly> holidays, IReadOnlySet<DateOnly> workedWeekends)
{
    /// <summary>Knows weekends only.</summary>
    public static readonly WorkingCalendar Weekends = new(new HashSet<DateOnly>(), new HashSet<DateOnly>());

    public bool IsWorkingDay(DateOnly day) =>
        workedWeekends.Contains(day) || (!holidays.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

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
}
