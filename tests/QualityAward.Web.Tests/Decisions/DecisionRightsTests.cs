using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Deliberations;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Decisions;

public sealed class DecisionRightsTests(DecisionRightsTests.PublishedSite site) : IClassFixture<DecisionRightsTests.PublishedSite>
{
    [Theory]
    [InlineData("applicant")]
    [InlineData("expert")]
    [InlineData("government")]
    public async Task Other_roles_are_refused(string name)
    {
        using var visitor = await site.LogInAsync(name);

        foreach (var path in new[] { "/shortlists", $"/shortlists/{DecisionSite.RoundId}", $"/shortlists/{DecisionSite.RoundId}/confirm", "/deliberations", "/public-notices", $"/public-notices/{site.Notice}" })
        {
            await visitor.GetAsync(path, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task The_office_of_another_city_finds_nothing()
    {
        using var visitor = await site.LogInAsync("other-office");
        var meeting = await site.ReadAsync(db => db.Set<Meeting>().Select(m => m.Id).SingleAsync());

        foreach (var path in new[]
        {
            $"/shortlists/{DecisionSite.RoundId}", $"/shortlists/{DecisionSite.RoundId}/confirm", $"/deliberations/convene/{DecisionSite.RoundId}", $"/deliberations/{meeting}",
            $"/public-notices/publish/{DecisionSite.RoundId}", $"/public-notices/{site.Notice}", $"/honours/manage/{DecisionSite.RoundId}",
        })
        {
            await visitor.GetAsync(path, HttpStatusCode.NotFound);
        }

        Assert.DoesNotContain(DecisionSite.RoundName, (await visitor.GetAsync("/shortlists")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_supervisor_reads_and_cannot_act()
    {
        using var visitor = await site.LogInAsync("supervisor");

        var page = await visitor.GetAsync($"/shortlists/{DecisionSite.RoundId}");

        Assert.DoesNotContain(page.All("button"), b => b.TextContent.Contains("保存草案", StringComparison.Ordinal));
        await visitor.GetAsync($"/shortlists/{DecisionSite.RoundId}/confirm", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Desks_say_what_is_to_be_done()
    {
        site.Clock.Set(2022, 9, 9, 8);
        using var office = await site.LogInAsync("office");

        Assert.Contains("登记公示期满", (await office.GetAsync("/")).Text, StringComparison.Ordinal);
    }

    public sealed class PublishedSite : DecisionSite, IAsyncLifetime
    {
        public Guid Notice { get; private set; }

        async Task IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            Notice = await PublishAsync();
        }
    }
}
