using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>Group applicants (集团申报): headquarters by its own conditions, each holding by its row, its code and what the registers say of it.</summary>
internal sealed class GroupScopeTest(GroupScopeCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        switch (Case.Text(condition.IsGroup))
        {
            case null:
                return Finding.Open($"尚未填写“{Case.Label(condition.IsGroup)}”");
            case var group when !string.Equals(group, ConditionEvaluator.Yes, StringComparison.Ordinal):
                return Finding.NotApplicable("不以集团名义申报，本条不适用");
        }

        var rows = Case.Rows(condition.Holdings);
        if (rows.Count == 0)
        {
            return Finding.Open($"以集团名义申报，尚未填写“{Case.Label(condition.Holdings)}”");
        }

        var name = (Case.Form.Find(condition.Holdings) as GrowingTableQuestion)?.Columns[0].Id;
        var checkedRows = rows.Select((r, i) => (Name: NameOfRow(r, name), Finding: Holding(r, CodeProblem(rows, i)))).ToList();
        foreach (var (holding, finding) in checkedRows)
        {
            Found(VerdictSource.Answer, holding, $"{VerdictOutcomes.NameOf(finding.Outcome)}：{finding.Facts}");
        }

        var failing = checkedRows.Where(r => r.Finding.Outcome == VerdictOutcome.NotMet).ToList();
        var open = checkedRows.Where(r => r.Finding.Outcome == VerdictOutcome.NeedsEvidence).ToList();
        var parts = new List<string>();
        var headquarters = condition.Headquarters.Select(Case.Verdict).OfType<Verdict>().Where(v => v.Outcome == VerdictOutcome.NotMet).ToList();
        if (headquarters.Count > 0)
        {
            parts.Add($"集团总部不符合 {headquarters.Count} 项：{string.Join('、', headquarters.Select(v => v.Text))}");
        }

        if (failing.Count > 0)
        {
            parts.Add($"{rows.Count} 家控股组织中 {failing.Count} 家不符合所列条件：{string.Join('；', failing.Select(r => $"{r.Name}（{r.Finding.Facts}）"))}");
        }

        if (open.Count > 0)
        {
            parts.Add($"{rows.Count} 家控股组织中 {open.Count} 家须核实：{string.Join('；', open.Select(r => $"{r.Name}（{r.Finding.Facts}）"))}");
        }

        var doubts = Doubts(rows);
        parts.AddRange(doubts);
        foreach (var doubt in doubts)
        {
            Found(VerdictSource.Register, "主体登记簿", doubt);
        }

        return headquarters.Count + failing.Count > 0 ? Finding.NotMet(string.Join('；', parts))
            : open.Count + doubts.Count > 0 ? Finding.Open(string.Join('；', parts))
            : Finding.Met($"{rows.Count} 家控股组织逐家审查均符合所列条件：{string.Join('、', checkedRows.Select(r => r.Name))}");
    }

    /// <summary>What the registers say of the group beside the applicant's own table: holdings left out, bars and incidents of each. The office looks at it.</summary>
    private List<string> Doubts(IReadOnlyList<IReadOnlyDictionary<string, string>> rows)
    {
        var says = new List<string>();
        var from = Facts.ClosesOn.AddYears(-Case.Rules.Track(Track.Organisation).Conditions.OfType<CleanRecordCondition>().Select(c => c.Years).DefaultIfEmpty(0).Max());
        foreach (var holding in Facts.Registers.Holdings)
        {
            if (!rows.Any(r => r.Values.Any(v => string.Equals(v, holding.Name, StringComparison.Ordinal) || (holding.CreditCode is not null && string.Equals(CreditCode.Normalise(v), holding.CreditCode, StringComparison.Ordinal)))))
            {
                says.Add($"登记簿中的控股组织“{holding.Name}”未列入申报，须核实");
            }

            foreach (var bar in holding.Bars.Where(b => b.Ground != BarGround.Winner && Facts.ClosesOn >= b.From && Facts.ClosesOn <= b.Until))
            {
                says.Add($"控股组织“{holding.Name}”{ConditionEvaluator.NameOf(bar.Ground)}，自 {Day(bar.From)} 至 {Day(bar.Until)} 限制申报（{bar.Clause}），须核实");
            }

            foreach (var incident in holding.Incidents.Where(i => i.OccurredOn >= from && i.OccurredOn <= Case.LastDay))
            {
                says.Add($"控股组织“{holding.Name}” {Day(incident.OccurredOn)} {IncidentKinds.NameOf(incident.Kind)}{(incident.Severity is { } severity ? $"，等级为{ConditionEvaluator.NameOf(severity)}" : "")}，须核实");
            }
        }

        return says;
    }

    /// <summary>A holding's code must be one, and its own.</summary>
    private string? CodeProblem(IReadOnlyList<IReadOnlyDictionary<string, string>> rows, int at)
    {
        if (condition.CodeColumn is not { } column || rows[at].GetValueOrDefault(column) is not { Length: > 0 } typed)
        {
            return null;
        }

        var code = CreditCode.Normalise(typed);
        return CreditCode.Problem(code) is { } problem ? problem.TrimEnd('。')
            : rows.Take(at).Any(r => string.Equals(CreditCode.Normalise(r.GetValueOrDefault(column) ?? ""), code, StringComparison.Ordinal)) ? $"统一社会信用代码 {code} 与前面所列的控股组织重复"
            : null;
    }

    /// <summary>One holding: its code, its own word, each check. What is met is not repeated unless all is met.</summary>
    private Finding Holding(IReadOnlyDictionary<string, string> row, string? codeProblem)
    {
        var findings = new List<Finding> { Said(row.GetValueOrDefault(condition.MeetsColumn), "符合所列条件") };
        foreach (var check in condition.Checks)
        {
            var typed = row.GetValueOrDefault(check.Column);
            findings.Add(check.Years is { } years ? Since(typed, check.Text, years) : Said(typed, check.Text));
        }

        if (codeProblem is not null)
        {
            findings.Add(Finding.Open(codeProblem));
        }

        var worst = findings.Aggregate(VerdictOutcome.Met, (w, f) => Finding.Worst(w, f.Outcome));
        return new Finding(worst, string.Join('，', findings.Where(f => worst == VerdictOutcome.Met || f.Outcome != VerdictOutcome.Met).Select(f => f.Facts)));
    }

    private static Finding Said(string? typed, string what) => typed switch
    {
        ConditionEvaluator.Yes => Finding.Met($"申明{what}"),
        ConditionEvaluator.No => Finding.NotMet($"申明不满足“{what}”"),
        _ => Finding.Open($"未申明是否{what}"),
    };

    private Finding Since(string? typed, string what, int years)
    {
        if (TypedDate.Parse(typed) is not { } since)
        {
            return Finding.Open($"{what}何时未填写");
        }

        var text = $"{what} {since.Text}，至 {Day(Facts.ClosesOn)} 已 {CalendarSpan.Between(since.Last, Facts.ClosesOn).Text}{(years > 0 ? $"，要求 ≥ {years} 年" : "")}";
        return since.Last.AddYears(years) <= Facts.ClosesOn ? Finding.Met(text) : since.First.AddYears(years) > Facts.ClosesOn ? Finding.NotMet(text) : Finding.Open($"{text}；须核对当月的具体日期");
    }

    private static string NameOfRow(IReadOnlyDictionary<string, string> row, string? nameColumn) =>
        nameColumn is not null && row.GetValueOrDefault(nameColumn) is { Length: > 0 } name ? name : "（未填名称）";
}
