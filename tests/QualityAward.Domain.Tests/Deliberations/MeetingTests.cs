using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Shortlists;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Deliberations;

public sealed class MeetingTests
{
    [Theory]
    [InlineData(Majority.Simple, 2, 4, false)]
    [InlineData(Majority.Simple, 3, 4, true)]
    [InlineData(Majority.Simple, 2, 3, true)]
    [InlineData(Majority.Simple, 0, 0, false)]
    [InlineData(Majority.TwoThirds, 2, 3, true)]
    [InlineData(Majority.TwoThirds, 4, 6, true)]
    [InlineData(Majority.TwoThirds, 3, 5, false)]
    [InlineData(Majority.TwoThirds, 4, 5, true)]
    [InlineData(Majority.TwoThirds, 0, 0, false)]
    public void Half_is_not_a_majority_and_two_thirds_are_enough(Majority majority, int yes, int voters, bool reached) =>
        Assert.Equal(reached, Meeting.Reaches(majority, yes, voters));

    [Fact]
    public void Agreed_cases_go_to_the_public_notice_and_the_others_end()
    {
        var round = new DecisionRound();
        var agreed = round.Add("组织一", 700);
        var refused = round.Add("组织二", 690);
        var members = DecisionRound.Members(4);
        var meeting = Voting(round, members);
        for (var i = 0; i < members.Length; i++)
        {
            meeting.Cast(new Dictionary<Guid, Vote> { [agreed.Id] = i < 3 ? Vote.Yes : Vote.Abstain, [refused.Id] = i < 2 ? Vote.Yes : Vote.No }, members[i], DecisionRound.Meeting10);
        }

        meeting.Close("纪要", round.Cases, round.Rules, DecisionRound.Office, DecisionRound.Meeting10);

        Assert.Equal(Stage.PublicNotice, agreed.Position.Stage);
        Assert.Equal(Ending.NotAgreed, refused.Position.Ending);
        Assert.Equal([Outcome.Agreed, Outcome.NotAgreed], meeting.Cases.Select(c => c.Outcome));
        Assert.Equal(8, meeting.Votes.Count);
    }

    [Fact]
    public void Recused_and_absent_members_are_not_counted_among_the_voters()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var members = DecisionRound.Members(5);
        var meeting = round.Convene(round.ConfirmAll(), members);
        meeting.OpenBallot([.. members.Take(4).Select(m => m.UserId)], [new MeetingRecusal(members[0].UserId, application.Id, "曾任该单位顾问")], DecisionRound.Office, DecisionRound.Meeting10);
        var yes = new Dictionary<Guid, Vote> { [application.Id] = Vote.Yes };

