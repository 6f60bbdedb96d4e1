using System.Text.RegularExpressions;
using QualityAward.Domain;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Rounds.FormEditor;

/// <summary>
/// A formula in words (公式的写法): the office writes <c>{研发人员数量} / {职工总数} * 100</c>, the form keeps ids. A cell of a table is written as
/// <c>{表名/行名}</c> or <c>{表名/行名/列名}</c>, a column's total as <c>sum({表名/列名})</c>; <c>@last</c> and <c>@first</c> behind a name mean a year.
/// </summary>
public static partial class FormulaWords
{
    private const int Longest = 500;

    /// <summary>Every number of the form as it may be written in a formula, with what it is.</summary>
    public static IReadOnlyList<(string Text, string What)> Numbers(FormDefinition form, string? without) =>
    [
        .. Cells(form).Where(c => !string.Equals(c.Question.Id, without, StringComparison.Ordinal)).GroupBy(c => c.Words, StringComparer.Ordinal)
            .SelectMany(g => g.Select(c => (Text: $"{{{(g.Count() == 1 ? c.Words : c.Name)}{(c.PerYear ? "@last" : "")}}}", What: $"{c.Section.Heading}{(c.WholeColumn ? "，整列，用 sum( ) 合计" : c.PerYear ? "，最近一年" : "")}"))),
    ];

    /// <summary>With official names in place of ids, wherever a name means one number only.</summary>
    public static string Show(string formula, FormDefinition form, string sectionId)
    {
        var cells = Cells(form).ToList();
        return Name().Replace(formula, m =>
        {
            var (name, year) = Parts(m.Groups["name"].Value);
            var full = name.Contains('.', StringComparison.Ordinal) ? name : $"{sectionId}.{name}";
            var cell = cells.FirstOrDefault(c => string.Equals(c.Name, full, StringComparison.Ordinal));
            return cell is null || cells.Count(c => string.Equals(c.Words, cell.Words, StringComparison.Ordinal)) > 1 ? m.Value : $"{{{cell.Words}{year}}}";
        });
    }

    /// <summary>The formula with ids; problems go to its field.</summary>
    public static string Read(string? typed, FormDefinition form, string sectionId, string questionId, List<InputProblem> problems)
    {
        const string Field = "Input.Formula";
        var text = AnswerText.Line(typed);
        if (text.Length == 0)
        {
            problems.Add(new InputProblem(Field, "请填写计算公式。"));
            return "";
        }

        if (text.Length > Longest)
        {
            problems.Add(new InputProblem(Field, $"计算公式不能超过 {Longest} 个字符。"));
            return text;
        }

        // As typed, so that what is said of it names no ids and counts the characters that stand there.
        if (!Formula.TryParse(text, out _, out var wrong))
        {
            problems.Add(new InputProblem(Field, $"公式有误：{wrong}"));
            return text;
        }

        var cells = Cells(form).ToList();
        var formula = Name().Replace(text, m =>
        {
            var (name, year) = Parts(m.Groups["name"].Value);
            var found = cells.Where(c => string.Equals(c.Words, name, StringComparison.Ordinal)).ToList();
            var cell = found.Count > 1 ? found.SingleOrDefault(c => string.Equals(c.Section.Id, sectionId, StringComparison.Ordinal)) : found.SingleOrDefault();
            return cell is null ? m.Value : $"{{{cell.Name}{year}}}";
        });
        if (!Formula.TryParse(formula, out var parsed, out var fault))
        {
            problems.Add(new InputProblem(Field, $"公式有误：{fault}"));
            return formula;
        }

        var place = new FormulaPlace(form.Section(sectionId));
        foreach (var (reference, wholeColumn) in parsed.References())
        {
            var target = FormulaTarget.Find(form, reference.Name, place, wholeColumn);
            var shown = cells.FirstOrDefault(c => string.Equals(c.Name, reference.Name, StringComparison.Ordinal))?.Words ?? reference.Name;
            if (target is null)
            {
                problems.Add(new InputProblem(Field, $"“{shown}”不是本表的数字栏目，请从下面的列表中选用。"));
            }
            else if (string.Equals(target.Question.Id, questionId, StringComparison.Ordinal))
            {
                problems.Add(new InputProblem(Field, "公式不能用到这一题自己。"));
            }
            else if (target.IsPerYear && reference.Year is FormulaYear.Same or FormulaYear.Previous)
            {
                problems.Add(new InputProblem(Field, $"“{shown}”按年填写，请在名称后写明 @last（最近一年）或 @first（最早一年）。"));
            }
        }

        if (parsed.References().Count == 0)
        {
            problems.Add(new InputProblem(Field, "公式没有用到任何栏目，请从下面的列表中选用。"));
        }

        return formula;
    }

    private static (string Name, string Year) Parts(string reference)
    {
        var at = reference.LastIndexOf('@');
        return at < 0 ? (reference.Trim(), "") : (reference[..at].Trim(), reference[at..].Trim());
    }

    private static IEnumerable<Cell> Cells(FormDefinition form)
    {
        foreach (var section in form.Sections)
        {
            foreach (var question in section.Questions)
            {
                var name = $"{section.Id}.{question.Id}";
                switch (question)
                {
                    case NumberQuestion or ComputedQuestion:
                        yield return new Cell(section, question, name, question.Label);
                        break;
                    case FixedTableQuestion { RowPerYear: false } table:
                        var numbers = table.Columns.Where(c => c.Kind == CellKind.Number).ToList();
                        foreach (var row in table.Rows)
                        {
                            foreach (var column in numbers)
                            {
                                yield return numbers.Count == 1
                                    ? new Cell(section, question, $"{name}.{row.Id}", $"{question.Label}/{row.Label}") { PerYear = column.PerYear }
                                    : new Cell(section, question, $"{name}.{row.Id}.{column.Id}", $"{question.Label}/{row.Label}/{column.Label}") { PerYear = column.PerYear };
                            }
                        }

                        break;
                    case TableQuestion table:
                        foreach (var column in table.Columns.Where(c => c.Kind == CellKind.Number))
                        {
                            yield return new Cell(section, question, $"{name}.{column.Id}", $"{question.Label}/{column.Label}") { PerYear = column.PerYear || question is FixedTableQuestion, WholeColumn = question is GrowingTableQuestion };
                        }

                        break;
                }
            }
        }
    }

    [GeneratedRegex(@"\{(?<name>[^{}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    private sealed record Cell(FormSection Section, Question Question, string Name, string Words)
    {
        public bool PerYear { get; init; }

        public bool WholeColumn { get; init; }
    }
}
