using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Tests.Printing;

namespace QualityAward.Web.Tests.Books;

/// <summary>Every field of every applicant's form is filled in through the page, submitted, and read again in the printed book.</summary>
public sealed class EveryFormTests(BookSite site) : IClassFixture<BookSite>
{
    public static TheoryData<string, Track, string> Forms()
    {
        var forms = new TheoryData<string, Track, string>();
        foreach (var (programme, track, userName) in BookSite.Forms)
        {
            forms.Add(programme, track, userName);
        }

        return forms;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_answer_and_every_field_name_stands_in_the_printed_book(string programme, Track track, string userName)
    {
        site.Clock.Set(2022, 6, 1, 10);
        var (id, rules) = await site.StartAsync(programme, userName);
        using var visitor = await site.LogInAsync(userName);
        var form = rules.Track(track).Form;
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, new DateOnly(2022, 6, 1));
        foreach (var section in form.Sections)
        {
            // What another kind of applicant fills in is not offered once the kind is chosen.
            var draft = await site.ReadAsync(db => db.Applications.Include(a => a.Sections).SingleAsync(a => a.Id == id));
            if (draft.Filled(form, context).Form.Section(section.Id) is not null || section.Variant is null)
            {
                await FillAsync(visitor, id, userName, section, context);
            }
        }

        await site.SubmitAsync(id, userName);
        var submission = await site.ReadAsync(db => db.Submissions.SingleAsync(s => s.ApplicationId == id));
        var book = await BookSite.PdfAsync(visitor, $"/applications/{id}/book", $"{programme}-{TrackNames.Slug(track)}");

        // Each page says which version it is; cover and contents have no page number of the text.
        var footer = PdfReading.Squeeze($"第1版校验值{submission.Sha256[..12]}");
        Assert.All(book.Pages.Where(p => p.Length > 0), p => Assert.Contains(footer, p, StringComparison.Ordinal));
        var expected = Expected(form, submission.Content.Filled(form, context), context, submission.Content.Files);
        var text = WithoutFooters(book, footer);
        EveryOfficeFormTests.AssertCounted(expected, text);
        Assert.True(expected.Count > 100, $"Only {expected.Count} things were looked for.");
    }

    /// <summary>Types every answer into the section's page and saves it; files go through the same operation as the page's.</summary>
    private async Task FillAsync(Visitor visitor, Guid id, string userName, FormSection section, FormContext context)
    {
        var answers = DemoAnswers.Fill(section, BookSite.Who(userName), context, everything: true);
        var page = await visitor.GetAsync($"/applications/{id}/sections/{section.Id}");
        var form = page.Form("保存");
        foreach (var question in section.Questions)
        {
            switch (question)
            {
                case PhotoQuestion photo:
                    for (var i = 0; i < Math.Max(1, photo.MinFiles); i++)
                    {
                        await site.AttachAsync(id, userName, section, question, DemoFiles.Picture(i), string.Create(CultureInfo.InvariantCulture, $"照片{i + 1}.png"));
                    }

                    break;
                case ComputedQuestion:
                    break;
                case FileQuestion:
                    await site.AttachAsync(id, userName, section, question, DemoFiles.Pdf(question.Id), $"{question.Id}.pdf");
                    break;
                case FixedTableQuestion table:
                    var stored = answers.RowsByKey(table.Id);
                    var rows = TableLayout.Rows(table, context);
                    for (var i = 0; i < rows.Count; i++)
                    {
                        if (rows[i].Formula is not null)
                        {
                            continue;
                        }

                        Row(question, i, TableLayout.Columns(table, context), stored[rows[i].Key], mustBeOffered: true);
                    }

                    break;
                case GrowingTableQuestion table:
                    for (var i = 0; i < answers.Rows(question.Id).Count; i++)
                    {
                        Row(question, i, TableLayout.Columns(table, context), answers.Rows(question.Id)[i], mustBeOffered: i == 0);
                    }

                    break;
                case MultiChoiceQuestion:
                    foreach (var choice in answers.Choices(question.Id))
                    {
                        Type(FieldNames.Answer(question.Id), choice, mustBeOffered: true);
                    }

                    break;
                default:
                    Type(FieldNames.Answer(question.Id), answers.Text(question.Id)!, mustBeOffered: true);
                    break;
            }
        }

        var saved = await form.SubmitAsync("保存");
        Assert.Equal([], saved.Errors);

        void Row(Question question, int row, IReadOnlyList<CellColumn> columns, IReadOnlyDictionary<string, string> cells, bool mustBeOffered)
        {
            foreach (var column in columns.Where(c => c.Column.Formula is null))
            {
                Type(FieldNames.Cell(question.Id, row, column.Key), cells[column.Key], mustBeOffered);
            }
        }

        void Type(string field, string value, bool mustBeOffered)
        {
            var name = SectionEditor.FieldNameOf(SectionEditor.DefaultPrefix, field);
            Assert.True(!mustBeOffered || page.Document.QuerySelector($"[name='{name}']") is not null, $"{section.Id} offers no {name}.");
            form.Set(name, value);
        }
    }

