using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Applications;

/// <summary>Drafts that can be saved quickly, and what is stored of them.</summary>
public abstract class QuickSaveScene(ApplicationSite site)
{
    protected ApplicationSite Site => site;

    /// <summary>A draft whose first text is saved already, and a section that can be saved quickly.</summary>
    protected async Task<(Guid Id, string Section)> SavedOnceAsync(string userName)
    {
        Site.Clock.Set(2022, 6, 1);
        var id = await Site.DraftAsync(userName);
        using (var visitor = await Site.LogInAsync(userName))
        {
            // Signs the terms, and has the round's rules read.
            await visitor.GetAsync($"/applications/{id}");
        }

        var section = await RulesAsync(rules => rules.Track(Track.Organisation).Form.Sections.First(s => rules.StandsAlone(Track.Organisation, s) && s.Questions.OfType<LongTextQuestion>().Any(q => q.Limit > 0)).Id);
        var typed = await TypedAsync(section, "第一稿");
        await Site.DoAsync<SaveSection, SavedSection>(userName, (o, a) => o.RunAsync(id, section, typed, 0, a, default));
        return (id, section);
    }

    protected Task<LongTextQuestion> QuestionAsync(string section) =>
        RulesAsync(rules => rules.Track(Track.Organisation).Form.Section(section)!.Questions.OfType<LongTextQuestion>().First(q => q.Limit > 0));

    protected async Task<Answers> TypedAsync(string section, string text)
    {
        var question = await QuestionAsync(section);
        return await RulesAsync(rules => new AnswersBuilder(rules.Track(Track.Organisation).Form.Section(section)!, new FormContext(2022, rules.Round.ClosesOn, new DateOnly(2022, 6, 1))).Set(question.Id, text).Build());
    }

    protected async Task<QuickSection?> FindAsync(string userName, Guid id, string section)
    {
        var (round, hash) = await Site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => new ValueTuple<Guid, string>(a.RoundId, a.PackHash)).SingleAsync());
        return await Site.DoAsync<QuickSave, QuickSection?>(userName, (o, a) => Task.FromResult(o.Find(round, hash, Track.Organisation, section, a)));
    }

    protected async Task<SavedSection?> QuickAsync(string userName, Guid id, string section, string text, int version, Func<QuickSection, QuickSection>? change = null, string? by = null)
    {
        var owner = await Site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => (Guid?)a.Id).SingleOrDefaultAsync()) ?? await Site.ReadAsync(db => db.Applications.Select(a => a.Id).FirstAsync());
        var found = await FindAsync(userName, owner, section);
        Assert.NotNull(found);
        var typed = await TypedAsync(section, text);
        return await Site.DoAsync<QuickSave, SavedSection?>(by ?? userName, (o, a) => o.RunAsync(change?.Invoke(found) ?? found, id, typed, version, a));
    }

    protected Task<(string Text, int Version)> StoredAsync(Guid id, string section) => Site.ReadAsync(async db =>
    {
        var stored = await db.Applications.Where(a => a.Id == id).SelectMany(a => a.Sections).SingleAsync(s => s.SectionId == section);
        return (stored.Answers.Values.Single().Value.GetValue<string>(), stored.Version);
    });

    private Task<T> RulesAsync<T>(Func<RoundRules, T> read) => Site.InScopeAsync(async services => read(await services.GetRequiredService<RoundRulesReader>().GetAsync(await Site.RoundIdAsync())));
}
