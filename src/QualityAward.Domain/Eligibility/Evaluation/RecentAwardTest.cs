namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>One of some awards within N years (近年获奖). Named awards only; a month counts with its days, in between a document must show the day.</summary>
internal sealed class RecentAwardTest(RecentAwardCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var from = Facts.ClosesOn.AddYears(-condition.Years);
        var names = string.Join('、', condition.Awards);
        var rows = Case.Rows(condition.Table).Where(r => condition.Awards.Any(a => r.GetValueOrDefault(condition.NameColumn)?.Contains(a, StringComparison.Ordinal) == true)).ToList();
        if (rows.Count == 0)
        {
            return Finding.NotMet($"“{Case.Label(condition.Table)}”中没有填写{names}，要求 {Day(from)} 以来获得");
        }

        var outcome = VerdictOutcome.NotMet;
        var says = new List<string>();
        foreach (var row in rows)
        {
            var title = row[condition.NameColumn];
            var (one, text) = TypedDate.Parse(row.GetValueOrDefault(condition.WonColumn)) switch
            {
                null => (VerdictOutcome.NeedsEvidence, "获得时间未填写"),
                { } won when won.First > Facts.ClosesOn => (VerdictOutcome.NotMet, $"{won.Text} 获得，晚于申报截止日"),
                { } won when won.First >= from => (VerdictOutcome.Met, $"{won.Text} 获得"),
                { } won when won.Last >= from => (VerdictOutcome.NeedsEvidence, $"{won.Text} 获得，须核对具体日期"),
                { } won => (VerdictOutcome.NotMet, $"{won.Text} 获得，早于 {Day(from)}"),
            };
            says.Add($"{title}：{text}");
            outcome = Verdict.WeightOf(one) < Verdict.WeightOf(outcome) ? one : outcome;
        }

        return new Finding(outcome, $"{string.Join('；', says)}；要求 {Day(from)} 至 {Day(Facts.ClosesOn)} 期间获得{names}");
    }
}
