namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>At least one of several listed conditions (至少满足其一). What the applicant ticks is a claim; that it holds is for a person to say.</summary>
internal sealed class AnyOfTest(AnyOfCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var chosen = Case.Choices(condition.Answer);
        if (chosen.Count == 0)
        {
            return Finding.NotMet($"“{Case.Label(condition.Answer)}”未勾选任何一条，应至少满足一条");
        }

        var files = condition.Evidence.Sum(Case.Files);
        var blank = condition.Evidence.Where(e => !Case.IsFilled(e)).ToList();
        return Finding.Open($"申报人申明满足 {chosen.Count} 条：{Case.ChoiceText(condition.Answer, chosen)}；由质量奖办公室核实{(files > 0 ? $"，附件 {files} 个" : "")}{(blank.Count > 0 ? $"；未填写{Case.Labels(blank)}" : "")}");
    }
}
