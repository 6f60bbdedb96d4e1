using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Browser.Tests.Journeys;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Browser.Tests.Rounds;

/// <summary>
/// Every shipped award with a published round, its office, and for each form of applicants somebody who has begun to fill it in; of Lianyungang's also one
/// application that was handed in, taken back and handed in again.
/// </summary>
public sealed class EveryProgrammeSite : LiveSite
{
    private readonly List<(string Programme, Track Track, string UserName, Guid Application)> _drafts = [];

    /// <summary>The applications, one for each form of applicants.</summary>
    public IReadOnlyList<(string Programme, Track Track, string UserName, Guid Application)> Drafts => _drafts;

    /// <summary>Handed in twice.</summary>
    public (string UserName, Guid Application) Submitted { get; private set; }

    public static string Office(string code) => $"office-{code}";

    protected override async Task FillAsync(IServiceProvider services)
    {
        Clock.Set(2022, 6, 1);
        var given = new Given(services);
        foreach (var who in DemoPeople.Applicants)
        {
            await given.DoAsync<RegisterApplicant>(o => o.RunAsync(
                new ApplicantRegistration(who.Kind, who.UserName, Password, who.Name, who.Identifier, who.UserName + "@example.com"), address: null, default));
        }

        foreach (var pack in services.GetRequiredService<ProgrammeCatalogue>().All)
        {
            var round = await given.PublishedRoundAsync(await given.StaffAsync(Office(pack.Code), Role.Office, pack.Owner), pack.Name, pack.Code);
            var channel = services.GetRequiredService<AuthorityTree>().RecommendersFor(pack.Owner).First().Code;
            foreach (var track in pack.Tracks)
            {
                _drafts.Add(await DraftAsync(given, round, pack.Code, track, channel));
            }

            if (string.Equals(pack.Code, Given.Programme, StringComparison.Ordinal))
            {
                Submitted = await SubmittedAsync(services, given, round);
            }
        }
    }

    /// <summary>An application with its first section filled in.</summary>
    private async Task<(string Programme, Track Track, string UserName, Guid Application)> DraftAsync(Given given, Guid round, string programme, TrackDefinition track, string channel)
    {
        var who = DemoPeople.Applicants.First(a => a.Kind == track.Track && _drafts.TrueForAll(d => d.UserName != a.UserName));
        var owner = await given.ActorAsync(who.UserName);
        var first = track.Form.Sections[0];
        var id = Guid.Empty;
        await given.DoAsync<StartApplication>(async o => id = (await o.RunAsync(round, track.Track, channel, owner, default)).Id);
        await given.DoAsync<SaveSection>(o => o.RunAsync(id, first.Id, DemoAnswers.Fill(first, who, new FormContext(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 1))), 0, owner, default));
        return (programme, track.Track, who.UserName, id);
    }

    private async Task<(string UserName, Guid Application)> SubmittedAsync(IServiceProvider services, Given given, Guid round)
    {
        var who = DemoPeople.Of("org8");
        await using var scope = services.CreateAsyncScope();
        var rules = await scope.ServiceProvider.GetRequiredService<RoundRulesReader>().GetAsync(round);
        var id = await new DemoScenes(new DemoStage(services, Clock, Clock.Set), rules, Office(Given.Programme)).ApplyAsync(who);
        var owner = await given.ActorAsync(who.UserName);
        await given.DoAsync<RecallSubmission>(o => o.RunAsync(id, owner, default));
        var overview = rules.Track(who.Kind).Form.Section("overview")!;
        var context = new FormContext(2022, rules.Round.ClosesOn, new DateOnly(2022, 6, 1));
        var changed = new AnswersBuilder(overview, context, DemoAnswers.Fill(overview, who, context)).Set("text", "第二次提交的组织概述，比第一次短。").Build();
        await given.DoAsync<SaveSection>(o => o.RunAsync(id, overview.Id, changed, 1, owner, default));
        await given.DoAsync<SubmitApplication>(o => o.RunAsync(id, owner, default));
        return (who.UserName, id);
    }
}

[Collection(BrowserCollection.Name)]
public sealed class EverySectionTests(BrowserFixture browser, EveryProgrammeSite site) : IClassFixture<EveryProgrammeSite>
{
    // Narrow: menus are folded, tables are cards.
    private static readonly int[] Widths = [1440, 360];

    /// <summary>Pages of a draft besides its sections, with the names of their pictures.</summary>
    private static readonly (string Path, string Picture)[] OfDraft =
    [
        ("", "application-overview"), ("/check", "application-check"), ("/evidence", "application-evidence"), ("/submit", "application-submit"), ("/collaborators", "application-collaborators"),
        ("/withdraw", "application-withdraw"), ("/copy", "application-copy"), ("/sections/self-assessment?missing=1", "application-narratives"), ("/sections/basic/history", "application-history"),
    ];

