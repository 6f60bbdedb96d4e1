using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Deliberations;
using QualityAward.Web.Pages.PublicNotices;
using QualityAward.Web.Pages.Shortlists;
using Xunit;

namespace QualityAward.Testing;

/// <summary>A round of the real Lianyungang pack with four organisations (800, 750, 700, 650 points) and one person, all scored and in synthesis.</summary>
public class DecisionSite : Site
{
    public const string RoundName = "2022年连云港市市长质量奖";
    public static readonly Guid RoundId = Id(1);
    public static readonly string[] Names = ["示例精密制造有限公司", "示例化工新材料有限公司", "示例港口机械有限公司", "示例食品有限公司", "李示例"];
    public static readonly byte[] Pdf = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"u8.ToArray();

    private static readonly DateTimeOffset Started = ChinaCalendar.StartOf(new DateOnly(2022, 6, 1)).AddHours(9);
    private static readonly (string Name, Role Role, string? Authority)[] Accounts =
    [
        ("office", Role.Office, "lyg"), ("other-office", Role.Office, "wh"), ("applicant", Role.Applicant, null), ("other-applicant", Role.Applicant, null), ("expert", Role.Expert, null),
        ("member1", Role.CommitteeMember, "lyg"), ("member2", Role.CommitteeMember, "lyg"), ("member3", Role.CommitteeMember, "lyg"), ("government", Role.GovernmentApprover, "lyg"),
        ("supervisor", Role.Supervisor, "lyg"),
    ];

    /// <summary>Ids of the cases, best first, the person last.</summary>
    public static Guid Case(int number) => Id(100 + number);

    public static Guid Id(int number) => new($"00000000-0000-7000-8000-{number:000000000000}");

    public Task<Actor> ActorAsync(string userName) => ReadAsync(db => ActorAsync(db, userName));

    public Task RunAsync<TOperation>(Func<TOperation, Task> act)
        where TOperation : notnull => InScopeAsync(services => act(services.GetRequiredService<TOperation>()));

    public static ShortlistProposal Proposal(params (int Case, string Tier)[] choices) => new()
    {
        Choices = [.. choices.Select(c => new TierChoice(Case(c.Case), c.Tier))], Report = "综合评价报告正文", Departments = "市应急管理局、市生态环境局",
    };

    /// <summary>Confirms a list of the first two organisations and has the committee agree; afterwards the cases wait for the notice.</summary>
    public async Task AgreeAsync()
    {
        var office = await ActorAsync("office");
        Clock.Set(2022, 8, 20);
        await RunAsync<ProposeShortlist>(o => o.RunAsync(RoundId, Proposal((1, "award"), (2, "nomination")), null, office, CancellationToken.None));
        await RunAsync<ConfirmShortlist>(o => o.RunAsync(RoundId, office, CancellationToken.None));
        var members = new[] { await ActorAsync("member1"), await ActorAsync("member2"), await ActorAsync("member3") };
        Guid meeting = default;
        await RunAsync<ConveneMeeting>(async o => meeting = (await o.RunAsync(RoundId, new DateOnly(2022, 8, 30), "市政府第一会议室", "主任", [.. members.Select(m => m.UserId)], office, CancellationToken.None)).Id);
        Clock.Set(2022, 8, 30, 10);
        await RunAsync<OpenBallot>(o => o.RunAsync(meeting, [.. members.Select(m => m.UserId)], [], office, CancellationToken.None));
        foreach (var member in members)
        {
            await RunAsync<CastBallot>(o => o.RunAsync(meeting, new Dictionary<Guid, Domain.Deliberations.Vote> { [Case(1)] = Domain.Deliberations.Vote.Yes, [Case(2)] = Domain.Deliberations.Vote.Yes }, member, CancellationToken.None));
        }

        await RunAsync<CloseBallot>(o => o.RunAsync(meeting, "会议纪要", office, CancellationToken.None));
    }

    /// <summary>Publishes on 2022-09-01; the notice ends on 2022-09-08 at 24:00.</summary>
    public async Task<Guid> PublishAsync()
    {
        await AgreeAsync();
        Clock.Set(2022, 9, 1);
        var office = await ActorAsync("office");
        Guid notice = default;
        await RunAsync<PublishNotice>(async o => notice = (await o.RunAsync(RoundId, office, CancellationToken.None)).Id);
        return notice;
    }

    protected override async Task FillAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<QualityAwardDbContext>();
        var users = services.GetRequiredService<UserManager<AppUser>>();
        foreach (var (name, role, authority) in Accounts)
        {
            var user = new AppUser { Id = Guid.CreateVersion7(Started), UserName = name, DisplayName = $"{name}的姓名", Role = role, AuthorityCode = authority, State = AccountState.Active, CreatedAt = Started };
            Assert.True((await users.CreateAsync(user, Password)).Succeeded);
        }

        var catalogue = services.GetRequiredService<ProgrammeCatalogue>();
        var pack = catalogue.Require("lianyungang-mayor");
        var snapshot = catalogue.SnapshotOf(pack.Code);
        var office = await ActorAsync(db, "office");
        var round = Round.Open(RoundId, pack, snapshot.Sha256, 2022, RoundName, new DateOnly(2022, 5, 26), new DateOnly(2022, 6, 26), office, Started);
        round.ChangeSettings(round.Name, round.OpensOn, round.ClosesOn, "申报通告", Settings(pack), "", "", office, Started);
        round.PublishCall(pack, office, Started);
        db.Add(new PinnedPack { Sha256 = snapshot.Sha256, ProgrammeCode = pack.Code, Json = snapshot.Json });
        db.Add(round);
        await db.SaveChangesAsync();

