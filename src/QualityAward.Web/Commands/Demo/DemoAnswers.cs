using System.Globalization;
using System.Text.Json.Nodes;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;

namespace QualityAward.Web.Commands.Demo;

/// <summary>Who an invented demo applicant is (演示申报主体).</summary>
public sealed record DemoApplicant(string UserName, Track Kind, string Name, string Identifier, string Industry, string Channel, DateOnly Since)
{
    /// <summary>A sentence of character, so that no two applications read alike.</summary>
    public string Strength { get; init; } = "以数字化车间和全员改善为特色";

    /// <summary>Answers that differ from what the type alone would give, by <c>section.question</c>.</summary>
    public IReadOnlyDictionary<string, string> Own { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string ContactName { get; init; } = "周文";

    /// <summary>Where a person works.</summary>
    public string Employer { get; init; } = "连云港云台质量技术服务有限公司";
}

/// <summary>
/// Fills a form as an applicant would (演示填报): by the type of each question, so that it works for every programme's form; what a condition looks
/// at comes from the applicant.
/// </summary>
public static class DemoAnswers
{
    /// <param name="everything">Leaves nothing blank, not even what the demo's applicants have nothing to say to.</param>
    public static Answers Fill(FormSection section, DemoApplicant who, FormContext context, bool everything = false)
    {
        var values = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var personal = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in section.Questions)
        {
            if (who.Own.TryGetValue($"{section.Id}.{question.Id}", out var own))
            {
                values[question.Id] = own;
            }
            else if ((Value(question, who, context) ?? (everything ? ByType(question, who, context) : null)) is { } value)
            {
                values[question.Id] = value;
            }
            else if (question is not (FileQuestion { Optional: false } or PhotoQuestion or ComputedQuestion))
            {
                reasons[question.Id] = "无此项情况";
            }

            if (question.Personal || (question is GrowingTableQuestion table && table.Columns.Any(c => c.Personal)))
            {
                personal.Add(question.Id);
            }
        }

        return new Answers(values, reasons, personal);
    }

    private static JsonNode? Value(Question question, DemoApplicant who, FormContext context) => question.Fact switch
    {
        Fact.ApplicantName => who.Name,
        Fact.CreditCode or Fact.ResidentId => who.Identifier,
        Fact.FoundedOn => Day(who.Since),
        Fact.Industry => who.Industry,
        Fact.Employer => who.Employer,
        Fact.ContactName => who.ContactName,
        Fact.CoachingDisclosure => null,
        _ => ByType(question, who, context),
    };

    private static JsonNode? ByType(Question question, DemoApplicant who, FormContext context) => question switch
    {
        TextQuestion q => Text(q.Label, q.Limit, who),
        LongTextQuestion q => Paragraph(q.Label, q.Limit, who),
        NarrativeQuestion q => Paragraph(q.Label, Math.Min(q.Limit ?? 400, 300), who),
        NumberQuestion q => Number(q.Min, q.Max, q.Decimals, q.Label),
        // Since the applicant exists, but not before: certificates and models of a year after the founding.
        DateQuestion => Day(who.Since.AddYears(1)),
        // The month of birth is asked of persons, as in the ID number.
        YearMonthQuestion => who.Kind == Track.Individual ? $"{who.Identifier[6..10]}-{who.Identifier[10..12]}" : who.Since.AddYears(2).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        ChoiceQuestion q => (q.Options.FirstOrDefault(o => string.Equals(o.Value, who.Channel, StringComparison.Ordinal)) ?? q.Options[0]).Value,
        YesNoQuestion q => q.Optional ? "no" : "yes",
        MultiChoiceQuestion q => new JsonArray(q.Options[0].Value),
        IdentifierQuestion q => Identifier(q.Kind, who),
        FixedTableQuestion q => Fixed(q, context),
        GrowingTableQuestion q => Growing(q, who, context),
        FileQuestion or PhotoQuestion or NarrativeSetQuestion or ComputedQuestion => null,
        _ => throw new InvalidOperationException($"The demo cannot fill {question.GetType().Name}."),
    };

    private static string Text(string label, int limit, DemoApplicant who)
    {
        var text = label.Contains("地址", StringComparison.Ordinal) ? "江苏省连云港市某某路 18 号"
            : label.Contains("证件号", StringComparison.Ordinal) ? "320700197805121234"
            : label.Contains("证书号", StringComparison.Ordinal) ? "00122Q30888R2M/3200"
            : label.Contains("模式和方法的名称", StringComparison.Ordinal) ? "全链协同改善管理模式"
            : label.Contains("地区", StringComparison.Ordinal) ? "海州区"
            : who.Kind == Track.Individual && string.Equals(label, "组织名称", StringComparison.Ordinal) ? who.Own.GetValueOrDefault("basic.employer") ?? who.Employer
            : label.EndsWith("名称", StringComparison.Ordinal) ? who.Name
            : label.Contains('人', StringComparison.Ordinal) || label.Contains('者', StringComparison.Ordinal) ? "李明"
            : label.Contains("部门", StringComparison.Ordinal) ? "质量管理部"
            : who.Name;
        return text.Length <= limit ? text : text[..limit];
    }

