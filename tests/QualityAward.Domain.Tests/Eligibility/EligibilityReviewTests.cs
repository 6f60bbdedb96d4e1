using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Eligibility;

public class EligibilityReviewTests
{
    private static readonly JudgementCondition Leading = new() { Code = "leading", Text = "居行业领先", Clause = SamplePack.Article, Evidence = ["basic.number"] };
    private static readonly JudgementCondition Reputation = new() { Code = "reputation", Text = "有良好声誉", Clause = SamplePack.Article, Evidence = ["more.note"] };
    private static readonly Domain.Rounds.RoundRules Rules = SamplePack.Rules(Leading, Reputation);
    private static readonly Verdict Met = new("leading", "居行业领先", VerdictOutcome.Met, "甲", SamplePack.CitedArticle, Hard: false);
    private static readonly Verdict Open = new("reputation", "有良好声誉", VerdictOutcome.NeedsEvidence, "乙", SamplePack.CitedArticle, Hard: false);
    private static readonly IReadOnlyList<Verdict> Verdicts = [Met, Open];

    [Fact]
    public void An_application_with_every_condition_confirmed_is_accepted()
    {
        var (application, review) = Confirmed();

        review.Accept(Verdicts, application, Rules, SamplePack.Office, SampleCase.Later);

        Assert.Equal((Stage.DocumentReview, EligibilityDecision.Accepted, "办公室"), (application.Position.Stage, review.Decision, review.DecidedBy));
    }

    [Fact]
    public void Agreement_needs_no_reason_and_is_kept_with_the_facts_it_rested_on()
    {
        var (application, review) = Begun();

        review.Confirm([new("leading", VerdictOutcome.Met, null)], Verdicts, application, SamplePack.Office, SampleCase.Later);

        var confirmed = Assert.Single(review.Confirmed);
        Assert.Equal((VerdictOutcome.Met, VerdictOutcome.Met, "甲", null, "办公室"), (confirmed.Outcome, confirmed.Computed, confirmed.Facts, confirmed.Reason, confirmed.ConfirmedBy));
        Assert.Same(confirmed, review.Standing(Met));
    }

    [Fact]
    public void An_override_needs_a_reason()
    {
        var (application, review) = Begun();

        var invalid = Assert.Throws<InvalidInputException>(() => review.Confirm(
            [new("leading", VerdictOutcome.NotMet, " "), new("reputation", VerdictOutcome.Met, null)], Verdicts, application, SamplePack.Office, SampleCase.Later));

        Assert.Equal(["Input.Answers[leading].Reason", "Input.Answers[reputation].Reason"], invalid.Problems.Select(p => p.Field));
        Assert.Empty(review.Confirmed);
    }

    [Fact]
    public void Needs_evidence_is_no_answer()
    {
        var (application, review) = Begun();

        var invalid = Assert.Throws<InvalidInputException>(() => review.Confirm([new("reputation", VerdictOutcome.NeedsEvidence, null)], Verdicts, application, SamplePack.Office, SampleCase.Later));

        Assert.Equal("Input.Answers[reputation].Outcome", Assert.Single(invalid.Problems).Field);
    }

    [Fact]
    public void An_unconfirmed_condition_keeps_the_application_out()
    {
        var (application, review) = Begun();
        review.Confirm([new("leading", VerdictOutcome.Met, null)], Verdicts, application, SamplePack.Office, SampleCase.Later);

        var refused = Assert.Throws<RefusedException>(() => review.Accept(Verdicts, application, Rules, SamplePack.Office, SampleCase.Later));

        Assert.Equal(("conditions-unconfirmed", "还有 1 项资格条件未确认，不能受理：有良好声誉。", SamplePack.CitedArticle), (refused.Code, refused.Message, refused.Clause));
    }

    [Fact]
    public void A_condition_confirmed_as_not_met_keeps_the_application_out()
    {
        var (application, review) = Begun();
        review.Confirm([new("leading", VerdictOutcome.NotMet, "数据不实"), new("reputation", VerdictOutcome.Met, "已走访")], Verdicts, application, SamplePack.Office, SampleCase.Later);

        var refused = Assert.Throws<RefusedException>(() => review.Accept(Verdicts, application, Rules, SamplePack.Office, SampleCase.Later));

        Assert.Equal(("condition-not-met", Stage.EligibilityReview), (refused.Code, application.Position.Stage));
    }

    [Fact]
    public void A_failed_condition_overridden_with_a_reason_by_two_persons_does_not()
    {
        var (application, review) = Begun();
        IReadOnlyList<Verdict> failing = [Met with { Outcome = VerdictOutcome.NotMet }];
        review.Confirm([new("leading", VerdictOutcome.Met, "按通告执行")], failing, application, SamplePack.Office, SampleCase.Later);

        review.ApproveOverride("leading", failing, application, SamplePack.Office with { UserId = Guid.NewGuid() }, SampleCase.Later);

        review.Accept(failing, application, Rules, SamplePack.Office, SampleCase.Later);

        Assert.Equal(Stage.DocumentReview, application.Position.Stage);
    }

