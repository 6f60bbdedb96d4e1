using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>No adverse record over a window (无不良记录), from the yearly declaration, the departments and the incident register.</summary>
internal sealed class CleanRecordTest(CleanRecordCondition condition, CaseReader @case) : ConditionTest(@case)
{
    public override Finding Run()
    {
        var from = Facts.ClosesOn.AddYears(-condition.Years);
        var says = new List<string> { $"期间 {Day(from)} 至 {Day(Facts.ClosesOn)}{(condition.Threshold is { } t ? $"，{ConditionEvaluator.NameOf(t)}及以上计入" : "")}" };
        var worst = Finding.Worst(Finding.Worst(Declarations(from, says), Opinions(says)), Incidents(from, says));
        return new Finding(worst, string.Join('；', says));
    }

    private VerdictOutcome Declarations(DateOnly from, List<string> says)
    {
        if (condition.DeclarationTable is not { } declarations)
        {
            return VerdictOutcome.Met;
        }

        var outcome = VerdictOutcome.Met;
        var noted = 0;
        var asked = Case.Form.Find(declarations) is FixedTableQuestion table ? table.Years : condition.Years;
        var expected = Enumerable.Range(Case.Rules.Round.Year - asked, asked).Where(y => y >= from.Year).ToList();
        foreach (var wanted in condition.DeclarationRows)
        {
            var row = Case.Row(declarations, wanted);
            var name = Case.RowLabel(declarations, wanted);
            var years = row is null ? [] : CaseReader.YearCells(row).Concat(CurrentCells(declarations, row)).Where(y => y.Year >= from.Year && y.Year <= Facts.ClosesOn.Year).OrderBy(y => y.Year).ToList();
            if (years.Exists(y => y.Value.Length == 0) || expected.Any(e => !years.Exists(y => y.Year == e)))
            {
                outcome = Finding.Worst(outcome, VerdictOutcome.NeedsEvidence);
                says.Add($"“{name}”的逐年申明未填全");
                noted++;
            }

            foreach (var (year, _) in years.Where(y => string.Equals(y.Value, ConditionEvaluator.Yes, StringComparison.Ordinal)))
            {
                noted++;
                var (one, text) = Declared(wanted, name, year, from);
                outcome = Finding.Worst(outcome, one);
                says.Add(text);
            }
        }

        if (noted == 0)
        {
            says.Add("申报人逐年申明无此类记录");
        }

        return outcome;
    }

    private Finding Declared(string row, string name, int year, DateOnly from)
    {
        var doubts = new List<string>(2);
        // Most rows say that there was a record, not how grave it was; some name the grade.
        if (condition.Threshold is { } threshold && !(condition.DeclaredGrades.TryGetValue(row, out var grade) && grade >= threshold))
        {
            doubts.Add($"是否达到{ConditionEvaluator.NameOf(threshold)}");
        }

        if (year == from.Year && from > new DateOnly(year, 1, 1))
        {
            doubts.Add($"是否发生在 {Day(from)} 之后");
        }

        var text = $"{year} 年申明有“{name}”记录";
        return doubts.Count == 0 ? Finding.NotMet(text) : Finding.Open($"{text}，须核实{string.Join('、', doubts)}");
    }

    private VerdictOutcome Opinions(List<string> says)
    {
        var outcome = VerdictOutcome.Met;
        var missing = new List<string>();
        foreach (var kind in condition.Departments)
        {
            var given = Facts.Opinions.Where(o => string.Equals(o.Kind, kind, StringComparison.Ordinal)).ToList();
            if (given.Count == 0)
            {
                missing.Add(Case.DepartmentName(kind));
            }

            foreach (var opinion in given)
            {
                outcome = Finding.Worst(outcome, Opinion(opinion, says));
            }
        }

        if (missing.Count > 0)
        {
            says.Add($"{string.Join('、', missing)}意见尚未取得");
            outcome = Finding.Worst(outcome, VerdictOutcome.NeedsEvidence);
        }

        return outcome;
    }

