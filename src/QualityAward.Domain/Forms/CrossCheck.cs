using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace QualityAward.Domain.Forms;

/// <summary>Something doubtful that the applicant answers or fixes (疑点提示).</summary>
/// <param name="CheckId">The rule that found it.</param>
/// <param name="FieldName">The field to look at, without the page's prefix.</param>
/// <param name="Source">The rule that demands it; null: our own check.</param>
public sealed record FormWarning(string CheckId, string SectionId, string QuestionId, string FieldName, string Message, string? Source)
{
    /// <summary>An explanation is a few sentences.</summary>
    public const int ExplanationLimit = 300;

    /// <summary>
    /// Under this the applicant's explanation is kept with the section's answers: the check and what it found. With other numbers it is another finding, and
    /// the explanation of the former one does not answer it.
    /// </summary>
    public string Key { get; } = $"{CheckId}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Message)).AsSpan(0, 4))}";

    public string SourceWords => Source is null ? "系统核对，供申报人自查" : $"依据：{Source}";
}

/// <summary>How two numbers must stand to each other (核对关系).</summary>
public enum CheckRelation
{
    Equal,
    AtMost,
    AtLeast,
}

/// <summary>
/// A check across questions or sections (跨栏核对), as data of the pack. Formulas name cells by <see cref="Formula"/>; a check over cells of several years
/// looks at each year. What is blank or hidden is never doubtful.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CompareCheck), "compare")]
[JsonDerivedType(typeof(UnitSlipCheck), "unitSlip")]
[JsonDerivedType(typeof(ChangeCheck), "change")]
[JsonDerivedType(typeof(DateOrderCheck), "dateOrder")]
[JsonDerivedType(typeof(SameCheck), "same")]
[JsonDerivedType(typeof(TogetherCheck), "notTogether")]
[JsonDerivedType(typeof(BirthCheck), "birth")]
[JsonDerivedType(typeof(YearsSinceCheck), "yearsSince")]
public abstract record CrossCheck
{
    public required string Id { get; init; }

    /// <summary>What looks wrong, in a sentence without its end; the numbers follow by themselves.</summary>
    public required string Message { get; init; }

    /// <summary>The article that demands it; null where it is our own check.</summary>
    public string? Source { get; init; }

    /// <summary>Section in which it is shown and answered: that of the first cell it names.</summary>
    [JsonIgnore]
    public string SectionId => Named.Of(this).First[0];

    /// <summary>The first cell it names.</summary>
    [JsonIgnore]
    protected abstract string First { get; }

    /// <summary>The finding; null: nothing is doubtful.</summary>
    public FormWarning? Look(FilledForm form)
    {
        var details = Doubts(form).ToList();
        var parts = Named.Of(this).First;
        return details.Count == 0 || form.Form.Section(parts[0])?.Question(parts[1]) is not { } question
            ? null
            : new FormWarning(Id, parts[0], question.Id, FieldOf(form, question, parts), $"{Message}（{string.Join("；", details)}）。", Source);
    }

    /// <summary>Every section that it names.</summary>
    public IReadOnlyList<string> Sections() => Named.Of(this).Sections;

    /// <summary>Every question that it names, as <c>section.question</c>.</summary>
    internal IEnumerable<string> Questions() => Names().Select(n => string.Join('.', n.Split('.').Take(2))).Distinct(StringComparer.Ordinal);

    /// <summary>Formulas of the check, for the checks of a pack.</summary>
    internal abstract IReadOnlyList<string> Formulas();

    /// <summary>Every cell that it names; a formula that cannot be read names none, and the pack's checks say so.</summary>
    private protected virtual IEnumerable<string> Names()
    {
        foreach (var text in Formulas())
        {
            Formula formula;
            try
            {
                formula = Formula.Parse(text);
            }
            catch (FormatException)
            {
                continue;
            }

            foreach (var (reference, _) in formula.References())
            {
                yield return reference.Name;
            }
        }
    }

    /// <summary>What is wrong with the definition besides its formulas.</summary>
    internal virtual IEnumerable<string> Faults(FormDefinition form) => [];

    /// <summary>One text for each finding.</summary>
    protected abstract IEnumerable<string> Doubts(FilledForm form);