    [Fact]
    public void New_facts_need_a_new_confirmation()
    {
        var (application, review) = Confirmed();
        IReadOnlyList<Verdict> changed = [Met with { Facts = "新的事实" }, Open];

        var refused = Assert.Throws<RefusedException>(() => review.Accept(changed, application, Rules, SamplePack.Office, SampleCase.Later));

        Assert.Equal("conditions-unconfirmed", refused.Code);
    }

    [Fact]
    public void A_correction_opens_what_rests_on_the_returned_sections_again()
    {
        var (application, review) = Confirmed();

        review.ReturnForCorrection(Guid.NewGuid(), [new("basic", "请补充证书")], new DateOnly(2022, 7, 10), application, Rules, SamplePack.Office, SampleCase.Later);

        Assert.Null(review.Standing(Met));
        Assert.NotNull(review.Standing(Open));
        Assert.Equal([new CorrectionSection("basic", "请补充证书")], application.OpenCorrection!.Sections);
    }

    [Fact]
    public void A_correction_needs_a_remark_for_every_section()
    {
        var (application, review) = Begun();

        var invalid = Assert.Throws<InvalidInputException>(() => review.ReturnForCorrection(
            Guid.NewGuid(), [new("basic", "请补充"), new("more", " ")], new DateOnly(2022, 7, 10), application, Rules, SamplePack.Office, SampleCase.Later));

        Assert.Equal(new InputProblem("Input.Remarks[more]", "请写明“其他”的补正意见。"), Assert.Single(invalid.Problems));
    }

    [Theory]
    [InlineData(0, "Input.DueOn")]
    [InlineData(1, null)]
    public void A_correction_is_due_after_today(int daysFromToday, string? field)
    {
        var (application, review) = Begun();
        var dueOn = ChinaCalendar.DateOf(SampleCase.Later).AddDays(daysFromToday);

        var thrown = Record.Exception(() => review.ReturnForCorrection(Guid.NewGuid(), [new("basic", "请补充")], dueOn, application, Rules, SamplePack.Office, SampleCase.Later));

        Assert.Equal(field, (thrown as InvalidInputException)?.Problems[0].Field);
    }

    [Fact]
    public void Nothing_is_confirmed_or_accepted_while_the_applicant_corrects()
    {
        var (application, review) = Confirmed();
        review.ReturnForCorrection(Guid.NewGuid(), [new("basic", "请补充")], new DateOnly(2022, 7, 10), application, Rules, SamplePack.Office, SampleCase.Later);

        var confirm = Assert.Throws<RefusedException>(() => review.Confirm([new("leading", VerdictOutcome.Met, null)], Verdicts, application, SamplePack.Office, SampleCase.Later));
        var accept = Assert.Throws<RefusedException>(() => review.Accept(Verdicts, application, Rules, SamplePack.Office, SampleCase.Later));

        Assert.Equal(("correction-open", "correction-open"), (confirm.Code, accept.Code));
    }

    [Fact]
    public void A_rejection_ends_the_case_with_its_reason()
    {
        var (application, review) = Begun();

        review.Reject("经营不满三年", application, SamplePack.Office, SampleCase.Later);

        Assert.Equal((Ending.NotAccepted, "经营不满三年", EligibilityDecision.Rejected), (application.Position.Ending, application.EndingReason, review.Decision));
    }

    [Fact]
    public void A_rejection_without_a_reason_is_refused()
    {
        var (application, review) = Begun();

        var invalid = Assert.Throws<InvalidInputException>(() => review.Reject(" ", application, SamplePack.Office, SampleCase.Later));

        Assert.Equal(("Input.Reason", true), (Assert.Single(invalid.Problems).Field, application.Position.IsOpen));
    }

    [Fact]
    public void Another_office_or_role_decides_nothing()
    {
        var (application, review) = Confirmed();

        Assert.Equal("other-authority", Refusal(() => review.Accept(Verdicts, application, Rules, SampleCase.OtherOffice, SampleCase.Later)));
        Assert.Equal("other-authority", Refusal(() => review.Reject("理由", application, SampleCase.OtherOffice, SampleCase.Later)));
        Assert.Equal("permission", Refusal(() => review.Confirm([new("leading", VerdictOutcome.Met, null)], Verdicts, application, SampleCase.County, SampleCase.Later)));
        Assert.Equal("permission", Refusal(() => review.ReturnForCorrection(Guid.NewGuid(), [new("basic", "补")], new DateOnly(2022, 7, 10), application, Rules, SampleCase.Owner, SampleCase.Later)));
    }

    [Fact]
    public void A_case_that_is_not_in_eligibility_review_is_refused()
    {
        var application = SampleCase.Submitted(Rules);
        var review = EligibilityReview.Start(Guid.NewGuid(), application);

        Assert.Equal("wrong-stage", Refusal(() => review.Accept(Verdicts, application, Rules, SamplePack.Office, SampleCase.Later)));
    }

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;

    private static (Application Application, EligibilityReview Review) Begun()
    {
        var application = SampleCase.Endorsed(Rules);
        return (application, EligibilityReview.Start(Guid.NewGuid(), application));
    }

    private static (Application Application, EligibilityReview Review) Confirmed()
    {
        var (application, review) = Begun();
        review.Confirm([new("leading", VerdictOutcome.Met, null), new("reputation", VerdictOutcome.Met, "已核实")], Verdicts, application, SamplePack.Office, SampleCase.Later);
        return (application, review);
    }
}
