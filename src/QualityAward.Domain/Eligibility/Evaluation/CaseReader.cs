using System.Globalization;
using System.Text.Json.Nodes;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Eligibility.Evaluation;

/// <summary>What every test reads of a case (案件读取): answers with their labels, files, the days that count, and the verdicts that came before.</summary>
internal sealed class CaseReader(RoundRules rules, FormDefinition form, ConditionFacts facts)
{
    private const int LongestInput = 80;

    private readonly Dictionary<string, Verdict> _verdicts = new(StringComparer.Ordinal);

    public RoundRules Rules => rules;

    public FormDefinition Form => form;

    public ConditionFacts Facts => facts;

    /// <summary>The day up to which registers and certificates are looked at: the closing date, of a re-check its day.</summary>
    public DateOnly LastDay => facts.CheckedOn is { } on && on > facts.ClosesOn ? on : facts.ClosesOn;

    public DateOnly AsOfDay(AsOf asOf) => asOf switch
    {
        AsOf.ClosingDate => facts.ClosesOn,
        AsOf.SubmissionDate => facts.SubmittedOn,
    };

    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public void Remember(Verdict verdict) => _verdicts[verdict.ConditionCode] = verdict;

    /// <summary>The verdict on another condition of the track; null: it rests on others itself.</summary>
    public Verdict? Verdict(string code) => _verdicts.GetValueOrDefault(code);

    /// <summary>Null when a condition speaks of this applicant.</summary>
    public Finding? WhyNotApplicable(AppliesWhen? when)
    {
        if (when is null)
        {
            return null;
        }

        if (Choices(when.Answer) is not { Count: > 0 } given)
        {
            return Finding.Open($"尚未填写“{Label(when.Answer)}”，不能判断本条是否适用");
        }

        return given.Contains(when.Is, StringComparer.Ordinal) ? null : Finding.NotApplicable($"“{Label(when.Answer)}”为“{ChoiceText(when.Answer, given)}”，本条不适用");
    }

    /// <summary>An answer as it was read; null for a question that this form does not ask.</summary>
    public VerdictInput? Input(string reference)
    {
        if (form.Find(reference) is not { } question)
        {
            return null;
        }

        var value = question switch
        {
            FileQuestion or PhotoQuestion => Files(reference) is > 0 and var files ? $"附件 {files} 个" : null,
            TableQuestion => Rows(reference) is { Count: > 0 } rows ? $"已填 {rows.Count} 行" : null,
            YesNoQuestion or ChoiceQuestion or MultiChoiceQuestion => Choices(reference) is { Count: > 0 } chosen ? ChoiceText(reference, chosen) : null,
            _ => Text(reference),
        };
        return new VerdictInput(VerdictSource.Answer, question.Label, value is null ? "未填写" : question.Personal ? "已填写" : value.Length > LongestInput ? value[..LongestInput] + "…" : value, reference);
    }

    public string? Text(string reference)
    {
        var (answers, question) = Of(reference);
        return answers.Text(question);
    }

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string reference)
    {
        var (answers, question) = Of(reference);
        return answers.Rows(question);
    }

    /// <summary>The row of a fixed table; null: nothing was filled in.</summary>
    public IReadOnlyDictionary<string, string>? Row(string table, string rowId) => Rows(table).FirstOrDefault(r => string.Equals(r.GetValueOrDefault(Answers.RowKey), rowId, StringComparison.Ordinal));

    /// <summary>The value of a single choice, or the values of a multi-choice.</summary>
    public IReadOnlyList<string> Choices(string reference)
    {
        var (answers, question) = Of(reference);
        return answers.Text(question) is { } single ? [single] : answers.Choices(question);
    }

    public int Files(string reference) => facts.FileCounts.GetValueOrDefault(reference);

    public bool IsFilled(string reference)
    {
        var (answers, question) = Of(reference);
        return answers.Text(question) is not null
            || (answers.Values.GetValueOrDefault(question) is JsonArray { Count: > 0 })
            || Files(reference) > 0;
    }

    public string ChoiceText(string reference, IReadOnlyList<string> values) => form.Find(reference) switch
    {
        YesNoQuestion q => string.Equals(values[0], ConditionEvaluator.Yes, StringComparison.Ordinal) ? q.Yes : q.No,
        ChoiceQuestion q => string.Join('、', values.Select(v => q.Options.FirstOrDefault(o => string.Equals(o.Value, v, StringComparison.Ordinal))?.Label ?? v)),
        MultiChoiceQuestion q => string.Join('、', values.Select(v => q.Options.FirstOrDefault(o => string.Equals(o.Value, v, StringComparison.Ordinal))?.Label ?? v)),
        _ => string.Join('、', values),
    };

    public string Label(string reference) => form.Find(reference)?.Label ?? reference;

    public string Labels(IReadOnlyList<string> references) => string.Join('、', references.Select(r => $"“{Label(r)}”"));

    public string RowLabel(string table, string rowId) => RowOf(table, rowId)?.Label ?? rowId;

    public Row? RowOf(string table, string rowId) => (form.Find(table) as FixedTableQuestion)?.Rows.FirstOrDefault(r => string.Equals(r.Id, rowId, StringComparison.Ordinal));

    public string DepartmentName(string kind) =>
        rules.Pack.Recommendation.Opinions.FirstOrDefault(o => string.Equals(o.Kind, kind, StringComparison.Ordinal))?.Name ?? kind;

    /// <summary>Cells of per-year columns: <c>column@year</c>.</summary>
    public static IEnumerable<(int Year, string Value)> YearCells(IReadOnlyDictionary<string, string> row)
    {
        foreach (var (key, value) in row)
        {
            var at = key.LastIndexOf('@');
            if (at >= 0 && int.TryParse(key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var year))
            {
                yield return (year, value);
            }
        }
    }

    /// <summary>The numbers of a row with one column per year.</summary>
    public Dictionary<int, decimal> Numbers(string table, string rowId)
    {
        var numbers = new Dictionary<int, decimal>();
        foreach (var (year, value) in Row(table, rowId) is { } row ? YearCells(row) : [])
        {
            if (Number(value) is { } number)
            {
                numbers[year] = number;
            }
        }

        return numbers;
    }

    public static decimal? Number(string? text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Rows of figures in words: each year's, then what else stands in the row, e.g. the rank. What is not filled in is left out.</summary>
    public string Figures(IReadOnlyList<FigureRows> figures) => string.Join('；', figures.SelectMany(f => f.Rows.Select(r => Figure(f.Table, r))).OfType<string>());

    private string? Figure(string table, string rowId)
    {
        if (Row(table, rowId) is not { } row || form.Find(table) is not FixedTableQuestion question || RowOf(table, rowId) is not { } named)
        {
            return null;
        }

        var years = YearCells(row).Where(y => y.Value.Length > 0).OrderBy(y => y.Year).Select(y => $"{y.Year} 年 {y.Value}").ToList();
        var others = question.Columns.Where(c => !c.PerYear && row.GetValueOrDefault(c.Id) is { Length: > 0 }).Select(c => $"{c.Label} {row[c.Id]}");
        return years.Count == 0 ? null : $"{named.Label}{(string.IsNullOrEmpty(named.Unit) ? "" : $"（{named.Unit}）")}：{string.Join('，', years.Concat(others))}";
    }

    private (Answers Answers, string Question) Of(string reference)
    {
        var dot = reference.IndexOf('.', StringComparison.Ordinal);
        return (facts.Sections.GetValueOrDefault(reference[..dot]) ?? Answers.Empty, reference[(dot + 1)..]);
    }
}
