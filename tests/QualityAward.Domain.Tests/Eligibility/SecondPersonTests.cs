using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Eligibility;

/// <summary>Overrides of failing verdicts take two persons of the office; an accepted case is looked at again.</summary>
public sealed class SecondPersonTests
{
    private static readonly JudgementCondition Leading = new() { Code = "leading", Text = "居行业领先", Clause = SamplePack.Article, Evidence = ["basic.number"] };
    private static readonly JudgementCondition Winner = new() { Code = "winner", Text = "5年内未获奖", Clause = SamplePack.Article };
    private static readonly RoundRules Rules = SamplePack.Rules(Leading, Winner);
    private static readonly Verdict Met = new("leading", "居行业领先", VerdictOutcome.Met, "甲", SamplePack.CitedArticle, Hard: false);
    private static readonly Verdict Failing = new("winner", "5年内未获奖", VerdictOutcome.NotMet, "2020年获奖", SamplePack.CitedArticle, Hard: false);
    private static readonly IReadOnlyList<Verdict> Verdicts = [Met, Failing];
    private static readonly Actor Second = SamplePack.Office with { UserId = Guid.Parse("00000000-0000-0000-0000-0000000000f2"), Name = "第二人" };
    private static readonly DateTimeOffset Now = SampleCase.Later;

    [Fact]
    public void An_override_of_a_failing_verdict_waits_for_another_person()
    {
        var (application, review) = Proposed();

        Assert.Null(review.Standing(Failing));
        Assert.Equal("办公室", review.Proposed(Failing)!.ConfirmedBy);
        Assert.Equal("override-open", Refusal(() => review.Accept(Verdicts, application, Rules, SamplePack.Office, Now)));

        Assert.Equal("second-person", Refusal(() => review.ApproveOverride("winner", Verdicts, application, SamplePack.Office, Now)));
        review.ApproveOverride("winner", Verdicts, application, Second, Now);

        Assert.Equal(("第二人", VerdictOutcome.Met), (review.Standing(Failing)!.ApprovedBy, review.Standing(Failing)!.Outcome));
        review.Accept(Verdicts, application, Rules, SamplePack.Office, Now);
        Assert.Equal(Stage.DocumentReview, application.Position.Stage);
        Assert.Contains(review.Events, e => e is { Action: "ApproveOverride", OldValue: "不符合", NewValue: "符合", Reason: "名册有误" });
    }

    [Fact]
    public void A_harsher_answer_than_the_computed_one_needs_no_second_person()
    {
        var (application, review) = Begun();

        review.Confirm([new("leading", VerdictOutcome.NotMet, "材料不实")], Verdicts, application, SamplePack.Office, Now);

        Assert.Equal(VerdictOutcome.NotMet, review.Standing(Met)!.Outcome);
    }

    [Fact]
    public void Calling_a_failing_condition_not_applicable_is_an_override_too()
    {
        var (application, review) = Begun();

        review.Confirm([new("winner", VerdictOutcome.NotApplicable, "提名奖")], Verdicts, application, SamplePack.Office, Now);

        Assert.Null(review.Standing(Failing));
        Assert.NotNull(review.Proposed(Failing));
    }

    [Fact]
    public void A_declined_override_is_open_again_and_says_why()
    {
        var (application, review) = Proposed();

        Assert.Equal("Input.DeclineReasons[winner]", Assert.Single(Assert.Throws<InvalidInputException>(() => review.DeclineOverride("winner", " ", Verdicts, application, Second, Now)).Problems).Field);
        review.DeclineOverride("winner", "名册无误", Verdicts, application, Second, Now);

        Assert.Null(review.Proposed(Failing));
        Assert.Equal("no-override", Refusal(() => review.ApproveOverride("winner", Verdicts, application, Second, Now)));
        Assert.Contains(review.Events, e => e is { Action: "DeclineOverride", Reason: "名册无误" });
    }

    [Fact]
    public void A_proposal_made_anew_needs_a_new_approval()
    {
        var (application, review) = Proposed();
        review.ApproveOverride("winner", Verdicts, application, Second, Now);

        review.Confirm([new("winner", VerdictOutcome.Met, "又一理由")], Verdicts, application, Second, Now);

        Assert.Null(review.Standing(Failing));
        Assert.Equal("second-person", Refusal(() => review.ApproveOverride("winner", Verdicts, application, Second, Now)));
    }

    [Fact]
    public void An_approval_is_for_the_facts_that_were_seen()
    {
        var (application, review) = Proposed();
        IReadOnlyList<Verdict> changed = [Met, Failing with { Facts = "2021年又获奖" }];

        Assert.Equal("no-override", Refusal(() => review.ApproveOverride("winner", changed, application, Second, Now)));
    }

