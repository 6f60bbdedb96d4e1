using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Account;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Experts;

namespace QualityAward.Testing;

/// <summary>
/// A round of any programme of 2022, played through the operations from the call to the proclamation, with staff of its own: what is in the folder is all that it knows
/// of the programme. The test stops where it wants to look at pages.
/// </summary>
public sealed class WholeRound
{
    private readonly Site _site;
    private readonly string[] _experts;
    private readonly string[] _members;

    private WholeRound(Site site, ProgrammePack pack, DemoStage stage, DemoScenes scenes, int panel)
    {
        (_site, Pack, Stage, Scenes) = (site, pack, stage, scenes);
        _experts = [.. Enumerable.Range(1, panel).Select(i => $"{pack.Code}-expert{i}")];
        _members = [.. Enumerable.Range(1, 3).Select(i => $"{pack.Code}-member{i}")];
    }

    public ProgrammePack Pack { get; }

    public DemoStage Stage { get; }

    public DemoScenes Scenes { get; }

    public Guid RoundId => Scenes.RoundId;

    /// <summary>User name of the office that runs the round.</summary>
    public string Office => OfficeOf(Pack.Code);

    public string Leader => _experts[0];

    /// <summary>Staff, experts and the round, its call published: open 2022-06-01 to 2022-06-26.</summary>
    /// <param name="site">The site.</param>
    /// <param name="programme">Code of the programme.</param>
    /// <param name="channel">Authority that recommends the applicants.</param>
    public static async Task<WholeRound> OpenAsync(Site site, string programme, string channel)
    {
        var catalogue = site.Services.GetRequiredService<ProgrammeCatalogue>();
        var pack = catalogue.Require(programme);
        var closesOn = new DateOnly(2022, 6, 26);
        var stage = new DemoStage(site.Services, site.Clock, site.Clock.Set);
        stage.On(2022, 6, 1);
        await site.Given.StaffAsync(OfficeOf(programme), Role.Office, pack.Owner);
        await site.Given.StaffAsync($"{programme}-recommend", Role.RecommendingOffice, channel);
        var id = await DemoRounds.OpenAsync(stage, catalogue, OfficeOf(programme), programme, 2022, $"2022年{pack.Name}", new DateOnly(2022, 6, 1), closesOn);
        var scenes = await site.InScopeAsync(async services => new DemoScenes(stage, await services.GetRequiredService<RoundRulesReader>().GetAsync(id), OfficeOf(programme)));
        var panel = DemoRounds.Settings(pack, closesOn).PanelSizes.Or([]).Max(p => p.Value);
        var round = new WholeRound(site, pack, stage, scenes, panel);
        var office = await site.Given.ActorAsync(round.Office);
        foreach (var expert in round._experts)
        {
            var actor = await site.Given.StaffAsync(expert, Role.Expert);
            await site.Given.DoAsync<RegisterExpert>(o => o.RunAsync(actor.UserId, "某大学质量研究所", null, "教授", ["质量管理"], office, default));
        }

        foreach (var member in round._members)
        {
            await site.Given.StaffAsync(member, Role.CommitteeMember, pack.Owner);
        }

        return round;
    }

    /// <summary>Registers the applicant.</summary>
    public Task RegisterAsync(DemoApplicant who) => _site.Given.DoAsync<RegisterApplicant>(o => o.RunAsync(
        new ApplicantRegistration(who.Kind, who.UserName, Site.Password, who.Name, who.Identifier, who.UserName + "@example.com"), address: null, default));

    /// <summary>Registers, fills in everything, hands it in on 5 June and is recommended on the 10th.</summary>
    public async Task<Guid> RecommendedAsync(DemoApplicant who)
    {
        await RegisterAsync(who);
        Stage.On(2022, 6, 5);
        var id = await Scenes.ApplyAsync(who);
        Stage.On(2022, 6, 10);
        await Scenes.RecommendAsync(id, who);
        return id;
    }

    /// <summary>Panels of the tracks that have accepted cases, declarations, and the document review opened, on 18 July.</summary>
    public async Task OpenReviewAsync()
    {
        Stage.On(2022, 7, 18);
        foreach (var track in await TracksAsync())
        {
            await Scenes.OpenReviewAsync(track, Leader, [.. PanelOf(track).Skip(1)]);
        }
    }

    /// <summary>Opens the document review of the panels that stand already, after it was refused.</summary>
    public async Task ReopenReviewAsync()
    {
        foreach (var panel in await _site.ReadAsync(db => db.Set<Domain.Experts.Panel>().Where(p => p.RoundId == RoundId).Select(p => p.Id).ToListAsync()))
        {
            await Stage.DoAsync<OpenDocumentReview>(Office, (o, a) => o.RunAsync(panel, a, Stage.Cancel));
        }
    }

    /// <summary>Every stage of the review, up to the panel's report, in August.</summary>
    public async Task ReviewAsync(Guid id, DemoApplicant who, decimal level, string tier)
    {
        string[] others = [.. PanelOf(who.Kind).Skip(1)];
        Stage.On(2022, 8, 1);
        await Scenes.ScoreAsync(id, Domain.Workflow.Stage.DocumentReview, level, Leader, others);
        await Scenes.CloseDocumentReviewAsync(id);
        Stage.On(2022, 8, 15);
        await Scenes.VisitAsync(id, who, level, Leader, others);
        await Scenes.ReportAsync(id, Leader, tier);
    }

    /// <summary>Shortlist, deliberation, notice, approval, proclamation: 5 September to 10 October.</summary>
    public async Task DecideAsync(params (Guid Id, string Tier)[] choices)
    {
        Stage.On(2022, 9, 5);
        await Scenes.ShortlistAsync(choices);
        Stage.On(2022, 9, 6);
        await Scenes.DeliberateAsync(_members);
        Stage.On(2022, 9, 7);
        var notice = await Scenes.PublishNoticeAsync();
        Stage.On(2022, 9, 30);
        await Scenes.EndNoticeAsync(notice);
        Stage.On(2022, 10, 10);
        await Scenes.ProclaimAsync("政发〔2022〕1号");
    }

    private static string OfficeOf(string programme) => $"{programme}-office";

    private IReadOnlyList<string> PanelOf(Track track) =>
        [.. _experts.Take(DemoRounds.Settings(Pack, new DateOnly(2022, 6, 26)).PanelSizes.Or([]).Single(p => p.Track == track).Value)];

    private Task<List<Track>> TracksAsync() => _site.ReadAsync(db => db.Applications
        .Where(a => a.RoundId == RoundId && a.Position.Stage == Domain.Workflow.Stage.DocumentReview && a.Position.Ending == null).Select(a => a.Track).Distinct().ToListAsync());
}
