using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Programmes;

/// <summary>Checks a form's formulas and cross-checks (公式与核对规则检查): every name is a number of the form, nothing leads back to itself.</summary>
internal static class FormulaChecks
{
    public static void Check(FormDefinition form, PartProblems found)
    {
        foreach (var section in form.Sections)
        {
            foreach (var question in section.Questions)
            {
                foreach (var (formula, place, name) in FormulasOf(section, question))
                {
                    CheckFormula(form, formula, place, question.Id, name, found);
                }
            }
        }

        foreach (var id in PackChecks.Repeated(form.Checks.Select(c => c.Id)))
        {
            found.Add(id, $"核对规则编号“{id}”重复。");
        }

        foreach (var check in form.Checks)
        {
            found.Unless(PackChecks.IsSlug(check.Id), check.Id, $"编号“{check.Id}”只能由小写字母、数字和连字符组成。");
            found.Unless(!string.IsNullOrWhiteSpace(check.Message), check.Id, $"核对规则“{check.Id}”没有说明。");
            foreach (var fault in check.Faults(form))
            {
                found.Add(check.Id, fault);
            }

            found.Unless(check.Sections().Any(), check.Id, $"核对规则“{check.Id}”没有引用任何栏目。");
            foreach (var formula in check.Formulas())
            {
                CheckFormula(form, formula, new FormulaPlace(null) { Year = 0 }, check.Id, $"核对规则“{check.Id}”", found);
            }
        }
    }

    private static IEnumerable<(string Formula, FormulaPlace Place, string Name)> FormulasOf(FormSection section, Question question)
    {
        if (question is ComputedQuestion computed)
        {
            yield return (computed.Formula, new FormulaPlace(section), $"计算项“{question.Id}”");
        }

        if (question is not TableQuestion table)
        {
            yield break;
        }

        var isYearly = question is FixedTableQuestion { RowPerYear: true };
        foreach (var column in table.Columns.Where(c => c.Formula is not null))
        {
            yield return (column.Formula!, new FormulaPlace(section) { Table = table, Column = column, Year = column.PerYear || isYearly ? 0 : null }, $"表格“{table.Id}”的计算列“{column.Id}”");
        }

        foreach (var row in (table as FixedTableQuestion)?.Rows.Where(r => r.Formula is not null) ?? [])
        {
            foreach (var column in table.Columns.Where(c => c.Kind == CellKind.Number))
            {
                yield return (row.Formula!, new FormulaPlace(section) { Table = table, RowKey = row.Id, Column = column, NamesAreRows = true, Year = column.PerYear ? 0 : null }, $"表格“{table.Id}”的计算行“{row.Id}”");
            }
        }
    }

    private static void CheckFormula(FormDefinition form, string text, FormulaPlace place, string anchor, string name, PartProblems found)
    {
        Formula formula;
        try
        {
            formula = Formula.Parse(text);
        }
        catch (FormatException fault)
        {
            found.Add(anchor, $"{name}：{fault.Message}");
            return;
        }

        found.Unless(formula.References().Count > 0 || place.Section is null, anchor, $"{name}的公式没有引用任何栏目。");
        foreach (var (reference, wholeColumn) in formula.References())
        {
            if (FormulaTarget.Find(form, reference.Name, place, wholeColumn) is not { } target)
            {
                found.Add(anchor, $"{name}引用的“{reference.Name}”不是表单中的数字栏目。");
            }
            else if (target.IsPerYear && place.Year is null && reference.Year is FormulaYear.Same or FormulaYear.Previous)
            {
                found.Add(anchor, $"{name}引用的“{reference.Name}”按年填写，应写明 @last 或 @first。");
            }
        }

        found.Unless(!LeadsBack(form, place, formula, []), anchor, $"{name}的公式互相循环。");
    }

    private static bool LeadsBack(FormDefinition form, FormulaPlace place, Formula formula, IReadOnlyList<string> behind)
    {
        foreach (var (reference, wholeColumn) in formula.References())
        {
            // A formula over the year before ends with the first year.
            if (reference.Year == FormulaYear.Previous || FormulaTarget.Find(form, reference.Name, place, wholeColumn) is not { } target)
            {
                continue;
            }

            var next = target.Question is ComputedQuestion computed ? computed.Formula : target.Row?.Formula ?? target.Column?.Formula;
            if (next is null)
            {
                continue;
            }

            var key = $"{target.Section.Id}.{target.Question.Id}.{target.Row?.Id}.{target.Column?.Id}";
            Formula parsed;
            try
            {
                parsed = Formula.Parse(next);
            }
            catch (FormatException)
            {
                continue;
            }

            var there = new FormulaPlace(target.Section)
            {
                Table = target.Question as TableQuestion, RowKey = target.Row?.Id, Column = target.Column, NamesAreRows = target.Row?.Formula is not null, Year = place.Year,
            };
            if (behind.Contains(key, StringComparer.Ordinal) || LeadsBack(form, there, parsed, [.. behind, key]))
            {
                return true;
            }
        }

        return false;
    }
}
