using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using QualityAward.Domain.Forms;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>Reads what was typed into <c>_SectionEditor</c> back into answers (读取填写内容). Names that the section does not have are ignored.</summary>
public static class SectionBinder
{
    /// <summary>No form has as many checks.</summary>
    private const int MaxExplanations = 200;

    public static Answers Read(IFormCollection form, FormSection section, FormContext context, string prefix = SectionEditor.DefaultPrefix)
    {
        var answers = new AnswersBuilder(section, context);
        foreach (var question in section.Questions)
        {
            var name = SectionEditor.FieldNameOf(prefix, FieldNames.Answer(question.Id));
            switch (question)
            {
                case FileQuestion or PhotoQuestion or ComputedQuestion:
                    break;
                case MultiChoiceQuestion:
                    answers.Choose(question.Id, form[name].Select(v => v ?? ""));
                    break;
                case FixedTableQuestion table:
                    var columns = TableLayout.Columns(table, context);
                    answers.Rows(question.Id, [.. TableLayout.Rows(table, context).Select((row, i) => Row(form, name, i, columns, row.Key))]);
                    break;
                case GrowingTableQuestion table:
                    var cells = TableLayout.Columns(table, context);
                    answers.Rows(question.Id, [.. RowIndexes(form, name).Select(i => Row(form, name, i, cells, null))]);
                    break;
                default:
                    answers.Set(question.Id, form[name].ToString());
                    break;
            }

            if (AnswerCompleteness.ReasonAccepted(question))
            {
                answers.Reason(question.Id, form[SectionEditor.FieldNameOf(prefix, FieldNames.Reason(question.Id))].ToString());
            }
        }

        foreach (var (name, value) in form.Where(f => f.Key.StartsWith(ExplanationPrefix(prefix), StringComparison.Ordinal)).Take(MaxExplanations))
        {
            if (name[ExplanationPrefix(prefix).Length..] is { Length: > 0 and <= 80 } key && IsKey(key))
            {
                answers.Explain(key, value.ToString());
            }
        }

        // An explanation that holds for other numbers, too.
        var still = SectionEditor.FieldNameOf(prefix, FieldNames.StillHolds(""));
        foreach (var key in form.Keys.Where(k => k.StartsWith(still, StringComparison.Ordinal)).Take(MaxExplanations).Select(k => k[still.Length..]).Where(IsKey))
        {
            var check = ExplanationPrefix(prefix) + key[..(key.LastIndexOf('.') + 1)];
            if (form[ExplanationPrefix(prefix) + key].ToString().Length == 0 && form.FirstOrDefault(f => f.Key.StartsWith(check, StringComparison.Ordinal) && f.Value.ToString().Length > 0).Value.ToString() is { Length: > 0 } earlier)
            {
                answers.Explain(key, earlier);
            }
        }

        return answers.Build();
    }

    private static bool IsKey(string key) => key.Contains('.', StringComparison.Ordinal) && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    private static string ExplanationPrefix(string prefix) => SectionEditor.FieldNameOf(prefix, FieldNames.Explanation(""));

    /// <summary>Shows problems in the summary and at their fields.</summary>
    public static void Show(this ModelStateDictionary modelState, IEnumerable<AnswerProblem> problems, string prefix = SectionEditor.DefaultPrefix)
    {
        foreach (var problem in problems)
        {
            modelState.AddModelError(SectionEditor.FieldNameOf(prefix, problem.FieldName), problem.Message);
        }
    }

    private static Dictionary<string, string> Row(IFormCollection form, string name, int index, IReadOnlyList<CellColumn> columns, string? key)
    {
        var row = columns.ToDictionary(c => c.Key, c => form[string.Create(CultureInfo.InvariantCulture, $"{name}[{index}].{c.Key}")].ToString(), StringComparer.Ordinal);
        if (key is not null)
        {
            row[Answers.RowKey] = key;
        }

        return row;
    }

    /// <summary>The rows that were sent, whatever their numbers: a removed row leaves a gap.</summary>
    private static IEnumerable<int> RowIndexes(IFormCollection form, string name) => form.Keys
        .Where(k => k.StartsWith(name, StringComparison.Ordinal) && k.Length > name.Length && k[name.Length] == '[')
        .Select(k => k[(name.Length + 1)..])
        .Select(rest => rest.IndexOf(']', StringComparison.Ordinal) is > 0 and var end && int.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
        .Where(i => i >= 0)
        .Distinct()
        .Order();
}