    [Fact]
    public void Another_office_approves_nothing()
    {
        var (application, review) = Proposed();

        Assert.Equal("other-authority", Refusal(() => review.ApproveOverride("winner", Verdicts, application, Second with { AuthorityCode = "elsewhere" }, Now)));
        Assert.Equal("permission", Refusal(() => review.ApproveOverride("winner", Verdicts, application, SampleCase.County, Now)));
    }

    [Fact]
    public void What_is_plainly_met_is_confirmed_and_accepted_in_one_act()
    {
        var (application, review) = Begun();
        IReadOnlyList<Verdict> plain = [Met, Failing with { Outcome = VerdictOutcome.NotApplicable }];

        Assert.True(review.IsPlainlyEligible(plain));
        review.AcceptPlain(plain, application, Rules, SamplePack.Office, Now);

        Assert.Equal((Stage.DocumentReview, 2), (application.Position.Stage, review.Confirmed.Count));
    }

    [Theory]
    [InlineData(VerdictOutcome.NeedsEvidence)]
    [InlineData(VerdictOutcome.NotMet)]
    public void What_a_person_has_to_look_at_is_not_accepted_in_bulk(VerdictOutcome outcome)
    {
        var (application, review) = Begun();
        IReadOnlyList<Verdict> verdicts = [Met, Failing with { Outcome = outcome }];

        Assert.False(review.IsPlainlyEligible(verdicts));
        Assert.Equal("not-plainly-eligible", Refusal(() => review.AcceptPlain(verdicts, application, Rules, SamplePack.Office, Now)));
        Assert.Empty(review.Confirmed);
    }

    [Fact]
    public void What_was_confirmed_as_not_met_is_not_accepted_in_bulk()
    {
        var (application, review) = Begun();
        IReadOnlyList<Verdict> plain = [Met, Failing with { Outcome = VerdictOutcome.Met }];
        review.Confirm([new("leading", VerdictOutcome.NotMet, "材料不实")], plain, application, SamplePack.Office, Now);

        Assert.Equal("not-plainly-eligible", Refusal(() => review.AcceptPlain(plain, application, Rules, SamplePack.Office, Now)));
    }

    [Fact]
    public void The_same_verdicts_give_no_finding()
    {
        var (application, review) = Accepted();

        Assert.Empty(review.Recheck(Verdicts, application, [], SamplePack.Office, Now));
        Assert.Equal(Now, review.RecheckedAt);
    }

    [Fact]
    public void A_worse_verdict_becomes_a_finding_once()
    {
        var (application, review) = Accepted();
        IReadOnlyList<Verdict> worse = [Met with { Outcome = VerdictOutcome.NotMet, Facts = "发生事故" }, Failing];

        var finding = Assert.Single(review.Recheck(worse, application, [], SamplePack.Office, Now));

        Assert.Equal(("leading", VerdictOutcome.Met, VerdictOutcome.NotMet, "发生事故", true), (finding.ConditionCode, finding.Before, finding.Now, finding.Facts, finding.IsOpen));
        Assert.Empty(review.Recheck(worse, application, [finding], SamplePack.Office, Now.AddDays(1)));
    }

    [Fact]
    public void A_finding_that_goes_away_closes_and_other_facts_make_a_new_one()
    {
        var (application, review) = Accepted();
        var first = Assert.Single(review.Recheck([Met with { Outcome = VerdictOutcome.NotMet, Facts = "一次事故" }, Failing], application, [], SamplePack.Office, Now));

        var second = Assert.Single(review.Recheck([Met with { Outcome = VerdictOutcome.NotMet, Facts = "两次事故" }, Failing], application, [first], SamplePack.Office, Now));
        Assert.Equal((false, true), (first.IsOpen, second.IsOpen));

        Assert.Empty(review.Recheck(Verdicts, application, [second], SamplePack.Office, Now));
        Assert.False(second.IsOpen);
    }

    [Fact]
    public void Going_on_in_spite_of_a_failing_condition_takes_two_persons_and_a_reason()
    {
        var (application, review) = Accepted();
        var finding = Assert.Single(review.Recheck([Met with { Outcome = VerdictOutcome.NotMet, Facts = "发生事故" }, Failing], application, [], SamplePack.Office, Now));

        Assert.Equal("Input.RecheckReason", Assert.Single(Assert.Throws<InvalidInputException>(() => finding.Keep(" ", application, SamplePack.Office, Now)).Problems).Field);
        finding.Keep("事故非本组织责任", application, SamplePack.Office, Now);
        Assert.True(finding.IsOpen);
        Assert.Equal("second-person", Refusal(() => finding.Approve(application, SamplePack.Office, Now)));
        finding.Approve(application, Second, Now);

        Assert.Equal((false, "第二人"), (finding.IsOpen, finding.ApprovedBy));
        Assert.Equal("recheck-decided", Refusal(() => finding.Keep("再", application, SamplePack.Office, Now)));
        // It stays decided while the facts stay.
        Assert.Empty(review.Recheck([Met with { Outcome = VerdictOutcome.NotMet, Facts = "发生事故" }, Failing], application, [finding], SamplePack.Office, Now));
    }

