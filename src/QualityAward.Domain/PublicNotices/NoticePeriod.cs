using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.PublicNotices;

/// <summary>The days of a public notice (公示期): from the first to the last counted day, ending at 24:00 China time.</summary>
/// <param name="First">First counted day.</param>
/// <param name="Last">Last counted day.</param>
public sealed record NoticePeriod(DateOnly First, DateOnly Last)
{
    /// <summary>The first moment after the notice: 24:00 of the last day.</summary>
    public DateTimeOffset EndsAt => ChinaCalendar.EndOf(Last);

    /// <summary>
    /// Counts full days from the day after publication, or from the day of publication when the round says so. On working days only working days
    /// count; a notice published on a Saturday with the first day counted starts on the next working day.
    /// </summary>
    public static NoticePeriod From(DateOnly publishedOn, int days, DayCount count, bool firstDayCounts, WorkingCalendar calendar)
    {
        var before = firstDayCounts ? publishedOn.AddDays(-1) : publishedOn;
        return count switch
        {
            DayCount.NaturalDays => new NoticePeriod(before.AddDays(1), before.AddDays(days)),
            DayCount.WorkingDays => new NoticePeriod(calendar.AddWorkingDays(before, 1), calendar.AddWorkingDays(before, days)),
        };
    }
}
