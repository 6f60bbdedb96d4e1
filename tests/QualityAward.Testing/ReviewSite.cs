using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Experts;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Pages.Scoring;
using Xunit;

namespace QualityAward.Testing;

/// <summary>
/// A published round with accepted applications of both tracks, a pool of five experts and a panel of three for each track. Each test takes an
/// application of its own.
/// </summary>
public class ReviewSite : Site
{
    /// <summary>Stands in every narrative of every application; whoever must see nothing must not find it.</summary>
    public const string Secret = "机密配方七七四九";

    /// <summary>Name of a file that experts must not see.</summary>
    public const string HiddenFile = "身份证明七七四九.pdf";

    public static readonly Actor Office = new(Id(1), "市质量奖办公室", Role.Office, "lyg");
    public static readonly Actor Leader = new(Id(11), "组长张", Role.Expert);
    public static readonly Actor Second = new(Id(12), "专家李", Role.Expert);
    public static readonly Actor Third = new(Id(13), "专家王", Role.Expert);
    public static readonly Actor Spare = new(Id(14), "专家赵", Role.Expert);
    public static readonly Guid RoundId = Id(100);
    public static readonly Guid[] Organisations = [.. Enumerable.Range(201, 6).Select(Id)];
    public static readonly Guid Person = Id(301);

    private static readonly Actor County = new(Id(2), "海州区办公室", Role.RecommendingOffice, "lyg-haizhou");

