using QualityAward.Domain;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>Reads shared/holidays.jsonc (节假日数据读取).</summary>
public static class HolidayReader
{
    public static WorkingCalendar Read(string root)
    {
        var file = PackFile.Open(root, Path.Combine(root, "shared", "holidays.jsonc")).Read<HolidayFile>();
        return new WorkingCalendar(file.Holidays.SelectMany(h => Days(h.From, h.To)).ToHashSet(), file.Workdays.ToHashSet());
    }

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private sealed record HolidayFile
    {
        public required IReadOnlyList<HolidayPeriod> Holidays { get; init; }

        public required IReadOnlyList<DateOnly> Workdays { get; init; }
    }

    private sealed record HolidayPeriod(DateOnly From, DateOnly To);
}
