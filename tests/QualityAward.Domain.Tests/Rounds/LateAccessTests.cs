using QualityAward.Domain.Access;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;

namespace QualityAward.Domain.Tests.Rounds;

public sealed class LateAccessTests
{
    private static readonly Actor Office = SamplePack.Office;
    private static readonly Guid Party = Guid.NewGuid();
    private static readonly DateTimeOffset Until = China(2022, 7, 5, 18, 0);

    [Fact]
    public void One_applicant_is_let_in_until_the_very_moment_and_nobody_else()
    {
        var round = Published();
        var end = ChinaCalendar.EndOf(round.ClosesOn);

        round.GrantLateAccess(Guid.NewGuid(), Party, "迟到有限公司", Until, "系统故障，附说明", Office, end);

        Assert.True(round.WindowFor(Party).IsOpen(end));
        Assert.True(round.WindowFor(Party).IsOpen(Until.AddTicks(-1)));
        Assert.False(round.WindowFor(Party).IsOpen(Until));
        Assert.False(round.WindowFor(Guid.NewGuid()).IsOpen(end));
        Assert.False(round.WindowIsOpen(end));
        Assert.Contains("准许您补报的期限已于2022-07-05 18:00届满", Code(() => round.WindowFor(Party).RequireOpen(Until)).Message, StringComparison.Ordinal);
        Assert.Equal("window-closed", Code(() => round.WindowFor(Guid.NewGuid()).RequireOpen(end)).Code);
    }

    [Fact]
    public void The_trail_keeps_who_until_when_and_why()
    {
        var round = Published();
        round.ClearEvents();

        var access = round.GrantLateAccess(Guid.NewGuid(), Party, "迟到有限公司", Until, " 系统故障 ", Office, China(2022, 7, 1, 9, 0));
        round.RevokeLateAccess(access.Id, "已另行办理", Office, China(2022, 7, 2, 9, 0));

        Assert.Equal([("GrantLateAccess", "系统故障"), ("RevokeLateAccess", "已另行办理")], round.Events.Select(e => (e.Action, e.Reason!)));
        Assert.All(round.Events, e => Assert.Null(e.PublicText));
    }

    [Fact]
    public void Taken_back_it_closes_at_once_and_stays_on_record()
    {
        var round = Published();
        var access = round.GrantLateAccess(Guid.NewGuid(), Party, "迟到有限公司", Until, "系统故障", Office, China(2022, 7, 1, 9, 0));

        round.RevokeLateAccess(access.Id, "已另行办理", Office, China(2022, 7, 2, 9, 0));

        Assert.False(round.WindowFor(Party).IsOpen(China(2022, 7, 2, 9, 0)));
        Assert.Equal("已另行办理", Assert.Single(round.LateAccesses).RevokeReason);
        Assert.Equal("late-access-over", Code(() => round.RevokeLateAccess(access.Id, "再撤销", Office, China(2022, 7, 2, 9, 0))).Code);
        round.GrantLateAccess(Guid.NewGuid(), Party, "迟到有限公司", Until, "重新准许", Office, China(2022, 7, 2, 10, 0));
        Assert.True(round.WindowFor(Party).IsOpen(China(2022, 7, 2, 10, 0)));
    }

    [Theory]
    [InlineData(2022, 6, 27, 0, 0, "补报期限须晚于申报截止时间（2022年6月26日24:00）。")]
    [InlineData(2022, 6, 30, 0, 0, "补报期限须晚于现在。")]
    public void A_moment_that_is_not_late_or_over_already_is_refused(int year, int month, int day, int hour, int minute, string message)
    {
        var refused = Assert.Throws<InvalidInputException>(() => Published().GrantLateAccess(Guid.NewGuid(), Party, "甲", China(year, month, day, hour, minute), "理由", Office, China(2022, 6, 30, 0, 0)));

        Assert.Equal(("Input.Until", message), refused.Problems.Select(p => (p.Field, p.Message)).Single());
    }

    [Fact]
    public void It_needs_a_reason_a_published_round_its_own_office_and_no_other_running_permission()
    {
        var now = China(2022, 7, 1, 9, 0);
        var round = Published();
        Assert.Equal("Input.Reason", Assert.Throws<InvalidInputException>(() => round.GrantLateAccess(Guid.NewGuid(), Party, "甲", Until, " ", Office, now)).Problems.Single().Field);
        Assert.Equal("other-authority", Code(() => round.GrantLateAccess(Guid.NewGuid(), Party, "甲", Until, "理由", Office with { AuthorityCode = "js" }, now)).Code);
        Assert.Equal("permission", Code(() => round.GrantLateAccess(Guid.NewGuid(), Party, "甲", Until, "理由", Office with { Role = Role.Applicant }, now)).Code);
        round.GrantLateAccess(Guid.NewGuid(), Party, "甲", Until, "理由", Office, now);
        Assert.Equal("late-access-running", Code(() => round.GrantLateAccess(Guid.NewGuid(), Party, "甲", Until, "理由", Office, now)).Code);
        Assert.Equal("late-access-running", Code(() => round.Close(Office, now)).Code);
        round.Close(Office, Until);
        Assert.Equal("round-not-published", Code(() => round.GrantLateAccess(Guid.NewGuid(), Party, "甲", Until.AddDays(1), "理由", Office, Until)).Code);
    }

    private static DateTimeOffset China(int year, int month, int day, int hour, int minute) => new(year, month, day, hour, minute, 0, ChinaCalendar.Offset);

    private static RefusedException Code(Action act) => Assert.Throws<RefusedException>(act);

    private static Round Published() => SamplePack.Rules().Round;
}
