using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Pages.Recommendations;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>A site with the offices' accounts and a published round of the real Lianyungang pack; tests make their own cases in it.</summary>
public class CaseSite : Site
{
    public const string Programme = "lianyungang-mayor";
    public static readonly byte[] Pdf = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"u8.ToArray();
    private static readonly DateTimeOffset Started = ChinaCalendar.StartOf(new DateOnly(2022, 6, 1)).AddHours(1);
    private static readonly (string Name, Role Role, string? Authority)[] Accounts =
    [
        ("haizhou", Role.RecommendingOffice, "lyg-haizhou"), ("ganyu", Role.RecommendingOffice, "lyg-ganyu"), ("office", Role.Office, "lyg"), ("office2", Role.Office, "lyg"), ("other-office", Role.Office, "wh"),
        ("donghai", Role.RecommendingOffice, "lyg-donghai"), ("donghai2", Role.RecommendingOffice, "lyg-donghai"), ("dept-emergency", Role.Department, "lyg-emergency"), ("dept-environment", Role.Department, "lyg-environment"),
        ("dept-market", Role.Department, "lyg-market"), ("dept-health", Role.Department, "lyg-health"), ("dept-labour", Role.Department, "lyg-labour"), ("dept-industry", Role.Department, "lyg-industry"),
        ("dept-donghai", Role.Department, "lyg-donghai-emergency"), ("applicant", Role.Applicant, null), ("supervisor", Role.Supervisor, "lyg"),
    ];