    /// <summary>Pages of an application that was handed in twice.</summary>
    private static readonly (string Path, string Picture)[] OfSubmitted =
    [
        ("", "application-submitted"), ("/receipt", "application-receipt"), ("/view", "application-view"), ("/compare", "application-compare"), ("/recall", "application-recall"), ("/evidence", "application-evidence-map"),
    ];

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private int _looked;

    [Fact]
    public async Task Every_page_of_an_application_and_every_section_of_every_form_is_accessible_and_fits_wide_and_narrow_windows()
    {
        var catalogue = site.Services.GetRequiredService<ProgrammeCatalogue>();
        FormDefinition FormOf(string programme, Track track) => catalogue.Require(programme).RequireTrack(track).Form;
        var waiting = new ConcurrentQueue<Func<Task>>(
        [
            // The longest first, so that the last worker is not left alone with it.
            .. site.Drafts.OrderByDescending(d => FormOf(d.Programme, d.Track).Sections.Count).Select(d => (Func<Task>)(() => LookAtSectionsAsync(d.UserName, d.Application, FormOf(d.Programme, d.Track)))),
            () => LookAtPagesAsync(site.Submitted.UserName, site.Submitted.Application, OfSubmitted),
            () => LookAtPagesAsync(site.Drafts.First(d => d.Programme == Given.Programme).UserName, site.Drafts.First(d => d.Programme == Given.Programme).Application, OfDraft),
            .. catalogue.All.Select(pack => (Func<Task>)(() => LookAtPreReviewAsync(pack))),
        ]);

        // Two at a time: while one page is looked at, the other is being made.
        await Task.WhenAll(WorkAsync(), WorkAsync());

        Assert.True(_faults.IsEmpty, string.Join(Environment.NewLine, _faults));
        Assert.True(_looked >= site.Drafts.Sum(d => FormOf(d.Programme, d.Track).Sections.Count) + OfDraft.Length + OfSubmitted.Length, $"Only {_looked} pages were looked at.");

        async Task WorkAsync()
        {
            while (waiting.TryDequeue(out var next))
            {
                await next();
            }
        }
    }

    private async Task LookAtSectionsAsync(string userName, Guid application, FormDefinition form)
    {
        await using var tab = await browser.AsAsync(site, userName);
        foreach (var section in form.Sections)
        {
            // Forms share sections: what is the same but for its headings need be held against the rules once.
            var isNew = _seen.TryAdd(JsonSerializer.Serialize(section with { Title = "", Instructions = [] }), value: true);
            await LookAsync(tab, $"/applications/{application}/sections/{section.Id}", isNew ? Widths : []);
        }
    }

    private async Task LookAtPagesAsync(string userName, Guid application, (string Path, string Picture)[] pages)
    {
        await using var tab = await browser.AsAsync(site, userName);
        foreach (var (path, picture) in pages)
        {
            await LookAsync(tab, $"/applications/{application}{path}", Widths, picture);
        }
    }

    /// <summary>The recommending offices' forms, as the office that runs the round sees them.</summary>
    private async Task LookAtPreReviewAsync(ProgrammePack pack)
    {
        var round = await site.ReadAsync(db => db.Rounds.Where(r => r.ProgrammeCode == pack.Code).Select(r => r.Id).SingleAsync());
        await using var tab = await browser.AsAsync(site, EveryProgrammeSite.Office(pack.Code));
        foreach (var form in pack.Tracks.Select(t => RoundForm.PreReview(t.Track)))
        {
            foreach (var section in pack.FormOf(form).Sections.Where(s => _seen.TryAdd(JsonSerializer.Serialize(s), value: true)))
            {
                await LookAsync(tab, $"/rounds/{round}/preview/{form.Slug}/{section.Id}", Widths);
            }
        }
    }

    private async Task LookAsync(Tab tab, string path, int[] accessibleAt, string? picture = null)
    {
        if (await tab.GoAsync(path) is not { Status: 200 })
        {
            _faults.Enqueue($"{path} was not shown.");
            return;
        }

        foreach (var width in Widths)
        {
            await tab.Page.SetViewportSizeAsync(width, 900);
            if (await tab.ExcessWidthAsync() is > 0 and var excess)
            {
                _faults.Enqueue($"{path}: {excess} px too wide for {width} px");
            }

            if (accessibleAt.Contains(width) && await tab.AccessibilityFaultsAsync() is { Length: > 0 } found)
            {
                _faults.Enqueue($"{path} at {width} px: {found}");
            }
        }

        if (picture is not null)
        {
            await tab.ShootAsync(picture);
        }

        Interlocked.Increment(ref _looked);
    }
}