    [Fact]
    public void What_only_needs_evidence_is_kept_by_one_person()
    {
        var (application, review) = Accepted();
        var finding = Assert.Single(review.Recheck([Met with { Outcome = VerdictOutcome.NeedsEvidence, Facts = "证书到期" }, Failing], application, [], SamplePack.Office, Now));

        finding.Keep("已提供新证书", application, SamplePack.Office, Now);

        Assert.False(finding.IsOpen);
    }

    [Fact]
    public void What_waits_for_nobody_is_not_approved_and_what_is_decided_is_not_dropped()
    {
        var (application, review) = Accepted();
        var finding = Assert.Single(review.Recheck([Met with { Outcome = VerdictOutcome.NotMet, Facts = "发生事故" }, Failing], application, [], SamplePack.Office, Now));

        Assert.Equal("no-override", Refusal(() => finding.Approve(application, Second, Now)));
        finding.Keep("已核实", application, SamplePack.Office, Now);
        finding.Approve(application, Second, Now);
        Assert.Equal("no-override", Refusal(() => finding.Approve(application, Second, Now)));
        Assert.Equal("recheck-decided", Refusal(() => finding.Drop("又要取消", application, _ => Assert.Fail("The case ended."), SamplePack.Office, Now)));
        Assert.True(application.Position.IsOpen);
    }

    [Fact]
    public void Confirming_nothing_and_what_is_no_answer_is_refused_at_its_field()
    {
        var (application, review) = Begun();

        Assert.Equal("Input.Answers", Field([]));
        Assert.Equal("Input.Answers[leading].Outcome", Field([new("leading", VerdictOutcome.NeedsEvidence, "待补")]));
        Assert.Equal("Input.Answers[leading].Reason", Field([new("leading", VerdictOutcome.NotMet, " ")]));
        Assert.Equal("no-such-condition", Refusal(() => review.Confirm([new("unknown", VerdictOutcome.Met, null)], Verdicts, application, SamplePack.Office, Now)));
        Assert.Empty(review.Confirmed);

        string Field(IReadOnlyList<ConditionAnswer> answers) => Assert.Single(Assert.Throws<InvalidInputException>(() => review.Confirm(answers, Verdicts, application, SamplePack.Office, Now)).Problems).Field;
    }

    [Fact]
    public void Dropping_ends_the_case_with_the_clause()
    {
        var (application, review) = Accepted();
        var finding = Assert.Single(review.Recheck([Met with { Outcome = VerdictOutcome.NotMet, Facts = "发生事故" }, Failing], application, [], SamplePack.Office, Now));

        finding.Drop("经查属实", application, why => application.End(Ending.Disqualified, why, "DropAfterRecheck", "取消申报资格", SamplePack.Office, Now), SamplePack.Office, Now);

        Assert.Equal((Ending.Disqualified, $"复核不符合申报条件“居行业领先”（依据：{SamplePack.CitedArticle}）：经查属实"), (application.Position.Ending, application.EndingReason));
        Assert.Equal("wrong-stage", Refusal(() => finding.Keep("再", application, SamplePack.Office, Now)));
        Assert.Equal("other-authority", Refusal(() => finding.Keep("再", application, SampleCase.OtherOffice, Now)));
    }

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;

    private static (Application Application, EligibilityReview Review) Begun()
    {
        var application = SampleCase.Endorsed(Rules);
        return (application, EligibilityReview.Start(Guid.NewGuid(), application));
    }

    private static (Application Application, EligibilityReview Review) Proposed()
    {
        var (application, review) = Begun();
        review.Confirm([new("leading", VerdictOutcome.Met, null), new("winner", VerdictOutcome.Met, "名册有误")], Verdicts, application, SamplePack.Office, Now);
        return (application, review);
    }

    internal static (Application Application, EligibilityReview Review) Accepted()
    {
        var (application, review) = Proposed();
        review.ApproveOverride("winner", Verdicts, application, Second, Now);
        review.Accept(Verdicts, application, Rules, SamplePack.Office, Now);
        return (application, review);
    }
}
