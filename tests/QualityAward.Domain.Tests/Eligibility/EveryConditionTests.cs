using System.Globalization;
using System.Text.Json.Nodes;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Eligibility;

/// <summary>Every condition of every programme, tried on both sides of its boundary: each verdict shows the clause, the facts and what it read.</summary>
public sealed class EveryConditionTests
{
    private static readonly string[] Programmes = ["lianyungang-mayor", "jiangsu-governor", "wuhan-mayor", "lianyungang-zone"];
    private static readonly Dictionary<string, ProgrammePack> Packs = Programmes.ToDictionary(p => p, p => PackReader.Read(ProgrammeFolder.Real, p), StringComparer.Ordinal);
    private static readonly DateOnly ClosesOn = new(2022, 6, 26);
    private static readonly DateOnly LeapDay = new(2024, 2, 29);

    public static TheoryData<string, Track, string> Of(params Type[] kinds)
    {
        var data = new TheoryData<string, Track, string>();
        foreach (var (code, pack) in Packs)
        {
            foreach (var track in pack.Tracks)
            {
                foreach (var condition in track.Conditions.Where(c => kinds.Contains(c.GetType())))
                {
                    data.Add(code, track.Track, condition.Code);
                }
            }
        }

        return data;
    }

    public static TheoryData<string, Track, string> MinimumYears => Of(typeof(MinimumYearsCondition));

    public static TheoryData<string, Track, string> PeriodYears => Of(typeof(PeriodYearsCondition));

    public static TheoryData<string, Track, string> CleanRecords => Of(typeof(CleanRecordCondition));

    public static TheoryData<string, Track, string> Certificates => Of(typeof(CertificateCondition));

    public static TheoryData<string, Track, string> Groups => Of(typeof(GroupScopeCondition));

    public static TheoryData<string, Track, string> LeftToAPerson => Of(typeof(JudgementCondition), typeof(AnyOfCondition));

    public static TheoryData<string, Track, string> Registers => Of(typeof(RegistryCondition));

    public static TheoryData<string, Track, string> EarlierAwards => Of(typeof(HonourCondition), typeof(RecentAwardCondition));

    public static TheoryData<string, Track, string> Trends => Of(typeof(TrendCondition));

    [Fact]
    public void Every_kind_of_test_stands_in_some_programme() => Assert.Equal(
        [
            typeof(AnyOfCondition), typeof(CertificateCondition), typeof(CleanRecordCondition), typeof(GroupScopeCondition), typeof(HonourCondition), typeof(JudgementCondition), typeof(MinimumYearsCondition),
            typeof(PeriodYearsCondition), typeof(RecentAwardCondition), typeof(RegistryCondition), typeof(TrendCondition),
        ],
        Packs.Values.SelectMany(p => p.Tracks).SelectMany(t => t.Conditions).Select(c => c.GetType()).Distinct().OrderBy(t => t.Name, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(MinimumYears))]
    public void Years_are_counted_to_the_day(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        var condition = (MinimumYearsCondition)@case.Condition;
        var years = condition.Years;
        var exactly = ClosesOn.AddYears(-years);

        Assert.Equal(VerdictOutcome.NotMet, Since(exactly.AddDays(1), ClosesOn).Outcome);
        Assert.Equal(VerdictOutcome.Met, Since(exactly, ClosesOn).Outcome);
        Assert.Equal(VerdictOutcome.Met, Since(exactly.AddDays(-1), ClosesOn).Outcome);
        Assert.Contains($"{condition.SinceText} {Day(exactly)}，至 {Day(ClosesOn)} 已 {years} 年，要求 ≥ {years} 年", Since(exactly, ClosesOn).Facts, StringComparison.Ordinal);
        Assert.Contains($"满 {years} 年之日为 {Day(ClosesOn.AddDays(1))}", Since(exactly.AddDays(1), ClosesOn).Facts, StringComparison.Ordinal);

        // 29 February ends on 28 February of a common year, and a round may close on a leap day.
        var leap = new DateOnly(2020, 2, 29);
        Assert.Equal(VerdictOutcome.NotMet, Since(leap, leap.AddYears(years).AddDays(-1)).Outcome);
        Assert.Equal(VerdictOutcome.Met, Since(leap, leap.AddYears(years)).Outcome);
        Assert.Equal(VerdictOutcome.Met, Since(LeapDay.AddYears(-years), LeapDay).Outcome);
        Assert.Equal(VerdictOutcome.NotMet, Since(LeapDay.AddYears(-years).AddDays(1), LeapDay).Outcome);

        var blank = new Case(programme, track, code).Run();
        Assert.Equal((VerdictOutcome.NeedsEvidence, "未填写"), (blank.Outcome, blank.Inputs.Single(i => string.Equals(i.Reference, condition.Since, StringComparison.Ordinal)).Value));

        Verdict Since(DateOnly day, DateOnly closes)
        {
            var verdict = @case.With(condition.Since, Day(day)).Run(closes);
            Assert.Equal(Day(day), verdict.Inputs.Single(i => string.Equals(i.Reference, condition.Since, StringComparison.Ordinal)).Value);
            return verdict;
        }
    }

