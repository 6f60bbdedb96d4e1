namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>At least N years over several periods (累计年限). Days of periods count with both ends; overlaps count once, adjoining periods are one.</summary>
internal sealed class PeriodYearsTest(PeriodYearsCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var asOf = Case.AsOfDay(condition.AsOf);
        var rows = Case.Rows(condition.Table);
        if (rows.Count == 0)
        {
            return Finding.Open($"尚未填写“{Case.Label(condition.Table)}”，要求累计 ≥ {condition.Years} 年");
        }

        var (periods, unreadable) = Periods(rows, asOf);
        var merged = Merge(periods);
        // Separate periods are laid end to end on the calendar of the first.
        var start = merged.Count == 0 ? asOf : merged[0].From;
        var total = CalendarSpan.Between(start, merged.Aggregate(start, (day, p) => CalendarSpan.Between(p.From, p.End).From(day)));
        var shown = merged.Count == 0 ? "没有可计算的时段" : string.Join('、', merged.Select(p => $"{Day(p.From)} 至 {Day(p.End.AddDays(-1))}"));
        var text = $"共填 {rows.Count} 段，重叠部分只计一次：{shown}，截至 {Day(asOf)} 累计 {total.Text}，要求 ≥ {condition.Years} 年";
        if (total.AtLeastYears(condition.Years))
        {
            return Finding.Met(text);
        }

        return unreadable > 0 ? Finding.Open($"{text}；另有 {unreadable} 段起止时间不全或起止颠倒，未计入") : Finding.NotMet(text);
    }

    /// <summary>The end is the day after the last one.</summary>
    private (List<(DateOnly From, DateOnly End)> Periods, int Unreadable) Periods(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, DateOnly asOf)
    {
        var periods = new List<(DateOnly From, DateOnly End)>();
        var unreadable = 0;
        foreach (var row in rows)
        {
            var to = row.GetValueOrDefault(condition.ToColumn) ?? "";
            var end = to.Length == 0 ? new TypedDate(asOf, DateOnly.MaxValue, "至今") : TypedDate.Parse(to);
            if (TypedDate.Parse(row.GetValueOrDefault(condition.FromColumn)) is not { } from || end is not { } until || until.Last < from.First)
            {
                unreadable++;
            }
            else if (from.First <= asOf)
            {
                periods.Add((from.First, (until.Last < asOf ? until.Last : asOf).AddDays(1)));
            }
        }

        return (periods, unreadable);
    }

    private static List<(DateOnly From, DateOnly End)> Merge(List<(DateOnly From, DateOnly End)> periods)
    {
        var merged = new List<(DateOnly From, DateOnly End)>();
        foreach (var period in periods.OrderBy(p => p.From))
        {
            if (merged.Count > 0 && period.From <= merged[^1].End)
            {
                merged[^1] = (merged[^1].From, period.End > merged[^1].End ? period.End : merged[^1].End);
            }
            else
            {
                merged.Add(period);
            }
        }

        return merged;
    }
}
