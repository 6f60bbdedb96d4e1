using System.Globalization;
using System.Text.Json.Nodes;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Parties;
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

    public static TheoryData<string, Track, string> Registrations => Of(typeof(RegistrationCondition));

    public static TheoryData<string, Track, string> Quantities => Of(typeof(QuantityCondition));

    public static TheoryData<string, Track, string> Improvements => Of(typeof(ImprovementCondition));

    public static TheoryData<string, Track, string> References => Of(typeof(AllOfCondition));

    [Fact]
    public void Every_kind_of_test_stands_in_some_programme() => Assert.Equal(
        [
            typeof(AllOfCondition), typeof(AnyOfCondition), typeof(CertificateCondition), typeof(CleanRecordCondition), typeof(GroupScopeCondition), typeof(HonourCondition), typeof(ImprovementCondition),
            typeof(JudgementCondition), typeof(MinimumYearsCondition), typeof(PeriodYearsCondition), typeof(QuantityCondition), typeof(RecentAwardCondition), typeof(RegistrationCondition), typeof(RegistryCondition),
            typeof(TrendCondition),
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

        @case = condition.Declared is { } declared ? @case.With(declared, "yes") : @case;
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
        // What headquarters would be refused for when it said nothing.
        @case.With("quality.city-award-won", "2020-01").With("quality.other-systems", "ISO 14001");
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

        // A code must be one, and a holding's own.
        var (good, column1) = (Code("91", "320700"), condition.CodeColumn!);
        Assert.Equal(VerdictOutcome.Met, Holdings(Good("甲", (column1, good)), Good("乙")).Outcome);
        var forged = Holdings(Good("甲", (column1, good[..17] + (good[17] == '0' ? '1' : '0'))));
        Assert.Equal(VerdictOutcome.NeedsEvidence, forged.Outcome);
        Assert.Contains("甲（统一社会信用代码的校验码不符", forged.Facts, StringComparison.Ordinal);
        var twice = Holdings(Good("甲", (column1, good)), Good("乙", (column1, good.ToLowerInvariant())));
        Assert.Contains($"乙（统一社会信用代码 {good} 与前面所列的控股组织重复）", twice.Facts, StringComparison.Ordinal);

        // Headquarters meets its own conditions, whatever its holdings do.
        var failing = @case.Pack.TrackOf(track)!.Conditions.OfType<MinimumYearsCondition>().First(c => condition.Headquarters.Contains(c.Code, StringComparer.Ordinal));
        var headless = @case.With(failing.Since, Day(ClosesOn)).WithRows(condition.Holdings, Good("甲")).Run();
        Assert.Equal((VerdictOutcome.NotMet, true), (headless.Outcome, headless.Facts.StartsWith("集团总部不符合 1 项：" + failing.Text, StringComparison.Ordinal)));

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
        // What is missing is named, what is there is put into words.
        Assert.Equal($"由质量奖办公室研判；未填写{string.Join('、', judgement.Evidence.Select(e => $"“{@case.Question(e).Label}”"))}", verdict.Facts);
        foreach (var figures in judgement.Figures)
        {
            var table = (FixedTableQuestion)@case.Question(figures.Table);
            var column = table.Columns.First(c => c.PerYear).Id;
            @case.WithRows(figures.Table, [.. figures.Rows.Select(r => Row((Answers.RowKey, r), ($"{column}@2020", "1"), ($"{column}@2021", "2")))]);
            var filled = @case.Run().Facts;
            Assert.All(figures.Rows, r => Assert.Contains($"{table.Rows.Single(x => x.Id == r).Label}", filled, StringComparison.Ordinal));
            Assert.Contains("：2020 年 1，2021 年 2", filled, StringComparison.Ordinal);
            Assert.DoesNotContain($"“{table.Label}”", filled, StringComparison.Ordinal);
        }

        foreach (var affirmed in judgement.Affirmed)
        {
            Assert.Equal(VerdictOutcome.NeedsEvidence, @case.With(affirmed, "yes").Run().Outcome);
            var denied = @case.With(affirmed, "no").Run();
            Assert.Equal((VerdictOutcome.NotMet, $"“{@case.Question(affirmed).Label}”填写为“否”"), (denied.Outcome, denied.Facts));
            @case.With(affirmed, "yes");
        }

        foreach (var kind in judgement.Incidents)
        {
            var hit = @case.Run(registers: RegisterFacts.None with { Incidents = [new IncidentFact(kind, Severity.Major, new DateOnly(2015, 1, 5), "通报")] });
            Assert.Equal(VerdictOutcome.NeedsEvidence, hit.Outcome);
            Assert.EndsWith($"；登记簿：2015-01-05 {IncidentKinds.NameOf(kind)}（通报），等级为重大", hit.Facts, StringComparison.Ordinal);
            Assert.Contains(hit.Inputs, i => i.Source == VerdictSource.Register);
        }
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public void Where_and_as_what_it_is_registered_is_read_off_the_code(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        var condition = (RegistrationCondition)@case.Condition;
        Assert.Equal(VerdictOutcome.NeedsEvidence, @case.Run().Outcome);
        @case = condition.Proof is { } proof ? @case.WithFile(proof) : @case;

        var forged = Code("91", "320700");
        forged = forged[..17] + (forged[17] == '0' ? '1' : '0');
        Assert.Equal(VerdictOutcome.NeedsEvidence, Registered(forged).Outcome);
        Assert.Contains("校验码不符", Registered(forged).Facts, StringComparison.Ordinal);

        var own = Registered(Code("91", "320706"));
        Assert.Equal(VerdictOutcome.Met, own.Outcome);
        Assert.Contains("登记为企业", own.Facts, StringComparison.Ordinal);
        foreach (var doubtful in condition.Doubtful)
        {
            var doubt = Registered(Code(doubtful, "320000"));
            Assert.Equal(VerdictOutcome.NeedsEvidence, doubt.Outcome);
            Assert.EndsWith($"，须核实{condition.Doubt}", doubt.Facts, StringComparison.Ordinal);
        }

        if (condition.Division is null)
        {
            Assert.Equal(VerdictOutcome.Met, Registered(Code("12", "420100")).Outcome);
            return;
        }

        // Without the licence it is for a person; an individual business is no legal person; another area's office is asked about.
        Assert.Equal(VerdictOutcome.NeedsEvidence, new Case(programme, track, code).With(condition.CreditCode, Code("91", "320706")).Run().Outcome);
        Assert.Equal((VerdictOutcome.NotMet, true), (Registered(Code("92", "320706")).Outcome, Registered(Code("92", "320706")).Facts.EndsWith("登记为个体工商户，不具有法人资格", StringComparison.Ordinal)));
        Assert.Equal(VerdictOutcome.Met, Registered(Code("52", "320706")).Outcome);
        var outside = Registered(Code("91", "420100"));
        Assert.Equal(VerdictOutcome.NeedsEvidence, outside.Outcome);
        Assert.Contains($"登记机关行政区划代码 420100，不属{condition.Area}", outside.Facts, StringComparison.Ordinal);
        // The state's own office registers for every place: then the address decides.
        Assert.Equal(VerdictOutcome.NeedsEvidence, Registered(Code("91", "100000")).Outcome);
        @case.With(condition.Address!, $"{condition.Area}样例路 1 号");
        Assert.Equal(VerdictOutcome.Met, Registered(Code("91", "100000")).Outcome);
        Assert.Equal(VerdictOutcome.NeedsEvidence, Registered(Code("91", "420100")).Outcome);

        Verdict Registered(string credit) => @case.With(condition.CreditCode, credit).Run();
    }

    [Theory]
    [MemberData(nameof(Quantities))]
    public void A_number_counts_from_the_least_that_is_asked(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        var condition = (QuantityCondition)@case.Condition;
        Assert.Equal(VerdictOutcome.NeedsEvidence, @case.Run().Outcome);
        @case = condition.Proof is { } proof ? @case.WithFile(proof) : @case;
        foreach (var least in condition.Numbers)
        {
            @case.With(least.Answer, least.AtLeast.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(VerdictOutcome.Met, @case.Run().Outcome);
        foreach (var least in condition.Numbers)
        {
            @case.With(least.Answer, (least.AtLeast - 1).ToString(CultureInfo.InvariantCulture));
            var short1 = @case.Run();
            Assert.Equal(VerdictOutcome.NotMet, short1.Outcome);
            Assert.Contains($"{@case.Question(least.Answer).Label} {least.AtLeast - 1} 件，要求 ≥ {least.AtLeast} 件", short1.Facts, StringComparison.Ordinal);
            @case.With(least.Answer, "");
            Assert.Equal(VerdictOutcome.NeedsEvidence, @case.Run().Outcome);
            @case.With(least.Answer, "12");
        }
    }

    [Theory]
    [MemberData(nameof(Improvements))]
    public void Who_was_honoured_before_is_asked_whether_it_is_better_now(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code);
        var condition = (ImprovementCondition)@case.Condition;
        Assert.Equal(VerdictOutcome.NotApplicable, @case.Run().Outcome);
        var won = RegisterFacts.None with { Wins = [new WinFact(condition.Tiers[0], "提名奖", 2018, new DateOnly(2018, 11, 1), null)] };
        Assert.Equal(VerdictOutcome.NotApplicable, @case.Run(registers: RegisterFacts.None with { Wins = [new WinFact("other", "奖", 2018, null, null)] }).Outcome);

        var figure = condition.Figures[0];
        var column = ((FixedTableQuestion)@case.Question(figure.Table)).Columns.First(c => c.PerYear).Id;
        var known = @case.WithRows(figure.Table, Row((Answers.RowKey, figure.Rows[0]), ($"{column}@2020", "100"), ($"{column}@2021", "120"))).Run(registers: won);
        Assert.Equal(VerdictOutcome.NeedsEvidence, known.Outcome);
        Assert.StartsWith("获奖名册：2018 年度提名奖；", known.Facts, StringComparison.Ordinal);
        Assert.Contains("2020 年 100，2021 年 120", known.Facts, StringComparison.Ordinal);
        Assert.Contains(known.Inputs, i => i is { Source: VerdictSource.Register, Value: "2018 年度提名奖，决定日 2018-11-01" });
        Assert.Equal(VerdictOutcome.NeedsEvidence, @case.With(condition.Declared, "2018-11").Run().Outcome);
    }

    [Theory]
    [MemberData(nameof(References))]
    public void A_clause_that_sends_to_others_is_as_bad_as_the_worst_of_them(string programme, Track track, string code)
    {
        var @case = new Case(programme, track, code).DeclaringClean();
        var condition = (AllOfCondition)@case.Condition;
        var open = @case.Run();
        Assert.Equal(VerdictOutcome.NeedsEvidence, open.Outcome);
        Assert.Contains($"所引 {condition.Conditions.Count} 项条件中符合 {condition.Conditions.Count - 1} 项；待核实 1 项：", open.Facts, StringComparison.Ordinal);

        var failing = @case.Run(registers: RegisterFacts.None with { Incidents = [new IncidentFact(IncidentKind.SafetyAccident, Severity.Considerable, ClosesOn.AddYears(-3), "通报")] });
        Assert.Equal(VerdictOutcome.NotMet, failing.Outcome);
        Assert.Contains("不符合 1 项：“申报个人为组织负责人的，所在组织近3年无较大质量", failing.Facts, StringComparison.Ordinal);
        Assert.Equal(open.Outcome, @case.Run(registers: RegisterFacts.None with { Incidents = [new IncidentFact(IncidentKind.SafetyAccident, Severity.Considerable, ClosesOn.AddYears(-3).AddDays(-1), "通报")] }).Outcome);
        Assert.Equal(VerdictOutcome.NotApplicable, @case.With(condition.When!.Answer, "no").Run().Outcome);
    }

    [Theory]
    [MemberData(nameof(CleanRecords))]
    public void A_declared_record_fails_where_its_row_says_how_grave_it_is(string programme, Track track, string code)
    {
        var condition = (CleanRecordCondition)new Case(programme, track, code).Condition;
        var from = ClosesOn.AddYears(-condition.Years);
        foreach (var row in condition.DeclarationRows)
        {
            var fails = condition.Threshold is null || (condition.DeclaredGrades.TryGetValue(row, out var grade) && grade >= condition.Threshold);
            var inside = Declaring(row, from.Year + 1);
            Assert.Equal(fails ? VerdictOutcome.NotMet : VerdictOutcome.NeedsEvidence, inside.Outcome);
            // The window begins within its first year: the day must be shown.
            var first = Declaring(row, from.Year);
            Assert.Equal(VerdictOutcome.NeedsEvidence, first.Outcome);
            Assert.Contains($"是否发生在 {Day(from)} 之后", first.Facts, StringComparison.Ordinal);
            if (condition.Years < 3)
            {
                Assert.Equal(VerdictOutcome.Met, Declaring(row, from.Year - 1).Outcome);
            }
        }

        Verdict Declaring(string row, int year) => new Case(programme, track, code).DeclaringClean(row, year).Run();
    }

    [Fact]
    public void A_chief_quality_officer_who_is_denied_is_none()
    {
        var @case = new Case("jiangsu-governor", Track.Organisation, "org-chief-quality-officer").WithFile("evidence.chief-quality-officer");

        Assert.Equal(VerdictOutcome.NeedsEvidence, @case.Run().Outcome);
        Assert.Equal(VerdictOutcome.Met, @case.With("basic.chief-quality-officer", "yes").Run().Outcome);
        var denied = @case.With("basic.chief-quality-officer", "no").Run();
        Assert.Equal((VerdictOutcome.NotMet, "“设立首席质量官”填写为“否”"), (denied.Outcome, denied.Facts));
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
                Refuses(RegisterFacts.None with { HeadApplications = [new HeadApplicationFact("SB-7", track == Track.Organisation ? null : "样例公司", HeadTie.IdNumber)] }, "申报编号 SB-7");
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

    /// <summary>A code with its check character.</summary>
    private static string Code(string body, string division)
    {
        var code = $"{body}{division}MA0000001";
        return code + "0123456789ABCDEFGHJKLMNPQRTUWXY".First(c => CreditCode.Problem(code + c) is null);
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
        /// <param name="row">The one row that says otherwise, in one year.</param>
        public Case DeclaringClean(string? row = null, int? year = null)
        {
            foreach (var reference in Definition.Conditions.OfType<CleanRecordCondition>().Select(c => c.DeclarationTable).OfType<string>().Distinct(StringComparer.Ordinal))
            {
                var table = (FixedTableQuestion)Question(reference);
                var context = new FormContext(ClosesOn.Year, ClosesOn, ClosesOn);
                WithRows(reference, [.. TableLayout.Rows(table, context).Select(r => Row([(Answers.RowKey, r.Key), .. TableLayout.Columns(table, context).Select(c => (c.Key, string.Equals(r.Key, row, StringComparison.Ordinal) && c.Key.EndsWith($"@{year}", StringComparison.Ordinal) ? "yes" : "no"))]))]);
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
