using QualityAward.Domain.Experts;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Scoring;

public sealed class StageReviewTests
{
    private static readonly PanelProgress AllIn = new(0, 2);

    [Fact]
    public void Only_the_leader_with_a_signed_declaration_records_a_consensus()
    {
        var review = Review();
        Assert.Equal("not-leader", Samples.Refusal(() => review.Agree("4.1.2", 50, "理由", Leader(), AllIn, Samples.Percent, Samples.Other, Samples.Now)));
        Assert.Equal("not-leader", Samples.Refusal(() => review.Agree("4.1.2", 50, "理由", null, AllIn, Samples.Percent, Samples.Expert, Samples.Now)));
        Assert.Equal("not-leader", Samples.Refusal(() => review.Agree("4.1.2", 50, "理由", Leader(declared: false), AllIn, Samples.Percent, Samples.Expert, Samples.Now)));
    }

    [Fact]
    public void There_is_no_consensus_before_all_sheets_are_in() =>
        Assert.Equal("sheets-missing", Samples.Refusal(() => Review().Agree("4.1.2", 50, "理由", Leader(), new PanelProgress(1, 4), Samples.Percent, Samples.Expert, Samples.Now)));

    [Fact]
    public void A_consensus_is_on_the_grid_with_a_reason_and_its_author()
    {
        var review = Review();
        Assert.Equal("off-grid", Samples.Refusal(() => Agree(review, 52)));
        Assert.Throws<InvalidInputException>(() => review.Agree("4.1.2", 50, "", Leader(), AllIn, Samples.Percent, Samples.Expert, Samples.Now));
        Agree(review, 50);
        Agree(review, 55);

        var agreed = Assert.Single(review.Consensus);
        Assert.Equal((55m, "核对证据", "甲专家"), (agreed.Value, agreed.Reason, agreed.AuthorName));
        Assert.Equal(("50", "55"), (review.Events[^1].OldValue, review.Events[^1].NewValue));
    }

    [Fact]
    public void It_closes_only_when_every_item_with_a_difference_is_agreed_and_is_locked_then()
    {
        var review = Review();
        Assert.Equal("consensus-missing", Samples.Refusal(() => review.Close(AllIn, Result(review), Samples.Now)));
        Agree(review, 50);
        Assert.Equal("sheets-missing", Samples.Refusal(() => review.Close(new PanelProgress(1, 1), Result(review), Samples.Now)));

        review.Close(AllIn, Result(review), Samples.Now);
        Assert.Equal("review-closed", Samples.Refusal(() => Agree(review, 60)));
        Assert.Equal("review-closed", Samples.Refusal(() => review.WithdrawConsensus("退回", Samples.Office, Samples.Now)));
    }

    [Fact]
    public void When_a_sheet_is_given_back_the_agreed_values_must_be_agreed_anew()
    {
        var review = Review();
        Agree(review, 50);
        review.WithdrawConsensus("退回评分表", Samples.Office, Samples.Now);
        Assert.Empty(review.Consensus);
        Assert.Equal("4.1.2=50", review.Events[^1].OldValue);
    }

    [Fact]
    public void Progress_waits_for_active_seats_only()
    {
        var first = Leader();
        var second = Seat.On(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Samples.Other.UserId, false, Samples.Now);
        var sheet = ScoreSheet.Open(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Stage.DocumentReview, Samples.Expert.UserId, Guid.NewGuid(), Samples.Now);
        sheet.Save(Samples.AllAt(Samples.Percent, 50), 0, Samples.Percent, Samples.Expert, Samples.Now);
        sheet.Submit(Samples.Percent, null, Samples.Expert, Samples.Now);

        Assert.False(PanelProgress.Of([first, second], [sheet]).IsComplete);
        second.Recuse(ConflictKind.Other, "理由", "乙", Samples.Office, Samples.Now);
        Assert.True(PanelProgress.Of([first, second], [sheet]).IsComplete);
        Assert.False(PanelProgress.Of([], []).IsComplete);
    }

    private static StageReview Review() => StageReview.Open(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Stage.DocumentReview, Samples.Office, Samples.Now);

    private static void Agree(StageReview review, decimal value) => review.Agree("4.1.2", value, " 核对证据 ", Leader(), AllIn, Samples.Percent, Samples.Expert, Samples.Now);

    private static StageResult Result(StageReview review) => StageTally.Of(
        Samples.Percent, Aggregation.Mean, 20, [Marks(40), Marks(60)], review.Consensus);

    private static IReadOnlyList<Mark> Marks(decimal first) => [new Mark("4.1.2") { Value = first }, new Mark("4.7.2") { Value = 50 }, new Mark("4.7.3") { Value = 50 }];

    private static Seat Leader(bool declared = true)
    {
        var seat = Seat.On(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Samples.Expert.UserId, true, Samples.Now);
        if (declared)
        {
            seat.Declare(null, null, [], Samples.Expert, Samples.Now);
        }

        return seat;
    }
}
