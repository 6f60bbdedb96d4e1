namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>A clause that sends to others (同时符合): as bad as the worst of them.</summary>
internal sealed class AllOfTest(AllOfCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var verdicts = condition.Conditions.Select(Case.Verdict).OfType<Verdict>().Where(v => v.Outcome != VerdictOutcome.NotApplicable).ToList();
        if (verdicts.Count == 0)
        {
            return Finding.NotApplicable("所引各项条件均不适用");
        }

        var worst = verdicts.Aggregate(VerdictOutcome.Met, (w, v) => Finding.Worst(w, v.Outcome));
        var says = new List<string> { $"所引 {verdicts.Count} 项条件中符合 {verdicts.Count(v => v.Outcome == VerdictOutcome.Met)} 项" };
        foreach (var outcome in new[] { VerdictOutcome.NotMet, VerdictOutcome.NeedsEvidence })
        {
            if (verdicts.Where(v => v.Outcome == outcome).ToList() is { Count: > 0 } some)
            {
                says.Add($"{VerdictOutcomes.NameOf(outcome)} {some.Count} 项：{string.Join('、', some.Select(v => $"“{v.Text}”"))}");
            }
        }

        return new Finding(worst, string.Join('；', says));
    }
}
