using QualityAward.Domain.Programmes;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Shortlists;

public sealed class ShortlistTests
{
    [Fact]
    public void Three_awards_are_taken_and_a_fourth_is_refused_with_the_clause()
    {
        var round = new DecisionRound();
        var cases = Enumerable.Range(1, 4).Select(i => round.Add($"组织{i}", 700 - i)).ToList();

        Assert.Equal(3, round.Propose([.. cases.Take(3).Select(c => (c, (string?)"award", (string?)null))]).Listed.Count());
        var refused = Assert.Throws<RefusedException>(() => round.Propose([.. cases.Select(c => (c, (string?)"award", (string?)null))]));

        Assert.Equal("over-quota", refused.Code);
        Assert.Equal("奖项“示例市市长质量奖”最多 3 个，已列 4 个。", refused.Message);
        Assert.Equal("《示例市市长质量奖管理办法》（示政办发〔2021〕1号）第四条", refused.Clause);
    }

    [Fact]
    public void The_limit_counts_both_tracks_together()
    {
        var round = new DecisionRound();
        var chosen = Enumerable.Range(1, 3).Select(i => (round.Add($"组织{i}", 700 - i), (string?)"award", (string?)null)).ToList();
        chosen.Add((round.Add("个人", 80, Track.Individual), "award", null));

        Assert.Equal("over-quota", Assert.Throws<RefusedException>(() => round.Propose([.. chosen])).Code);
    }

    [Fact]
    public void A_second_individual_on_a_tier_needs_a_written_reason_which_is_kept()
    {
        var round = new DecisionRound();
        var one = round.Add("甲", 90, Track.Individual);
        var two = round.Add("乙", 85, Track.Individual);
        var choices = new[] { new TierChoice(one.Id, "award"), new TierChoice(two.Id, "award") };

        var refused = Assert.Throws<RefusedException>(() => round.Propose(new ShortlistProposal { Choices = choices }));
        Assert.Equal("in-principle-quota", refused.Code);
        Assert.Contains("第四条", refused.Clause, StringComparison.Ordinal);
        Assert.Throws<RefusedException>(() => round.Propose(new ShortlistProposal { Choices = choices, QuotaReasons = [new("award", Track.Individual, "  ")] }));
        Assert.Throws<RefusedException>(() => round.Propose(new ShortlistProposal { Choices = choices, QuotaReasons = [new("nomination", Track.Individual, "另一等次的理由")] }));

        var list = round.Propose(new ShortlistProposal { Choices = choices, QuotaReasons = [new("award", Track.Individual, "两人成绩均特别突出")] });

        Assert.Equal("两人成绩均特别突出", list.QuotaReasons.Single().Reason);
    }

