using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Testing;
using QualityAward.Web.Commands;

namespace QualityAward.Web.Tests.Programmes;

/// <summary>A site in Development, as `./dev run` serves it.</summary>
public sealed class DevelopmentSite : Site
{
    protected override string Environment => "Development";
}

public sealed class DemoDateTests(DevelopmentSite site) : IClassFixture<DevelopmentSite>
{
    [Fact]
    public async Task In_Development_the_bar_sets_the_demos_date_and_a_restart_keeps_it()
    {
        using var visitor = site.Visit();
        var home = await visitor.GetAsync("/honours");

        var back = await home.Form("调整日期").Fill("演示日期", "2022-09-09").SubmitAsync("调整日期");

        Assert.Equal("/honours", back.Path);
        Assert.Equal(new DateOnly(2022, 9, 9), site.Services.GetRequiredService<DemoClock>().Today());
        var restarted = new DemoClock();
        await site.ReadAsync(async db =>
        {
            await restarted.LoadAsync(db, default);
            return true;
        });
        Assert.Equal(new DateOnly(2022, 9, 9), restarted.Today());
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    [InlineData("nonsense")]
    public async Task A_date_that_no_clock_shows_changes_nothing(string date)
    {
        using var visitor = site.Visit();
        var before = site.Services.GetRequiredService<DemoClock>().Today();

        await (await visitor.GetAsync("/")).Form("调整日期").Fill("演示日期", date).SubmitAsync("调整日期");

        Assert.Equal(before, site.Services.GetRequiredService<DemoClock>().Today());
    }
}
