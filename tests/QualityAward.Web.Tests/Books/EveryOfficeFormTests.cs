using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Shared.Forms;
using QualityAward.Web.Tests.Printing;

namespace QualityAward.Web.Tests.Books;

/// <summary>Every field of every form of the recommending offices is filled in through the page and read again in the printed paper.</summary>
public sealed class EveryOfficeFormTests(BookSite site) : IClassFixture<BookSite>
{
    public static TheoryData<string, Track, string> Forms() => EveryFormTests.Forms();

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_answer_and_every_field_name_stands_in_the_printed_pre_review_form(string programme, Track track, string userName)
    {
        var (id, rules, office) = await HandedInAsync(programme, userName);
        using var _ = office;
        var form = rules.Pack.Recommendation.FormOf(track);
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, new DateOnly(2022, 6, 1));
        var expected = new List<string> { form.Title };
        foreach (var section in form.Sections)
        {
            expected.AddRange(await FillAsync(office, id, section, BookSite.Who(userName), context));
        }

        var paper = await BookSite.PdfAsync(office, $"/recommendations/{id}/papers/pre-review?handler=Pdf", $"{programme}-pre-review-{TrackNames.Slug(track)}");

        AssertCounted(expected, paper.All);
        Assert.True(expected.Count >= 8, $"Only {expected.Count} things were looked for.");
        await AssertCertificateAsync(office, id, rules, userName);
    }

    /// <summary>Everything stands there as often as it must: a value that is found at another field does not count for its own.</summary>
    internal static void AssertCounted(IEnumerable<string> expected, string printed)
    {
        var missing = expected.Select(PdfReading.Squeeze).Where(e => e.Length > 0).CountBy(e => e, StringComparer.Ordinal)
            .Select(e => (Text: e.Key, Wanted: e.Value, Found: Count(printed, e.Key))).Where(e => e.Found < e.Wanted).Select(e => $"{e.Text}: {e.Found} of {e.Wanted}");
        Assert.Equal([], missing);
    }

    private static int Count(string text, string part)
    {
        var found = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            found++;
        }

        return found;
    }

    private static async Task<IReadOnlyList<string>> FillAsync(Visitor office, Guid id, FormSection section, DemoApplicant who, FormContext context)
    {
        var expected = new List<string> { section.Heading };
        var page = await office.GetAsync($"/recommendations/{id}");
        var filling = page.Form($"保存{section.Title}");
        var answers = DemoAnswers.Fill(section, who, context, everything: true);
        foreach (var (question, number) in section.Questions.Select((q, i) => (q, i)))
        {
            expected.Add(question.Label);
            expected.AddRange(question is LongTextQuestion text ? text.Signatures : []);
            if (question is FixedTableQuestion table)
            {
                var rows = TableLayout.Rows(table, context);
                for (var row = 0; row < rows.Count; row++)
                {
                    foreach (var column in TableLayout.Columns(table, context))
                    {
                        // A number of its own for every cell.
                        var value = (1000 + (row * 37) + (number * 101)).ToString(CultureInfo.InvariantCulture);
                        Type(FieldNames.Cell(question.Id, row, column.Key), value);
                        expected.Add($"{column.Year}年{rows[row].Label}");
                        expected.Add(value + rows[row].Unit);
                    }
                }

                // Its rows carry their year instead of its name.
                expected.Remove(question.Label);
                continue;
            }

            var answer = question is TextQuestion or LongTextQuestion ? $"{section.Id}第{number + 1}题：{answers.Text(question.Id)}" : answers.Text(question.Id)!;
            Type(FieldNames.Answer(question.Id), answer);
            expected.Add(answer);
        }

        var saved = await filling.SubmitAsync($"保存{section.Title}");
        Assert.Equal([], saved.Errors);
        return expected;

        void Type(string field, string value)
        {
            var name = SectionEditor.FieldNameOf(section.Id, field);
            Assert.True(page.Document.QuerySelector($"[name='{name}']") is not null, $"{section.Id} offers no {name}.");
            filling.Set(name, value);
        }
    }

    /// <summary>The certificate of no adverse record, where the award has one: the document's words, the applicant, the window and every seal.</summary>
    private static async Task AssertCertificateAsync(Visitor office, Guid id, RoundRules rules, string userName)
    {
        if (rules.Pack.Recommendation.CleanRecordCertificate is not { } certificate)
        {
            using var none = await office.Client.GetAsync(new Uri($"/recommendations/{id}/papers/certificate?handler=Pdf", UriKind.Relative));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
            return;
        }

        var who = BookSite.Who(userName);
        var paper = await BookSite.PdfAsync(office, $"/recommendations/{id}/papers/certificate?handler=Pdf", $"{rules.Pack.Code}-certificate-{TrackNames.Slug(who.Kind)}");
        AssertCounted(
            [
                certificate.Title, certificate.Text, who.Kind == Track.Organisation ? who.Name : who.Employer, "2019年4月26日", "2022年4月25日",
                .. certificate.Seals.Select(k => $"{certificate.SealPrefix}{rules.Pack.Recommendation.Opinions.First(o => o.Kind == k).Name}（盖章）"),
            ],
            paper.All);
    }

    private async Task<(Guid Id, RoundRules Rules, Visitor Office)> HandedInAsync(string programme, string userName)
    {
        site.Clock.Set(2022, 6, 1, 10);
        var (channel, rules) = await site.InScopeAsync(async services =>
        {
            var round = services.GetRequiredService<QualityAwardDbContext>().Rounds.Single(r => r.ProgrammeCode == programme);
            return (services.GetRequiredService<AuthorityTree>().RecommendersFor(round.AuthorityCode).First().Code, await services.GetRequiredService<RoundRulesReader>().GetAsync(round.Id));
        });
        var id = await new DemoScenes(new DemoStage(site.Services, site.Clock, site.Clock.Set), rules, BookSite.OfficeOf(programme)).ApplyAsync(BookSite.Who(userName) with { Channel = channel });
        var office = $"recommend-{programme}-{userName}";
        await site.Given.StaffAsync(office, Role.RecommendingOffice, channel);
        return (id, rules, await site.LogInAsync(office));
    }
}