    [Theory]
    [InlineData("599.99", "award")]
    [InlineData("549.9999", "nomination")]
    public void A_case_under_the_minimum_of_a_tier_cannot_be_put_on_it(string total, string tier)
    {
        var round = new DecisionRound();
        var application = round.Add("组织", decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal("below-minimum", Assert.Throws<RefusedException>(() => round.Propose((application, tier, null))).Code);
    }

    [Fact]
    public void The_minimum_itself_is_enough()
    {
        var round = new DecisionRound();

        Assert.Single(round.Propose((round.Add("组织", 600), "award", null)).Listed);
    }

    [Fact]
    public void An_open_score_cannot_be_listed()
    {
        var round = new DecisionRound();

        Assert.Equal("score-open", Assert.Throws<RefusedException>(() => round.Propose((round.Add("组织", null), "award", null))).Code);
    }

    [Fact]
    public void Confirming_sends_the_listed_on_and_ends_the_others()
    {
        var round = new DecisionRound();
        var listed = round.Add("组织一", 700);
        var left = round.Add("组织二", 500);
        var list = round.Propose((listed, "award", null));

        round.Confirm(list);

        Assert.Equal(Stage.Deliberation, listed.Position.Stage);
        Assert.Equal(Ending.NotShortlisted, left.Position.Ending);
        Assert.Equal(ShortlistState.Confirmed, list.State);
        Assert.Equal("shortlist-confirmed", Assert.Throws<RefusedException>(() => list.Propose(new ShortlistProposal { Choices = [] }, round.Candidates, round.Rules, DecisionRound.Office, DateTimeOffset.UnixEpoch)).Code);
        Assert.DoesNotContain("500", left.EndingReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_or_none_is_allowed()
    {
        var round = new DecisionRound();
        var application = round.Add("组织", 700);

        round.Confirm(round.Propose((application, null, null)));

        Assert.Equal(Ending.NotShortlisted, application.Position.Ending);
    }

    [Fact]
    public void A_list_is_not_confirmed_while_a_case_is_still_under_review()
    {
        var round = new DecisionRound();
        var list = round.Propose((round.Add("组织一", 700), "award", null));
        round.Add("组织二", null, until: Stage.PanelReport);

        var refused = Assert.Throws<RefusedException>(() => round.Confirm(list));

        Assert.Equal("review-unfinished", refused.Code);
        Assert.Contains("组织二", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Passing_over_a_better_case_needs_a_reason()
    {
        var round = new DecisionRound();
        var better = round.Add("组织一", 700);
        var worse = round.Add("组织二", 650);

        Assert.Equal("out-of-order", Assert.Throws<RefusedException>(() => round.Confirm(round.Propose((better, "nomination", null), (worse, "award", null)))).Code);
        round.Confirm(round.Propose((better, "nomination", null), (worse, "award", "质量创新贡献突出，经会同部门研究")));

        Assert.Equal(Stage.Deliberation, worse.Position.Stage);
    }

    [Fact]
    public void A_list_that_cuts_through_a_tie_needs_a_written_reason()
    {
        var round = new DecisionRound();
        var one = round.Add("组织一", 700, tieBreak: 200);
        var two = round.Add("组织二", 700, tieBreak: 200);
        var draft = new ShortlistProposal { Choices = [new(one.Id, null), new(two.Id, "award")], Report = "报告", Departments = "部门" };

        Assert.Equal("tie-unresolved", Assert.Throws<RefusedException>(() => round.Confirm(round.Propose(draft))).Code);
        var list = round.Propose(draft with { Ties = [new(one.Id, 2, "现场问题较多"), new(two.Id, 1, "现场问题较少")] });
        round.Confirm(list);

        Assert.Equal(1, list.Listed.Single().Rank);
    }

    [Fact]
    public void Tied_cases_on_the_same_tier_need_no_reason()
    {
        var round = new DecisionRound();

        round.Confirm(round.Propose((round.Add("组织一", 700), "award", null), (round.Add("组织二", 700), "award", null)));
    }

    [Fact]
    public void The_report_and_the_departments_are_needed_to_confirm()
    {
        var round = new DecisionRound();
        var list = round.Propose(new ShortlistProposal { Choices = [new(round.Add("组织", 700).Id, "award")] });

        var invalid = Assert.Throws<InvalidInputException>(() => round.Confirm(list));

        Assert.Equal(["Input.Report", "Input.Departments"], invalid.Problems.Select(p => p.Field));
    }

    [Fact]
    public void The_ranking_can_be_computed_again_from_the_frozen_inputs()
    {
        var round = new DecisionRound();
        var first = round.Add("组织一", 700.123456789m);
        var list = round.Propose((first, "award", null), (round.Add("组织二", 650), "award", null), (round.Add("个人", 90, Track.Individual), null, null));

        Assert.Equal(ShortlistInputs.HashOf(list.Inputs), list.InputsHash);
        Assert.Equal(list.Entries.Select(e => (e.ApplicationId, e.Rank, e.Total)), list.Recompute().Select(r => (r.Score.ApplicationId, r.Rank, r.Score.Total)));
        Assert.Equal(list.Inputs, ShortlistInputs.FromJson(list.Inputs).ToJson());
    }

    [Fact]
    public void Another_office_and_other_roles_are_refused()
    {
        var round = new DecisionRound();
        round.Add("组织", 700);
        var list = Shortlist.For(Guid.NewGuid(), round.Rules);
        var proposal = new ShortlistProposal { Choices = [] };

        Assert.Equal("other-authority", Assert.Throws<RefusedException>(() => list.Propose(proposal, round.Candidates, round.Rules, DecisionRound.OtherOffice, DateTimeOffset.UnixEpoch)).Code);
        Assert.Equal("permission", Assert.Throws<RefusedException>(() => list.Propose(proposal, round.Candidates, round.Rules, DecisionRound.Applicant, DateTimeOffset.UnixEpoch)).Code);
    }
}