    [Theory]
    [MemberData(nameof(PeriodYears))]
    public void Periods_add_up_to_the_day(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        var condition = (PeriodYearsCondition)@case.Condition;
        var begin = ClosesOn.AddYears(-condition.Years).AddDays(1);

        Assert.Equal(VerdictOutcome.Met, Periods((begin, null)).Outcome);
        Assert.Equal(VerdictOutcome.NotMet, Periods((begin.AddDays(1), null)).Outcome);
        Assert.Equal(VerdictOutcome.Met, Periods((begin.AddDays(-1), null)).Outcome);
        // Overlaps count once, several periods add up, also over a leap day.
        Assert.Equal(VerdictOutcome.NotMet, Periods((begin.AddYears(2), null), (begin.AddYears(2), ClosesOn)).Outcome);
        Assert.Equal(VerdictOutcome.Met, Periods((begin, begin.AddYears(6)), (begin.AddYears(3), null)).Outcome);
        Assert.Equal(VerdictOutcome.Met, Periods((new DateOnly(2000, 2, 29), new DateOnly(2005, 2, 27)), (new DateOnly(2010, 3, 1), new DateOnly(2010, 3, 1).AddYears(condition.Years - 5).AddDays(-1))).Outcome);
        var two = Periods((begin, begin.AddYears(4)), (begin.AddYears(5), null));
        Assert.Equal(VerdictOutcome.NotMet, two.Outcome);
        Assert.Contains("共填 2 段，重叠部分只计一次", two.Facts, StringComparison.Ordinal);
        Assert.Contains("已填 2 行", two.Inputs.Select(i => i.Value));

        Verdict Periods(params (DateOnly From, DateOnly? To)[] periods) => @case.WithRows(condition.Table, [.. periods.Select(p => Row((condition.FromColumn, Day(p.From)), (condition.ToColumn, p.To is { } to ? Day(to) : "")))]).Run();
    }

    [Theory]
    [MemberData(nameof(CleanRecords))]
    public void A_clean_record_is_broken_at_the_threshold_within_the_window(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code).DeclaringClean();
        var condition = (CleanRecordCondition)@case.Condition;
        var from = ClosesOn.AddYears(-condition.Years);
        var kind = Assert.Single(condition.Incidents.Take(1));
        var at = condition.Threshold ?? Severity.Ordinary;

        var clean = @case.Run();
        Assert.Equal(VerdictOutcome.Met, clean.Outcome);
        Assert.Contains($"期间 {Day(from)} 至 {Day(ClosesOn)}", clean.Facts, StringComparison.Ordinal);
        Assert.Equal(condition.Departments.Count, clean.Inputs.Count(i => i.Source == VerdictSource.Opinion));