    /// <summary>An organisation's case handed in to 海州区; <paramref name="stage"/> says how far it has come.</summary>
    public Task<Guid> CaseAsync(string name, Stage stage = Stage.Recommendation, string founded = "2008-03-01", string channel = "lyg-haizhou") => InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<QualityAwardDbContext>();
        var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync((await db.Rounds.SingleAsync()).Id);
        var owner = await ActorAsync(db, "applicant");
        var party = Party.Organisation(Guid.NewGuid(), name, Guid.NewGuid().ToString("N")[..18].ToUpperInvariant());
        db.Add(party);
        var application = Application.Start(Guid.NewGuid(), rules, Track.Organisation, party.Id, name, channel, owner, Started);
        var basic = new Answers(new Dictionary<string, JsonNode>(StringComparer.Ordinal) { ["founded-on"] = founded }, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var content = new FrozenContent(new Dictionary<string, Answers>(StringComparer.Ordinal) { ["basic"] = basic }, []);
        application.Submit(Guid.NewGuid(), "LYG-" + Guid.NewGuid().ToString("N")[..8], content, [], rules, owner, Started);
        db.Add(application);
        await db.SaveChangesAsync();
        if (stage == Stage.EligibilityReview)
        {
            await RecommendAsync(services, application.Id, rules);
            await EndorseAsync(services, application.Id);
            await services.GetRequiredService<HandInRecommendations>().RunAsync(rules.RoundId, null, await ActorAsync(db, "haizhou"), CancellationToken.None);
        }

        return application.Id;
    });

    /// <summary>The government signs the page that was printed for it.</summary>
    public Task EndorseAsync(Guid applicationId, string office = "haizhou") => InScopeAsync(services => EndorseAsync(services, applicationId, office));

    private static async Task EndorseAsync(IServiceProvider services, Guid applicationId, string office = "haizhou")
    {
        var county = await ActorAsync(services.GetRequiredService<QualityAwardDbContext>(), office);
        var version = await services.GetRequiredService<PrintPaper>().RegisterAsync(applicationId, ScanKind.Endorsement, county, CancellationToken.None);
        await services.GetRequiredService<EndorseRecommendation>().RunAsync(applicationId, new DateOnly(2022, 6, 1), "同意推荐", Paper(), version.Code, county, CancellationToken.None);
    }

    /// <summary>Does all that must be done before recommending, and recommends.</summary>
    public Task RecommendAsync(Guid applicationId, string office = "haizhou") => InScopeAsync(async services => await RecommendAsync(services, applicationId, await RulesAsync(services), office));

    /// <summary>Does all that must be done before recommending.</summary>
    public Task MakeReadyAsync(Guid applicationId, string office = "haizhou") => InScopeAsync(async services => await MakeReadyAsync(services, applicationId, await RulesAsync(services), office));

    private static async Task<RoundRules> RulesAsync(IServiceProvider services) =>
        await services.GetRequiredService<RoundRulesReader>().GetAsync((await services.GetRequiredService<QualityAwardDbContext>().Rounds.SingleAsync()).Id);

    public static async Task<Actor> ActorAsync(QualityAwardDbContext db, string userName)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName);
        return new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode);
    }

    protected override async Task FillAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<QualityAwardDbContext>();
        var users = services.GetRequiredService<UserManager<AppUser>>();
        foreach (var (name, role, authority) in Accounts)
        {
            var user = new AppUser { Id = Guid.NewGuid(), UserName = name, DisplayName = name, Role = role, AuthorityCode = authority, State = AccountState.Active, CreatedAt = Started };
            Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        }

        var catalogue = services.GetRequiredService<ProgrammeCatalogue>();
        var pack = catalogue.Require(Programme);
        var snapshot = catalogue.SnapshotOf(Programme);
        var office = await ActorAsync(db, "office");
        var round = Round.Open(Guid.NewGuid(), pack, snapshot.Sha256, 2022, "2022年连云港市市长质量奖", new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26), office, Started);
        round.ChangeSettings(round.Name, round.OpensOn, round.ClosesOn, "申报通告", Settings(pack), "", "", office, Started);
        round.PublishCall(pack, office, Started);
        db.Add(new PinnedPack { Sha256 = snapshot.Sha256, ProgrammeCode = pack.Code, Json = snapshot.Json });
        db.Add(round);
        await db.SaveChangesAsync();
    }

    private static async Task RecommendAsync(IServiceProvider services, Guid applicationId, RoundRules rules, string office = "haizhou")
    {
        await MakeReadyAsync(services, applicationId, rules, office);
        var county = await ActorAsync(services.GetRequiredService<QualityAwardDbContext>(), office);
        await services.GetRequiredService<RecommendApplication>().RunAsync(applicationId, "同意推荐", county, CancellationToken.None);
    }

    private static async Task MakeReadyAsync(IServiceProvider services, Guid applicationId, RoundRules rules, string office)
    {
        var county = await ActorAsync(services.GetRequiredService<QualityAwardDbContext>(), office);
        var today = new DateOnly(2022, 6, 1);
        foreach (var section in rules.Pack.Recommendation.PreReviewForm.Sections)
        {
            await services.GetRequiredService<PreReviewApplication>().RunAsync(applicationId, section.Id, Filled(section, rules), 0, county, CancellationToken.None);
        }

        foreach (var opinion in rules.Pack.Recommendation.Opinions.Where(o => o.Need == OpinionNeed.Required))
        {
            await services.GetRequiredService<RecordDepartmentOpinion>().RunAsync(
                applicationId, new OpinionContent(opinion.Kind, OpinionFinding.Clear, null, [], "", today, null), null, county, CancellationToken.None);
        }

        foreach (var kind in new[] { ScanKind.Certificate, ScanKind.StampedOpinion })
        {
            var version = await services.GetRequiredService<PrintPaper>().RegisterAsync(applicationId, kind, county, CancellationToken.None);
            await services.GetRequiredService<AttachScan>().RunAsync(applicationId, kind, Paper(), version.Code, null, county, CancellationToken.None);
        }
    }

    /// <summary>Every question of the pre-review form answered with something that fits.</summary>
    private static Answers Filled(FormSection section, RoundRules rules)
    {
        var context = new FormContext(rules.Round.Year, rules.Round.ClosesOn, new DateOnly(2022, 6, 1));
        var answers = new AnswersBuilder(section, context);
        foreach (var question in section.Questions)
        {
            if (question is FixedTableQuestion table)
            {
                answers.Rows(question.Id, [.. TableLayout.Rows(table, context).Select(row =>
                    TableLayout.Columns(table, context).ToDictionary(c => c.Key, _ => "100", StringComparer.Ordinal).Append(KeyValuePair.Create(Answers.RowKey, row.Key)).ToDictionary(StringComparer.Ordinal))]);
            }
            else
            {
                answers.Set(question.Id, "已核实");
            }
        }

        return answers.Build();
    }

    private static ScanUpload Paper() => new(new MemoryStream(Pdf), "盖章件.pdf");

    private static RoundSettings Settings(ProgrammePack pack)
    {
        var points = pack.Tracks.Where(t => !t.Criteria.HasPoints).ToDictionary(
            t => t.Track, t => (IReadOnlyDictionary<string, decimal>)t.Criteria.Items.ToDictionary(i => i.Code, _ => 1m, StringComparer.Ordinal));
        return new RoundSettings
        {
            PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([.. pack.Tracks.Select(t => new TrackNumber(t.Track, 3))]),
            Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
            StageWeights = Setting<IReadOnlyList<StageWeight>>.Of([.. pack.Tracks.SelectMany(t => RoundChecklist.ScoredStages(t).Select(s => new StageWeight(t.Track, s, 100m / RoundChecklist.ScoredStages(t).Count)))]),
            MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of([.. pack.Tracks.SelectMany(t => pack.Tiers.Select(tier => new MinimumScore(tier.Code, t.Track, 1m)))]),
            ItemPoints = points.Count > 0 ? Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>.Of(points) : default,
            DiscussSpread = Setting<decimal>.Of(20m),
            RecusalYears = Setting<int>.Of(3), ClearanceMonths = Setting<int>.Of(12),
            NoticeDays = Setting<int>.Of(pack.Notice.MinimumDays ?? 7),
            NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays),
            NoticeFirstDayCounts = Setting<bool>.Of(value: false),
            ObjectionWorkingDays = Setting<int>.Of(5),
            Majority = Setting<Majority>.Of(Majority.Simple),
            SecretBallot = Setting<bool>.Of(value: false),
            CertificateWindowEnd = Setting<DateOnly>.Of(new DateOnly(2022, 4, 25)),
        };
    }
}
