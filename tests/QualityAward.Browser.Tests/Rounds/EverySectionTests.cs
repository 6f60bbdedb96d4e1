using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Browser.Tests.Journeys;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;

namespace QualityAward.Browser.Tests.Rounds;

/// <summary>Every shipped award with a round in preparation and its office.</summary>
public sealed class EveryProgrammeSite : LiveSite
{
    protected override async Task FillAsync(IServiceProvider services)
    {
        Clock.Set(2022, 6, 1);
        var given = new Given(services);
        foreach (var pack in services.GetRequiredService<ProgrammeCatalogue>().All)
        {
            await given.PreparingRoundAsync(await given.StaffAsync(Office(pack.Code), Role.Office, pack.Owner), pack.Name, pack.Code);
        }
    }

    public static string Office(string code) => $"office-{code}";
}

[Collection(BrowserCollection.Name)]
public sealed class EverySectionTests(BrowserFixture browser, EveryProgrammeSite site) : IClassFixture<EveryProgrammeSite>
{
    private static readonly int[] Widths = [1440, 360];

    [Fact]
    public async Task Every_section_of_every_form_is_accessible_and_fits_wide_and_narrow_windows()
    {
        var faults = new List<string>();
        foreach (var pack in site.Services.GetRequiredService<ProgrammeCatalogue>().All)
        {
            var round = await site.ReadAsync(db => db.Rounds.Where(r => r.ProgrammeCode == pack.Code).Select(r => r.Id).SingleAsync());
            await using var tab = await browser.AsAsync(site, EveryProgrammeSite.Office(pack.Code));
            foreach (var form in pack.Tracks.SelectMany(t => new[] { (RoundForm)t.Track, RoundForm.PreReview(t.Track) }))
            {
                foreach (var section in pack.FormOf(form).Sections)
                {
                    await tab.GoAsync($"/rounds/{round}/preview/{form.Slug}/{section.Id}");
                    foreach (var width in Widths)
                    {
                        await tab.Page.SetViewportSizeAsync(width, 900);
                        var excess = await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
                        if (excess > 0)
                        {
                            faults.Add($"{pack.Code} {form.Slug} {section.Id}: {excess} px too wide for {width} px");
                        }
                    }

                    // Narrow: menus are folded, tables are cards, what is hidden by width is hidden.
                    try
                    {
                        await tab.AssertAccessibleAsync();
                    }
                    catch (Xunit.Sdk.XunitException found)
                    {
                        faults.Add($"{pack.Code} {form.Slug} {section.Id}: {found.Message}");
                    }
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }
}
