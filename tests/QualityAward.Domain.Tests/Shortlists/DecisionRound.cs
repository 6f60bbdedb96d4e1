using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Shortlists;

/// <summary>A round with cases led by their own verbs to the step under test.</summary>
internal sealed class DecisionRound
{
    public static readonly Actor Office = new(Guid.NewGuid(), "办公室", Role.Office, "city");
    public static readonly Actor OtherOffice = new(Guid.NewGuid(), "外市办公室", Role.Office, "other");
    public static readonly Actor Applicant = new(Guid.NewGuid(), "申报人", Role.Applicant);
    public static readonly DateOnly MeetingDay = new(2022, 8, 30);
    public static readonly DateTimeOffset Meeting10 = China(2022, 8, 30, 10);

    private static readonly Clause Rule4 = new("rules", "第四条");
    private static readonly Clause Rule10 = new("rules", "第十条第（五）项");
    private readonly DateTimeOffset _opened = China(2022, 6, 10, 9);
    private readonly List<Candidate> _candidates = [];

    public DecisionRound(RoundSettings? settings = null, Func<ProgrammePack, ProgrammePack>? change = null)
    {
        var pack = change?.Invoke(Pack()) ?? Pack();
        var round = Round.Open(Guid.NewGuid(), pack, new string('a', 64), 2022, "2022年示例质量奖", new DateOnly(2022, 6, 1), new DateOnly(2022, 6, 26), Office, _opened);
        round.ChangeSettings(round.Name, round.OpensOn, round.ClosesOn, "通告", settings ?? Settings(), "{}", "{}", Office, _opened);
        round.PublishCall(pack, Office, _opened);
        Rules = new RoundRules(round, pack);
    }

    public RoundRules Rules { get; }

    public List<Application> Cases { get; } = [];

    public IReadOnlyList<Candidate> Candidates => _candidates;

    public static DateTimeOffset China(int year, int month, int day, int hour, int minute = 0, int second = 0) => new(year, month, day, hour, minute, second, ChinaCalendar.Offset);

