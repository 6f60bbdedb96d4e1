using QualityAward.Testing;

namespace QualityAward.Web.Tests;

public sealed class SmokeTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_site_says_that_it_lives()
    {
        using var visitor = site.Visit();

        var page = await visitor.GetAsync("/health/live");

        Assert.Equal("/health/live", page.Path);
    }
}
