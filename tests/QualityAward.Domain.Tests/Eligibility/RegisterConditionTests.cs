using System.Text.Json.Nodes;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Tests.Eligibility;

/// <summary>Conditions that read the registers: incidents by kind, grade and day; holdings; the head by the register; history that nobody has verified.</summary>
public sealed class RegisterConditionTests
{
    private static readonly CleanRecordCondition NoGraveAccident = new()
    {
        Code = "accidents", Text = "近3年无较大事故", Clause = SamplePack.Article, Years = 3, Threshold = Severity.Considerable, Incidents = [IncidentKind.SafetyAccident, IncidentKind.EnvironmentAccident],
    };

    private static readonly CleanRecordCondition NoViolation = new() { Code = "violations", Text = "近2年无违法", Clause = SamplePack.Article, Years = 2, Incidents = [IncidentKind.Violation] };

    private static readonly GroupScopeCondition Group = new() { Code = "group", Text = "集团", Clause = SamplePack.Article, IsGroup = "basic.group", Holdings = "basic.holdings", MeetsColumn = "meets" };

    [Theory]
    // The round closes on 2022-06-26: the window is 2019-06-26 to 2022-06-26, both included.
    [InlineData("2019-06-25", Severity.Major, VerdictOutcome.Met)]
    [InlineData("2019-06-26", Severity.Major, VerdictOutcome.NotMet)]
    [InlineData("2022-06-26", Severity.Major, VerdictOutcome.NotMet)]
    [InlineData("2022-06-27", Severity.Major, VerdictOutcome.Met)]
    [InlineData("2021-01-01", Severity.Ordinary, VerdictOutcome.Met)]
    [InlineData("2021-01-01", Severity.Considerable, VerdictOutcome.NotMet)]
    [InlineData("2021-01-01", Severity.Extraordinary, VerdictOutcome.NotMet)]
    [InlineData("2021-01-01", null, VerdictOutcome.NeedsEvidence)]
    public void An_accident_counts_by_its_day_and_its_grade(string day, Severity? severity, VerdictOutcome outcome) =>
        Assert.Equal(outcome, Run(NoGraveAccident, RegisterFacts.None with { Incidents = [Incident(IncidentKind.SafetyAccident, severity, day)] }).Outcome);

    [Fact]
    public void The_verdict_names_the_incident_and_who_says_so() =>
        Assert.Equal(
            "期间 2019-06-26 至 2022-06-26，较大及以上计入；登记簿：2021-07-15 安全生产事故（市应急管理局），等级为较大",
            Run(NoGraveAccident, RegisterFacts.None with { Incidents = [Incident(IncidentKind.SafetyAccident, Severity.Considerable, "2021-07-15")] }).Facts);

    [Fact]
    public void An_incident_of_another_kind_does_not_count()
    {
        var registers = RegisterFacts.None with { Incidents = [Incident(IncidentKind.Violation, Severity.Extraordinary, "2021-01-01")] };

        Assert.Equal(VerdictOutcome.Met, Run(NoGraveAccident, registers).Outcome);
        Assert.Equal(VerdictOutcome.NotMet, Run(NoViolation, registers).Outcome);
    }

    [Theory]
    [InlineData("2020-06-25", VerdictOutcome.Met)]
    [InlineData("2020-06-26", VerdictOutcome.NotMet)]
    public void Without_a_threshold_any_grade_counts(string day, VerdictOutcome outcome) =>
        Assert.Equal(outcome, Run(NoViolation, RegisterFacts.None with { Incidents = [Incident(IncidentKind.Violation, null, day)] }).Outcome);

    [Fact]
    public void The_window_of_a_leap_day_begins_on_the_last_of_february()
    {
        var closesOn = new DateOnly(2024, 2, 29);

        Assert.Equal(VerdictOutcome.NotMet, Run(NoViolation, RegisterFacts.None with { Incidents = [Incident(IncidentKind.Violation, null, "2022-02-28")] }, closesOn).Outcome);
        Assert.Equal(VerdictOutcome.Met, Run(NoViolation, RegisterFacts.None with { Incidents = [Incident(IncidentKind.Violation, null, "2022-02-27")] }, closesOn).Outcome);
    }

    [Theory]
    [InlineData("2017-06-25", VerdictOutcome.Met)]
    [InlineData("2017-06-26", VerdictOutcome.Met)]
    [InlineData("2017-06-27", VerdictOutcome.NotMet)]
    public void A_winner_is_free_when_the_years_have_run_on_the_closing_date(string decided, VerdictOutcome outcome) =>
        Assert.Equal(outcome, Run(Registry(RegistryCheck.NotRecentWinner), new RegisterFacts([], [new WinFact("award", "样例奖", 2016, Day(decided), null)], [])).Outcome);

