using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using QualityAward.Domain.Forms;
using QualityAward.Web.Commands.Demo;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>
/// Fills a form of a pack in the browser as its applicant would: every question by its official name, every cell by its row and column. Without scripts the
/// page shows what is not asked, too, and says so; the filler then needs the form to know it.
/// </summary>
internal sealed class FormFiller(Tab tab, DemoApplicant who, FormContext context, FormDefinition? form = null)
{
    /// <summary>Fills all questions of the section that stands on the page. Nothing is sent, but without scripts one more row of the first table is asked for.</summary>
    public async Task FillAsync(FormSection section)
    {
        var answers = AnswersTo(section);
        var asked = tab.HasScripts ? section : new FilledForm(form!, id => DemoAnswers.Fill(form!.Section(id)!, who, context), context).Asked(section);
        if (tab.HasScripts && await tab.Page.Locator("form[data-autosave]").CountAsync() > 0)
        {
            // Its script is there; before that the table's buttons send the page.
            await tab.Page.Locator("form[data-autosave-ready]").WaitForAsync();
        }

        foreach (var question in asked.Questions)
        {
            var place = tab.Page.Locator($"form [data-question='{question.Id}']");
            if (question.When is not null && !await place.IsVisibleAsync())
            {
                // Not asked of this applicant.
                continue;
            }

            if (AnswerCompleteness.ReasonAccepted(question) && answers.BlankReason(question.Id) is { } reason)
            {
                await place.GetByText("确无内容？说明未填原因").ClickAsync();
                await place.Field("未填原因").FillAsync(reason);
            }
            else
            {
                await FillAsync(place, question, answers);
            }
        }
    }

    /// <summary>What is typed into a section: with scripts everything, without them one row of a table, but two of the section's first.</summary>
    public Answers AnswersTo(FormSection section)
    {
        var answers = DemoAnswers.Fill(section, who, context);
        if (tab.HasScripts)
        {
            return answers;
        }

        var builder = new AnswersBuilder(section, context, answers);
        foreach (var table in section.Questions.OfType<GrowingTableQuestion>().Where(t => t.MinRows < 2).Skip(1))
        {
            builder.Rows(table.Id, [.. answers.Rows(table.Id).Take(1)]);
        }

        return builder.Build();
    }

    private async Task FillAsync(ILocator place, Question question, Answers answers)
    {
        switch (question)
        {
            case ChoiceQuestion choice:
                await ChooseAsync(place.Field(choice.Label), choice.Options.First(o => string.Equals(o.Value, answers.Text(choice.Id), StringComparison.Ordinal)).Label);
                break;
            case YesNoQuestion yesNo:
                await ChooseAsync(place.Field(yesNo.Label), string.Equals(answers.Text(yesNo.Id), YesNoQuestion.YesValue, StringComparison.Ordinal) ? yesNo.Yes : yesNo.No);
                break;
            case MultiChoiceQuestion many:
                foreach (var option in many.Options.Where(o => answers.Choices(many.Id).Contains(o.Value, StringComparer.Ordinal)))
                {
                    await place.Field(option.Label).CheckAsync();
                }

                break;
            case FixedTableQuestion table:
                var stored = answers.RowsByKey(table.Id);
                foreach (var row in TableLayout.Rows(table, context).Where(r => r.Formula is null))
                {
                    await FillRowAsync(place, row.Label, TableLayout.Columns(table, context), stored[row.Key]);
                }

                break;
            case GrowingTableQuestion table:
                var rows = answers.Rows(table.Id);
                for (var i = 0; i < rows.Count; i++)
                {
                    if (i > 0)
                    {
                        var more = place.GetByRole(AriaRole.Button, new() { Name = "增加一行", Exact = true });
                        await (tab.HasScripts ? more.ClickAsync() : tab.LoadsAsync(more));
                    }

                    await FillRowAsync(place, string.Create(CultureInfo.InvariantCulture, $"第{i + 1}行"), TableLayout.Columns(table, context), rows[i]);
                }

                break;
            case PhotoQuestion photo when !photo.Optional:
                await place.Field(photo.Label).SetInputFilesAsync(
                    [.. Enumerable.Range(1, Math.Max(1, photo.MinFiles)).Select(i => Person.Payload(string.Create(CultureInfo.InvariantCulture, $"{photo.Label}{i}.png"), DemoFiles.Picture(i)))]);
                break;
            case FileQuestion file when !file.Optional:
                await place.Field(file.Label).AttachAsync(Regex.Replace(file.Label, "[/\\\\]", "、", RegexOptions.None, TimeSpan.FromSeconds(1)) + ".pdf", DemoFiles.Pdf(file.Id));
                break;
            case FileQuestion or PhotoQuestion or ComputedQuestion:
                break;
            default:
                if (answers.Text(question.Id) is { } text)
                {
                    await place.Field(question.Label).FillAsync(text);
                }

                break;
        }
    }

    /// <summary>A cell's name is the heading of its row and that of its column.</summary>
    private static async Task FillRowAsync(ILocator place, string row, IReadOnlyList<CellColumn> columns, IReadOnlyDictionary<string, string> cells)
    {
        foreach (var column in columns.Where(c => c.Column.Formula is null))
        {
            var value = cells[column.Key];
            var name = $"{row} {column.Heading}";
            if (column.Column.Kind == CellKind.YesNo)
            {
                var chosen = string.Equals(value, YesNoQuestion.YesValue, StringComparison.Ordinal) ? column.Column.Yes : column.Column.No;
                await ChooseAsync(place.GetByRole(AriaRole.Combobox, new() { Name = name, Exact = true }), chosen);
            }
            else
            {
                await place.GetByRole(AriaRole.Textbox, new() { Name = name, Exact = true }).FillAsync(value);
            }
        }
    }

    private static Task ChooseAsync(ILocator field, string option) => field.SelectOptionAsync(new SelectOptionValue { Label = option });
}