    /// <summary>The years to look at; one null when the cells depend on no year.</summary>
    private protected IReadOnlyList<int?> Years(FilledForm form)
    {
        var years = Named.Of(this).YearsIn(form.Form, this);
        return years == 0 ? [null] : [.. form.Context.Years(years).Select(y => (int?)y)];
    }

    private protected static string Words(int? year, string text) => year is null ? text : string.Create(CultureInfo.InvariantCulture, $"{year}年：{text}");

    private protected static string Words(decimal number) => Formula.Text(number, 4);

    /// <summary>The answer to a question, given as <c>section.question</c>; null: blank or hidden.</summary>
    private protected static string? Answer(FilledForm form, string reference)
    {
        var parts = reference.Split('.');
        return form.Form.Section(parts[0]) is { } section ? form.Answers(section).Text(parts[1]) : null;
    }

    /// <summary>The first cell of the first formula that names one.</summary>
    private protected string FirstName() => Names().FirstOrDefault() ?? "";

    /// <summary>What a check names, found once: every page of a form asks.</summary>
    private sealed class Named(string[] first, IReadOnlyList<string> sections)
    {
        // Not a field of the check: a changed copy would take it along.
        private static readonly ConditionalWeakTable<CrossCheck, Named> Known = [];

        /// <summary>A check stands in no section: it names its cells in full.</summary>
        private static readonly FormulaPlace Nowhere = new((FormSection?)null);

        private Tuple<FormDefinition, int>? _years;

        public string[] First { get; } = first;

        public IReadOnlyList<string> Sections { get; } = sections;

        /// <summary>How many years its cells are looked at in; 0: they depend on no year.</summary>
        public int YearsIn(FormDefinition form, CrossCheck check)
        {
            if (_years is not { } known || !ReferenceEquals(known.Item1, form))
            {
                known = Tuple.Create(form, check.Formulas().SelectMany(f => Formula.Parse(f).References())
                    .Where(r => r.Reference.Year is FormulaYear.Same or FormulaYear.Previous)
                    .Select(r => FormulaTarget.Find(form, r.Reference.Name, Nowhere, r.WholeColumn))
                    .Select(t => t is { IsPerYear: true, Question: TableQuestion table } ? table.Years : 0).DefaultIfEmpty().Max());
                _years = known;
            }

            return known.Item2;
        }

        public static Named Of(CrossCheck check) => Known.GetValue(check, static c => new Named(c.First.Split('.'), [.. c.Names().Select(n => n.Split('.')[0]).Distinct(StringComparer.Ordinal)]));
    }

    /// <summary>The first cell of the table that it names, else the question's own field.</summary>
    private static string FieldOf(FilledForm form, Question question, string[] parts)
    {
        if (question is not FixedTableQuestion table || parts.Length < 3)
        {
            return FieldNames.Answer(question.Id);
        }

        var row = TableLayout.Rows(table, form.Context).ToList().FindIndex(r => string.Equals(r.Key, parts[2], StringComparison.Ordinal));
        var column = TableLayout.Columns(table, form.Context).FirstOrDefault(c => c.Column.Kind == CellKind.Number);
        return row < 0 || column is null ? FieldNames.Answer(question.Id) : FieldNames.Cell(table.Id, row, column.Key);
    }
}

/// <summary>数值比较: one formula against another, with a tolerance in percent of the right side.</summary>
public sealed record CompareCheck : CrossCheck
{
    public required string Left { get; init; }

    public CheckRelation Relation { get; init; }

    public required string Right { get; init; }

    /// <summary>Percent of the right side by which the left may be off.</summary>
    public decimal Tolerance { get; init; }

    protected override string First => FirstName();

    internal override IReadOnlyList<string> Formulas() => [Left, Right];

    internal override IEnumerable<string> Faults(FormDefinition form) => Tolerance < 0 ? [$"核对规则“{Id}”的允许误差不能为负。"] : [];

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        var (left, right) = (Formula.Parse(Left), Formula.Parse(Right));
        foreach (var year in Years(form))
        {
            var place = new FormulaPlace(null) { Year = year };
            if (form.Evaluate(left, place) is { } one && form.Evaluate(right, place) is { } other && !Holds(one, other))
            {
                yield return Words(year, $"{Words(one)} 与 {Words(other)}");
            }
        }
    }

    private bool Holds(decimal left, decimal right)
    {
        var room = Math.Abs(right) * Tolerance / 100;
        return Relation switch
        {
            CheckRelation.Equal => Math.Abs(left - right) <= room,
            CheckRelation.AtMost => left <= right + room,
            CheckRelation.AtLeast => left >= right - room,
        };
    }
}

