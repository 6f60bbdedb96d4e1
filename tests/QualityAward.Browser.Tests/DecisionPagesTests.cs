using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Deliberations;
using QualityAward.Testing;
using QualityAward.Web.Pages.Shortlists;

namespace QualityAward.Browser.Tests;

/// <summary>The decision steps' pages: accessible, and not wider than a phone.</summary>
[Collection(BrowserCollection.Name)]
public sealed class DecisionPagesTests(BrowserFixture browser, DecisionPagesTests.LiveDecisionSite site) : IClassFixture<DecisionPagesTests.LiveDecisionSite>
{
    [Fact]
    public async Task Pages_of_the_decision_steps_are_accessible_on_a_phone_and_on_a_desk()
    {
        site.Clock.Set(2022, 8, 20);
        var actor = await site.ActorAsync("office");
        await site.RunAsync<ProposeShortlist>(o => o.RunAsync(DecisionSite.RoundId, DecisionSite.Proposal((1, "award"), (2, "nomination")), null, actor, CancellationToken.None));
        await using var office = await browser.OpenAsync(site);
        await office.LogInAsync("office");
        await ShowAsync(office, $"/shortlists/{DecisionSite.RoundId}", "shortlist");
        await ShowAsync(office, $"/shortlists/{DecisionSite.RoundId}/confirm", "shortlist-confirm");
        var notice = await site.PublishAsync();
        var meeting = await site.ReadAsync(db => db.Set<Meeting>().Select(m => m.Id).SingleAsync());
        await ShowAsync(office, $"/deliberations/{meeting}", "meeting");
        await ShowAsync(office, $"/public-notices/{notice}", "notice-office");

        await using var anybody = await browser.OpenAsync(site);
        await ShowAsync(anybody, "/notices", "notices");
        await ShowAsync(anybody, $"/notices/{notice}", "notice");
        await ShowAsync(anybody, "/honours", "honours");
        await ShowAsync(anybody, "/verify/LYGSZ-2022-001", "verify");
    }

    private static async Task ShowAsync(Tab tab, string path, string name)
    {
        await tab.GoAsync(path);
        await tab.AssertAccessibleAsync();
        await tab.ShootAsync(name);
    }

    public sealed class LiveDecisionSite : DecisionSite
    {
        protected override bool Listens => true;
    }
}
