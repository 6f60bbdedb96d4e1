using System.Globalization;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>A share that rises every year (趋势).</summary>
internal sealed class TrendTest(TrendCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var numerator = Case.Numbers(condition.Table, condition.NumeratorRow);
        var denominator = Case.Numbers(condition.Table, condition.DenominatorRow);
        var years = numerator.Keys.Intersect(denominator.Keys).Where(y => denominator[y] > 0).Order().ToList();
        var wanted = Case.Form.Find(condition.Table) is FixedTableQuestion table ? table.Years : 3;
        if (years.Count < wanted)
        {
            return Finding.Open($"“{Case.Label(condition.Table)}”逐年数据不全，不能比较趋势");
        }

        var shares = string.Join('，', years.Select(y => string.Create(CultureInfo.InvariantCulture, $"{y} 年 {numerator[y]:0.##}/{denominator[y]:0.##} = {numerator[y] / denominator[y] * 100m:0.00}%")));
        // Shares are compared as fractions, so rounding decides nothing.
        var rising = years.Zip(years.Skip(1)).All(p => numerator[p.First] * denominator[p.Second] < numerator[p.Second] * denominator[p.First]);
        return rising ? Finding.Met($"{shares}，逐年上升") : Finding.NotMet($"{shares}，未逐年上升");
    }
}
