using System.Text.Json.Nodes;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Applications;

/// <summary>The kind of applicant chooses the criteria, on the pack whose criteria differ by kind.</summary>
public sealed class CriteriaVariantTests
{
    private static readonly ProgrammePack Pack = ProgrammeCatalogue.Load(ProgrammeFolder.Real).Require("wuhan-mayor");
    private static readonly FormDefinition Form = Pack.RequireTrack(Track.Individual).Form;
    private static readonly DateTimeOffset Now = ChinaCalendar.StartOf(new DateOnly(2022, 6, 10));
    private static readonly FormContext Context = new(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 10));
    private static readonly Actor Owner = new(Guid.NewGuid(), "申报人", Role.Applicant);
    private static readonly Actor Office = new(Guid.NewGuid(), "办公室", Role.Office, Pack.Owner);
    private static readonly RoundRules Rules = Published();

    [Theory]
    [InlineData("senior", null, "senior", false)]
    [InlineData("middle", "staff", "middle", false)]
    [InlineData("staff", null, "staff", false)]
    [InlineData("other", "middle", "middle", true)]
    public void The_kind_that_is_saved_is_the_variant_of_the_case(string kind, string? nearest, string variant, bool byOffice)
    {
        var application = Draft(kind, nearest);

        Assert.Equal((variant, byOffice, null), (application.CriteriaVariant, application.VariantByOffice, application.VariantDeterminedBy));
        Assert.Equal((100m, 0), (Rules.Criteria(Track.Individual, variant).Items.Sum(i => i.Points), Rules.Criteria(Track.Individual, variant).Variants.Count));
        Assert.Contains(application.Filled(Form, Context).Form.Sections, s => string.Equals(s.Variant, variant, StringComparison.Ordinal));
        Assert.Single(application.Filled(Form, Context).Form.Sections, s => s.Variant is not null);
    }

    [Theory]
    [InlineData(null, null, "请选择“申报人类别”，评价准则按它分别评分。")]
    [InlineData("other", null, "请选择“其他人员拟参照的类别”，评价准则按它分别评分。")]
    public void Without_a_variant_nothing_is_submitted_and_the_field_is_named(string? kind, string? nearest, string message)
    {
        var application = Draft(kind, nearest);

        var refused = Assert.Throws<InvalidInputException>(() => Submit(application));

        Assert.Equal([("section.applicant", message)], refused.Problems.Select(p => (p.Field, p.Message)));
        Assert.Equal(Stage.Application, application.Position.Stage);
    }

    [Fact]
    public void A_submission_freezes_the_variant_and_leaves_out_the_other_parts()
    {
        var application = Draft("senior", null);
        application.SaveSection("staff", Answers(("item-3-3-1", "写错了地方")), 0, Rules, Owner, Now);

        var submission = Submit(application);

        Assert.Equal("senior", submission.Content.CriteriaVariant);
        Assert.DoesNotContain("staff", submission.Content.Sections.Keys);
        Assert.NotEqual(submission.Sha256, SubmissionHash.Of(submission.Content with { CriteriaVariant = "staff" }));
        Assert.Equal("写错了地方", application.AnswersOf("staff").Text("item-3-3-1"));
    }

    [Fact]
    public void Another_kind_changes_the_variant_until_it_is_submitted()
    {
        var application = Draft("senior", null);

        application.SaveSection("applicant", Answers(("kind", "staff")), 1, Rules, Owner, Now);

        Assert.Equal("staff", application.CriteriaVariant);
    }

    [Fact]
    public void The_office_determines_the_nearest_kind_and_says_why_when_it_is_another()
    {
        var application = UnderReview("other", "middle");
        Assert.Equal("criteria-variant-not-chosen", Refusal(() => application.RequireVariant(Rules)));

        var unexplained = Assert.Throws<InvalidInputException>(() => application.DetermineVariant("staff", " ", Rules, Office, Now));
        application.DetermineVariant("staff", "从事一线检验工作", Rules, Office, Now);

        Assert.Equal("Input.VariantReason", Assert.Single(unexplained.Problems).Field);
        Assert.Equal(("staff", "办公室", "从事一线检验工作"), (application.CriteriaVariant, application.VariantDeterminedBy, application.VariantReason));
        application.RequireVariant(Rules);
        var trace = application.Events[^1];
        Assert.Equal(("DetermineVariant", "三、关键要求（三）员工"), (trace.Action, trace.NewValue));
    }

    [Fact]
    public void The_office_may_agree_without_a_reason()
    {
        var application = UnderReview("other", "middle");

        application.DetermineVariant("middle", null, Rules, Office, Now);

        Assert.Equal(("middle", "办公室"), (application.CriteriaVariant, application.VariantDeterminedBy));
    }

    [Fact]
    public void What_the_office_determined_stands_through_a_correction_that_keeps_the_kind()
    {
        var application = UnderReview("other", "middle");
        application.DetermineVariant("staff", "从事一线检验工作", Rules, Office, Now);
        application.ReturnForCorrection(Guid.NewGuid(), [new CorrectionSection("applicant", "请补充"), new CorrectionSection("staff", "请填写")], new DateOnly(2022, 6, 30), Office, Now);

        application.SaveSection("applicant", Answers(("kind", "other"), ("nearest", "middle")), 1, Rules, Owner, Now);
        var again = Submit(application);

        Assert.Equal(("staff", "staff"), (application.CriteriaVariant, again.Content.CriteriaVariant));
        Assert.Contains("staff", again.Content.Sections.Keys);
    }

    [Fact]
    public void A_correction_to_a_kind_of_its_own_takes_the_office_s_word_away()
    {
        var application = UnderReview("other", "middle");
        application.DetermineVariant("staff", "从事一线检验工作", Rules, Office, Now);
        application.ReturnForCorrection(Guid.NewGuid(), [new CorrectionSection("applicant", "类别有误")], new DateOnly(2022, 6, 30), Office, Now);

        application.SaveSection("applicant", Answers(("kind", "senior")), 1, Rules, Owner, Now);

        Assert.Equal(("senior", false, null), (application.CriteriaVariant, application.VariantByOffice, application.VariantDeterminedBy));
    }

    [Fact]
    public void Refusals_of_determining_a_variant()
    {
        var own = UnderReview("senior", null);
        var other = UnderReview("other", "middle");

        Assert.Equal("variant-by-applicant", Refusal(() => own.DetermineVariant("staff", "理由", Rules, Office, Now)));
        Assert.Equal("Input.Variant", Assert.Single(Assert.Throws<InvalidInputException>(() => other.DetermineVariant("director", "理由", Rules, Office, Now)).Problems).Field);
        Assert.Equal("Input.Variant", Assert.Single(Assert.Throws<InvalidInputException>(() => other.DetermineVariant(null, "理由", Rules, Office, Now)).Problems).Field);
        Assert.Equal("other-authority", Refusal(() => other.DetermineVariant("staff", "理由", Rules, Office with { AuthorityCode = "lyg" }, Now)));
        Assert.Equal("permission", Refusal(() => other.DetermineVariant("staff", "理由", Rules, Owner, Now)));
        Assert.Equal("wrong-stage", Refusal(() => Draft("other", "middle").DetermineVariant("staff", "理由", Rules, Office, Now)));
        other.ReturnForCorrection(Guid.NewGuid(), [new CorrectionSection("basic", "补")], new DateOnly(2022, 6, 30), Office, Now);
        Assert.Equal("correction-open", Refusal(() => other.DetermineVariant("staff", "理由", Rules, Office, Now)));
    }

    [Fact]
    public void Criteria_with_variants_are_not_given_out_without_one()
    {
        var refused = Assert.Throws<RefusedException>(() => Rules.Criteria(Track.Individual, null));

        Assert.Equal(("criteria-variant-not-chosen", "《武汉市市长质量奖（个人奖）评定标准细则（征求意见稿）》三、关键要求（一）至（四）"), (refused.Code, refused.Clause));
    }

    private static Application Draft(string? kind, string? nearest)
    {
        var application = Application.Start(Guid.NewGuid(), Rules, Track.Individual, Guid.NewGuid(), "示例", "wh-wuchang", Owner, Now);
        application.SaveSection("applicant", Answers([.. new[] { ("kind", kind), ("nearest", nearest) }.Where(a => a.Item2 is not null).Select(a => (a.Item1, a.Item2!))]), 0, Rules, Owner, Now);
        return application;
    }

    private static Application UnderReview(string kind, string? nearest)
    {
        var application = Draft(kind, nearest);
        Submit(application);
        application.Advance(Stage.Recommendation, Rules, new CaseEvent(application.Id, "Test", new Actor(Guid.NewGuid(), "推荐", Role.RecommendingOffice, "wh-wuchang"), Now, "推荐"));
        return application;
    }

    private static Submission Submit(Application application) =>
        application.Submit(Guid.NewGuid(), "WH-1", application.Freeze(Form, Context), [], Rules, Owner, Now);

    private static Answers Answers(params (string Id, string Value)[] values) => new(
        values.ToDictionary(v => v.Id, v => (JsonNode)v.Value, StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;

    private static RoundSettings Settings => new()
    {
        PanelSizes = Setting<IReadOnlyList<TrackNumber>>.Of([new(Track.Individual, 3)]),
        Aggregation = Setting<Aggregation>.Of(Aggregation.Mean),
        StageWeights = Setting<IReadOnlyList<StageWeight>>.Of([new(Track.Individual, Stage.DocumentReview, 100m)]),
        MinimumScores = Setting<IReadOnlyList<MinimumScore>>.Of([new("award", Track.Individual, 60m)]),
        DiscussSpread = Setting<decimal>.Of(20m),
        RecusalYears = Setting<int>.Of(3), ClearanceMonths = Setting<int>.Of(12),
        NoticeDays = Setting<int>.Of(7),
        NoticeDayCount = Setting<DayCount>.Of(DayCount.NaturalDays),
        NoticeFirstDayCounts = Setting<bool>.Of(value: false),
        ObjectionWorkingDays = Setting<int>.Of(5),
        Majority = Setting<Majority>.Of(Majority.Simple),
        SecretBallot = Setting<bool>.Of(value: false),
    };

    private static RoundRules Published()
    {
        var closesOn = new DateOnly(2022, 6, 26);
        var round = Round.Open(Guid.NewGuid(), Pack, "hash", 2022, "2022年", closesOn.AddDays(-25), closesOn, Office, Now);
        round.ChangeSettings("2022年", round.OpensOn, closesOn, "申报通告正文", Settings, "", "", Office, Now);
        round.PublishCall(Pack, Office, Now);
        return new RoundRules(round, Pack);
    }
}