        var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync(RoundId);
        var expert = await ActorAsync(db, "expert");
        db.Add(Expert.Register(expert.UserId, "评审专家", "示例研究院", "91350100M000100Y43", "教授", ["质量管理"], office, Started));
        var panels = new Dictionary<Track, Panel>();
        foreach (var track in new[] { Track.Organisation, Track.Individual })
        {
            panels[track] = Panel.Form(Guid.CreateVersion7(Started), rules, track, TrackNames.Of(track), [expert.UserId], expert.UserId, office, Started);
            db.Add(panels[track]);
        }

        await db.SaveChangesAsync();
        for (var i = 0; i < Names.Length; i++)
        {
            var track = i == Names.Length - 1 ? Track.Individual : Track.Organisation;
            var owner = await ActorAsync(db, i == 0 ? "applicant" : "other-applicant");
            await AddAsync(db, rules, i + 1, track, track == Track.Organisation ? 80 - (5 * i) : 5, owner, office, expert, panels[track].Id);
        }
    }

    private static async Task AddAsync(QualityAwardDbContext db, RoundRules rules, int number, Track track, decimal value, Actor owner, Actor office, Actor expert, Guid panelId)
    {
        var name = Names[number - 1];
        var party = track == Track.Organisation
            ? Party.Organisation(Guid.CreateVersion7(Started), name, Guid.CreateVersion7(Started).ToString("N")[^18..].ToUpperInvariant())
            : Party.Individual(Guid.CreateVersion7(Started), name, "11010519491231002X", "hash");
        db.Add(party);
        var application = Application.Start(Case(number), rules, track, party.Id, name, "lyg-haizhou", owner, Started);
        var submission = application.Submit(Guid.CreateVersion7(Started), $"LYG-2022-{number:0000}", new FrozenContent(new Dictionary<string, Answers>(StringComparer.Ordinal), []), [], rules, owner, Started);
        db.Add(application);
        await db.SaveChangesAsync();
        var county = new Actor(Guid.CreateVersion7(Started), "海州区办公室", Role.RecommendingOffice, "lyg-haizhou");
        while (application.Position.Stage != Stage.Synthesis)
        {
            var stage = application.Position.Stage;
            if (stage is Stage.DocumentReview or Stage.SiteVisit or Stage.Presentation)
            {
                var criteria = rules.Criteria(track);
                var sheet = ScoreSheet.Open(Guid.CreateVersion7(Started), rules.RoundId, application.Id, stage, expert.UserId, submission.Id, Started);
                sheet.Save([.. criteria.Items.Select(item => new Mark(item.Code) { Value = value, Strengths = "优势" })], 0, criteria, expert, Started);
                sheet.Submit(criteria, null, expert, Started);
                var review = StageReview.Open(Guid.CreateVersion7(Started), rules.RoundId, application.Id, panelId, stage, office, Started);
                review.Close(new PanelProgress(0, 1), CaseScoring.Result(rules, track, null, new StageMarks(stage, IsClosed: false, [sheet.Marks], [])), Started);
                db.AddRange(sheet, review);
            }

            var by = stage switch { Stage.Recommendation => county, Stage.EligibilityReview or Stage.DocumentReview => office, _ => expert };
            application.Advance(stage, rules, new CaseEvent(application.Id, "Test", by, Started, "推进"));
        }

        await db.SaveChangesAsync();
    }

    private static async Task<Actor> ActorAsync(QualityAwardDbContext db, string userName)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName);
        return new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode);
    }

    private static RoundSettings Settings(ProgrammePack pack) => new()
    {
        PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([.. pack.Tracks.Select(t => new TrackNumber(t.Track, 1))]),
        Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
        StageWeights = Setting<IReadOnlyList<StageWeight>>.Of([.. pack.Tracks.SelectMany(t => RoundChecklist.ScoredStages(t).Select(s => new StageWeight(t.Track, s, 50)))]),
        MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of([.. pack.Tracks.SelectMany(t => pack.Tiers.Select(tier => new MinimumScore(tier.Code, t.Track, t.Track == Track.Organisation ? 600 : 50)))]),
        ItemPoints = Setting<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>.Of(pack.Tracks.Where(t => !t.Criteria.HasPoints).ToDictionary(
            t => t.Track, t => (IReadOnlyDictionary<string, decimal>)t.Criteria.Items.ToDictionary(i => i.Code, _ => 6m, StringComparer.Ordinal))),
        DiscussSpread = Setting<decimal>.Of(20m), RecusalYears = Setting<int>.Of(3), ClearanceMonths = Setting<int>.Of(12), NoticeDays = Setting<int>.Of(7), NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays),
        NoticeFirstDayCounts = Setting<bool>.Of(value: false), ObjectionWorkingDays = Setting<int>.Of(5), Majority = Setting<Majority>.Of(Majority.Simple),
        SecretBallot = Setting<bool>.Of(value: false), CertificateWindowEnd = Setting<DateOnly>.Of(new DateOnly(2022, 4, 25)),
    };
}
