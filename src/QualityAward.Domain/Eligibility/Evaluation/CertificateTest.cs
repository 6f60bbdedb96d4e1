using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>Holds a certificate or qualification (证书): declared, proven by a copy, and in force.</summary>
internal sealed class CertificateTest(CertificateCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        if (condition.Declared is { } question && string.Equals(Case.Text(question), ConditionEvaluator.No, StringComparison.Ordinal))
        {
            return Finding.NotMet($"“{Case.Label(question)}”填写为“{Case.ChoiceText(question, [ConditionEvaluator.No])}”");
        }

        var filled = condition.AnyOf.Where(Case.IsFilled).ToList();
        if (filled.Count == 0)
        {
            return Finding.NotMet($"未填写{Case.Labels(condition.AnyOf)}");
        }

        var declared = string.Join('，', filled.Select(a => Case.Text(a) is { Length: <= 60 } value ? $"{Case.Label(a)}：{value}" : $"已填写“{Case.Label(a)}”"));
        if (condition.Declared is { } unanswered && Case.Text(unanswered) is null)
        {
            return Finding.Open($"{declared}；尚未填写“{Case.Label(unanswered)}”");
        }

        if (Expired() is { } expired)
        {
            return Finding.Open($"{declared}；{expired}");
        }

        if (condition.Proof is null)
        {
            return Finding.Met(declared);
        }

        var files = Case.Files(condition.Proof);
        return files > 0 ? Finding.Met($"{declared}；“{Case.Label(condition.Proof)}”附件 {files} 个") : Finding.Open($"{declared}；尚未上传“{Case.Label(condition.Proof)}”");
    }

    /// <summary>What has run out, when nothing listed is in force on the day that counts; without a list, or with an open end, nothing is said.</summary>
    private string? Expired()
    {
        if (condition.InForce is null || Case.Form.Find(condition.InForce) is not GrowingTableQuestion table || table.Columns.FirstOrDefault(x => x.Validity == ValidityEnd.To) is not { } until)
        {
            return null;
        }

        var ends = Case.Rows(condition.InForce).Where(r => r.Any(cell => cell.Value.Length > 0)).Select(r => TypedDate.Parse(r.GetValueOrDefault(until.Id))).ToList();
        return ends.Count == 0 || ends.Exists(e => e is null || e.Value.Last >= Case.LastDay) ? null : $"所列证书均已到期，最晚至 {Day(ends.Max(e => e!.Value.Last))}，须核对现行有效的证书";
    }
}