    public static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:000000000000}");

    public static string NameOf(Guid organisation) => $"示例企业{Array.IndexOf(Organisations, organisation) + 1}号";

    public Task RunAsync<TOperation>(Func<TOperation, Task> act)
        where TOperation : notnull => InScopeAsync(services => act(services.GetRequiredService<TOperation>()));

    /// <summary>Gives an application to the panel of its track and opens its review.</summary>
    public async Task OpenReviewAsync(Guid application, Track track = Track.Organisation)
    {
        var panel = await ReadAsync(db => db.Set<Domain.Experts.Panel>().Where(p => p.Track == track).Select(p => p.Id).FirstAsync());
        await RunAsync<AssignPanel>(o => o.RunAsync(panel, [application], Office, CancellationToken.None));
        await RunAsync<OpenDocumentReview>(o => o.RunAsync(panel, Office, CancellationToken.None));
    }

    public Task DeclareAsync(Guid application, params Actor[] experts) => EachAsync(experts, e =>
        RunAsync<DeclareInterest>(o => o.RunAsync(application, null, null, e, CancellationToken.None)));

    /// <summary>Scores every item alike and submits.</summary>
    public async Task ScoreAsync(Guid application, Stage stage, Actor expert, decimal value, string? visitIssue = null)
    {
        await RunAsync<SaveScores>(async o =>
        {
            var criteria = await CriteriaAsync(application);
            var marks = criteria.Items.Select((item, i) => new Mark(item.Code)
            {
                Value = criteria.Mode == ScoringMode.Percentage ? value : Math.Floor(item.Points!.Value * value / 100m * 2) / 2,
                Strengths = $"{expert.Name}的优势评语", VisitIssue = i == 0 ? visitIssue : null,
            }).ToList();
            await o.RunAsync(application, stage, marks, null, expert, CancellationToken.None);
        });
        await RunAsync<SubmitScoreSheet>(o => o.RunAsync(application, stage, expert, CancellationToken.None));
    }

    public Task<CriteriaSet> CriteriaAsync(Guid application) => InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<QualityAwardDbContext>();
        var track = await db.Applications.Where(a => a.Id == application).Select(a => a.Track).SingleAsync();
        return (await services.GetRequiredService<RoundRulesReader>().GetAsync(RoundId)).Criteria(track);
    });

    public Task<CaseScore?> ScoreOfAsync(Guid application) => InScopeAsync(async services =>
        (await services.GetRequiredService<ScoreBoard>().ForRoundAsync(await services.GetRequiredService<RoundRulesReader>().GetAsync(RoundId), CancellationToken.None))
            .SingleOrDefault(c => c.ApplicationId == application));

    public Task<Stage> StageOfAsync(Guid application) => ReadAsync(db => db.Applications.Where(a => a.Id == application).Select(a => a.Position.Stage).SingleAsync());

    protected override async Task FillAsync(IServiceProvider services)
    {
        Clock.Set(2022, 6, 1);
        var users = services.GetRequiredService<UserManager<AppUser>>();
        foreach (var (actor, name) in new (Actor, string)[]
        {
            (Office, "office"), (Leader, "leader"), (Second, "second"), (Third, "third"), (Spare, "spare"), (new Actor(Id(15), "专家钱", Role.Expert), "fifth"),
            (new Actor(Id(3), "申报人", Role.Applicant), "applicant"), (new Actor(Id(4), "外市办公室", Role.Office, "jiangsu"), "other-office"), (new Actor(Id(5), "监督", Role.Supervisor, "lyg"), "supervisor"),
        })
        {
            var made = await users.CreateAsync(
                new AppUser { Id = actor.UserId, UserName = name, DisplayName = actor.Name, Role = actor.Role, AuthorityCode = actor.AuthorityCode, State = AccountState.Active, CreatedAt = Clock.GetUtcNow() }, Password);
            Assert.True(made.Succeeded, string.Join(' ', made.Errors.Select(e => e.Description)));
        }

        var db = services.GetRequiredService<QualityAwardDbContext>();
        await OpenRoundAsync(services, db);
        var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync(RoundId);
        for (var i = 0; i < Organisations.Length; i++)
        {
            AddAccepted(db, rules, Organisations[i], Track.Organisation, NameOf(Organisations[i]), Domain.Parties.Party.Organisation(Id(400 + i), NameOf(Organisations[i]), $"91320700MA{i:00000000}"));
        }

        AddAccepted(db, rules, Person, Track.Individual, "示例个人", Domain.Parties.Party.Individual(Id(450), "示例个人", "320705197904060026", "hash"));
        await db.SaveChangesAsync();

        var register = services.GetRequiredService<RegisterExpert>();
        foreach (var expert in new[] { Leader, Second, Third, Spare })
        {
            await register.RunAsync(expert.UserId, expert == Second ? "江海质量咨询中心" : "某大学", null, "教授", ["质量管理"], Office, CancellationToken.None);
        }

        var form = services.GetRequiredService<FormPanel>();
        await form.RunAsync(RoundId, Track.Organisation, "组织一组", [Leader.UserId, Second.UserId, Third.UserId], Leader.UserId, Office, CancellationToken.None);
        await form.RunAsync(RoundId, Track.Individual, "个人一组", [Leader.UserId, Second.UserId, Third.UserId], Leader.UserId, Office, CancellationToken.None);
    }

    private static async Task EachAsync(IEnumerable<Actor> actors, Func<Actor, Task> act)
    {
        foreach (var actor in actors)
        {
            await act(actor);
        }
    }

    private async Task OpenRoundAsync(IServiceProvider services, QualityAwardDbContext db)
    {
        // Through the aggregate, so that the round has a known id.
        var catalogue = services.GetRequiredService<ProgrammeCatalogue>();
        var opened = await services.GetRequiredService<OpenRound>().RunAsync("lianyungang-mayor", 2021, "2021年备用届", new DateOnly(2022, 5, 1), new DateOnly(2022, 6, 26), Office, CancellationToken.None);
        var pack = catalogue.Require("lianyungang-mayor");
        var round = Round.Open(RoundId, pack, opened.PackHash, 2022, "2022年试评", new DateOnly(2022, 5, 1), new DateOnly(2022, 6, 26), Office, Clock.GetUtcNow());
        var individual = pack.RequireTrack(Track.Individual).Criteria;
        round.ChangeSettings(round.Name, round.OpensOn, round.ClosesOn, "通告", new RoundSettings
        {
            PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([new TrackNumber(Track.Organisation, 3), new TrackNumber(Track.Individual, 3)]),
            Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
            StageWeights = Setting<IReadOnlyList<StageWeight>>.Of(
            [
                new StageWeight(Track.Organisation, Stage.DocumentReview, 40), new StageWeight(Track.Organisation, Stage.SiteVisit, 60),
                new StageWeight(Track.Individual, Stage.DocumentReview, 50), new StageWeight(Track.Individual, Stage.Presentation, 50),
            ]),
            MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of([.. pack.Tiers.SelectMany(t => pack.Tracks.Select(k => new MinimumScore(t.Code, k.Track, 1)))]),
            ItemPoints = Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>.Of(new Dictionary<Track, IReadOnlyDictionary<string, decimal>>
            {
                [Track.Individual] = individual.Items.ToDictionary(i => i.Code, _ => 6m, StringComparer.Ordinal),
            }),
            DiscussSpread = Setting<decimal>.Of(20), RecusalYears = Setting<int>.Of(3), ClearanceMonths = Setting<int>.Of(12), NoticeDays = Setting<int>.Of(7), NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays),
            NoticeFirstDayCounts = Setting<bool>.Of(value: false), ObjectionWorkingDays = Setting<int>.Of(5), Majority = Setting<Majority>.Of(Majority.Simple),
            SecretBallot = Setting<bool>.Of(value: false), CertificateWindowEnd = Setting<DateOnly>.Of(new DateOnly(2022, 4, 25)),
        }, "{}", "{}", Office, Clock.GetUtcNow());
        round.PublishCall(pack, Office, Clock.GetUtcNow());
        db.Add(round);
        await db.SaveChangesAsync();
    }

    private void AddAccepted(QualityAwardDbContext db, RoundRules rules, Guid id, Track track, string name, Domain.Parties.Party party)
    {
        var now = Clock.GetUtcNow();
        var owner = new Actor(Id(3), "申报人", Role.Applicant);
        var application = Application.Start(id, rules, track, party.Id, name, "lyg-haizhou", owner, now);
        var sections = rules.Track(track).Form.Sections.ToDictionary(s => s.Id, s => Fill(s, name), StringComparer.Ordinal);
        application.Submit(Guid.CreateVersion7(now), $"T{id.ToString()[^6..]}", new FrozenContent(sections, Files(rules.Track(track).Form, now)), [], rules, owner, now);
        application.Advance(Stage.Recommendation, rules, new CaseEvent(id, "RecommendApplication", County, now, "推荐"));
        application.Advance(Stage.EligibilityReview, rules, new CaseEvent(id, "AcceptApplication", Office, now, "受理"));
        db.AddRange(party, application);
    }

    /// <summary>One file of evidence for item 4.1.2, and one at every question that is hidden from experts.</summary>
    private static List<FrozenFile> Files(FormDefinition form, DateTimeOffset now) =>
    [
        .. form.Sections.SelectMany(s => s.Questions.OfType<FileQuestion>().Where(q => q.General || q.HiddenFromExperts).Select(q => q.General
            ? new FrozenFile(Guid.CreateVersion7(now), s.Id, q.Id, "管理手册.pdf", new string('0', 64), 1, "application/pdf") { Pages = 12, Evidence = [new EvidenceLink(EvidenceTargetKind.Item, "4.1.2", 3, 5)] }
            : new FrozenFile(Guid.CreateVersion7(now), s.Id, q.Id, HiddenFile, new string('1', 64), 1, "application/pdf"))),
    ];

    private static Answers Fill(FormSection section, string name)
    {
        var values = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var question in section.Questions)
        {
            if (question is NarrativeQuestion)
            {
                values[question.Id] = $"{name}的自评：{Secret}";
            }
            else if (question.Fact == Fact.CoachingDisclosure)
            {
                values[question.Id] = new JsonArray(new JsonObject { ["institution"] = "江海质量咨询中心" });
            }
        }

        return new Answers(values, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
    }
}

/// <summary>A <see cref="ReviewSite"/> on a real port, for browser tests.</summary>
public sealed class LiveReviewSite : ReviewSite
{
    protected override bool Listens => true;
}
