using System.Globalization;
using System.Text.Json.Nodes;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;

namespace QualityAward.Domain.Tests.Eligibility;

public class ConditionEvaluatorTests
{
    private static readonly MinimumYearsCondition ThreeYears = new()
    {
        Code = "years", Text = "运营3年以上", Clause = SamplePack.Article, Hard = true, Since = "basic.founded", SinceText = "成立于", Years = 3,
    };

    private static readonly PeriodYearsCondition TenYears = new()
    {
        Code = "periods", Text = "从事质量工作10年以上", Clause = SamplePack.Article, Table = "basic.periods", FromColumn = "from", ToColumn = "to", Years = 10,
    };

    private static readonly CleanRecordCondition NoGraveAccident = new()
    {
        Code = "accidents", Text = "近3年无较大事故", Clause = SamplePack.Article, Years = 3, Threshold = Severity.Considerable,
        DeclarationTable = "basic.incidents", DeclarationRows = ["accidents"], Departments = ["emergency"],
    };

    private static readonly CleanRecordCondition NoFailedSampling = new()
    {
        Code = "sampling", Text = "近2年无抽查不合格", Clause = SamplePack.Article, Years = 2,
        DeclarationTable = "basic.incidents", DeclarationRows = ["sampling"], Departments = ["market"],
    };

    [Theory]
    [InlineData("2019-06-25", VerdictOutcome.Met, "成立于 2019-06-25，至 2022-06-26 已 3 年 1 天，要求 ≥ 3 年")]
    [InlineData("2019-06-26", VerdictOutcome.Met, "成立于 2019-06-26，至 2022-06-26 已 3 年，要求 ≥ 3 年")]
    [InlineData("2019-06-27", VerdictOutcome.NotMet, "成立于 2019-06-27，至 2022-06-26 已 2 年 11 个月 30 天，要求 ≥ 3 年，满 3 年之日为 2022-06-27")]
    [InlineData("2018-03-01", VerdictOutcome.Met, "成立于 2018-03-01，至 2022-06-26 已 4 年 3 个月 25 天，要求 ≥ 3 年")]
    [InlineData("2022-07-01", VerdictOutcome.NotMet, "成立于 2022-07-01，晚于 2022-06-26，要求 ≥ 3 年")]
    [InlineData("2019-05", VerdictOutcome.Met, "成立于 2019-05，自该月末日起算，至 2022-06-26 已 3 年 26 天，要求 ≥ 3 年")]
    [InlineData("2019-06", VerdictOutcome.NeedsEvidence, "成立于 2019-06，自该月首日起算，至 2022-06-26 已 3 年 25 天，要求 ≥ 3 年；须核对当月的具体日期")]
    [InlineData("2019-07", VerdictOutcome.NotMet, "成立于 2019-07，自该月首日起算，至 2022-06-26 已 2 年 11 个月 25 天，要求 ≥ 3 年")]
    [InlineData("", VerdictOutcome.NeedsEvidence, "尚未填写“成立日期”，要求 ≥ 3 年")]
    public void Years_since_a_date_are_counted_to_the_day(string founded, VerdictOutcome outcome, string says)
    {
        var verdict = Run(ThreeYears, Answer("founded", founded));

        Assert.Equal(new Verdict("years", "运营3年以上", outcome, says, SamplePack.CitedArticle, Hard: true), verdict with { Inputs = [] });
        Assert.Equal([new VerdictInput(VerdictSource.Answer, "成立日期", founded.Length == 0 ? "未填写" : founded, "basic.founded")], verdict.Inputs);
    }

    [Theory]
    [InlineData("2020-02-29", "2023-02-27", VerdictOutcome.NotMet)]
    [InlineData("2020-02-29", "2023-02-28", VerdictOutcome.Met)]
    [InlineData("2021-02-28", "2024-02-28", VerdictOutcome.Met)]
    [InlineData("2021-03-01", "2024-02-29", VerdictOutcome.NotMet)]
    public void A_leap_day_ends_on_the_last_day_of_february(string founded, string closes, VerdictOutcome outcome)
    {
        var closesOn = DateOnly.Parse(closes, System.Globalization.CultureInfo.InvariantCulture);

        var verdict = Run(ThreeYears, Answer("founded", founded), closesOn: closesOn);

        Assert.Equal(outcome, verdict.Outcome);
    }