    /// <summary>What must be read in the book: names as in the form, answers in words; said anew here, not taken from what prints.</summary>
    private static List<string> Expected(FormDefinition form, FilledForm filled, FormContext context, IReadOnlyList<Domain.Applications.FrozenFile> files)
    {
        var expected = new List<string> { form.Title };
        expected.AddRange(form.Instructions);
        var number = 0;
        foreach (var section in filled.AskedForm.Sections)
        {
            var answers = filled.Answers(form.Section(section.Id)!);
            expected.Add(section.Heading);
            expected.AddRange(section.Signatures);
            foreach (var question in section.Questions)
            {
                // On the cover the label may be another; the photo itself stands where its name does on the blank form.
                expected.Add(question.Fact == Fact.Photo ? section.Heading : form.Cover?.Fields.FirstOrDefault(f => f.Only && f.Question == $"{section.Id}.{question.Id}")?.Label ?? question.Label);
                expected.AddRange(question.Signatures);
                switch (question)
                {
                    case ChoiceQuestion choice:
                        var chosen = choice.Options.Single(o => o.Value == answers.Text(question.Id)).Label;
                        var covered = form.Cover?.Fields.Any(f => f.Only && f.Question == $"{section.Id}.{question.Id}") ?? false;
                        expected.Add(covered ? chosen : "√" + chosen);
                        expected.AddRange(covered ? [] : choice.Options.Select(o => o.Label));
                        break;
                    case YesNoQuestion choice:
                        expected.Add("√" + (answers.Text(question.Id) == YesNoQuestion.YesValue ? choice.Yes : choice.No));
                        break;
                    case MultiChoiceQuestion choice:
                        expected.AddRange(choice.Options.Select(o => (answers.Choices(question.Id).Contains(o.Value, StringComparer.Ordinal) ? "√" : "") + o.Label));
                        break;
                    case FixedTableQuestion table:
                        expected.AddRange(TableLayout.Rows(table, context).Select(r => r.Label));
                        Cells(TableLayout.Columns(table, context), answers.RowsByKey(table.Id).Values);
                        break;
                    case GrowingTableQuestion table:
                        Assert.NotEmpty(answers.Rows(question.Id));
                        Cells(TableLayout.Columns(table, context), answers.Rows(question.Id));
                        break;
                    case FileQuestion or PhotoQuestion:
                        var own = files.Where(f => f.SectionId == section.Id && f.QuestionId == question.Id).ToList();
                        Assert.NotEmpty(own);
                        expected.AddRange(own.Select(f => string.Create(CultureInfo.InvariantCulture, $"证实性材料第{++number}号：{f.FileName}")).ToList().FindAll(_ => question.Fact != Fact.Photo));
                        break;
                    case DateQuestion:
                        expected.Add(Day(answers.Text(question.Id)!));
                        break;
                    case YearMonthQuestion:
                        expected.Add(Month(answers.Text(question.Id)!));
                        break;
                    case NumberQuestion quantity:
                        expected.Add(answers.Text(question.Id) + quantity.Unit);
                        break;
                    case ComputedQuestion:
                        expected.Add(answers.Text(question.Id) ?? "");
                        break;
                    default:
                        expected.Add(answers.Text(question.Id) ?? throw new InvalidOperationException($"{section.Id}.{question.Id} is blank."));
                        break;
                }
            }
        }

        return expected;

        void Cells(IReadOnlyList<CellColumn> columns, IEnumerable<IReadOnlyDictionary<string, string>> rows)
        {
            expected.AddRange(columns.Select(c => c.Heading));
            foreach (var row in rows)
            {
                // What is computed has no result where a number is missing.
                expected.AddRange(columns.Where(c => row.ContainsKey(c.Key)).Select(c => c.Column.Kind switch
                {
                    CellKind.YesNo => "√" + TableLayout.Shown(c.Column, row[c.Key]),
                    CellKind.Date => Day(row[c.Key]),
                    CellKind.YearMonth => Month(row[c.Key]),
                    _ => row[c.Key],
                }));
            }
        }
    }

    private static string Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture).ToString("yyyy年M月d日", CultureInfo.InvariantCulture);

    private static string Month(string text) => DateOnly.ParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture).ToString("yyyy年M月", CultureInfo.InvariantCulture);

    /// <summary>The text as one, so that what runs over a page is found: without what stands at the foot of each page.</summary>
    private static string WithoutFooters(PdfReading book, string footer) => string.Concat(book.Pages.Select(page =>
        Regex.Replace(page, "[A-Z-]+-2022-[0-9-]*[0-9]" + footer + "|第[0-9]+页共[0-9]+页", "", RegexOptions.None, TimeSpan.FromSeconds(5))));
}
