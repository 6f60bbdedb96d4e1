using QualityAward.Domain.Applications;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Shortlists;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.PublicNotices;

public sealed class NoticeTests
{
    private static readonly WorkingCalendar NationalDay = new(
        Enumerable.Range(1, 7).Select(d => new DateOnly(2022, 10, d)).ToHashSet(), new HashSet<DateOnly> { new(2022, 10, 8), new(2022, 10, 9) });

    [Theory]
    [InlineData("2022-09-01", 7, DayCount.NaturalDays, false, "2022-09-02", "2022-09-08")]
    [InlineData("2022-09-01", 7, DayCount.NaturalDays, true, "2022-09-01", "2022-09-07")]
    [InlineData("2022-09-01", 7, DayCount.WorkingDays, false, "2022-09-02", "2022-09-12")]
    [InlineData("2022-09-01", 7, DayCount.WorkingDays, true, "2022-09-01", "2022-09-09")]
    [InlineData("2022-09-03", 7, DayCount.WorkingDays, true, "2022-09-05", "2022-09-13")]
    [InlineData("2022-09-30", 3, DayCount.WorkingDays, false, "2022-10-08", "2022-10-10")]
    [InlineData("2024-02-26", 7, DayCount.NaturalDays, false, "2024-02-27", "2024-03-04")]
    public void Days_are_counted_as_the_round_says(string published, int days, DayCount count, bool firstDayCounts, string first, string last) =>
        Assert.Equal(new NoticePeriod(Date(first), Date(last)), NoticePeriod.From(Date(published), days, count, firstDayCounts, NationalDay));

    [Fact]
    public void Seven_full_days_end_at_midnight_after_the_seventh()
    {
        var round = new DecisionRound();
        round.Add("组织", 700);
        var notice = round.Publish(DecisionRound.China(2022, 9, 1, 15));

        Assert.Equal(new DateOnly(2022, 9, 8), notice.LastDay);
        Assert.True(notice.IsRunning(DecisionRound.China(2022, 9, 8, 23, 59, 59)));
        Assert.False(notice.IsRunning(DecisionRound.China(2022, 9, 9, 0)));
        Assert.Equal(1, notice.DaysLeft(DecisionRound.China(2022, 9, 8, 23, 59)));
    }

    [Fact]
    public void The_notice_cannot_end_a_second_early()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var notice = round.Publish();