        // The window's first and last day count, the days around it do not.
        Assert.Equal(VerdictOutcome.Met, Incident(from.AddDays(-1), at).Outcome);
        Assert.Equal(VerdictOutcome.NotMet, Incident(from, at).Outcome);
        Assert.Equal(VerdictOutcome.NotMet, Incident(ClosesOn, at).Outcome);
        Assert.Equal(VerdictOutcome.Met, Incident(ClosesOn.AddDays(1), at).Outcome);
        // A re-check sees what happened since.
        Assert.Equal(VerdictOutcome.NotMet, Incident(ClosesOn.AddDays(1), at, ClosesOn.AddDays(1)).Outcome);
        Assert.Contains("发生在申报截止日之后", Incident(ClosesOn.AddDays(1), at, ClosesOn.AddDays(30)).Facts, StringComparison.Ordinal);

        // At the threshold and above it counts, below not, ungraded is for a person.
        foreach (var severity in Enum.GetValues<Severity>())
        {
            var expected = condition.Threshold is { } t && severity < t ? VerdictOutcome.Met : VerdictOutcome.NotMet;
            Assert.Equal(expected, Incident(from, severity).Outcome);
            Assert.All(condition.Departments, d => Assert.Equal(expected, @case.Run(opinions: [.. @case.Clear.Select(o => string.Equals(o.Kind, d, StringComparison.Ordinal) ? o with { Finding = OpinionFinding.Adverse, Severity = severity } : o)]).Outcome));
        }

        Assert.Equal(condition.Threshold is null ? VerdictOutcome.NotMet : VerdictOutcome.NeedsEvidence, Incident(from, null).Outcome);
        // A silent department leaves it open.
        Assert.All(condition.Departments, d => Assert.Equal(VerdictOutcome.NeedsEvidence, @case.Run(opinions: [.. @case.Clear.Where(o => !string.Equals(o.Kind, d, StringComparison.Ordinal))]).Outcome));

