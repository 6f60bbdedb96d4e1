using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Tests.Shortlists;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Honours;

public sealed class ApprovalTests
{
    [Theory]
    [InlineData("连政发[2022]88号")]
    [InlineData("连政发（2022）88号")]
    [InlineData("连政发〔2022〕088号")]
    [InlineData("连政发〔2022〕88")]
    [InlineData("〔2022〕88号")]
    [InlineData("")]
    public void A_document_number_without_hexagonal_brackets_or_parts_is_refused(string number) => Assert.Equal(["Input.DocumentNumber"], Fields(number, new DateOnly(2022, 9, 20)));

    [Theory]
    [InlineData("2022-09-22")]
    [InlineData("2022-09-08")]
    public void The_date_is_neither_in_the_future_nor_before_the_end_of_the_notice(string date) =>
        Assert.Equal(["Input.DecidedOn"], Fields("连政发〔2022〕88号", DateOnly.ParseExact(date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Approval_waits_for_the_end_of_the_notice()
    {
        var round = new DecisionRound();
        round.Add("组织", 700);
        var notice = round.Publish();

        var refused = Assert.Throws<RefusedException>(() => Approval.Grant(
            Guid.NewGuid(), new ApprovalRecord("连政发〔2022〕88号", new DateOnly(2022, 9, 20), new Dictionary<Guid, string>()), DecisionRound.Scan, notice, round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 21, 9)));

        Assert.Equal("notice-not-ended", refused.Code);
    }

    [Fact]
    public void Approved_cases_go_on_and_excluded_ones_end_with_the_reason()
    {
        var round = new DecisionRound();
        var approved = round.Add("组织一", 700);
        var excluded = round.Add("组织二", 690);

        var approval = round.Approve(round.Publish(), new() { [excluded.Id] = "市政府常务会议决定不予批准" });

        Assert.Equal(Stage.Proclamation, approved.Position.Stage);
        Assert.Equal(Ending.NotApproved, excluded.Position.Ending);
        Assert.Equal("市政府常务会议决定不予批准", excluded.EndingReason);
        Assert.Equal([true, false], approval.Decisions.Select(d => d.Approved));
    }

    [Fact]
    public void Proclaiming_numbers_the_certificates_bars_the_named_tier_and_makes_prizes_due()
    {
        var round = new DecisionRound();
        var award = round.Add("组织一", 700);
        var nominee = round.Add("组织二", 690);
        var person = round.Add("个人", 80, Track.Individual);
        var list = round.Propose((award, "award", null), (nominee, "nomination", null), (person, "nomination", null));
        round.Confirm(list);
        var approval = round.Approve(PublishAgreed(round, list));

        var result = approval.Proclaim(round.Cases, 7, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 25, 9));

        Assert.Equal(["SL-2022-007", "SL-2022-008", "SL-2022-009"], result.Honours.Select(h => h.CertificateNumber));
        var bar = Assert.Single(result.Bars);
        Assert.Equal((award.PartyId, BarGround.Winner, new DateOnly(2027, 9, 19)), (bar.PartyId, bar.Ground, bar.Until));
        // The pack names no prize for individuals: nothing is due.
        Assert.Equal([500_000m, 150_000m], result.Prizes.Select(p => p.Amount));
        Assert.All(round.Cases, c => Assert.Equal(Stage.Honour, c.Position.Stage));
        Assert.Equal("proclaimed", Assert.Throws<RefusedException>(() => approval.Proclaim(round.Cases, 10, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 25, 9))).Code);
    }

    [Fact]
    public void A_prize_is_paid_once_on_a_day_that_can_be()
    {
        var round = new DecisionRound();
        round.Add("组织", 700);
        var prize = round.Approve(round.Publish()).Proclaim(round.Cases, 1, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 25, 9)).Prizes.Single();
        var now = DecisionRound.China(2022, 10, 10, 9);

        Assert.Equal("Input.PaidOn", Field(new DateOnly(2022, 10, 11), "凭-1"));
        Assert.Equal("Input.PaidOn", Field(new DateOnly(2022, 9, 19), "凭-1"));
        Assert.Equal("Input.Voucher", Field(new DateOnly(2022, 10, 10), " "));
        prize.Pay(new DateOnly(2022, 10, 10), "凭-1", DecisionRound.Office, now);

        Assert.Equal("prize-paid", Assert.Throws<RefusedException>(() => prize.Pay(new DateOnly(2022, 10, 10), "凭-2", DecisionRound.Office, now)).Code);
        Assert.Equal("凭-1", prize.Voucher);

        string Field(DateOnly day, string voucher) => Assert.Throws<InvalidInputException>(() => prize.Pay(day, voucher, DecisionRound.Office, now)).Problems.Single().Field;
    }

    private static Notice PublishAgreed(DecisionRound round, Shortlist list)
    {
        var members = DecisionRound.Members(1);
        var meeting = round.Convene(list, members);
        meeting.OpenBallot([members[0].UserId], [], DecisionRound.Office, DecisionRound.Meeting10);
        meeting.Cast(meeting.Cases.ToDictionary(c => c.ApplicationId, _ => Vote.Yes), members[0], DecisionRound.Meeting10);
        meeting.Close("纪要", round.Cases, round.Rules, DecisionRound.Office, DecisionRound.Meeting10);
        return Notice.Publish(
            Guid.NewGuid(), [.. meeting.Cases.Select(c => new NoticeEntry(c.ApplicationId, c.ApplicantName, c.Track, c.Tier, c.TierName, "海州区"))],
            round.Cases, round.Rules, WorkingCalendar.Weekends, DecisionRound.Office, DecisionRound.China(2022, 9, 1, 9));
    }

    private static IEnumerable<string> Fields(string number, DateOnly date)
    {
        var round = new DecisionRound();
        round.Add("组织", 700);
        var notice = round.Publish();
        notice.End([], round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 9, 0));
        return Assert.Throws<InvalidInputException>(() => Approval.Grant(
            Guid.NewGuid(), new ApprovalRecord(number, date, new Dictionary<Guid, string>()), DecisionRound.Scan, notice, round.Cases, round.Rules, DecisionRound.Office, DecisionRound.China(2022, 9, 21, 9))).Problems.Select(p => p.Field);
    }
}
