using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Shortlists;

public sealed class RankingTests
{
    private static readonly Guid A = Guid.Parse("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid B = Guid.Parse("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid C = Guid.Parse("00000000-0000-0000-0000-00000000000c");

    [Fact]
    public void Higher_totals_come_first_within_a_track()
    {
        var ranked = Ranking.Of([Score(A, 601.5m), Score(B, 700), Score(C, 88, track: Track.Individual)], []);

        Assert.Equal([(B, (int?)1), (A, 2), (C, 1)], ranked.Select(r => (r.Score.ApplicationId, r.Rank)));
    }

    [Fact]
    public void Equal_totals_are_set_apart_by_the_tie_break_group()
    {
        var ranked = Ranking.Of([Score(A, 650, 210), Score(B, 650, 220)], []);

        Assert.Equal([(B, (int?)1), (A, 2)], ranked.Select(r => (r.Score.ApplicationId, r.Rank)));
        Assert.All(ranked, r => Assert.False(r.Tied));
    }

    [Fact]
    public void What_nothing_sets_apart_shares_a_rank_whatever_the_ids()
    {
        var one = Ranking.Of([Score(A, 650, 210), Score(B, 650, 210), Score(C, 600, 300)], []);
        var other = Ranking.Of([Score(B, 650, 210), Score(C, 600, 300), Score(A, 650, 210)], []);

        foreach (var ranked in new[] { one, other })
        {
            Assert.Equal(1, ranked.Single(r => r.Score.ApplicationId == A).Rank);
            Assert.Equal(1, ranked.Single(r => r.Score.ApplicationId == B).Rank);
            Assert.Equal(3, ranked.Single(r => r.Score.ApplicationId == C).Rank);
            Assert.True(ranked.Single(r => r.Score.ApplicationId == A).Tied);
        }
    }

    [Fact]
    public void A_written_reason_for_each_resolves_a_tie()
    {
        var ranked = Ranking.Of([Score(A, 650), Score(B, 650)], [new TieDecision(A, 2, "经营结果持续性较弱"), new TieDecision(B, 1, "经营结果持续性较强")]);

        Assert.Equal([(B, (int?)1), (A, 2)], ranked.Select(r => (r.Score.ApplicationId, r.Rank)));
        Assert.Equal("经营结果持续性较强", ranked[0].TieReason);
    }

    [Theory]
    [InlineData(1, 1, "理由", "理由")]
    [InlineData(1, 2, "理由", " ")]
    public void A_tie_without_distinct_places_and_reasons_stays_a_tie(int first, int second, string one, string other)
    {
        var ranked = Ranking.Of([Score(A, 650), Score(B, 650)], [new TieDecision(A, first, one), new TieDecision(B, second, other)]);

        Assert.All(ranked, r => Assert.Equal(1, r.Rank));
    }

    [Fact]
    public void A_case_whose_score_is_open_has_no_rank() => Assert.Null(Ranking.Of([Score(A, null)], []).Single().Rank);

    private static CaseScore Score(Guid id, decimal? total, decimal? tieBreak = null, Track track = Track.Organisation) =>
        new(id, track, [new StageScore(Stage.DocumentReview, total, 100, "平均")], tieBreak);
}