    [Fact]
    public void Unverified_history_refuses_nobody()
    {
        var verdict = Run(Registry(RegistryCheck.NotRecentWinner), new RegisterFacts([], [new WinFact("award", "样例奖", 2020, new DateOnly(2021, 1, 5), null) { Verified = false }], []));

        Assert.Equal((VerdictOutcome.NeedsEvidence, "2020 年度样例奖，历史记录待核实（所载决定日 2021-01-05），须核实是否已满 5 年"), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData("2022-06-26", true, VerdictOutcome.Met)]
    [InlineData("2022-06-27", true, VerdictOutcome.NeedsEvidence)]
    [InlineData("2022-06-26", false, VerdictOutcome.NeedsEvidence)]
    public void The_city_award_comes_before_by_its_decision_date(string decided, bool verified, VerdictOutcome outcome)
    {
        var condition = new HonourCondition { Code = "city", Text = "已获市奖", Clause = SamplePack.Article, Programmes = ["city-award"], Tiers = ["award"], Declared = "basic.number" };
        var title = new TitleFact("city-award", "市奖", new WinFact("award", "市奖", 2020, Day(decided), null) { Verified = verified });

        Assert.Equal(outcome, Run(condition, RegisterFacts.None with { OtherTitles = [title] }).Outcome);
    }

    [Fact]
    public void The_register_of_parties_ties_the_head_to_the_organisation()
    {
        var organisation = Run(Registry(RegistryCheck.NotWithHead), RegisterFacts.None with { HeadApplications = [new HeadApplicationFact("SB-7", null, HeadTie.Register)] });
        var head = Run(Registry(RegistryCheck.NotWithHead), RegisterFacts.None with { HeadApplications = [new HeadApplicationFact("SB-8", "样例公司", HeadTie.Register)] });

        Assert.Equal((VerdictOutcome.NotMet, "本届已有个人申报（申报编号 SB-7），主体登记簿中申报人为本组织负责人"), (organisation.Outcome, organisation.Facts));
        Assert.Equal((VerdictOutcome.NotMet, "本届已有“样例公司”的组织申报（申报编号 SB-8），主体登记簿中申报人为该组织负责人"), (head.Outcome, head.Facts));
    }

    [Fact]
    public void Another_application_of_the_group_is_shown_to_the_office_and_refuses_nobody()
    {
        var verdict = Run(Registry(RegistryCheck.OneApplication), RegisterFacts.None with { GroupApplications = ["“样例子公司”（申报编号 SB-9）"] });

        Assert.Equal((VerdictOutcome.NeedsEvidence, "同一申报主体本届没有其他申报；同一集团内另有申报：“样例子公司”（申报编号 SB-9），须核实是否为同一内容"), (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void Holdings_by_the_register_are_held_against_the_applicants_own_table()
    {
        var registers = RegisterFacts.None with
        {
            Holdings =
            [
                new HoldingFact("列入公司", null, 60m, [], []),
                new HoldingFact("漏列公司", "91350100M000100Y43", 51m, [new BarFact(BarGround.FalseMaterial, new DateOnly(2021, 1, 1), new DateOnly(2023, 12, 31), "第十四条")], [Incident(IncidentKind.SafetyAccident, Severity.Major, "2022-01-01")]),
            ],
        };
        var answers = new AnswersBuilderForTests().Set("group", "yes").Table("holdings", ("name", "列入公司"), ("meets", "yes")).Build();

        var verdict = Run(Group, registers, answers: answers);

        Assert.Equal(VerdictOutcome.NeedsEvidence, verdict.Outcome);
        Assert.Equal(
            "登记簿中的控股组织“漏列公司”未列入申报，须核实；控股组织“漏列公司”申报中提供虚假材料，自 2021-01-01 至 2023-12-31 限制申报（第十四条），须核实",
            verdict.Facts);
    }

    private static Verdict Run(Condition condition, RegisterFacts registers, DateOnly? closesOn = null, Answers? answers = null)
    {
        var day = closesOn ?? SamplePack.ClosesOn;
        var sections = new Dictionary<string, Answers>(StringComparer.Ordinal) { ["basic"] = answers ?? Answers.Empty };
        return Assert.Single(ConditionEvaluator.Evaluate(SamplePack.Rules(day, condition), Track.Organisation, new ConditionFacts(sections, new Dictionary<string, int>(StringComparer.Ordinal), registers, day, day, [])));
    }

    private static RegistryCondition Registry(RegistryCheck check) => new() { Code = "register", Text = "登记簿", Clause = SamplePack.Article, Check = check };

    private static IncidentFact Incident(IncidentKind kind, Severity? severity, string day) => new(kind, severity, Day(day), "市应急管理局");

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Answers by id, the table's one row among them.</summary>
    private sealed class AnswersBuilderForTests
    {
        private readonly Dictionary<string, JsonNode> _values = new(StringComparer.Ordinal);

        public AnswersBuilderForTests Set(string id, string value)
        {
            _values[id] = value;
            return this;
        }

        public AnswersBuilderForTests Table(string id, params (string Key, string Value)[] cells)
        {
            _values[id] = new JsonArray(new JsonObject(cells.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))));
            return this;
        }

        public Answers Build() => new(_values, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
    }
}
