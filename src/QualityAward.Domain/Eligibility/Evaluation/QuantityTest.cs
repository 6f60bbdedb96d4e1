using System.Globalization;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>Has at least so many of something (数量): numbers of the form, with a copy that proves them.</summary>
internal sealed class QuantityTest(QuantityCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var outcome = VerdictOutcome.Met;
        var says = new List<string>();
        foreach (var least in condition.Numbers)
        {
            var unit = Case.Form.Find(least.Answer) is NumberQuestion { Unit: { Length: > 0 } named } ? $" {named}" : "";
            if (CaseReader.Number(Case.Text(least.Answer)) is not { } number)
            {
                outcome = Finding.Worst(outcome, VerdictOutcome.NeedsEvidence);
                says.Add($"尚未填写“{Case.Label(least.Answer)}”");
                continue;
            }

            outcome = Finding.Worst(outcome, number >= least.AtLeast ? VerdictOutcome.Met : VerdictOutcome.NotMet);
            says.Add(string.Create(CultureInfo.InvariantCulture, $"{Case.Label(least.Answer)} {number:0.##}{unit}，要求 ≥ {least.AtLeast:0.##}{unit}"));
        }

        if (condition.Proof is { } proof)
        {
            var files = Case.Files(proof);
            outcome = Finding.Worst(outcome, files > 0 ? VerdictOutcome.Met : VerdictOutcome.NeedsEvidence);
            says.Add(files > 0 ? $"“{Case.Label(proof)}”附件 {files} 个" : $"尚未上传“{Case.Label(proof)}”");
        }

        return new Finding(outcome, string.Join('；', says));
    }
}