    private VerdictOutcome Opinion(OpinionFact opinion, List<string> says)
    {
        var by = $"{opinion.DepartmentName}（{Day(opinion.GivenOn)}）";
        var (outcome, text) = opinion.Finding switch
        {
            OpinionFinding.Clear => (VerdictOutcome.Met, "无不良记录"),
            OpinionFinding.CannotSay => (VerdictOutcome.NeedsEvidence, "无法核实"),
            OpinionFinding.Adverse when opinion.Concerns.Count > 0 && !opinion.Concerns.Contains(condition.Code, StringComparer.Ordinal) => (VerdictOutcome.Met, "所列不良记录与本条无关"),
            OpinionFinding.Adverse => (condition.Threshold, opinion.Severity) switch
            {
                (null, _) => (VerdictOutcome.NotMet, "有不良记录"),
                ({ } threshold, null) => (VerdictOutcome.NeedsEvidence, $"有不良记录，未注明等级，须核实是否达到{ConditionEvaluator.NameOf(threshold)}"),
                ({ } threshold, { } severity) when severity >= threshold => (VerdictOutcome.NotMet, $"有不良记录，等级为{ConditionEvaluator.NameOf(severity)}"),
                (_, { } severity) => (VerdictOutcome.Met, $"不良记录等级为{ConditionEvaluator.NameOf(severity)}，未达到计入标准"),
            },
        };
        says.Add($"{by}：{text}");
        Found(VerdictSource.Opinion, opinion.DepartmentName, $"{Day(opinion.GivenOn)}：{text}");
        return outcome;
    }

    /// <summary>What stands in the incident register within the window; both ends count. A re-check also sees what happened since.</summary>
    private VerdictOutcome Incidents(DateOnly from, List<string> says)
    {
        var outcome = VerdictOutcome.Met;
        foreach (var incident in Facts.Registers.Incidents.Where(i => condition.Incidents.Contains(i.Kind) && i.OccurredOn >= from && i.OccurredOn <= Case.LastDay).OrderBy(i => i.OccurredOn))
        {
            var entry = $"{Day(incident.OccurredOn)} {IncidentKinds.NameOf(incident.Kind)}（{incident.Source}）{(incident.OccurredOn > Facts.ClosesOn ? "，发生在申报截止日之后" : "")}";
            var (found, text) = (condition.Threshold, incident.Severity) switch
            {
                (null, null) => (VerdictOutcome.NotMet, entry),
                (null, { } severity) => (VerdictOutcome.NotMet, $"{entry}，等级为{ConditionEvaluator.NameOf(severity)}"),
                ({ } threshold, null) => (VerdictOutcome.NeedsEvidence, $"{entry}，未注明等级，须核实是否达到{ConditionEvaluator.NameOf(threshold)}"),
                ({ } threshold, { } severity) when severity >= threshold => (VerdictOutcome.NotMet, $"{entry}，等级为{ConditionEvaluator.NameOf(severity)}"),
                (_, { } severity) => (VerdictOutcome.Met, $"{entry}，等级为{ConditionEvaluator.NameOf(severity)}，未达到计入标准"),
            };
            outcome = Finding.Worst(outcome, found);
            says.Add($"登记簿：{text}");
            Found(VerdictSource.Register, "不良记录登记簿", text);
        }

        return outcome;
    }

    /// <summary>A yes/no column that is not per year speaks of the year of the closing date, up to submission.</summary>
    private IEnumerable<(int Year, string Value)> CurrentCells(string table, IReadOnlyDictionary<string, string> row) =>
        Case.Form.Find(table) is FixedTableQuestion question
            ? question.Columns.Where(column => column is { PerYear: false, Kind: CellKind.YesNo }).Select(column => (Facts.ClosesOn.Year, row.GetValueOrDefault(column.Id) ?? ""))
            : [];
}
