namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>Already holds another award (已获前置奖项): by the honour register, else declared and looked at.</summary>
internal sealed class HonourTest(HonourCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var titles = Facts.Registers.OtherTitles
            .Where(t => condition.Programmes.Contains(t.ProgrammeCode, StringComparer.Ordinal) && (condition.Tiers.Count == 0 || condition.Tiers.Contains(t.Win.TierCode, StringComparer.Ordinal))).ToList();
        foreach (var title in titles)
        {
            Found(VerdictSource.Register, "获奖名册", $"{title.ProgrammeName}：{title.Win.AwardYear} 年度{title.Win.TierName}{(title.Win.DecidedOn is { } on ? $"，决定日 {Day(on)}" : "，决定日期不详")}");
        }

        // The decision date counts, not the year on the label.
        if (titles.Find(t => t.Win.Verified && t.Win.DecidedOn <= Facts.ClosesOn) is { Win: { DecidedOn: { } decided } win })
        {
            return Finding.Met($"获奖名册：{win.AwardYear} 年度{win.TierName}，决定日 {Day(decided)}，不晚于申报截止日 {Day(Facts.ClosesOn)}");
        }

        if (!Case.IsFilled(condition.Declared) && titles.Count == 0)
        {
            return Finding.NotMet($"获奖名册中没有记录，也未填写“{Case.Label(condition.Declared)}”");
        }

        var files = condition.Proof is null ? 0 : Case.Files(condition.Proof);
        var declared = Case.Text(condition.Declared) is { } value ? $"；{Case.Label(condition.Declared)}：{value}" : "";
        var proof = condition.Proof is null ? "" : files > 0 ? $"；“{Case.Label(condition.Proof)}”附件 {files} 个" : $"；尚未上传“{Case.Label(condition.Proof)}”";
        return Finding.Open($"{(titles.Count > 0 ? titles.Exists(t => t.Win.Verified) ? "获奖名册有记录，决定日期不详或晚于申报截止日" : "获奖名册有记录，待核实" : "获奖名册中没有记录")}{declared}{proof}，须核对证书和决定日期");
    }
}
