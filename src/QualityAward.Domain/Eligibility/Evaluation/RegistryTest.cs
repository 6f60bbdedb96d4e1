using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>What the registers say (登记簿核查): bars, titles, other applications, head and organisation.</summary>
internal sealed class RegistryTest(RegistryCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run() => condition.Check switch
    {
        RegistryCheck.NotBarred => NotBarred(),
        RegistryCheck.NotRecentWinner => NotRecentWinner(),
        RegistryCheck.OneApplication => OneApplication(),
        RegistryCheck.NotWithHead => NotWithHead(),
    };

    private Finding OneApplication()
    {
        var others = Facts.Registers.OtherApplications;
        var group = Facts.Registers.GroupApplications;
        Found(VerdictSource.Register, "本届申报登记", others.Count + group.Count == 0 ? "没有其他申报" : string.Join('、', others.Concat(group)));
        return others.Count > 0 ? Finding.NotMet($"同一申报主体本届另有申报：{string.Join('、', others)}")
            // No document forbids it; whoever applies in the name of the group covers the others.
            : group.Count > 0 ? Finding.Open($"同一申报主体本届没有其他申报；同一集团内另有申报：{string.Join('、', group)}，须核实是否为同一内容")
            : Finding.Met("同一申报主体本届没有其他申报");
    }

    /// <summary>Somebody else's word alone refuses nobody: the office looks at it.</summary>
    private Finding NotWithHead()
    {
        if (Facts.Registers.HeadApplications is not { Count: > 0 } found)
        {
            return Finding.Met("本届没有发现组织与其主要管理者同时申报");
        }

        foreach (var other in found)
        {
            Found(VerdictSource.Register, "本届申报登记", $"申报编号 {other.Number}");
        }

        var says = string.Join('；', found.Select(f => $"本届已有{(f.Organisation is null ? "个人申报" : $"“{f.Organisation}”的组织申报")}（申报编号 {f.Number}），{(f.Tie, f.Organisation) switch
        {
            (HeadTie.IdNumber, null) => "申报人的身份证号与本组织法定代表人一致",
            (HeadTie.IdNumber, _) => "其法定代表人的身份证号与申报人一致",
            (HeadTie.OwnWord, _) => "申报人填写为该组织负责人，统一社会信用代码一致",
            (HeadTie.Register, null) => "主体登记簿中申报人为本组织负责人",
            (HeadTie.Register, _) => "主体登记簿中申报人为该组织负责人",
            (HeadTie.OtherWord, null) => "其申报表填写为本组织负责人，须核实",
            (HeadTie.OtherWord, _) => "须核实",
        }}"));
        return found.Any(f => f.Tie != HeadTie.OtherWord) ? Finding.NotMet(says) : Finding.Open(says);
    }

    private Finding NotBarred()
    {
        // Winners have a condition of their own. What was imposed after the closing date counts too: the case is not decided yet.
        var bars = Facts.Registers.Bars;
        var barred = bars.Where(b => b.Ground != BarGround.Winner && b.From <= Case.LastDay && Facts.ClosesOn <= b.Until).Select(b =>
            $"{ConditionEvaluator.NameOf(b.Ground)}，自 {Day(b.From)} 至 {Day(b.Until)} 限制申报（{b.Clause}），{(b.From > Facts.ClosesOn ? $"申报截止日 {Day(Facts.ClosesOn)} 之后作出" : $"申报截止日 {Day(Facts.ClosesOn)} 在限制期内")}").ToList();
        Found(VerdictSource.Register, "限制申报登记簿", bars.Count == 0 ? "没有记录" : $"记录 {bars.Count} 条，其中在限制期内 {barred.Count} 条");
        return barred.Count == 0 ? Finding.Met($"登记簿中没有覆盖申报截止日 {Day(Facts.ClosesOn)} 的限制申报记录") : Finding.NotMet(string.Join('；', barred));
    }

    private Finding NotRecentWinner()
    {
        var rule = Case.Rules.Pack.Bars.FirstOrDefault(b => b.Ground == BarGround.Winner);
        if (rule is null)
        {
            return Finding.Met("本奖项未规定获奖后的限制申报年限");
        }

        var wins = Facts.Registers.Wins;
        Found(VerdictSource.Register, "获奖名册", wins.Count == 0 ? "没有本奖项的获奖记录" : string.Join('、', wins.Select(w => $"{w.AwardYear} 年度{w.TierName}")));
        var binding = wins.Where(w => rule.Tiers.Count == 0 || rule.Tiers.Contains(w.TierCode, StringComparer.Ordinal)).OrderBy(w => w.DecidedOn).ToList();
        if (binding.Count == 0)
        {
            return Finding.Met("获奖名册中没有须限制申报的获奖记录");
        }

        var outcome = VerdictOutcome.Met;
        var says = new List<string>();
        foreach (var (one, text) in binding.Select(w => Win(w, rule)))
        {
            outcome = Finding.Worst(outcome, one);
            says.Add(text);
        }

        return new Finding(outcome, string.Join('；', says));
    }

    private Finding Win(WinFact win, BarRule rule)
    {
        var title = $"{win.AwardYear} 年度{win.TierName}";
        if (!win.Verified)
        {
            return Finding.Open($"{title}，历史记录待核实{(win.DecidedOn is { } told ? $"（所载决定日 {Day(told)}）" : "")}，须核实是否已满 {rule.Years} 年");
        }

        if (win.DecidedOn is not { } decided)
        {
            return Finding.Open($"{title}，决定日期不详，须核实是否已满 {rule.Years} 年");
        }

        var free = decided.AddYears(rule.Years);
        var arithmetic = $"{title}，决定日 {Day(decided)} + {rule.Years} 年 = {Day(free)}";
        return free > Facts.ClosesOn ? Finding.NotMet($"{arithmetic}，晚于申报截止日 {Day(Facts.ClosesOn)}") : Finding.Met($"{arithmetic}，不晚于申报截止日 {Day(Facts.ClosesOn)}");
    }
}
