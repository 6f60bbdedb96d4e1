using System.Collections;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence.Applications;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Applications;

/// <summary>What is read in a batch of our own is what EF Core reads, property by property.</summary>
public sealed class CaseReaderTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Theory]
    [InlineData("person1", false)]
    [InlineData("person2", true)]
    public async Task A_case_is_the_one_that_EF_Core_reads_with_every_column_filled_and_with_none(string userName, bool filled)
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync(userName);
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync(
            $$"""
            update application_sections set carried_version = 1, unconfirmed = '["a","b"]' where application_id = {{id}} and section_id = (select min(section_id) from application_sections where application_id = {{id}});
            update application_sections set saved_at = null, saved_by = null where application_id = {{id}} and section_id = (select max(section_id) from application_sections where application_id = {{id}});
            update attachments set pages = 3, aside_since = now(), evidence = '[{"kind":"Item","code":"1.1","fromPage":1,"toPage":2}]' where id = (select id from attachments where application_id = {{id}} order by id limit 1);
            """));
        if (filled)
        {
            await site.DoAsync<InviteCollaborator, string>(userName, (o, a) => o.RunAsync(id, "someone@example.org", CaseRight.Edit, a, default));
            await site.ReadAsync(db => db.Database.ExecuteSqlAsync(
                $$"""
                update applications set receipt_number = 'R-1', criteria_variant = 'a', variant_by_office = true, variant_determined_by = 'b', variant_reason = 'c', submitted_at = now(), ending_reason = 'd',
                    handover_to = {{id}}, heads_credit_code = 'e', head_id_hash = 'f', stage = 'EligibilityReview', ending = 'NotAccepted', stage_since = now(), version = 7 where id = {{id}};
                insert into corrections (id, application_id, number, sections, due_on, requested_at, closed_at)
                    values (gen_random_uuid(), {{id}}, 1, '[{"sectionId":"x","remark":"y"}]', '2022-06-10', now(), now()), (gen_random_uuid(), {{id}}, 2, '[]', '2022-06-11', now(), null);
                """));
        }

        var actor = await site.InScopeAsync(services => ApplicationSite.ActorAsync(services, userName));
        var expected = await site.ReadAsync(db => db.Applications.AsNoTracking().AsSplitQuery()
            .Include(a => a.Sections).Include(a => a.Attachments).Include(a => a.Corrections).Include(a => a.Collaborators).SingleAsync(a => a.Id == id));
        var roundVersion = await site.ReadAsync(db => db.Rounds.Where(r => r.Id == expected.RoundId).Select(r => r.Version).SingleAsync());
        var read = await site.ReadAsync(db => CaseReader.ReadAsync(db, OwnCaseQuery.For(db, id, actor), id, textOnly: false, also: null, default));
        var brief = await site.ReadAsync(db => CaseReader.ReadAsync(db, OwnCaseQuery.For(db, id, actor), id, textOnly: true, also: null, default));

        Assert.NotNull(read);
        Assert.Equal((roundVersion, CaseRight.Own), (read.RoundVersion, read.Right));
        var application = read.Application;
        string[] lists = [nameof(Application.Sections), nameof(Application.Attachments), nameof(Application.Corrections), nameof(Application.Collaborators), nameof(Application.OpenCorrection)];
        Assert.Equal(Words([expected], lists), Words([application], lists));
        Assert.Equal(Words(expected.Sections.OrderBy(s => s.SectionId, StringComparer.Ordinal)), Words(application.Sections.OrderBy(s => s.SectionId, StringComparer.Ordinal)));
        Assert.Equal(Words(expected.Attachments.OrderBy(a => a.Id)), Words(application.Attachments.OrderBy(a => a.Id)));
        Assert.Equal(Words(expected.Corrections.OrderBy(c => c.Number)), Words(application.Corrections.OrderBy(c => c.Number)));
        Assert.Equal(Words(expected.Collaborators.OrderBy(c => c.Id)), Words(application.Collaborators.OrderBy(c => c.Id)));
        Assert.Equal(Words([expected], lists), Words([brief!.Application], lists));
        Assert.Equal((application.Sections.Count, application.Attachments.Count, 0, 0), (brief.Application.Sections.Count, brief.Application.Attachments.Count, brief.Application.Corrections.Count, brief.Application.Collaborators.Count));
        // The sample must say something, or equal would mean little.
        Assert.Contains(application.Sections, s => s.Answers.Personal.Count > 0);
        Assert.Contains(application.Sections, s => s is { Unconfirmed.Count: 2, CarriedVersion: 1 });
        Assert.Contains(application.Sections, s => s is { SavedAt: null, SavedBy: null });
        Assert.Contains(application.Attachments, a => a is { Pages: 3, AsideSince: not null, Evidence.Count: 1 });
        Assert.Equal(filled ? [true, false] : [], application.Corrections.OrderBy(c => c.Number).Select(c => c.ClosedAt is not null));
        Assert.Equal(filled, application.Collaborators.Any(c => c.InvitedAs == "someone@example.org"));
        Assert.Equal(filled, Words([application], lists).TrueForAll(w => !w.EndsWith(": null", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Whoever_may_not_see_a_case_gets_none_of_it()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org2");

        foreach (var userName in new[] { "org1", "office-lyg", "county-haizhou" })
        {
            var actor = await site.InScopeAsync(services => ApplicationSite.ActorAsync(services, userName));
            Assert.Null(await site.ReadAsync(db => CaseReader.ReadAsync(db, OwnCaseQuery.For(db, id, actor), id, textOnly: false, also: null, default)));
        }
    }

    [Fact]
    public async Task Answers_are_those_of_their_own_row_when_they_are_looked_at_later()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org1");

        var (streamed, stored) = await site.ReadAsync(async db => (
            await db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).AsNoTracking().OrderBy(s => s.SectionId).Select(s => s.Answers).ToListAsync(),
            await db.Database.SqlQuery<string>($"select answers::text as \"Value\" from application_sections where application_id = {id} order by section_id").ToListAsync()));

        Assert.Equal(stored.Count, streamed.Count);
        Assert.All(streamed.Zip(stored), pair => Assert.Equal(
            JsonDocument.Parse(pair.Second).RootElement.GetProperty("values").EnumerateObject().Select(v => v.Name).Order(StringComparer.Ordinal),
            pair.First.Values.Keys.Except(pair.First.Personal, StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    /// <summary>Every property of every one, as text.</summary>
    private static List<string> Words<T>(IEnumerable<T> all, params IReadOnlyCollection<string> without) =>
        [.. all.SelectMany(one => typeof(T).GetProperties().Where(p => !without.Contains(p.Name)).Select(p => $"{p.Name}: {Words(p.GetValue(one))}"))];

    private static string Words(object? value) => value switch
    {
        Answers answers => answers.Canonical() + string.Join(',', answers.Personal.Order(StringComparer.Ordinal)),
        null => "null",
        string text => text,
        IEnumerable or CasePosition or HeadTies => JsonSerializer.Serialize(value),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