    private static string Paragraph(string label, int limit, DemoApplicant who)
    {
        var text = $"{who.Name}围绕“{label}”{who.Strength}：一是建立目标分解和责任清单，按季度检查、按年度评审；二是用顾客反馈、过程数据和标杆比对找出差距，"
            + "成立改进小组逐项落实；三是把有效做法写进制度并培训到岗。近三年主要指标逐年改善，顾客满意度提高，经验在行业内作了交流。";
        return WordCount.Count(text) <= limit ? text : text[..Math.Min(text.Length, limit / 2)];
    }

    private static string Number(decimal? min, decimal? max, int decimals, string label)
    {
        if (label.EndsWith("总数", StringComparison.Ordinal))
        {
            // More than the parts that other fields name.
            return "120";
        }

        if (label.EndsWith("工作年限", StringComparison.Ordinal))
        {
            // Fewer at the present post than in all.
            return label.Length > 4 ? "8" : "18";
        }

        // A stable number by label, between what the form allows.
        var seed = label.Sum(c => c) % 80;
        var value = Math.Clamp(seed + 20m, min ?? 0m, max ?? 100000m);
        return Math.Round(value, decimals).ToString(CultureInfo.InvariantCulture);
    }

    private static string Identifier(IdentifierKind kind, DemoApplicant who) => kind switch
    {
        IdentifierKind.CreditCode => who.Kind == Track.Organisation ? who.Identifier : who.Own.GetValueOrDefault("basic.employer-credit-code") ?? DemoIdentifiers.CreditCode(91320700, 900),
        IdentifierKind.ResidentId => who.Kind == Track.Individual ? who.Identifier : DemoIdentifiers.ResidentId("320705", new DateOnly(1978, 5, 12), 21),
        IdentifierKind.PostCode => "222000",
        IdentifierKind.Mobile => "13800138000",
        IdentifierKind.Phone => "0518-85800000",
        IdentifierKind.Email => who.UserName + "@example.com",
    };

    private static JsonArray Fixed(FixedTableQuestion q, FormContext context)
    {
        var rows = q.RowPerYear
            ? Years(q.Years, context).Select(y => new Row { Id = y.ToString(CultureInfo.InvariantCulture), Label = y + "年" })
            : q.Rows.Where(r => r.Formula is null);
        return new JsonArray([.. rows.Select((row, i) => (JsonNode)Cells(q.Columns, q.Years, context, i, new JsonObject { [Answers.RowKey] = row.Id }))]);
    }

    private static JsonArray Growing(GrowingTableQuestion q, DemoApplicant who, FormContext context)
    {
        var rows = Math.Max(q.MinRows, Math.Min(q.MaxRows, 2));
        return new JsonArray([.. Enumerable.Range(0, rows).Select(i => (JsonNode)Cells(q.Columns, q.Years, context, i, [], who))]);
    }

    private static JsonObject Cells(IReadOnlyList<Column> columns, int years, FormContext context, int row, JsonObject cells, DemoApplicant? who = null)
    {
        foreach (var column in columns.Where(c => c.Formula is null))
        {
            if (column.PerYear)
            {
                var step = 0;
                foreach (var year in Years(years, context))
                {
                    cells[Answers.YearKey(column.Id, year)] = Cell(column, row, step++, context, who);
                }
            }
            else
            {
                cells[column.Id] = Cell(column, row, 0, context, who);
            }
        }

        return cells;
    }

    /// <param name="step">0 for the first year, rising, so that trends rise.</param>
    private static string Cell(Column column, int row, int step, FormContext context, DemoApplicant? who) => column.Kind switch
    {
        // Certificates that hold through the review.
        CellKind.Date when column.Validity != ValidityEnd.None => Day(context.ClosesOn.AddYears(column.Validity == ValidityEnd.From ? -1 : 2)),
        CellKind.Text => column.Limit < 6 ? "A" : $"{column.Label}{"甲乙丙丁"[row % 4]}",
        CellKind.Number => ((row == 0 ? 100 : 60) + (row == 0 ? 10 : 20) * step).ToString(CultureInfo.InvariantCulture),
        CellKind.Date => Day(Moment(column, row, who)),
        CellKind.YearMonth => Moment(column, row, who).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        CellKind.YesNo => "no",
        CellKind.Phone => "13800138000",
    };

    /// <summary>Six years a row, so that periods of work follow each other.</summary>
    private static DateOnly Moment(Column column, int row, DemoApplicant? who) =>
        (who?.Since ?? new DateOnly(2008, 3, 1)).AddYears((row * 6) + (string.Equals(column.Id, "to", StringComparison.Ordinal) ? 6 : 0));

    private static IEnumerable<int> Years(int count, FormContext context) => Enumerable.Range(context.RoundYear - count, count);

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
