namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>Whoever was honoured before and applies again has improved (再次申报): does not speak of others; the figures are shown to the person who judges.</summary>
internal sealed class ImprovementTest(ImprovementCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var won = Facts.Registers.Wins.Where(w => condition.Tiers.Contains(w.TierCode, StringComparer.Ordinal)).OrderBy(w => w.AwardYear).ToList();
        foreach (var win in won)
        {
            Found(VerdictSource.Register, "获奖名册", $"{win.AwardYear} 年度{win.TierName}{(win.DecidedOn is { } on ? $"，决定日 {Day(on)}" : "，决定日期不详")}");
        }

        if (won.Count == 0 && !Case.IsFilled(condition.Declared))
        {
            return Finding.NotApplicable($"获奖名册中没有记录，也未填写“{Case.Label(condition.Declared)}”，本条不适用");
        }

        List<string> says =
        [
            .. won.Select(w => $"获奖名册：{w.AwardYear} 年度{w.TierName}"),
            .. Case.Text(condition.Declared) is { } declared ? [$"{Case.Label(condition.Declared)}：{declared}"] : Array.Empty<string>(),
            Case.Figures(condition.Figures) is { Length: > 0 } figures ? figures : "近年指标未填写",
            "是否较上次有明显提升，由质量奖办公室对照上次申报材料研判",
        ];
        return Finding.Open(string.Join('；', says));
    }
}