        Assert.Equal(3, meeting.Voters(application.Id));
        Assert.Equal("recused", Refused(() => meeting.Cast(yes, members[0], DecisionRound.Meeting10)));
        Assert.Equal("absent", Refused(() => meeting.Cast(yes, members[4], DecisionRound.Meeting10)));
        Assert.Equal("not-a-member", Refused(() => meeting.Cast(yes, DecisionRound.Members(1)[0], DecisionRound.Meeting10)));
        meeting.Cast(new Dictionary<Guid, Vote>(), members[0], DecisionRound.Meeting10);
        Assert.Equal(0, meeting.Cases[0].Yes);
    }

    [Fact]
    public void A_member_votes_once_and_on_every_case()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var other = round.Add("组织二", 690);
        var members = DecisionRound.Members(3);
        var meeting = Voting(round, members);

        var incomplete = Assert.Throws<InvalidInputException>(() => meeting.Cast(new Dictionary<Guid, Vote> { [application.Id] = Vote.Yes }, members[0], DecisionRound.Meeting10));
        Assert.Equal($"Input.Votes[{other.Id}]", incomplete.Problems.Single().Field);
        var votes = new Dictionary<Guid, Vote> { [application.Id] = Vote.Yes, [other.Id] = Vote.No };
        meeting.Cast(votes, members[0], DecisionRound.Meeting10);

        Assert.Equal("already-voted", Refused(() => meeting.Cast(votes, members[0], DecisionRound.Meeting10)));
        Assert.Equal((1, 0), (meeting.Cases[0].Yes, meeting.Cases[0].No));
    }

    [Fact]
    public void A_secret_ballot_keeps_who_voted_and_the_counts_but_not_how()
    {
        var round = new DecisionRound(DecisionRound.Settings() with { SecretBallot = Setting<bool>.Of(true) });
        var application = round.Add("组织", 700);
        var members = DecisionRound.Members(3);
        var meeting = Voting(round, members);

        meeting.Cast(new Dictionary<Guid, Vote> { [application.Id] = Vote.No }, members[0], DecisionRound.Meeting10);

        Assert.Empty(meeting.Votes);
        Assert.NotNull(meeting.Members[0].VotedAt);
        Assert.Equal(1, meeting.Cases[0].No);
        Assert.All(meeting.Events.Where(e => e.Action == "CastBallot"), e => Assert.Null(e.NewValue));
    }

    [Fact]
    public void Nothing_is_decided_before_the_meeting_or_without_votes_and_minutes()
    {
        var round = new DecisionRound();
        round.Add("组织", 700);
        var members = DecisionRound.Members(3);
        var meeting = round.Convene(round.ConfirmAll(), members);

        Assert.Equal("meeting-state", Refused(() => meeting.Cast(new Dictionary<Guid, Vote>(), members[0], DecisionRound.Meeting10)));
        Assert.Equal("meeting-not-held", Refused(() => meeting.OpenBallot([members[0].UserId], [], DecisionRound.Office, DecisionRound.China(2022, 8, 29, 23, 59))));
        meeting.OpenBallot([members[0].UserId], [], DecisionRound.Office, DecisionRound.Meeting10);
        Assert.Equal("no-votes", Refused(() => meeting.Close("纪要", round.Cases, round.Rules, DecisionRound.Office, DecisionRound.Meeting10)));
        Assert.Throws<InvalidInputException>(() => meeting.Close(" ", round.Cases, round.Rules, DecisionRound.Office, DecisionRound.Meeting10));
    }

    [Fact]
    public void A_case_from_which_everybody_present_recuses_himself_is_refused()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var members = DecisionRound.Members(2);
        var meeting = round.Convene(round.ConfirmAll(), members);

        Assert.Equal("nobody-votes", Refused(() => meeting.OpenBallot([members[0].UserId], [new MeetingRecusal(members[0].UserId, application.Id, "亲属")], DecisionRound.Office, DecisionRound.Meeting10)));
    }

    [Fact]
    public void An_application_withdrawn_meanwhile_is_dropped()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);
        var members = DecisionRound.Members(1);
        var meeting = Voting(round, members);
        application.Withdraw("经营调整", DecisionRound.Applicant, DecisionRound.Meeting10);
        meeting.Cast(new Dictionary<Guid, Vote> { [application.Id] = Vote.Yes }, members[0], DecisionRound.Meeting10);

        meeting.Close("纪要", round.Cases, round.Rules, DecisionRound.Office, DecisionRound.Meeting10);

        Assert.Equal(Outcome.Dropped, meeting.Cases.Single().Outcome);
    }

    [Fact]
    public void No_meeting_without_a_confirmed_list()
    {
        var round = new DecisionRound();
        var list = round.Propose((round.Add("组织", 700), "award", null));

        Assert.Equal("shortlist-not-confirmed", Refused(() => round.Convene(list, DecisionRound.Members(3))));
    }

    private static Meeting Voting(DecisionRound round, Actor[] members)
    {
        var meeting = round.Convene(round.ConfirmAll(), members);
        meeting.OpenBallot([.. members.Select(m => m.UserId)], [], DecisionRound.Office, DecisionRound.Meeting10);
        return meeting;
    }

    private static string Refused(Action act) => Assert.Throws<RefusedException>(act).Code;
}