    [Fact]
    public void Years_up_to_the_submission_end_on_that_day()
    {
        var verdict = Run(ThreeYears with { AsOf = AsOf.SubmissionDate }, Answer("founded", "2019-06-20"), submittedOn: new DateOnly(2022, 6, 19));

        Assert.Equal((VerdictOutcome.NotMet, "成立于 2019-06-20，至 2022-06-19 已 2 年 11 个月 30 天，要求 ≥ 3 年，满 3 年之日为 2022-06-20"), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    // One period, exactly ten years, both ends worked.
    [InlineData("2010-01-01/2019-12-31", VerdictOutcome.Met, "10 年")]
    [InlineData("2010-01-01/2019-12-30", VerdictOutcome.NotMet, "9 年 11 个月 30 天")]
    // Adjoining periods are one.
    [InlineData("2010-01-01/2014-12-31 2015-01-01/2019-12-31", VerdictOutcome.Met, "10 年")]
    [InlineData("2010-01/2014-12 2015-01/2019-12", VerdictOutcome.Met, "10 年")]
    [InlineData("2010-01/2014-12 2015-02/2019-12", VerdictOutcome.NotMet, "9 年 11 个月")]
    // Overlaps count once, also a period within another, in whatever order they were typed.
    [InlineData("2014-01-01/2019-12-31 2010-01-01/2015-12-31", VerdictOutcome.Met, "10 年")]
    [InlineData("2010-01-01/2018-12-31 2012-01-01/2013-12-31", VerdictOutcome.NotMet, "9 年")]
    // Apart from each other: laid end to end.
    [InlineData("2008-01-01/2012-12-31 2016-01-01/2020-12-31", VerdictOutcome.Met, "10 年")]
    [InlineData("2005-01-01/2005-01-15 2007-01-01/2007-01-17", VerdictOutcome.NotMet, "1 个月 1 天")]
    // Until now, and cut at the closing date.
    [InlineData("2012-06-27/", VerdictOutcome.Met, "10 年")]
    [InlineData("2012-06-28/", VerdictOutcome.NotMet, "9 年 11 个月 30 天")]
    [InlineData("2012-06-28/2030-01-01", VerdictOutcome.NotMet, "9 年 11 个月 30 天")]
    [InlineData("2022-07-01/", VerdictOutcome.NotMet, "0 天")]
    // What cannot be read is not counted, and said.
    [InlineData("2012-06-28/ /2001-01-01", VerdictOutcome.NeedsEvidence, "9 年 11 个月 30 天")]
    [InlineData("2019-01-01/2018-01-01", VerdictOutcome.NeedsEvidence, "0 天")]
    public void Periods_add_up_and_overlaps_count_once(string periods, VerdictOutcome outcome, string total)
    {
        var rows = periods.Split(' ').Select(p => p.Split('/')).Select(p => Row(("from", p[0]), ("to", p[1]))).ToArray();

        var verdict = Run(TenYears, Table("periods", rows));

        Assert.Equal(outcome, verdict.Outcome);
        Assert.Contains($"累计 {total}，要求 ≥ 10 年", verdict.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public void Merged_periods_are_shown_with_their_days()
    {
        var verdict = Run(TenYears, Table("periods", Row(("from", "2008-03-01"), ("to", "2012-02-29")), Row(("from", "2012-03-01"), ("to", ""))));

        Assert.Equal("共填 2 段，重叠部分只计一次：2008-03-01 至 2022-06-26，截至 2022-06-26 累计 14 年 3 个月 26 天，要求 ≥ 10 年", verdict.Facts);
    }

    [Theory]
    [InlineData("Q-1", 1, VerdictOutcome.Met, "证书编号：Q-1；“证书复印件”附件 1 个")]
    [InlineData("Q-1", 0, VerdictOutcome.NeedsEvidence, "证书编号：Q-1；尚未上传“证书复印件”")]
    [InlineData("", 1, VerdictOutcome.NotMet, "未填写“证书编号”")]
    public void A_certificate_is_a_declaration_and_its_copy(string number, int files, VerdictOutcome outcome, string says)
    {
        var condition = new CertificateCondition { Code = "cert", Text = "通过认证", Clause = SamplePack.Article, AnyOf = ["basic.number"], Proof = "basic.copy" };

        var verdict = Run(condition, Answer("number", number), files: files);

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void A_clean_declaration_waits_for_the_departments()
    {
        var verdict = Run(NoGraveAccident, Declared(("accidents", "no", "no", "no")));

        Assert.Equal(
            (VerdictOutcome.NeedsEvidence, "期间 2019-06-26 至 2022-06-26，较大及以上计入；申报人逐年申明无此类记录；应急管理部门意见尚未取得"),
            (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void A_clean_declaration_and_a_clear_opinion_are_met()
    {
        var verdict = Run(NoGraveAccident, Declared(("accidents", "no", "no", "no")), opinions: [Opinion("emergency", OpinionFinding.Clear)]);

        Assert.Equal(
            (VerdictOutcome.Met, "期间 2019-06-26 至 2022-06-26，较大及以上计入；申报人逐年申明无此类记录；应急管理部门（2022-06-20）：无不良记录"),
            (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData(null, VerdictOutcome.NeedsEvidence, "有不良记录，未注明等级，须核实是否达到较大")]
    [InlineData(Severity.Ordinary, VerdictOutcome.Met, "不良记录等级为一般，未达到计入标准")]
    [InlineData(Severity.Considerable, VerdictOutcome.NotMet, "有不良记录，等级为较大")]
    [InlineData(Severity.Major, VerdictOutcome.NotMet, "有不良记录，等级为重大")]
    [InlineData(Severity.Extraordinary, VerdictOutcome.NotMet, "有不良记录，等级为特别重大")]
    public void An_adverse_record_counts_from_the_threshold_on(Severity? severity, VerdictOutcome outcome, string says)
    {
        var verdict = Run(NoGraveAccident, Declared(("accidents", "no", "no", "no")), opinions: [Opinion("emergency", OpinionFinding.Adverse, severity)]);

        Assert.Equal(outcome, verdict.Outcome);
        Assert.EndsWith($"应急管理部门（2022-06-20）：{says}", verdict.Facts, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_threshold_any_adverse_record_counts()
    {
        var verdict = Run(NoFailedSampling, Declared(("sampling", "no", "no", "no")), opinions: [Opinion("market", OpinionFinding.Adverse, Severity.Ordinary)]);

        Assert.Equal(VerdictOutcome.NotMet, verdict.Outcome);
    }

    [Fact]
    public void An_adverse_record_that_concerns_another_condition_does_not_count_here()
    {
        var verdict = Run(NoFailedSampling, Declared(("sampling", "no", "no", "no")), opinions: [Opinion("market", OpinionFinding.Adverse, Severity.Major, "complaints")]);

        Assert.Equal(VerdictOutcome.Met, verdict.Outcome);
    }

    [Fact]
    public void A_department_that_cannot_say_leaves_it_open()
    {
        var verdict = Run(NoFailedSampling, Declared(("sampling", "no", "no", "no")), opinions: [Opinion("market", OpinionFinding.CannotSay)]);

        Assert.Equal(VerdictOutcome.NeedsEvidence, verdict.Outcome);
    }

    [Theory]
    // The window of two years begins on 2020-06-26: 2019 is outside, 2020 may be, 2021 is inside.
    [InlineData("yes", "no", "no", VerdictOutcome.Met, "申报人逐年申明无此类记录")]
    [InlineData("no", "yes", "no", VerdictOutcome.NeedsEvidence, "2020 年申明有“抽查不合格”记录，须核实是否发生在 2020-06-26 之后")]
    [InlineData("no", "no", "yes", VerdictOutcome.NotMet, "2021 年申明有“抽查不合格”记录")]
    [InlineData("no", "no", "", VerdictOutcome.NeedsEvidence, "“抽查不合格”的逐年申明未填全")]
    public void A_declared_record_counts_by_its_year(string y2019, string y2020, string y2021, VerdictOutcome outcome, string says)
    {
        var verdict = Run(NoFailedSampling, Declared(("sampling", y2019, y2020, y2021)), opinions: [Opinion("market", OpinionFinding.Clear)]);

        Assert.Equal((outcome, $"期间 2020-06-26 至 2022-06-26；{says}；市场监管部门（2022-06-20）：无不良记录"), (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void A_year_without_a_declaration_is_not_clean()
    {
        var verdict = Run(NoFailedSampling, Table("incidents", Row((Answers.RowKey, "sampling"), ("any@2020", "no"))), opinions: [Opinion("market", OpinionFinding.Clear)]);

        Assert.Equal((VerdictOutcome.NeedsEvidence, "期间 2020-06-26 至 2022-06-26；“抽查不合格”的逐年申明未填全；市场监管部门（2022-06-20）：无不良记录"), (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void The_same_record_fails_the_longer_window_only()
    {
        var declared = Declared(("sampling", "no", "yes", "no"));
        var longer = NoFailedSampling with { Code = "sampling-3y", Years = 3 };
        var rules = SamplePack.Rules(NoFailedSampling, longer);

        var verdicts = ConditionEvaluator.Evaluate(rules, Track.Organisation, Facts(declared, opinions: [Opinion("market", OpinionFinding.Clear)]));

        Assert.Equal([VerdictOutcome.NeedsEvidence, VerdictOutcome.NotMet], verdicts.Select(v => v.Outcome));
    }

    [Theory]
    [InlineData("10/100 12/100 15/100", VerdictOutcome.Met, "2019 年 10/100 = 10.00%，2020 年 12/100 = 12.00%，2021 年 15/100 = 15.00%，逐年上升")]
    [InlineData("10/100 12/100 12/100", VerdictOutcome.NotMet, "2019 年 10/100 = 10.00%，2020 年 12/100 = 12.00%，2021 年 12/100 = 12.00%，未逐年上升")]
    // A third of a hundred-thousandth: the printed shares are equal, the fractions are not.
    [InlineData("1/3 100001/300000 100002/300000", VerdictOutcome.Met, "2019 年 1/3 = 33.33%，2020 年 100001/300000 = 33.33%，2021 年 100002/300000 = 33.33%，逐年上升")]
    [InlineData("10/100 12/0 15/100", VerdictOutcome.NeedsEvidence, "“质量专业人员”逐年数据不全，不能比较趋势")]
    [InlineData("10/100 / 15/100", VerdictOutcome.NeedsEvidence, "“质量专业人员”逐年数据不全，不能比较趋势")]
    public void A_share_must_rise_every_year(string shares, VerdictOutcome outcome, string says)
    {
        var condition = new TrendCondition { Code = "trend", Text = "占比逐年上升", Clause = SamplePack.Article, Table = "basic.staff", NumeratorRow = "qualified", DenominatorRow = "posts" };
        var years = shares.Split(' ').Select(s => s.Split('/')).ToList();

        var verdict = Run(condition, Table(
            "staff",
            Row((Answers.RowKey, "qualified"), ("n@2019", years[0][0]), ("n@2020", years[1][0]), ("n@2021", years[2][0])),
            Row((Answers.RowKey, "posts"), ("n@2019", years[0][1]), ("n@2020", years[1][1]), ("n@2021", years[2][1]))));

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void A_judgement_is_left_to_the_office_with_what_there_is()
    {
        var condition = new JudgementCondition { Code = "leading", Text = "居行业领先", Clause = SamplePack.Article, Evidence = ["basic.number", "basic.copy", "more.note"] };

        var verdict = Run(condition, Answer("number", "Q-1"), files: 2);

        Assert.Equal((VerdictOutcome.NeedsEvidence, "由质量奖办公室研判；证书编号：Q-1；“证书复印件”附件 2 个；未填写“说明”"), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData("2017-06-26", VerdictOutcome.Met, "2016 年度样例奖，决定日 2017-06-26 + 5 年 = 2022-06-26，不晚于申报截止日 2022-06-26")]
    [InlineData("2017-06-27", VerdictOutcome.NotMet, "2016 年度样例奖，决定日 2017-06-27 + 5 年 = 2022-06-27，晚于申报截止日 2022-06-26")]
    [InlineData(null, VerdictOutcome.NeedsEvidence, "2016 年度样例奖，决定日期不详，须核实是否已满 5 年")]
    public void A_winner_is_barred_for_years_from_the_decision(string? decided, VerdictOutcome outcome, string says)
    {
        var decidedOn = decided is null ? (DateOnly?)null : DateOnly.Parse(decided, System.Globalization.CultureInfo.InvariantCulture);
        var registers = RegisterFacts.None with { Wins = [new WinFact("award", "样例奖", 2016, decidedOn, null)] };

        var verdict = Run(Registry(RegistryCheck.NotRecentWinner), Answers.Empty, registers: registers);

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void A_nominee_may_return_at_once()
    {
        var registers = RegisterFacts.None with { Wins = [new WinFact("nomination", "提名奖", 2021, new DateOnly(2021, 12, 1), null)] };

        var verdict = Run(Registry(RegistryCheck.NotRecentWinner), Answers.Empty, registers: registers);

        Assert.Equal(VerdictOutcome.Met, verdict.Outcome);
    }

    [Theory]
    [InlineData("2022-06-25", VerdictOutcome.Met)]
    [InlineData("2022-06-26", VerdictOutcome.NotMet)]
    public void A_bar_counts_when_it_covers_the_closing_date(string until, VerdictOutcome outcome)
    {
        var last = DateOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture);
        var registers = RegisterFacts.None with { Bars = [new BarFact(BarGround.FalseMaterial, last.AddYears(-3).AddDays(1), last, "第十四条")] };

        var verdict = Run(Registry(RegistryCheck.NotBarred), Answers.Empty, registers: registers);

        Assert.Equal(outcome, verdict.Outcome);
    }

    [Fact]
    public void A_second_application_in_the_round_is_not_met()
    {
        var verdict = Run(Registry(RegistryCheck.OneApplication), Answers.Empty, registers: RegisterFacts.None with { OtherApplications = ["SB-2"] });

        Assert.Equal((VerdictOutcome.NotMet, "同一申报主体本届另有申报：SB-2"), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData("no", "", VerdictOutcome.NotApplicable, "不以集团名义申报，本条不适用")]
    [InlineData("", "", VerdictOutcome.NeedsEvidence, "尚未填写“是否集团”")]
    [InlineData("yes", "", VerdictOutcome.NeedsEvidence, "以集团名义申报，尚未填写“控股组织”")]
    [InlineData("yes", "甲/yes 乙/yes", VerdictOutcome.Met, "2 家控股组织逐家审查均符合所列条件：甲、乙")]
    [InlineData("yes", "甲/yes 乙/no", VerdictOutcome.NotMet, "2 家控股组织中 1 家不符合所列条件：乙（申明不满足“符合所列条件”）")]
    [InlineData("yes", "甲/yes 乙/", VerdictOutcome.NeedsEvidence, "2 家控股组织中 1 家须核实：乙（未申明是否符合所列条件）")]
    public void Every_holding_of_a_group_is_asked(string group, string holdings, VerdictOutcome outcome, string says)
    {
        var condition = new GroupScopeCondition { Code = "group", Text = "控股组织须符合", Clause = SamplePack.Article, IsGroup = "basic.group", Holdings = "basic.holdings", MeetsColumn = "meets" };
        var rows = holdings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(h => h.Split('/')).Select(h => (JsonNode)Row(("name", h[0]), ("meets", h[1]))).ToArray();

        var verdict = Run(condition, Given(("group", group), ("holdings", new JsonArray(rows))));

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData("", 0, VerdictOutcome.NotMet, "“满足的条件”未勾选任何一条，应至少满足一条")]
    [InlineData("b", 1, VerdictOutcome.NeedsEvidence, "申报人申明满足 1 条：国际标准；由质量奖办公室核实，附件 1 个")]
    [InlineData("a b", 0, VerdictOutcome.NeedsEvidence, "申报人申明满足 2 条：重大创新、国际标准；由质量奖办公室核实；未填写“证书复印件”")]
    public void One_of_several_is_declared_and_left_to_a_person(string chosen, int files, VerdictOutcome outcome, string says)
    {
        var condition = new AnyOfCondition { Code = "any", Text = "至少满足一条", Clause = SamplePack.Article, Answer = "basic.conditions", Evidence = ["basic.copy"] };

        var verdict = Run(condition, Given(("conditions", new JsonArray([.. chosen.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => (JsonNode)v)]))), files: files);

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData("award", "2022-06-26", "", 0, VerdictOutcome.Met, "获奖名册：2021 年度市长质量奖，决定日 2022-06-26，不晚于申报截止日 2022-06-26")]
    [InlineData("award", "2022-06-27", "", 0, VerdictOutcome.NeedsEvidence, "获奖名册有记录，决定日期不详或晚于申报截止日；尚未上传“证书复印件”，须核对证书和决定日期")]
    [InlineData("award", "", "Q-1", 1, VerdictOutcome.NeedsEvidence, "获奖名册有记录，决定日期不详或晚于申报截止日；证书编号：Q-1；“证书复印件”附件 1 个，须核对证书和决定日期")]
    [InlineData("nomination", "2021-12-01", "", 0, VerdictOutcome.NotMet, "获奖名册中没有记录，也未填写“证书编号”")]
    [InlineData("", "", "Q-1", 1, VerdictOutcome.NeedsEvidence, "获奖名册中没有记录；证书编号：Q-1；“证书复印件”附件 1 个，须核对证书和决定日期")]
    public void An_earlier_award_is_known_from_the_register_else_proven(string tier, string decided, string declared, int files, VerdictOutcome outcome, string says)
    {
        var condition = new HonourCondition { Code = "city", Text = "已获市奖", Clause = SamplePack.Article, Programmes = ["city-award"], Tiers = ["award"], Declared = "basic.number", Proof = "basic.copy" };
        var win = new WinFact(tier, "市长质量奖", 2021, decided.Length > 0 ? DateOnly.ParseExact(decided, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null, null);
        var registers = RegisterFacts.None with { OtherTitles = tier.Length > 0 ? [new TitleFact("city-award", "市奖", win), new TitleFact("other-award", "他奖", win with { TierCode = "award" })] : [] };

        var verdict = Run(condition, Answer("number", declared), files: files, registers: registers);

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData("no", VerdictOutcome.NotApplicable, "“是否出口企业”为“否”，本条不适用")]
    [InlineData("", VerdictOutcome.NeedsEvidence, "尚未填写“是否出口企业”，不能判断本条是否适用")]
    [InlineData("yes", VerdictOutcome.NeedsEvidence, "由质量奖办公室研判")]
    public void A_condition_speaks_only_of_whom_it_concerns(string exports, VerdictOutcome outcome, string says)
    {
        var condition = new JudgementCondition { Code = "export", Text = "出口企业", Clause = SamplePack.Article, When = new AppliesWhen("basic.exports", "yes") };

        var verdict = Run(condition, Answer("exports", exports));

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Theory]
    [InlineData("样例有限公司", HeadTie.IdNumber, VerdictOutcome.NotMet, "本届已有“样例有限公司”的组织申报（申报编号 SB-7），其法定代表人的身份证号与申报人一致")]
    [InlineData("样例有限公司", HeadTie.OwnWord, VerdictOutcome.NotMet, "本届已有“样例有限公司”的组织申报（申报编号 SB-7），申报人填写为该组织负责人，统一社会信用代码一致")]
    [InlineData(null, HeadTie.IdNumber, VerdictOutcome.NotMet, "本届已有个人申报（申报编号 SB-7），申报人的身份证号与本组织法定代表人一致")]
    [InlineData(null, HeadTie.OtherWord, VerdictOutcome.NeedsEvidence, "本届已有个人申报（申报编号 SB-7），其申报表填写为本组织负责人，须核实")]
    public void Organisation_and_head_do_not_apply_beside_each_other(string? organisation, HeadTie tie, VerdictOutcome outcome, string says)
    {
        var verdict = Run(Registry(RegistryCheck.NotWithHead), Answers.Empty, registers: RegisterFacts.None with { HeadApplications = [new HeadApplicationFact("SB-7", organisation, tie)] });

        Assert.Equal((outcome, says), (verdict.Outcome, verdict.Facts));
    }

    [Fact]
    public void Without_the_other_application_nothing_stands_against_it()
    {
        Assert.Equal(VerdictOutcome.Met, Run(Registry(RegistryCheck.NotWithHead), Answers.Empty).Outcome);
    }

    [Fact]
    public void One_proof_among_several_mentions_is_enough()
    {
        var verdict = Run(Registry(RegistryCheck.NotWithHead), Answers.Empty, registers: RegisterFacts.None with
        {
            HeadApplications = [new HeadApplicationFact("SB-7", null, HeadTie.OtherWord), new HeadApplicationFact("SB-8", null, HeadTie.IdNumber)],
        });

        Assert.Equal(VerdictOutcome.NotMet, verdict.Outcome);
    }

    private static Verdict Run(
        Condition condition, Answers basic, DateOnly? closesOn = null, DateOnly? submittedOn = null, int files = 0, RegisterFacts? registers = null, IReadOnlyList<OpinionFact>? opinions = null)
    {
        var closes = closesOn ?? SamplePack.ClosesOn;
        return Assert.Single(ConditionEvaluator.Evaluate(SamplePack.Rules(closes, condition), Track.Organisation, Facts(basic, closes, submittedOn, files, registers, opinions)));
    }

    private static ConditionFacts Facts(
        Answers basic, DateOnly? closesOn = null, DateOnly? submittedOn = null, int files = 0, RegisterFacts? registers = null, IReadOnlyList<OpinionFact>? opinions = null) => new(
        new Dictionary<string, Answers>(StringComparer.Ordinal) { ["basic"] = basic },
        new Dictionary<string, int>(StringComparer.Ordinal) { ["basic.copy"] = files },
        registers ?? RegisterFacts.None, closesOn ?? SamplePack.ClosesOn, submittedOn ?? new DateOnly(2022, 6, 15), opinions ?? []);

    private static RegistryCondition Registry(RegistryCheck check) => new() { Code = "register", Text = "登记簿", Clause = SamplePack.Article, Check = check };

    private static OpinionFact Opinion(string kind, OpinionFinding finding, Severity? severity = null, params string[] concerns) =>
        new(kind, string.Equals(kind, "market", StringComparison.Ordinal) ? "市场监管部门" : "应急管理部门", finding, severity, concerns, new DateOnly(2022, 6, 20));

    private static Answers Declared((string Row, string Y2019, string Y2020, string Y2021) row) =>
        Table("incidents", Row((Answers.RowKey, row.Row), ("any@2019", row.Y2019), ("any@2020", row.Y2020), ("any@2021", row.Y2021)));

    private static JsonObject Row(params (string Key, string Value)[] cells) => new(cells.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));

    private static Answers Answer(string id, string value) => Given((id, value));

    private static Answers Table(string id, params JsonObject[] rows) => Given((id, new JsonArray([.. rows])));

    private static Answers Given(params (string Id, JsonNode Value)[] values) =>
        new(values.ToDictionary(v => v.Id, v => v.Value, StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
}
