using QualityAward.Domain.Experts;
using QualityAward.Domain.Tests.Scoring;

namespace QualityAward.Domain.Tests.Experts;

public sealed class SeatTests
{
    private static readonly Guid Case = Guid.NewGuid();

    [Fact]
    public void Before_signing_the_seat_is_not_cleared_and_signing_clears_it()
    {
        var seat = NewSeat();
        Assert.Equal(SeatState.ToDeclare, seat.State);

        seat.Declare(null, null, [], Samples.Expert, Samples.Now);

        Assert.Equal(SeatState.Cleared, seat.State);
        var happened = Assert.Single(seat.Events);
        Assert.Equal((Case, "DeclareInterest"), (happened.ChainId, happened.Action));
        Assert.Null(happened.PublicText);
    }

    [Fact]
    public void A_declared_conflict_ends_the_seat_and_needs_words()
    {
        var seat = NewSeat();
        Assert.Throws<InvalidInputException>(() => seat.Declare(ConflictKind.Advisory, " ", [], Samples.Expert, Samples.Now));
        seat.Declare(ConflictKind.Advisory, "去年为其授课", [], Samples.Expert, Samples.Now);
        Assert.Equal((SeatState.Recused, ConflictKind.Advisory, "去年为其授课"), (seat.State, seat.Conflict, seat.Reason));
        Assert.False(seat.IsActive);
        Assert.Equal("seat-ended", Samples.Refusal(() => seat.Declare(null, null, [], Samples.Expert, Samples.Now)));
    }

    [Fact]
    public void A_conflict_may_be_declared_late_but_no_conflict_only_once()
    {
        var seat = NewSeat();
        seat.Declare(null, null, [], Samples.Expert, Samples.Now);
        Assert.Equal("already-declared", Samples.Refusal(() => seat.Declare(null, null, [], Samples.Expert, Samples.Now)));
        seat.Declare(ConflictKind.Kinship, "新近得知亲属任职", [], Samples.Expert, Samples.Now);
        Assert.Equal(SeatState.Recused, seat.State);
    }

    [Fact]
    public void No_conflict_in_spite_of_a_hit_must_be_explained()
    {
        var seat = NewSeat();
        Assert.Throws<InvalidInputException>(() => seat.Declare(null, null, ["您的工作单位被申报人列为顾客。"], Samples.Expert, Samples.Now));
        seat.Declare(null, "同名单位，非本人所在单位", ["您的工作单位被申报人列为顾客。"], Samples.Expert, Samples.Now);
        Assert.Equal(SeatState.Cleared, seat.State);
        Assert.Single(seat.Hits);
    }

    [Fact]
    public void Nobody_signs_for_another_one_and_only_the_office_records_a_recusal()
    {
        Assert.Equal("not-own-seat", Samples.Refusal(() => NewSeat().Declare(null, null, [], Samples.Other, Samples.Now)));
        Assert.Equal("permission", Samples.Refusal(() => NewSeat().Recuse(ConflictKind.Other, "理由", "甲", Samples.Other, Samples.Now)));
        Assert.Throws<InvalidInputException>(() => NewSeat().Recuse(ConflictKind.Other, "", "甲", Samples.Office, Samples.Now));
    }

    [Fact]
    public void A_replacement_takes_over_the_leadership_and_must_declare_anew()
    {
        var seat = NewSeat(leader: true);
        seat.Recuse(ConflictKind.Employment, "现任独立董事", "甲专家", Samples.Office, Samples.Now);
        Assert.Equal("not-leader", Samples.Refusal(() => seat.RequireLeader(Samples.Expert)));

        var next = seat.ReplaceBy(Guid.NewGuid(), Samples.Other.UserId, "甲专家回避", "甲专家", "乙专家", Samples.Office, Samples.Now);

        Assert.Equal(SeatState.Recused, seat.State);
        Assert.False(seat.IsLeader);
        Assert.Equal((true, SeatState.ToDeclare), (next.IsLeader, next.State));
        Assert.Equal("not-leader", Samples.Refusal(() => next.RequireLeader(Samples.Other)));
        next.Declare(null, null, [], Samples.Other, Samples.Now);
        next.RequireLeader(Samples.Other);
    }

    [Fact]
    public void A_seated_member_can_take_over_from_a_leader_who_left_but_from_nobody_else()
    {
        var leader = NewSeat(leader: true);
        var member = Seat.On(Guid.NewGuid(), Guid.NewGuid(), Case, Guid.NewGuid(), Samples.Other.UserId, false, Samples.Now);
        Assert.Equal("panel-leader", Samples.Refusal(() => leader.TakeLeadFrom(member, "理由", "乙", "甲", Samples.Office, Samples.Now)));
        member.TakeLeadFrom(leader, "组长因病", "甲", "乙", Samples.Office, Samples.Now);
        Assert.Equal((true, false, SeatState.Replaced), (member.IsLeader, leader.IsLeader, leader.State));
    }

    private static Seat NewSeat(bool leader = false) => Seat.On(Guid.NewGuid(), Guid.NewGuid(), Case, Guid.NewGuid(), Samples.Expert.UserId, leader, Samples.Now);
}
