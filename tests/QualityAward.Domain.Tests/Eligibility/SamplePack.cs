using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Eligibility;

/// <summary>A small pack of its own, so that the tests of the rules do not move when a real programme's numbers do.</summary>
internal static class SamplePack
{
    public const string Owner = "city";
    public static readonly DateOnly ClosesOn = new(2022, 6, 26);
    public static readonly DateTimeOffset InWindow = ChinaCalendar.StartOf(new DateOnly(2022, 6, 10));
    public static readonly Actor Office = new(Guid.Parse("00000000-0000-0000-0000-00000000000f"), "办公室", Role.Office, Owner);
    public static readonly Clause Article = new("rules", "第八条第（一）项");
    public const string CitedArticle = "《样例办法》（样政发〔2021〕1号）第八条第（一）项";

    public static RoundRules Rules(params Condition[] conditions) => Rules(ClosesOn, conditions);

    public static RoundRules Rules(DateOnly closesOn, params Condition[] conditions)
    {
        var pack = Pack(conditions);
        var round = Round.Open(Guid.NewGuid(), pack, "hash", closesOn.Year, "样例奖", closesOn.AddDays(-25), closesOn, Office, InWindow);
        round.ChangeSettings("样例奖", round.OpensOn, closesOn, "申报通告正文", Settings, "", "", Office, InWindow);
        round.PublishCall(pack, Office, InWindow);
        return new RoundRules(round, pack);
    }

    public static RoundSettings Settings => new()
    {
        PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([new(Track.Organisation, 3)]),
        Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
        StageWeights = Setting<IReadOnlyList<StageWeight>>.Of([new(Track.Organisation, Stage.DocumentReview, 100m)]),
        MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of([new("award", Track.Organisation, 60m)]),
        DiscussSpread = Setting<decimal>.Of(20m),
        RecusalYears = Setting<int>.Of(3), ClearanceMonths = Setting<int>.Of(12),
        NoticeDays = Setting<int>.Of(7),
        NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays),
        NoticeFirstDayCounts = Setting<bool>.Of(false),
        ObjectionWorkingDays = Setting<int>.Of(5),
        Majority = Setting<Majority>.Of(Majority.Simple),
        SecretBallot = Setting<bool>.Of(false),
        CertificateWindowEnd = Setting<DateOnly>.Of(new DateOnly(2022, 4, 25)),
    };

    public static ProgrammePack Pack(IReadOnlyList<Condition> conditions) => new()
    {
        Code = "sample", Name = "样例奖", Summary = "样例", Owner = Owner, OfficeName = "办公室", CommitteeName = "委员会", GovernmentName = "市政府",
        Cycle = new CitedText("每年", Article), Sources = [new SourceDocument { Id = "rules", Title = "样例办法", Number = "样政发〔2021〕1号" }],
        Tiers = [new Tier { Code = "award", Name = "样例奖", Clause = Article }],
        Tracks = [new TrackDefinition { Track = Track.Organisation, Name = "样例奖（组织）", Stages = Stages, Conditions = conditions, Form = Form, Criteria = Criteria }],
        Bars = [new BarRule { Ground = BarGround.Winner, Years = 5, Tiers = ["award"], Clause = Article }],
        Recommendation = new RecommendationRules
        {
            Channel = new CitedText("由县区推荐", Article), PreReviewForm = PreReviewForm,
            Opinions =
            [
                new DepartmentOpinionRule { Kind = "emergency", Name = "应急管理部门", Need = OpinionNeed.Required, Clause = Article },
                new DepartmentOpinionRule { Kind = "market", Name = "市场监管部门", Need = OpinionNeed.Required, Clause = Article },
                new DepartmentOpinionRule { Kind = "customs", Name = "海关", Need = OpinionNeed.ByApplicantType, When = "出口企业", Clause = Article },
            ],
            CleanRecordCertificate = new CertificateRule { Title = "无不良记录证明", Text = "无事故", WindowYears = 3, Seals = ["emergency", "market"], Clause = Article },
        },
        Notice = new NoticeRules { MinimumDays = 7, Clause = Article, NoSubstitution = new CitedText("不递补", Article) },
    };

    public static FormDefinition PreReviewForm => new()
    {
        Id = "pre-review", Title = "预审表",
        Sections = [new FormSection { Id = "figures", Title = "上年度经济指标", Questions = [new NumberQuestion { Id = "sales", Label = "上年度销售额" }] }],
    };

    private static FormDefinition Form => new()
    {
        Id = "form", Title = "申报表",
        Sections =
        [
            new FormSection
            {
                Id = "basic", Title = "基本情况",
                Questions =
                [
                    new DateQuestion { Id = "founded", Label = "成立日期" },
                    new TextQuestion { Id = "number", Label = "证书编号" },
                    new FileQuestion { Id = "copy", Label = "证书复印件" },
                    new MultiChoiceQuestion { Id = "conditions", Label = "满足的条件", Options = [new Option("a", "重大创新"), new Option("b", "国际标准")] },
                    new YesNoQuestion { Id = "exports", Label = "是否出口企业" },
                    new YesNoQuestion { Id = "group", Label = "是否集团" },
                    new GrowingTableQuestion { Id = "holdings", Label = "控股组织", Columns = [new Column { Id = "name", Label = "名称" }, new Column { Id = "meets", Label = "符合", Kind = CellKind.YesNo }] },
                    new GrowingTableQuestion { Id = "periods", Label = "质量工作经历", Columns = [new Column { Id = "from", Label = "起", Kind = CellKind.Date }, new Column { Id = "to", Label = "止", Kind = CellKind.Date }] },
                    new FixedTableQuestion { Id = "incidents", Label = "不良记录申明", Rows = [new Row { Id = "accidents", Label = "事故" }, new Row { Id = "sampling", Label = "抽查不合格" }], Columns = [new Column { Id = "any", Label = "", Kind = CellKind.YesNo, PerYear = true }] },
                    new FixedTableQuestion { Id = "staff", Label = "质量专业人员", Rows = [new Row { Id = "qualified", Label = "有资格" }, new Row { Id = "posts", Label = "岗位" }], Columns = [new Column { Id = "n", Label = "", Kind = CellKind.Number, PerYear = true }] },
                ],
            },
            new FormSection { Id = "more", Title = "其他", Questions = [new TextQuestion { Id = "note", Label = "说明" }] },
        ],
    };

    private static CriteriaSet Criteria => new()
    {
        Code = "c", Title = "准则", Edition = "1", Mode = ScoringMode.Points, Step = 1m, Total = 100m, SourceNote = "样例",
        Groups = [new CriteriaGroup { Code = "1", Title = "一", Points = 100m, Items = [new CriteriaItem { Code = "1.1", Title = "一", Points = 100m, Kind = CriteriaItemKind.Process }] }],
    };

    private static IReadOnlyList<StageDefinition> Stages =>
        [.. new[] { Stage.Application, Stage.Recommendation, Stage.EligibilityReview, Stage.DocumentReview, Stage.PanelReport }.Select(s => new StageDefinition { Stage = s, Name = StageNames.Of(s), What = "" })];
}
