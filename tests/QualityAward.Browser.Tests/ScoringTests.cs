using Microsoft.Playwright;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;

namespace QualityAward.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class ScoringTests(BrowserFixture browser, LiveReviewSite site) : IClassFixture<LiveReviewSite>
{
    [Fact]
    public async Task An_expert_scores_with_running_total_and_autosave()
    {
        var id = ReviewSite.Organisations[0];
        await site.OpenReviewAsync(id);
        await site.DeclareAsync(id, ReviewSite.Leader, ReviewSite.Third);
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("leader");
        await tab.GoAsync("/scoring");
        await tab.AssertAccessibleAsync();
        await tab.ShootAsync("scoring-list");

        await tab.GoAsync($"/scoring/{id}/document-review");
        await tab.Page.GetByLabel("4.1.2 优势").FillAsync("愿景清晰，层层落实");
        await tab.Page.GetByLabel("4.1.2 评分").FillAsync("55");
        await tab.Page.GetByLabel("4.1.3 评分").FillAsync("50");
        await Assertions.Expect(tab.Page.Locator("[data-total]").First).ToHaveTextAsync("42.5");
        await Assertions.Expect(tab.Page.Locator("[data-scored]").First).ToHaveTextAsync("2 / 23");
        await tab.SavedAsync();
        await tab.AssertAccessibleAsync();
        await tab.ShootAsync("scoring-workspace");

        await tab.Page.ReloadAsync();
        await Assertions.Expect(tab.Page.GetByLabel("4.1.2 优势")).ToHaveValueAsync("愿景清晰，层层落实");
    }

    [Fact]
    public async Task Progress_panels_and_seats_are_accessible_and_fit_a_phone()
    {
        var id = ReviewSite.Organisations[1];
        await site.OpenReviewAsync(id);
        await site.RunAsync<Web.Pages.Experts.DeclareInterest>(o => o.RunAsync(id, null, "同名机构", ReviewSite.Second, CancellationToken.None));
        await site.DeclareAsync(id, ReviewSite.Leader, ReviewSite.Third);
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Leader, 50);
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Second, 50);
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Third, 75);
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("office");
        foreach (var (address, name) in new[]
        {
            ("/experts", "experts"), ("/experts/register", "experts-register"), ($"/experts/panels?round={ReviewSite.RoundId}", "panels"), ($"/experts/panels/new?round={ReviewSite.RoundId}", "panel-new"),
            ("/experts/recusals", "recusals"), ($"/experts/seats/{id}", "seats"), ("/scoring", "scoring-matrix"), ($"/scoring/{id}/document-review/consensus", "consensus"), ($"/scoring/{id}/document-review/end", "end-review"),
        })
        {
            await tab.GoAsync(address);
            await tab.AssertAccessibleAsync();
            await tab.ShootAsync(name);
        }
    }

    [Fact]
    public async Task A_declaration_and_the_material_are_accessible()
    {
        var id = ReviewSite.Organisations[2];
        await site.OpenReviewAsync(id);
        await using var tab = await browser.OpenAsync(site);
        await tab.LogInAsync("third");
        await tab.GoAsync($"/scoring/{id}/declare");
        await tab.AssertAccessibleAsync();
        await tab.ShootAsync("declare");
        await site.DeclareAsync(id, ReviewSite.Third);
        await tab.GoAsync($"/scoring/{id}/material");
        await tab.AssertAccessibleAsync();
        await tab.ShootAsync("material");
    }
}