/// <summary>单位疑误: a number that is about <see cref="Factor"/> times another one it should be near to, as when 元 is typed for 万元.</summary>
public sealed record UnitSlipCheck : CrossCheck
{
    public required string Value { get; init; }

    /// <summary>What it should be near to, in the same unit.</summary>
    public required string Against { get; init; }

    public decimal Factor { get; init; } = 10_000;

    /// <summary>How far from the factor still counts: 5 means a fifth to five times of it.</summary>
    public decimal Band { get; init; } = 5;

    protected override string First => FirstName();

    internal override IReadOnlyList<string> Formulas() => [Value, Against];

    internal override IEnumerable<string> Faults(FormDefinition form) => Factor > 1 && Band >= 1 && Band < Factor ? [] : [$"核对规则“{Id}”的倍数或范围有误。"];

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        var (value, against) = (Formula.Parse(Value), Formula.Parse(Against));
        foreach (var year in Years(form))
        {
            var place = new FormulaPlace(null) { Year = year };
            if (form.Evaluate(value, place) is { } one && form.Evaluate(against, place) is { } other && one > 0 && other > 0 && (IsSlip(one / other) || IsSlip(other / one)))
            {
                yield return Words(year, $"{Words(one)} 与 {Words(other)}，相差约 {Words(Factor)} 倍");
            }
        }
    }

    private bool IsSlip(decimal ratio) => ratio >= Factor / Band && ratio <= Factor * Band;
}

/// <summary>年度突变: a number that is many times, or a small part of, that of the year before.</summary>
public sealed record ChangeCheck : CrossCheck
{
    /// <summary>The cells, by year.</summary>
    public required string Value { get; init; }

    public required decimal Factor { get; init; }

    protected override string First => FirstName();

    internal override IReadOnlyList<string> Formulas() => [Value];

    internal override IEnumerable<string> Faults(FormDefinition form) => Factor > 1 ? [] : [$"核对规则“{Id}”的倍数应大于 1。"];

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        var value = Formula.Parse(Value);
        foreach (var year in Years(form).Skip(1).OfType<int>())
        {
            if (form.Evaluate(value, new FormulaPlace(null) { Year = year }) is { } now && form.Evaluate(value, new FormulaPlace(null) { Year = year - 1 }) is { } before
                && now > 0 && before > 0 && (now > before * Factor || before > now * Factor))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{year - 1}年 {Words(before)}，{year}年 {Words(now)}");
            }
        }
    }
}

/// <summary>日期先后: one date question may not lie before another; months are held against months.</summary>
public sealed record DateOrderCheck : CrossCheck
{
    /// <summary>The later date, as <c>section.question</c>.</summary>
    public required string Later { get; init; }

    public required string Earlier { get; init; }

    protected override string First => Later;

    internal override IReadOnlyList<string> Formulas() => [];

    private protected override IEnumerable<string> Names() => [Later, Earlier];

    internal override IEnumerable<string> Faults(FormDefinition form) =>
        new[] { Later, Earlier }.Where(r => form.Find(r) is not (DateQuestion or YearMonthQuestion)).Select(r => $"核对规则“{Id}”的“{r}”不是日期题目。");

    protected override IEnumerable<string> Doubts(FilledForm form)
    {
        if (Month(form, Later) is var (later, laterText) && Month(form, Earlier) is var (earlier, earlierText)
            && (laterText.Length == earlierText.Length ? string.CompareOrdinal(laterText, earlierText) < 0 : later < earlier))
        {
            yield return $"{laterText} 与 {earlierText}";
        }
    }

    private static (DateOnly Month, string Text)? Month(FilledForm form, string reference)
    {
        var text = Answer(form, reference) ?? "";
        return text.Length >= 7 && AnswerText.ReadYearMonth(text[..7]) is { } month ? (month, text) : null;
    }
}
