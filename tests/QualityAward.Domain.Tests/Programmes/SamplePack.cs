using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The smallest pack that passes every check; a test changes one thing in it.</summary>
internal static class SamplePack
{
    public static Clause Clause { get; } = new("rules", "第一条");

    public static CriteriaSet Criteria { get; } = new()
    {
        Code = "criteria",
        Title = "准则",
        Edition = "2012",
        Mode = ScoringMode.Percentage,
        Step = 5,
        Total = 150,
        Groups =
        [
            new CriteriaGroup { Code = "4.1", Title = "领导", Points = 110, Items = [Item("4.1.2", 50, CriteriaItemKind.Process), Item("4.1.3", 60, CriteriaItemKind.Process)] },
            new CriteriaGroup { Code = "4.7", Title = "结果", Points = 40, Items = [Item("4.7.2", 40, CriteriaItemKind.Result)] },
        ],
        Bands = [new ScoreBand(0, 45), new ScoreBand(50, 100)],
        Factors = [new Factor(CriteriaItemKind.Process, "方法", ["低", "高"]), new Factor(CriteriaItemKind.Result, "水平", ["低", "高"])],
        TieBreakGroup = "4.7",
        EditionMarks = [new EditionMark("2012", "4.1", 110), new EditionMark("2004", "4.1", 100)],
        SourceNote = "示例",
    };

    public static FormDefinition Form { get; } = new()
    {
        Id = "form",
        Title = "申报表",
        Sections =
        [
            new FormSection
            {
                Id = "basic",
                Title = "基本情况",
                Questions =
                [
                    new TextQuestion { Id = "name", Label = "组织名称", Fact = Fact.ApplicantName },
                    new IdentifierQuestion { Id = "code", Label = "统一社会信用代码", Kind = IdentifierKind.CreditCode, Fact = Fact.CreditCode },
                    new DateQuestion { Id = "founded", Label = "组织成立日期", Fact = Fact.FoundedOn },
                    new YesNoQuestion { Id = "group", Label = "是否集团" },
                    new ChoiceQuestion { Id = "scale", Label = "组织规模", Options = [new Option("large", "大型")] },
                    new FileQuestion { Id = "proof", Label = "证书" },
                    new GrowingTableQuestion
                    {
                        Id = "periods",
                        Label = "经历",
                        Columns =
                        [
                            new Column { Id = "from", Label = "开始", Kind = CellKind.Date }, new Column { Id = "to", Label = "结束", Kind = CellKind.Date },
                            new Column { Id = "meets", Label = "符合", Kind = CellKind.YesNo },
                        ],
                    },
                    new FixedTableQuestion
                    {
                        Id = "declarations",
                        Label = "申报",
                        Columns = [new Column { Id = "year", Label = string.Empty, Kind = CellKind.YesNo, PerYear = true }],
                        Rows = [new Row { Id = "accidents", Label = "事故" }],
                    },
                    new FixedTableQuestion
                    {
                        Id = "staff",
                        Label = "人员",
                        Columns = [new Column { Id = "year", Label = string.Empty, Kind = CellKind.Number, PerYear = true }],
                        Rows = [new Row { Id = "all", Label = "总数" }, new Row { Id = "qualified", Label = "合格" }],
                    },
                ],
            },
            new FormSection
            {
                Id = "self",
                Title = "自评",
                TotalLimit = 5000,
                Questions =
                [
                    new NarrativeQuestion { Id = "n-2", Label = "4.1.2", Item = "4.1.2" }, new NarrativeQuestion { Id = "n-3", Label = "4.1.3", Item = "4.1.3" },
                    new NarrativeQuestion { Id = "n-7", Label = "4.7.2", Item = "4.7.2" },
                ],
            },
        ],
    };

    public static IReadOnlyList<StageDefinition> Stages { get; } =
        [.. Enum.GetValues<Stage>().Where(s => s != Stage.Presentation).Select(s => new StageDefinition { Stage = s, Name = $"{s}", What = "说明", Clause = Clause })];

    public static TrackDefinition Track { get; } = new()
    {
        Track = Domain.Programmes.Track.Organisation,
        Name = "组织",
        Stages = Stages,
        Conditions = [new MinimumYearsCondition { Code = "years", Text = "3年以上", Clause = Clause, Since = "basic.founded", SinceText = "成立于", Years = 3 }],
        Form = Form,
        Criteria = Criteria,
    };

    public static ProgrammePack Pack { get; } = new()
    {
        Code = "sample",
        Name = "示例奖",
        Summary = "示例",
        Owner = "lyg",
        OfficeName = "办公室",
        CommitteeName = "委员会",
        GovernmentName = "政府",
        Cycle = new CitedText("每年一次", Clause),
        Sources = [new SourceDocument { Id = "rules", Title = "办法" }],
        Tiers = [new Tier { Code = "award", Name = "奖", Limit = 3, Clause = Clause }],
        Tracks = [Track],
        Prizes = [new Prize("award", Domain.Programmes.Track.Organisation, 500000, Clause)],
        Bars = [new BarRule { Ground = BarGround.Winner, Years = 5, Tiers = ["award"], Clause = Clause }],
        Recommendation = new RecommendationRules
        {
            Channel = new CitedText("县区推荐", Clause),
            PreReviewForm = Form with { Sections = [Form.Sections[0]] },
            Opinions = [new DepartmentOpinionRule { Kind = "market", Name = "市场监管部门", Need = OpinionNeed.Required, Clause = Clause }],
            CleanRecordCertificate = new CertificateRule { Title = "证明", Text = "无", WindowYears = 3, Seals = ["market"], Clause = Clause },
        },
        Notice = new NoticeRules { MinimumDays = 7, Clause = Clause, NoSubstitution = new CitedText("不递补", Clause) },
    };

    public static ProgrammePack With(Func<TrackDefinition, TrackDefinition> change) => Pack with { Tracks = [change(Track)] };

    public static ProgrammePack WithCriteria(Func<CriteriaSet, CriteriaSet> change) => With(t => t with { Criteria = change(t.Criteria) });

    public static ProgrammePack WithCondition(Condition condition) => With(t => t with { Conditions = [condition] });

    /// <summary>The form with one more question at the end of its first section.</summary>
    public static ProgrammePack WithQuestion(Question question) => With(t => t with
    {
        Form = t.Form with { Sections = [t.Form.Sections[0] with { Questions = [.. t.Form.Sections[0].Questions, question] }, .. t.Form.Sections.Skip(1)] },
    });

    /// <summary>The form with the question of that id replaced, or dropped by null.</summary>
    public static ProgrammePack Replacing(string id, Func<Question, Question?> change) => With(t => t with
    {
        Form = t.Form with
        {
            Sections = [.. t.Form.Sections.Select(s => s with
            {
                Questions = [.. s.Questions.Select(q => string.Equals(q.Id, id, StringComparison.Ordinal) ? change(q) : q).OfType<Question>()],
            })],
        },
    });

    private static CriteriaItem Item(string code, decimal points, CriteriaItemKind kind) => new() { Code = code, Title = "条目", Points = points, Kind = kind };
}