    public static RoundSettings Settings() => new()
    {
        PanelSizes = Of<IReadOnlyList<TrackNumber>>([new(Track.Organisation, 5), new(Track.Individual, 3)]),
        Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
        StageWeights = Of<IReadOnlyList<StageWeight>>([new(Track.Organisation, Stage.DocumentReview, 100), new(Track.Individual, Stage.DocumentReview, 100)]),
        MinimumScores = Of<IReadOnlyList<MinimumScore>>([
            new("award", Track.Organisation, 600), new("nomination", Track.Organisation, 550), new("award", Track.Individual, 60), new("nomination", Track.Individual, 55),
        ]),
        ItemPoints = Of<IReadOnlyDictionary<Track, IReadOnlyDictionary<string, decimal>>>(new Dictionary<Track, IReadOnlyDictionary<string, decimal>>()),
        DiscussSpread = Setting<decimal>.Of(20), RecusalYears = Setting<int>.Of(3), ClearanceMonths = Setting<int>.Of(12), NoticeDays = Setting<int>.Of(7),
        NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays), NoticeFirstDayCounts = Setting<bool>.Of(false), ObjectionWorkingDays = Setting<int>.Of(5),
        Majority = Setting<Majority>.Of(Majority.Simple), SecretBallot = Setting<bool>.Of(false), CertificateWindowEnd = Setting<DateOnly>.Of(new DateOnly(2022, 4, 25)),
    };

    /// <summary>Starts, submits and leads a case to synthesis by its own verbs.</summary>
    public Application Add(string name, decimal? total, Track track = Track.Organisation, decimal? tieBreak = null, Stage until = Stage.Synthesis)
    {
        var application = Application.Start(Guid.NewGuid(), Rules, track, Guid.NewGuid(), name, "county", Applicant, _opened);
        application.Submit(Guid.NewGuid(), $"R-{Cases.Count + 1:0000}", new FrozenContent(new Dictionary<string, Answers>(), []), [], Rules, Applicant, _opened);
        while (application.Position.Stage != until)
        {
            var by = application.Position.Stage switch
            {
                Stage.Recommendation => new Actor(Guid.NewGuid(), "县区办", Role.RecommendingOffice, "county"),
                Stage.PanelReport => new Actor(Guid.NewGuid(), "组长", Role.Expert),
                _ => Office,
            };
            application.Advance(application.Position.Stage, Rules, new CaseEvent(application.Id, "Test", by, _opened, "推进"));
        }

        Cases.Add(application);
        _candidates.Add(new Candidate(new CaseScore(application.Id, track, [new StageScore(Stage.DocumentReview, total, 100, "5 名专家平均")], tieBreak), name));
        return application;
    }

    public Shortlist Propose(params (Application Case, string? Tier, string? Reason)[] choices) => Propose(new ShortlistProposal
    {
        Choices = [.. choices.Select(c => new TierChoice(c.Case.Id, c.Tier, c.Reason))], Report = "综合评价报告", Departments = "市应急管理局、市生态环境局",
    });

    public Shortlist Propose(ShortlistProposal proposal)
    {
        var list = Shortlist.For(Guid.NewGuid(), Rules);
        list.Propose(proposal, _candidates, Rules, Office, China(2022, 8, 20, 9));
        return list;
    }

    public void Confirm(Shortlist list) => list.Confirm(_candidates, Cases, Rules, Office, China(2022, 8, 21, 9));

    /// <summary>A confirmed list with everybody on the tier that fits the given order: awards first.</summary>
    public Shortlist ConfirmAll(string tier = "nomination")
    {
        var list = Propose([.. Cases.Select(c => (c, (string?)tier, (string?)null))]);
        Confirm(list);
        return list;
    }

    public Meeting Convene(Shortlist list, params Actor[] members)
    {
        var meeting = Meeting.Convene(Guid.NewGuid(), list, Rules, Office, China(2022, 8, 25, 9));
        meeting.Arrange(MeetingDay, "市政府第一会议室", "主任", [.. members.Select(m => (m.UserId, m.Name))], Office, China(2022, 8, 25, 9));
        return meeting;
    }

    public static Actor[] Members(int count) => [.. Enumerable.Range(1, count).Select(i => new Actor(Guid.NewGuid(), $"委员{i}", Role.CommitteeMember, "city"))];

    /// <summary>Leads every case through list, meeting and publication.</summary>
    public Notice Publish(DateTimeOffset? at = null)
    {
        var list = ConfirmAll();
        var members = Members(3);
        var meeting = Convene(list, members);
        meeting.OpenBallot([.. members.Select(m => m.UserId)], [], Office, Meeting10);
        foreach (var member in members)
        {
            meeting.Cast(Cases.ToDictionary(c => c.Id, _ => Vote.Yes), member, Meeting10);
        }

        meeting.Close("纪要", Cases, Rules, Office, Meeting10);
        var entries = meeting.Cases.Select(c => new NoticeEntry(c.ApplicationId, c.ApplicantName, c.Track, c.Tier, c.TierName, "海州区")).ToList();
        return Notice.Publish(Guid.NewGuid(), entries, Cases, Rules, WorkingCalendar.Weekends, Office, at ?? China(2022, 9, 1, 9));
    }

    public Approval Approve(Notice notice, Dictionary<Guid, string>? exclusions = null)
    {
        notice.End([], Cases, Rules, Office, China(2022, 9, 9, 0));
        return Approval.Grant(Guid.NewGuid(), new ApprovalRecord("连政发〔2022〕88号", new DateOnly(2022, 9, 20), exclusions ?? []), Scan, notice, Cases, Rules, Office, China(2022, 9, 21, 9));
    }

    public static ApprovalScan Scan { get; } = new("批复.pdf", new string('b', 64), 100, "application/pdf");

    private static Setting<T> Of<T>(T value) => Setting<T>.Of(value);

    private static ProgrammePack Pack() => new()
    {
        Code = "sample", Name = "示例市市长质量奖", Summary = "示例", Owner = "city", OfficeName = "示例市质量发展委员会办公室", CommitteeName = "示例市质量发展委员会", GovernmentName = "示例市人民政府",
        CertificatePrefix = "SL", Cycle = new CitedText("每年", Rule4), Sources = [new SourceDocument { Id = "rules", Title = "示例市市长质量奖管理办法", Number = "示政办发〔2021〕1号" }],
        Tiers =
        [
            new Tier { Code = "award", Name = "示例市市长质量奖", Limit = 3, Clause = Rule4, InPrinciple = [new TrackLimit(Track.Individual, 1, Rule4)] },
            new Tier { Code = "nomination", Name = "示例市市长质量奖提名奖", Limit = 5, Target = 3, Clause = Rule4, InPrinciple = [new TrackLimit(Track.Individual, 1, Rule4)] },
        ],
        Tracks = [TrackOf(Track.Organisation), TrackOf(Track.Individual)],
        Prizes = [new Prize("award", Track.Organisation, 500_000, Rule4), new Prize("nomination", Track.Organisation, 150_000, Rule4)],
        Bars = [new BarRule { Ground = BarGround.Winner, Years = 5, Tiers = ["award"], Clause = Rule4 }],
        Recommendation = new RecommendationRules { Channel = new CitedText("县区推荐", Rule4), PreReviewForm = Form, Opinions = [] },
        Notice = new NoticeRules { MinimumDays = 7, Clause = Rule10, NoSubstitution = new CitedText("公示不通过的，取消获奖资格，不进行递补。", Rule10) },
    };

    private static readonly FormDefinition Form = new() { Id = "form", Title = "申报表", Sections = [] };

    private static TrackDefinition TrackOf(Track track) => new()
    {
        Track = track, Name = "示例", Conditions = [], Form = Form,
        Stages = [.. new[]
        {
            Stage.Announcement, Stage.Application, Stage.Recommendation, Stage.EligibilityReview, Stage.DocumentReview, Stage.PanelReport, Stage.Synthesis, Stage.Deliberation,
            Stage.PublicNotice, Stage.Approval, Stage.Proclamation, Stage.Honour, Stage.Supervision,
        }.Select(s => new StageDefinition { Stage = s, Name = StageNames.Of(s), What = "", Clause = Rule10 })],
        Criteria = new CriteriaSet
        {
            Code = "criteria", Title = "准则", Edition = "2012", Mode = ScoringMode.Percentage, Step = 5, SourceNote = "示例",
            Groups = [new CriteriaGroup { Code = "4.1", Title = "领导", Points = 100, Items = [new CriteriaItem { Code = "4.1.2", Title = "高层领导的作用", Points = 100, Kind = CriteriaItemKind.Process }] }],
        },
    };
}