        Verdict Incident(DateOnly day, Severity? severity, DateOnly? checkedOn = null)
        {
            var verdict = @case.Run(registers: RegisterFacts.None with { Incidents = [new IncidentFact(kind, severity, day, "市场监管局通报")] }, checkedOn: checkedOn);
            if (verdict.Outcome == VerdictOutcome.NotMet)
            {
                Assert.Contains($"登记簿：{Day(day)} {IncidentKinds.NameOf(kind)}（市场监管局通报）", verdict.Facts, StringComparison.Ordinal);
                Assert.Contains(verdict.Inputs, i => i is { Source: VerdictSource.Register, Label: "不良记录登记簿" });
            }

            return verdict;
        }
    }

    [Theory]
    [MemberData(nameof(Certificates))]
    public void A_certificate_is_declared_proven_and_in_force(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        var condition = (CertificateCondition)@case.Condition;
        Assert.Equal(VerdictOutcome.NotMet, @case.Run().Outcome);

        @case = @case.Filling(condition.AnyOf[0]);
        Assert.Equal(condition.Proof is null ? VerdictOutcome.Met : VerdictOutcome.NeedsEvidence, @case.Run().Outcome);
        @case = condition.Proof is { } proof ? @case.WithFile(proof) : @case;
        Assert.Equal(VerdictOutcome.Met, @case.Run().Outcome);
        if (condition.InForce is { } table)
        {
            Assert.Equal(VerdictOutcome.Met, Until(ClosesOn).Outcome);
            Assert.Equal(VerdictOutcome.NeedsEvidence, Until(ClosesOn.AddDays(-1)).Outcome);
            Assert.Contains($"所列证书均已到期，最晚至 {Day(ClosesOn.AddDays(-1))}", Until(ClosesOn.AddDays(-1)).Facts, StringComparison.Ordinal);
            // What ran out after the closing date is seen by the re-check.
            Assert.Equal(VerdictOutcome.NeedsEvidence, Until(ClosesOn, ClosesOn.AddDays(1)).Outcome);
        }

        Verdict Until(DateOnly last, DateOnly? checkedOn = null) => @case.WithRows(table!, Row(("name", "质量管理体系"), ("valid-to", Day(last)))).Run(checkedOn: checkedOn);
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Every_holding_is_checked_one_by_one(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code).With(((GroupScopeCondition)new Case(programme, track, code).Condition).IsGroup, "yes");
        var condition = (GroupScopeCondition)@case.Condition;
        var dates = condition.Checks.Where(c => c.Years is not null).ToList();
        Assert.NotEmpty(dates);

        Assert.Equal(VerdictOutcome.Met, Holdings(Good("甲"), Good("乙")).Outcome);
        foreach (var check in dates)
        {
            var exactly = ClosesOn.AddYears(-check.Years!.Value);
            Assert.Equal(VerdictOutcome.Met, Holdings(Good("甲"), Good("乙", (check.Column, Day(exactly)))).Outcome);
            var late = Holdings(Good("甲"), Good("乙", (check.Column, Day(exactly.AddDays(1)))));
            Assert.Equal(VerdictOutcome.NotMet, late.Outcome);
            Assert.Contains($"2 家控股组织中 1 家不符合所列条件：乙（{check.Text} {Day(exactly.AddDays(1))}", late.Facts, StringComparison.Ordinal);
            Assert.DoesNotContain("甲", late.Facts, StringComparison.Ordinal);
            Assert.Contains(late.Inputs, i => i is { Label: "甲" } && i.Value.StartsWith("符合", StringComparison.Ordinal));
        }

        foreach (var column in condition.Checks.Where(c => c.Years is null).Select(c => c.Column).Prepend(condition.MeetsColumn))
        {
            Assert.Equal(VerdictOutcome.NotMet, Holdings(Good("甲", (column, "no"))).Outcome);
            Assert.Equal(VerdictOutcome.NeedsEvidence, Holdings(Good("甲", (column, ""))).Outcome);
        }

        Verdict Holdings(params JsonObject[] rows) => @case.WithRows(condition.Holdings, rows).Run();

        JsonObject Good(string name, params (string Column, string Value)[] but)
        {
            var row = Row([("name", name), (condition.MeetsColumn, "yes"), .. condition.Checks.Select(c => (c.Column, c.Years is null ? "yes" : "2000-01-01"))]);
            foreach (var (column, value) in but)
            {
                row[column] = value;
            }

            return row;
        }
    }

    [Theory]
    [MemberData(nameof(LeftToAPerson))]
    public void What_a_person_judges_is_left_open_with_what_there_is(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        if (@case.Condition is AnyOfCondition any)
        {
            Assert.Equal(VerdictOutcome.NotMet, @case.Run().Outcome);
            var options = ((MultiChoiceQuestion)@case.Question(any.Answer)).Options;
            Assert.Equal(8, options.Count);
            foreach (var option in options)
            {
                var one = @case.Choosing(any.Answer, option.Value).Run();
                Assert.Equal(VerdictOutcome.NeedsEvidence, one.Outcome);
                Assert.Contains($"申报人申明满足 1 条：{option.Label}", one.Facts, StringComparison.Ordinal);
            }

            return;
        }

        var judgement = (JudgementCondition)@case.Condition;
        var verdict = @case.Run();
        Assert.Equal(VerdictOutcome.NeedsEvidence, verdict.Outcome);
        Assert.Equal(judgement.Evidence, verdict.Inputs.Where(i => judgement.Evidence.Contains(i.Reference, StringComparer.Ordinal)).Select(i => i.Reference));
        Assert.Contains($"佐证内容 {judgement.Evidence.Count} 项中已填写 0 项", verdict.Facts, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Registers))]
    public void A_register_says_no_with_its_day_arithmetic(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        Assert.Equal(VerdictOutcome.Met, @case.Run().Outcome);
        var check = ((RegistryCondition)@case.Condition).Check;
        switch (check)
        {
            case RegistryCheck.NotBarred:
                var bar = new BarFact(BarGround.FalseMaterial, ClosesOn.AddYears(-3).AddDays(1), ClosesOn, "第十四条");
                Refuses(RegisterFacts.None with { Bars = [bar] }, $"自 {Day(bar.From)} 至 {Day(bar.Until)} 限制申报（第十四条）");
                Assert.Equal(VerdictOutcome.Met, @case.Run(registers: RegisterFacts.None with { Bars = [bar with { Until = ClosesOn.AddDays(-1) }] }).Outcome);
                // Imposed after the closing date: only a re-check knows of it.
                var since = bar with { From = ClosesOn.AddDays(5), Until = ClosesOn.AddYears(3) };
                Assert.Equal(VerdictOutcome.Met, @case.Run(registers: RegisterFacts.None with { Bars = [since] }).Outcome);
                Assert.Equal(VerdictOutcome.NotMet, @case.Run(registers: RegisterFacts.None with { Bars = [since] }, checkedOn: ClosesOn.AddDays(5)).Outcome);
                break;
            case RegistryCheck.NotRecentWinner:
                var rule = @case.Pack.Bars.Single(b => b.Ground == BarGround.Winner);
                var tier = rule.Tiers.Count > 0 ? rule.Tiers[0] : @case.Pack.Tiers[0].Code;
                var decided = ClosesOn.AddYears(-rule.Years);
                Refuses(RegisterFacts.None with { Wins = [new WinFact(tier, "奖", 2016, decided.AddDays(1), null)] }, $"决定日 {Day(decided.AddDays(1))} + {rule.Years} 年 = {Day(ClosesOn.AddDays(1))}，晚于申报截止日 {Day(ClosesOn)}");
                Assert.Equal(VerdictOutcome.Met, @case.Run(registers: RegisterFacts.None with { Wins = [new WinFact(tier, "奖", 2016, decided, null)] }).Outcome);
                break;
            case RegistryCheck.OneApplication:
                Refuses(RegisterFacts.None with { OtherApplications = ["SB-2（向海州区提出）"] }, "同一申报主体本届另有申报：SB-2（向海州区提出）");
                break;
            case RegistryCheck.NotWithHead:
                Refuses(RegisterFacts.None with { HeadApplications = [new HeadApplicationFact("SB-7", track == Track.Organisation ? null : "样例公司", HeadTie.IdNumber)] }, "回执编号 SB-7");
                break;
            default:
                Assert.Fail($"{check} is not tried.");
                break;
        }

        void Refuses(RegisterFacts registers, string says)
        {
            var verdict = @case.Run(registers: registers);
            Assert.Equal(VerdictOutcome.NotMet, verdict.Outcome);
            Assert.Contains(says, verdict.Facts, StringComparison.Ordinal);
            Assert.Contains(verdict.Inputs, i => i.Source == VerdictSource.Register);
        }
    }

    [Theory]
    [MemberData(nameof(EarlierAwards))]
    public void An_earlier_award_counts_by_its_day(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        Assert.Equal(VerdictOutcome.NotMet, @case.Run().Outcome);
        if (@case.Condition is HonourCondition honour)
        {
            Assert.Equal(VerdictOutcome.Met, Titled(ClosesOn).Outcome);
            Assert.Equal(VerdictOutcome.NeedsEvidence, Titled(ClosesOn.AddDays(1)).Outcome);
            Assert.Contains($"决定日 {Day(ClosesOn)}，不晚于申报截止日 {Day(ClosesOn)}", Titled(ClosesOn).Facts, StringComparison.Ordinal);
            return;

            Verdict Titled(DateOnly decided) => @case.Run(registers: RegisterFacts.None with { OtherTitles = [new TitleFact(honour.Programmes[0], "市奖", new WinFact(honour.Tiers.Count > 0 ? honour.Tiers[0] : "award", "市奖", 2021, decided, null))] });
        }

        var award = (RecentAwardCondition)@case.Condition;
        foreach (var name in award.Awards)
        {
            Assert.Equal(VerdictOutcome.Met, Won(name, "2019-07").Outcome);
            Assert.Equal(VerdictOutcome.NeedsEvidence, Won(name, "2019-06").Outcome);
            Assert.Equal(VerdictOutcome.NotMet, Won(name, "2019-05").Outcome);
            Assert.Equal(VerdictOutcome.NotMet, Won(name, "2022-07").Outcome);
            Assert.Contains("2019-06-26 至 2022-06-26", Won(name, "2019-07").Facts, StringComparison.Ordinal);
        }

        Assert.Equal(VerdictOutcome.NotMet, Won("扬子杯", "2021-07").Outcome);

        Verdict Won(string name, string when) => @case.WithRows(award.Table, Row((award.NameColumn, name), (award.WonColumn, when))).Run();
    }

    [Theory]
    [MemberData(nameof(Trends))]
    public void A_share_must_rise_every_year(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        var condition = (TrendCondition)@case.Condition;

        Assert.Equal(VerdictOutcome.NeedsEvidence, @case.Run().Outcome);
        Assert.Equal(VerdictOutcome.Met, Shares(10, 11, 12).Outcome);
        Assert.Equal(VerdictOutcome.NotMet, Shares(10, 11, 11).Outcome);
        Assert.Equal(VerdictOutcome.NotMet, Shares(12, 11, 13).Outcome);
        Assert.Contains("2019 年 10/100 = 10.00%，2020 年 11/100 = 11.00%，2021 年 12/100 = 12.00%，逐年上升", Shares(10, 11, 12).Facts, StringComparison.Ordinal);

        Verdict Shares(params int[] qualified)
        {
            var column = ((FixedTableQuestion)@case.Question(condition.Table)).Columns.First(c => c.PerYear).Id;
            return @case.WithRows(
                condition.Table,
                Row([(Answers.RowKey, condition.NumeratorRow), .. qualified.Select((n, i) => ($"{column}@{2019 + i}", n.ToString(CultureInfo.InvariantCulture)))]),
                Row([(Answers.RowKey, condition.DenominatorRow), .. qualified.Select((_, i) => ($"{column}@{2019 + i}", "100"))])).Run();
        }
    }

    [Fact]
    public void Where_two_documents_differ_both_verdicts_name_the_other()
    {
        var @case = new Case("lianyungang-mayor", Track.Organisation, "org-no-failed-sampling-2y").DeclaringClean();
        var known = RegisterFacts.None with { Incidents = [new IncidentFact(IncidentKind.FailedInspection, null, ClosesOn.AddYears(-2).AddDays(-1), "省级抽查")] };

        var verdicts = @case.RunAll(registers: known);
        var two = verdicts.Single(v => string.Equals(v.ConditionCode, "org-no-failed-sampling-2y", StringComparison.Ordinal));
        var three = verdicts.Single(v => string.Equals(v.ConditionCode, "org-notice-no-failed-sampling-3y", StringComparison.Ordinal));

        Assert.Equal((VerdictOutcome.Met, VerdictOutcome.NotMet), (two.Outcome, three.Outcome));
        Assert.StartsWith($"{three.Clause}对同一事项另有规定：“近3年无国家、省、市质量监督抽查不合格记录”，按该规定为“不符合”", two.Note, StringComparison.Ordinal);
        Assert.StartsWith($"{two.Clause}对同一事项另有规定", three.Note, StringComparison.Ordinal);
        Assert.All(@case.RunAll().Where(v => v.ConditionCode.Contains("sampling", StringComparison.Ordinal)), v => Assert.Null(v.Note));
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonObject Row(params (string Key, string Value)[] cells) => new(cells.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));

    /// <summary>One condition of a real pack with answers put in by reference.</summary>
    private sealed class Case
    {
        private readonly Track _track;
        private readonly Dictionary<string, Dictionary<string, JsonNode>> _answers = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _files = new(StringComparer.Ordinal);

        public Case(string programme, Track track, string code)
        {
            Pack = Packs[programme];
            _track = track;
            Condition = Definition.Conditions.Single(c => string.Equals(c.Code, code, StringComparison.Ordinal));
            if (Condition.When is { } when)
            {
                With(when.Answer, when.Is);
            }
        }

        public ProgrammePack Pack { get; }

        public Condition Condition { get; }

        public IReadOnlyList<OpinionFact> Clear => [.. Pack.Recommendation.Opinions.Select(o => new OpinionFact(o.Kind, o.Name, OpinionFinding.Clear, null, [], ClosesOn))];

        private TrackDefinition Definition => Pack.TrackOf(_track)!;

        public Question Question(string reference) => Definition.Form.Find(reference)!;

        public Case With(string reference, JsonNode value)
        {
            var dot = reference.IndexOf('.', StringComparison.Ordinal);
            if (!_answers.TryGetValue(reference[..dot], out var section))
            {
                _answers[reference[..dot]] = section = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
            }

            section[reference[(dot + 1)..]] = value;
            return this;
        }

        public Case WithRows(string reference, params JsonObject[] rows) => With(reference, new JsonArray([.. rows]));

        public Case Choosing(string reference, string value) => With(reference, new JsonArray(value));

        public Case WithFile(string reference)
        {
            _files[reference] = 1;
            return this;
        }

        public Case Filling(string reference) => Question(reference) switch
        {
            FileQuestion => WithFile(reference),
            DateQuestion => With(reference, "2015-01-01"),
            _ => With(reference, "证书 1 号"),
        };

        /// <summary>Every declaration of the form says that there was nothing.</summary>
        public Case DeclaringClean()
        {
            foreach (var reference in Definition.Conditions.OfType<CleanRecordCondition>().Select(c => c.DeclarationTable).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                var table = (FixedTableQuestion)Question(reference);
                var context = new FormContext(ClosesOn.Year, ClosesOn, ClosesOn);
                WithRows(reference, [.. TableLayout.Rows(table, context).Select(r => Row([(Answers.RowKey, r.Key), .. TableLayout.Columns(table, context).Select(c => (c.Key, "no"))]))]);
            }

            return this;
        }

        public Verdict Run(DateOnly? closesOn = null, RegisterFacts? registers = null, IReadOnlyList<OpinionFact>? opinions = null, DateOnly? checkedOn = null)
        {
            var verdict = RunAll(closesOn, registers, opinions, checkedOn).Single(v => string.Equals(v.ConditionCode, Condition.Code, StringComparison.Ordinal));
            var source = Pack.Sources.Single(s => string.Equals(s.Id, Condition.Clause.Source, StringComparison.Ordinal));
            Assert.StartsWith(source.Citation, verdict.Clause, StringComparison.Ordinal);
            Assert.EndsWith(Condition.Clause.Article, verdict.Clause, StringComparison.Ordinal);
            Assert.Equal((Condition.Text, Condition.Hard), (verdict.Text, verdict.Hard));
            Assert.NotEmpty(verdict.Facts);
            return verdict;
        }

        public IReadOnlyList<Verdict> RunAll(DateOnly? closesOn = null, RegisterFacts? registers = null, IReadOnlyList<OpinionFact>? opinions = null, DateOnly? checkedOn = null)
        {
            var closes = closesOn ?? ClosesOn;
            var opened = ChinaCalendar.StartOf(closes.AddDays(-60));
            var office = new Actor(Guid.Parse("00000000-0000-0000-0000-00000000000f"), "办公室", Role.Office, Pack.Owner);
            var rules = new RoundRules(Round.Open(Guid.NewGuid(), Pack, PackSnapshot.Of(Pack).Sha256, closes.Year, Pack.Name, closes.AddDays(-60), closes, office, opened), Pack);
            var sections = _answers.ToDictionary(
                s => s.Key, s => new Answers(s.Value, new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal)), StringComparer.Ordinal);
            return ConditionEvaluator.Evaluate(rules, _track, new ConditionFacts(sections, _files, registers ?? RegisterFacts.None, closes, closes, opinions ?? Clear) { CheckedOn = checkedOn });
        }
    }
}