        var refused = Assert.Throws<RefusedException>(() => notice.End([], round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 8, 23, 59, 59)));
        Assert.Equal("notice-running", refused.Code);
        Assert.Contains("还剩 1 天", refused.Message, StringComparison.Ordinal);
        Assert.Contains("第十条第（五）项", refused.Clause, StringComparison.Ordinal);

        notice.End([], round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 9, 0));
        Assert.Equal(Stage.Approval, application.Position.Stage);
    }

    [Fact]
    public void Fewer_days_than_the_rules_are_refused()
    {
        var rules = new DecisionRound().Rules;
        var stricter = new RoundRules(rules.Round, rules.Pack with { Notice = rules.Pack.Notice with { MinimumDays = 10 } });

        Assert.Equal("notice-too-short", Assert.Throws<RefusedException>(() => Notice.Period(stricter, WorkingCalendar.Weekends, DecisionRound.China(2022, 9, 1, 9))).Code);
    }

    [Fact]
    public void The_text_is_made_from_data_and_says_that_nobody_moves_up()
    {
        var round = new DecisionRound();
        round.Add("组织", 700);
        var notice = round.Publish();

        Assert.Equal("关于2022年示例市市长质量奖拟获奖名单的公示", notice.Title);
        Assert.Contains("2022年9月2日至2022年9月8日（7 天，至最后一日24:00止）", notice.Text, StringComparison.Ordinal);
        Assert.Contains("不进行递补", notice.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[0-9]{11}", notice.Text);
    }

    [Fact]
    public void A_sustained_objection_shrinks_the_list_and_nobody_moves_up()
    {
        var round = new DecisionRound();
        var struck = round.Add("组织一", 700);
        var stays = round.Add("组织二", 690);
        var notice = round.Publish();
        var objection = File(round, notice, struck, Named());

        Assert.Equal("objections-open", Assert.Throws<RefusedException>(() => notice.End([objection], round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 10, 0))).Code);
        objection.Decide(sustained: true, "经核实存在重大质量问题", notice, struck, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 7, 9));
        notice.End([objection], round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 10, 0));

        Assert.Equal(Ending.StruckOut, struck.Position.Ending);
        Assert.Contains("第十条第（五）项", struck.EndingReason, StringComparison.Ordinal);
        Assert.Equal([stays.Id], notice.Listed.Select(e => e.ApplicationId));
        Assert.Equal(Stage.Approval, stays.Position.Stage);
        Assert.Single(round.Cases, c => c.Position.Stage == Stage.Approval);
    }

    [Fact]
    public void A_rejected_objection_changes_nothing_but_the_trail()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var notice = round.Publish();
        var objection = File(round, notice, application, Named());

        objection.Decide(sustained: false, "经核实不属实", notice, application, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 7, 9));

        Assert.True(application.Position.IsOpen);
        Assert.Equal("objection-decided", Assert.Throws<RefusedException>(() => objection.Decide(true, "再核实", notice, application, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 7, 10))).Code);
    }

    [Fact]
    public void An_anonymous_objection_is_kept_as_not_accepted_and_holds_nothing_up()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var notice = round.Publish();

        var objection = File(round, notice, application, Named() with { Name = "  " });
        notice.End([objection], round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 9, 0));

        Assert.Equal(ObjectionState.NotAccepted, objection.State);
        Assert.Null(objection.ObjectorNumber);
        Assert.Null(objection.Phone);
        Assert.Null(objection.DueOn);
    }

    [Fact]
    public void Real_names_need_a_valid_number_and_a_phone()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var notice = round.Publish();

        Assert.Equal(["Input.Number", "Input.Phone"], Fields(Named() with { Number = "110105194912310021", Phone = "12" }));
        Assert.Equal(["Input.Number", "Input.ContactName"], Fields(Named() with { Kind = ObjectorKind.Body }));
        Assert.Equal(["Input.Content"], Fields(Named() with { Content = "" }));
        Assert.Equal(["Input.ApplicationId"], Fields(Named() with { ApplicationId = Guid.NewGuid() }, keepCase: true));

        IEnumerable<string> Fields(ObjectionForm form, bool keepCase = false) =>
            Assert.Throws<InvalidInputException>(() => File(round, notice, application, form, keepCase: keepCase)).Problems.Select(p => p.Field);
    }

    [Theory]
    [InlineData(8, 23, true)]
    [InlineData(9, 0, false)]
    public void Objections_are_taken_until_midnight_of_the_last_day(int day, int hour, bool taken)
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var notice = round.Publish();

        var error = Record.Exception(() => File(round, notice, application, Named(), DecisionRound.China(2022, 9, day, hour)));

        Assert.Equal(taken ? null : "notice-closed", (error as RefusedException)?.Code);
    }

    [Fact]
    public void The_due_date_counts_working_days()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var notice = round.Publish();

        // Friday and five working days.
        Assert.Equal(new DateOnly(2022, 9, 9), File(round, notice, application, Named(), DecisionRound.China(2022, 9, 2, 9)).DueOn);
    }

    [Fact]
    public void No_event_names_the_objector_and_no_reason_may()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var notice = round.Publish();
        var objection = File(round, notice, application, Named());

        Assert.Throws<InvalidInputException>(() => objection.Decide(true, "王实名反映属实", notice, application, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 7, 9)));
        objection.Decide(true, "反映属实", notice, application, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 7, 9));

        Assert.All(objection.Events.Concat(application.Events).Concat(notice.Events), e =>
        {
            Assert.DoesNotContain("王实名", e.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("13800000000", e.ToString(), StringComparison.Ordinal);
            Assert.Null(e.Action == "FileObjection" ? e.Actor.Address : null);
        });
    }

    private static ObjectionForm Named() => new() { Kind = ObjectorKind.Person, Name = "王实名", Number = "11010519491231002X", Phone = "13800000000", Content = "该组织去年发生质量事故未如实申报。" };

    private static Objection File(DecisionRound round, Notice notice, Application application, ObjectionForm form, DateTimeOffset? at = null, bool keepCase = false) => Objection.File(
        Guid.NewGuid(), 1, keepCase ? form : form with { ApplicationId = application.Id }, [], notice, application, round.Rules, WorkingCalendar.Weekends, Actor.Public, at ?? DecisionRound.China(2022, 9, 2, 9));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
