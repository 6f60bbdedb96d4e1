using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Recommendations;

public class RecommendationTests
{
    private static readonly CleanRecordCondition NoAccident = new() { Code = "accidents", Text = "无事故", Clause = SamplePack.Article, Years = 3, Departments = ["emergency"] };
    private static readonly RoundRules Rules = SamplePack.Rules(NoAccident);
    private static readonly DateOnly Today = ChinaCalendar.DateOf(SampleCase.Later);

    [Fact]
    public void Two_steps_and_the_batch_bring_the_case_to_eligibility_review()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Ready(application, Rules);

        recommendation.Recommend(" 同意推荐 ", [], SampleCase.Basis, 0, application, Rules, SampleCase.County, SampleCase.Later);
        var between = (recommendation.State, application.Position.Stage);
        SampleCase.Endorse(recommendation, application, Rules);
        var signed = (recommendation.State, application.Position.Stage);
        SampleCase.HandIn(Rules, (application, recommendation));

        Assert.Equal((RecommendationState.Recommended, Stage.Recommendation), between);
        Assert.Equal((RecommendationState.Endorsed, Stage.Recommendation), signed);
        Assert.Equal((RecommendationState.HandedIn, Stage.EligibilityReview), (recommendation.State, application.Position.Stage));
        Assert.Equal(("同意推荐", "县区办公室", "县政府", Today), (recommendation.OpinionText, recommendation.RecommendedBy, recommendation.EndorsedBy, recommendation.EndorsedOn));
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);
        recommendation.RecordOpinion(Guid.NewGuid(), SampleCase.Opinion("market"), application, Rules, SampleCase.County, SampleCase.Later);

        var refused = Assert.Throws<RefusedException>(() => recommendation.Recommend("同意", [new InputProblem("sales", "请填写")], SampleCase.Basis, 0, application, Rules, SampleCase.County, SampleCase.Later));

        Assert.Equal("recommendation-incomplete", refused.Code);
        Assert.Equal("现在还不能推荐：预审表有 1 处未填写完整；尚未登记应急管理部门的意见；尚未上传《无不良记录证明》扫描件；尚未上传盖章的预审意见扫描件。", refused.Message);
        Assert.Equal(SamplePack.CitedArticle, refused.Clause);
    }

    [Fact]
    public void An_opinion_asked_by_type_of_applicant_may_be_missing()
    {
        var application = SampleCase.Submitted(Rules);

        Assert.Empty(SampleCase.Ready(application, Rules).Missing([], SampleCase.Basis, application, Rules));
    }

    [Fact]
    public void A_recommendation_needs_words()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Ready(application, Rules);

        var invalid = Assert.Throws<InvalidInputException>(() => recommendation.Recommend(" ", [], SampleCase.Basis, 0, application, Rules, SampleCase.County, SampleCase.Later));

        Assert.Equal("Input.OpinionText", Assert.Single(invalid.Problems).Field);
    }

    [Fact]
    public void The_certificate_covers_the_years_up_to_the_day_the_round_sets()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Ready(application, Rules);

        Assert.Equal((new DateOnly(2019, 4, 26), new DateOnly(2022, 4, 25)), (recommendation.CertificateFrom, recommendation.CertificateUntil));
    }

    [Fact]
    public void A_later_opinion_takes_the_place_of_the_earlier_one_and_both_are_kept()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Ready(application, Rules);

        recommendation.RecordOpinion(
            Guid.NewGuid(), new OpinionContent("emergency", OpinionFinding.Adverse, Severity.Ordinary, ["accidents"], "2021年一般事故", Today, null), application, Rules, SampleCase.County, SampleCase.Later.AddHours(1));

        Assert.Equal((3, 2), (recommendation.Opinions.Count, recommendation.CurrentOpinions.Count));
        Assert.Equal(OpinionFinding.Adverse, recommendation.CurrentOpinions.Single(o => o.Kind == "emergency").Finding);
    }

    [Theory]
    [InlineData("nobody", OpinionFinding.Clear, "", 0, "", "Input.Kind")]
    [InlineData("emergency", OpinionFinding.Clear, "", 1, "", "Input.GivenOn")]
    [InlineData("emergency", OpinionFinding.Adverse, " ", 0, "", "Input.Text")]
    [InlineData("emergency", OpinionFinding.CannotSay, "", 0, "", "Input.Text")]
    [InlineData("emergency", OpinionFinding.Clear, "", 0, "accidents", "Input.Finding")]
    [InlineData("market", OpinionFinding.Adverse, "有", 0, "accidents", "Input.Concerns")]
    public void A_wrong_opinion_is_refused_at_its_field(string kind, OpinionFinding finding, string text, int daysFromToday, string concern, string field)
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);
        var content = new OpinionContent(kind, finding, null, concern.Length == 0 ? [] : [concern], text, Today.AddDays(daysFromToday), null);

        var invalid = Assert.Throws<InvalidInputException>(() => recommendation.RecordOpinion(Guid.NewGuid(), content, application, Rules, SampleCase.County, SampleCase.Later));

        Assert.Equal(field, Assert.Single(invalid.Problems).Field);
    }

    [Theory]
    [InlineData(-1, "Input.SignedOn")]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(2, "Input.SignedOn")]
    public void The_signature_is_not_before_the_recommendation_and_not_in_the_future(int daysAfterRecommending, string? field)
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Recommended(application, Rules);

        var code = PaperVersion.Of(ScanKind.Endorsement, SampleCase.Basis, application, recommendation, Rules).Code;
        var thrown = Record.Exception(() => recommendation.Endorse(
            "县政府", Today.AddDays(daysAfterRecommending), "同意", SampleCase.Scan, code, SampleCase.Basis, application, Rules, SampleCase.County, SampleCase.Later.AddDays(1)));

        Assert.Equal(field, (thrown as InvalidInputException)?.Problems[0].Field);
    }

    [Fact]
    public void No_signature_before_the_office_has_recommended()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Ready(application, Rules);

        Assert.Equal("not-recommended", Refusal(() => SampleCase.Endorse(recommendation, application, Rules)));
    }

    [Fact]
    public void Only_the_page_of_the_present_data_is_taken_as_signed()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Recommended(application, Rules);
        var other = PaperVersion.Of(ScanKind.StampedOpinion, SampleCase.Basis, application, recommendation, Rules).Code;
        var earlier = PaperVersion.Of(ScanKind.Endorsement, SampleCase.Basis with { SubmissionSha256 = new string('c', 64) }, application, recommendation, Rules).Code;

        Assert.Equal("Input.Code", Assert.Throws<InvalidInputException>(() => SampleCase.Endorse(recommendation, application, Rules, code: " ")).Problems.Single().Field);
        Assert.Equal("Input.Code", Assert.Throws<InvalidInputException>(() => SampleCase.Endorse(recommendation, application, Rules, code: "AAAAA-AAAAA")).Problems.Single().Field);
        Assert.Equal("paper-version", Refusal(() => SampleCase.Endorse(recommendation, application, Rules, code: other)));
        Assert.Equal("paper-version", Refusal(() => SampleCase.Endorse(recommendation, application, Rules, code: earlier)));
        SampleCase.Endorse(recommendation, application, Rules);
        Assert.True(recommendation.IsSignedAsItStands(SampleCase.Basis, application, Rules));
        Assert.False(recommendation.IsSignedAsItStands(SampleCase.Basis with { SubmissionSha256 = new string('c', 64) }, application, Rules));
    }

    [Fact]
    public void What_has_been_signed_does_not_change()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Recommended(application, Rules);

        Assert.Equal("already-recommended", Refusal(() => recommendation.PreReview("figures", Answers.Empty, 0, application, Rules, SampleCase.County, SampleCase.Later)));
        Assert.Equal("already-recommended", Refusal(() => recommendation.RecordOpinion(Guid.NewGuid(), SampleCase.Opinion("market"), application, Rules, SampleCase.County, SampleCase.Later)));
        Assert.Equal("already-recommended", Refusal(() => SampleCase.Attach(recommendation, ScanKind.Certificate, application, Rules)));
        Assert.Equal("already-recommended", Refusal(() => recommendation.Recommend("再推荐", [], SampleCase.Basis, 0, application, Rules, SampleCase.County, SampleCase.Later)));
    }

    [Fact]
    public void The_endorsement_scan_comes_with_the_endorsement()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);

        Assert.Equal("endorsement-scan", Refusal(() => SampleCase.Attach(recommendation, ScanKind.Endorsement, application, Rules)));
    }

    [Theory]
    [InlineData(" ", 0, "Input.Text")]
    [InlineData("同意", -1, "Input.SignedOn")]
    [InlineData("同意", 1, "Input.SignedOn")]
    public void A_signature_has_words_and_a_day_between_the_recommendation_and_today(string text, int days, string field)
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Recommended(application, Rules);

        var refused = Assert.Throws<InvalidInputException>(() => SampleCase.Endorse(recommendation, application, Rules, ChinaCalendar.DateOf(SampleCase.Later).AddDays(days), text: text));

        Assert.Equal(field, Assert.Single(refused.Problems).Field);
        Assert.Null(recommendation.EndorsedOn);
    }

    [Fact]
    public void A_programme_without_a_certificate_takes_none()
    {
        var rules = SamplePack.Rules();
        var without = new RoundRules(rules.Round, rules.Pack with { Recommendation = rules.Pack.Recommendation with { CleanRecordCertificate = null } });
        var application = SampleCase.Submitted(without);

        Assert.Equal("no-certificate", Assert.Throws<RefusedException>(() => SampleCase.Attach(Recommendation.Start(Guid.NewGuid(), application), ScanKind.Certificate, application, without, code: "")).Code);
    }

    [Fact]
    public void An_opinion_of_a_department_that_is_not_asked_and_facts_of_an_opinion_that_is_clear_are_refused_at_their_fields()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);

        Assert.Equal("Input.Kind", Field(new OpinionContent("unknown", OpinionFinding.Clear, null, [], "", ChinaCalendar.DateOf(SampleCase.Later), null)));
        Assert.Equal("Input.Finding", Field(SampleCase.Opinion("market") with { Severity = Severity.Ordinary }));
        Assert.Equal("Input.Finding", Field(SampleCase.Opinion("market") with { DocumentNumber = "1号" }));
        Assert.Empty(recommendation.Opinions);

        string Field(OpinionContent opinion) => Assert.Single(Assert.Throws<InvalidInputException>(() => recommendation.RecordOpinion(Guid.NewGuid(), opinion, application, Rules, SampleCase.County, SampleCase.Later)).Problems).Field;
    }

    [Fact]
    public void Declining_ends_the_case_also_after_the_first_step()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Recommended(application, Rules);

        recommendation.Decline("县政府不同意", application, SampleCase.County, SampleCase.Later);

        Assert.Equal((RecommendationState.Declined, Ending.NotRecommended, "县政府不同意"), (recommendation.State, application.Position.Ending, application.EndingReason));
    }

    [Fact]
    public void Declining_without_a_reason_is_refused()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);

        var invalid = Assert.Throws<InvalidInputException>(() => recommendation.Decline("", application, SampleCase.County, SampleCase.Later));

        Assert.Equal(("Input.Reason", true), (Assert.Single(invalid.Problems).Field, application.Position.IsOpen));
    }

    [Fact]
    public void The_second_of_two_windows_keeps_nothing_of_the_first()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);
        recommendation.PreReview("figures", Answers.Empty, 0, application, Rules, SampleCase.County, SampleCase.Later);

        Assert.Throws<StaleVersionException>(() => recommendation.PreReview("figures", Answers.Empty, 0, application, Rules, SampleCase.County, SampleCase.Later));
    }

    [Fact]
    public void Only_the_channels_own_office_acts()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Ready(application, Rules);

        Assert.Equal("other-authority", Refusal(() => recommendation.Recommend("同意", [], SampleCase.Basis, 0, application, Rules, SampleCase.OtherCounty, SampleCase.Later)));
        Assert.Equal("other-authority", Refusal(() => recommendation.Decline("理由", application, SampleCase.OtherCounty, SampleCase.Later)));
        Assert.Equal("permission", Refusal(() => recommendation.Recommend("同意", [], SampleCase.Basis, 0, application, Rules, SamplePack.Office, SampleCase.Later)));
    }

    [Fact]
    public void A_case_that_is_past_the_recommendation_is_refused()
    {
        var application = SampleCase.Endorsed(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);

        Assert.Equal("wrong-stage", Refusal(() => SampleCase.Attach(recommendation, ScanKind.Certificate, application, Rules)));
    }

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;
}
