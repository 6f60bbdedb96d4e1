using QualityAward.Testing;

namespace QualityAward.Browser.Tests;

[Collection(BrowserCollection.Name)]
public sealed class SmokeTests(BrowserFixture browser, LiveSite site) : IClassFixture<LiveSite>
{
    [Fact]
    public async Task The_site_opens_in_a_browser()
    {
        await using var tab = await browser.OpenAsync(site);

        var response = await tab.GoAsync("/account/login");

        Assert.Equal(200, response!.Status);
        await tab.ShootAsync("login");
        await tab.AssertAccessibleAsync();
    }
}
