using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>A person judges (研判): what there is to judge by is put into words, and what the applicant denies is not met.</summary>
internal sealed class JudgementTest(JudgementCondition condition, CaseReader @case) : ConditionTest(@case)
{
    /// <summary>Longer answers are looked at in the form.</summary>
    private const int LongestText = 40;

    public override Finding Run()
    {
        var denied = condition.Affirmed.Where(a => string.Equals(Case.Text(a), ConditionEvaluator.No, StringComparison.Ordinal)).ToList();
        if (denied.Count > 0)
        {
            return Finding.NotMet(string.Join('；', denied.Select(a => $"“{Case.Label(a)}”填写为“{Case.ChoiceText(a, [ConditionEvaluator.No])}”")));
        }

        var figures = Case.Figures(condition.Figures);
        var tables = condition.Figures.Select(f => f.Table).ToHashSet(StringComparer.Ordinal);
        var given = condition.Evidence.Where(e => figures.Length == 0 || !tables.Contains(e)).ToLookup(Case.IsFilled);
        List<string> says = ["由质量奖办公室研判"];
        says.AddRange(given[true].Select(Said));
        if (figures.Length > 0)
        {
            says.Add(figures);
        }

        if (given[false].Any())
        {
            says.Add($"未填写{Case.Labels([.. given[false]])}");
        }

        says.AddRange(Hits());
        return Finding.Open(string.Join('；', says));
    }

    private string Said(string reference)
    {
        var question = Case.Form.Find(reference)!;
        return question switch
        {
            FileQuestion or PhotoQuestion => $"“{question.Label}”附件 {Case.Files(reference)} 个",
            TableQuestion table => $"“{question.Label}”已填 {Case.Rows(reference).Count} 行{Expired(table, reference)}",
            YesNoQuestion or ChoiceQuestion or MultiChoiceQuestion => $"{question.Label}：{Case.ChoiceText(reference, Case.Choices(reference))}",
            _ => !question.Personal && Case.Text(reference) is { Length: <= LongestText } text && !text.Contains('\n', StringComparison.Ordinal) ? $"{question.Label}：{text}" : $"“{question.Label}”已填写",
        };
    }

    /// <summary>Permits and certificates of a table whose last day has passed; a re-check counts up to its own day.</summary>
    private string Expired(TableQuestion question, string reference)
    {
        if (question is not GrowingTableQuestion table || table.Columns.FirstOrDefault(c => c.Validity == ValidityEnd.To) is not { } until)
        {
            return "";
        }

        var over = Case.Rows(reference).Select(r => TypedDate.Parse(r.GetValueOrDefault(until.Id))).Where(e => e is { } end && end.Last < Case.LastDay).Select(e => e!.Value.Last).ToList();
        return over.Count == 0 ? "" : $"，其中 {over.Count} 行已到期（最晚 {Day(over.Max())}）";
    }

    /// <summary>What the incident register holds against it, whatever its time: a judgement has no window.</summary>
    private List<string> Hits()
    {
        var says = new List<string>();
        foreach (var incident in Facts.Registers.Incidents.Where(i => condition.Incidents.Contains(i.Kind) && i.OccurredOn <= Case.LastDay).OrderBy(i => i.OccurredOn))
        {
            var text = $"{Day(incident.OccurredOn)} {IncidentKinds.NameOf(incident.Kind)}（{incident.Source}）{(incident.Severity is { } severity ? $"，等级为{ConditionEvaluator.NameOf(severity)}" : "")}";
            says.Add($"登记簿：{text}");
            Found(VerdictSource.Register, "不良记录登记簿", text);
        }

        return says;
    }
}
