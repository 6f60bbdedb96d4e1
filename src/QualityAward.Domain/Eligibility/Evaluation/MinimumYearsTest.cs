namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>At least N years since a date (年限), counted to the day.</summary>
internal sealed class MinimumYearsTest(MinimumYearsCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var asOf = Case.AsOfDay(condition.AsOf);
        if (TypedDate.Parse(Case.Text(condition.Since)) is not { } since)
        {
            return Finding.Open($"尚未填写“{Case.Label(condition.Since)}”，要求 ≥ {condition.Years} 年");
        }

        if (since.First > asOf)
        {
            return Finding.NotMet($"{condition.SinceText} {since.Text}，晚于 {Day(asOf)}，要求 ≥ {condition.Years} 年");
        }

        if (since.First == since.Last)
        {
            var text = $"{condition.SinceText} {since.Text}，至 {Day(asOf)} 已 {CalendarSpan.Between(since.First, asOf).Text}，要求 ≥ {condition.Years} 年";
            return since.First.AddYears(condition.Years) <= asOf ? Finding.Met(text) : Finding.NotMet($"{text}，满 {condition.Years} 年之日为 {Day(since.First.AddYears(condition.Years))}");
        }

        // Only the month is known: the last day decides for "met", the first for "not met", in between a document must show the day.
        if (since.Last.AddYears(condition.Years) <= asOf)
        {
            return Finding.Met($"{condition.SinceText} {since.Text}，自该月末日起算，至 {Day(asOf)} 已 {CalendarSpan.Between(since.Last, asOf).Text}，要求 ≥ {condition.Years} 年");
        }

        var months = $"{condition.SinceText} {since.Text}，自该月首日起算，至 {Day(asOf)} 已 {CalendarSpan.Between(since.First, asOf).Text}，要求 ≥ {condition.Years} 年";
        return since.First.AddYears(condition.Years) > asOf ? Finding.NotMet(months) : Finding.Open($"{months}；须核对当月的具体日期");
    }
}
