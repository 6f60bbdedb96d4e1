using System.Collections;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence.Applications;

namespace QualityAward.Web.Tests.Applications;

/// <summary>What is read by hand is what EF Core reads, property by property: a new column that one of them forgets is found here.</summary>
public sealed class CasePartsTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task Sections_and_files_are_those_that_EF_Core_reads()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("person1");
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync(
            $$"""
            update application_sections set carried_version = 1, unconfirmed = '["a","b"]' where application_id = {{id}} and section_id = (select min(section_id) from application_sections where application_id = {{id}});
            update application_sections set saved_at = null, saved_by = null where application_id = {{id}} and section_id = (select max(section_id) from application_sections where application_id = {{id}});
            update attachments set pages = 3, aside_since = now(), evidence = '[{"kind":"Item","code":"1.1","fromPage":1,"toPage":2}]' where id = (select id from attachments where application_id = {{id}} order by id limit 1);
            """));

        var expected = await site.ReadAsync(db => db.Applications.AsNoTracking().AsSplitQuery().Include(a => a.Sections).Include(a => a.Attachments).SingleAsync(a => a.Id == id));
        var read = await site.ReadAsync(async db =>
        {
            var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == id);
            await CaseParts.ReadAsync(db, application, also: null, default);
            return application;
        });

        Assert.Equal(Words(expected.Sections.OrderBy(s => s.SectionId, StringComparer.Ordinal)), Words(read.Sections.OrderBy(s => s.SectionId, StringComparer.Ordinal)));
        Assert.Equal(Words(expected.Attachments.OrderBy(a => a.Id)), Words(read.Attachments.OrderBy(a => a.Id)));
        // The sample must say something, or equal would mean little.
        Assert.Contains(read.Sections, s => s.Answers.Personal.Count > 0);
        Assert.Contains(read.Sections, s => s is { Unconfirmed.Count: 2, CarriedVersion: 1 });
        Assert.Contains(read.Sections, s => s is { SavedAt: null, SavedBy: null });
        Assert.Contains(read.Attachments, a => a is { Pages: 3, AsideSince: not null, Evidence.Count: 1 });
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
    private static List<string> Words<T>(IEnumerable<T> all) =>
        [.. all.SelectMany(one => typeof(T).GetProperties().Select(p => $"{p.Name}: {Words(p.GetValue(one))}"))];

    private static string Words(object? value) => value switch
    {
        Answers answers => answers.Canonical() + string.Join(',', answers.Personal.Order(StringComparer.Ordinal)),
        null => "null",
        string text => text,
        IEnumerable list => JsonSerializer.Serialize(list),
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
    };
}
