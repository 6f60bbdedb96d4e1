using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Applications;

/// <summary>Quick saves that are written together: each by its own conditions.</summary>
public sealed class QuickSaveWritesTests(ApplicationSite site) : QuickSaveScene(site), IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task People_who_save_at_once_each_get_their_own_result()
    {
        var ours = new[] { "org1", "org2", "org3" };
        var drafts = new List<(Guid Id, string Section)>();
        foreach (var userName in ours)
        {
            drafts.Add(await SavedOnceAsync(userName));
        }

        var writes = await Task.WhenAll(ours.Zip(drafts, (userName, draft) => WriteOfAsync(userName, draft.Id, draft.Section, "同时保存的" + userName)));
        var stale = writes[0] with { ApplicationId = drafts[1].Id };
        var refused = writes[2] with { Answers = """{"values":{"a":"\u0000"},"personal":{},"reasons":{}}"""u8.ToArray() };
        var saves = Site.Services.GetRequiredService<QuickSaveWrites>();

        // The first two keep both places busy, so that the others share a group.
        var results = new[] { writes[0], writes[1], stale, refused, writes[2] }.Select(saves.RunAsync).ToList();

        Assert.Equal([2, 2, null], [await results[0], await results[1], await results[2]]);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => results[3]);
        Assert.Equal(2, await results[4]);
        foreach (var (userName, draft) in ours.Zip(drafts))
        {
            Assert.Equal(("同时保存的" + userName, 2), await StoredAsync(draft.Id, draft.Section));
        }
    }

    [Fact]
    public async Task While_an_application_is_being_submitted_its_save_goes_the_longer_way_and_nobody_waits()
    {
        var (mine, section) = await SavedOnceAsync("org4");
        var (other, sameSection) = await SavedOnceAsync("org5");
        var writes = Site.Services.GetRequiredService<QuickSaveWrites>();
        var (held, free) = (await WriteOfAsync("org4", mine, section, "提交时保存"), await WriteOfAsync("org5", other, sameSection, "别人的保存"));

        await Site.ReadAsync(async db =>
        {
            await using var submitting = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"select 1 from applications where id = {mine} for update");
            Assert.Null(await writes.RunAsync(held).WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal(2, await writes.RunAsync(free).WaitAsync(TimeSpan.FromSeconds(30)));
            return true;
        });

        Assert.Equal(2, await writes.RunAsync(held));
    }

    private async Task<QuickWrite> WriteOfAsync(string userName, Guid id, string section, string text)
    {
        var found = (await FindAsync(userName, id, section))!;
        var typed = await TypedAsync(section, text);
        return await Site.InScopeAsync(async services =>
        {
            var actor = await ApplicationSite.ActorAsync(services, userName);
            var answers = AnswersJson.Bytes(typed, services.GetRequiredService<PersonalDataCipher>());
            return new QuickWrite(id, found.Rules.RoundId, found.PackHash, Track.Organisation, found.Rules.Round.Version, actor.UserId, section, 1, answers, Site.Clock.GetUtcNow(), actor.Name);
        });
    }
}
