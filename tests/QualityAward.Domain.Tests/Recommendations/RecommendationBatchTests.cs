using System.Security.Cryptography;
using System.Text;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Tests.Recommendations;

public class RecommendationBatchTests
{
    private static readonly RoundRules Rules = SamplePack.Rules();

    [Fact]
    public void A_batch_lists_the_signed_in_their_rank_and_anybody_can_take_its_hash_again()
    {
        var (first, second) = (Signed(), Signed());

        var batch = SampleCase.HandIn(Rules, second, first);

        Assert.Equal([(1, second.Application.Id), (2, first.Application.Id)], batch.Entries.Select(e => (e.Rank, e.ApplicationId)));
        Assert.Equal($"1\tSB-1\t海州样例有限公司\t组织\t{new string('b', 64)}\t2022-06-20\t{new string('a', 64)}\t{second.Recommendation.Endorsement!.PaperSha256}\n", RecommendationBatch.TextOf([batch.Entries[0]]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RecommendationBatch.TextOf(batch.Entries)))), batch.Sha256);
        Assert.True(batch.IsIntact);
        Assert.NotEqual(batch.Sha256, RecommendationBatch.HashOf([.. batch.Entries.Reverse()]));
        Assert.All(new[] { first, second }, c => Assert.Equal((RecommendationState.HandedIn, Stage.EligibilityReview), (c.Recommendation.State, c.Application.Position.Stage)));
        Assert.Equal((Rules.RoundId, batch.Sha256), (batch.Events.Single().ChainId, batch.Events.Single().NewValue));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(0, 1)]
    public void Ranks_run_from_one_without_gap_or_tie(int one, int? other)
    {
        var (first, second) = (Signed(), Signed());
        first.Recommendation.PlaceAt(one, SampleCase.County, SampleCase.Later);
        second.Recommendation.PlaceAt(other, SampleCase.County, SampleCase.Later);

        Assert.Equal("ranks-incomplete", Refusal(() => HandIn(Rules, 0, first, second)));
        Assert.Equal(Stage.Recommendation, first.Application.Position.Stage);
    }

    [Fact]
    public void A_second_batch_goes_on_where_the_first_ended()
    {
        var one = Signed();
        one.Recommendation.PlaceAt(4, SampleCase.County, SampleCase.Later);

        Assert.Equal(4, HandIn(Rules, 3, one).Entries.Single().Rank);
    }

    [Theory]
    [InlineData(2, 0, null)]
    [InlineData(1, 0, "quota-exceeded")]
    [InlineData(3, 1, null)]
    [InlineData(2, 1, "quota-exceeded")]
    public void The_quota_of_the_round_binds_over_all_batches(int quota, int before, string? refusal)
    {
        var rules = WithQuota(quota);
        var (first, second) = (Signed(), Signed());
        first.Recommendation.PlaceAt(before + 1, SampleCase.County, SampleCase.Later);
        second.Recommendation.PlaceAt(before + 2, SampleCase.County, SampleCase.Later);

        var thrown = Record.Exception(() => HandIn(rules, before, first, second));

        Assert.Equal(refusal, (thrown as RefusedException)?.Code);
    }

    [Fact]
    public void Where_the_round_says_nothing_the_channels_quota_holds_with_its_clause()
    {
        var channel = new RecommendationChannel { Code = "area", Name = "县区", Kinds = [Domain.Authorities.AuthorityKind.County], Levels = [new ChannelLevel(LevelBy.Office, "预审")], Quota = 1, Clause = SamplePack.Article };
        var rules = new RoundRules(Rules.Round, Rules.Pack with { Recommendation = Rules.Pack.Recommendation with { Channels = [channel] } });
        var (first, second) = (Signed(rules, "area"), Signed(rules, "area"));
        first.Recommendation.PlaceAt(1, SampleCase.County, SampleCase.Later);
        second.Recommendation.PlaceAt(2, SampleCase.County, SampleCase.Later);

        var refused = Assert.Throws<RefusedException>(() => HandIn(rules, 0, first, second));

        Assert.Equal(("quota-exceeded", SamplePack.CitedArticle), (refused.Code, refused.Clause));
        Assert.Contains("超过名额 1 个", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 5, 5, "每")]
    [InlineData(2, 5, 2, "年度设置")]
    [InlineData(0, 5, 0, "年度设置")]
    [InlineData(7, null, 7, "年度设置")]
    public void A_units_own_quota_goes_before_the_rounds_and_the_rounds_before_the_channels(int? own, int? each, int limit, string clause)
    {
        var rules = WithSettings(SamplePack.Settings with
        {
            RecommendationQuota = each is { } number ? Setting<int>.Of(number) : default,
            UnitQuotas = own is { } units ? Setting<IReadOnlyList<UnitQuota>>.Of([new UnitQuota(SampleCase.Channel, units), new UnitQuota("elsewhere", 99)]) : default,
        });

        var quota = RecommendationQuota.Of(rules, SampleCase.Channel, way: null);

        Assert.Equal(limit, quota?.Limit);
        Assert.Contains(own is null ? "样例奖年度设置“推荐名额”" : clause, quota!.Clause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_units_quota_of_the_pack_comes_with_its_clause_into_the_round()
    {
        var pack = SamplePack.Pack([]) with { Recommendation = SamplePack.Pack([]).Recommendation with { UnitQuotas = [new UnitQuota(SampleCase.Channel, 4, SamplePack.Article)] } };
        var round = Round.Open(Guid.NewGuid(), pack, "hash", 2022, "样例奖", SamplePack.ClosesOn.AddDays(-25), SamplePack.ClosesOn, SamplePack.Office, SamplePack.InWindow);

        Assert.Equal(new RecommendationQuota(4, SamplePack.CitedArticle), RecommendationQuota.Of(new RoundRules(round, pack), SampleCase.Channel, way: null));
        Assert.Null(RecommendationQuota.Of(new RoundRules(round, pack), "elsewhere", way: null));
    }

    [Theory]
    [InlineData(1, 0, null)]
    [InlineData(1, 1, "quota-exceeded")]
    [InlineData(3, 2, null)]
    [InlineData(0, 0, "quota-exceeded")]
    public void The_quota_binds_when_recommending_too(int quota, int used, string? refusal)
    {
        var rules = WithQuota(quota);
        var application = SampleCase.Submitted(rules);
        var recommendation = SampleCase.Ready(application, rules);

        var thrown = Record.Exception(() => recommendation.Recommend("同意", [], SampleCase.Basis, used, application, rules, SampleCase.County, SampleCase.Later)) as RefusedException;

        Assert.Equal((refusal, refusal is null ? null : "样例奖年度设置“推荐名额”"), (thrown?.Code, thrown?.Clause));
        Assert.Equal(refusal is null ? RecommendationState.Recommended : RecommendationState.PreReview, recommendation.State);
    }

    [Fact]
    public void A_sealed_list_is_taken_only_with_the_code_of_this_very_list()
    {
        var (first, second) = (Signed(), Signed());
        first.Recommendation.PlaceAt(2, SampleCase.County, SampleCase.Later);
        second.Recommendation.PlaceAt(1, SampleCase.County, SampleCase.Later);
        var before = RecommendationBatch.VersionOf(RecommendationBatch.EntriesOf(Cases(Rules, first, second))).Code;
        first.Recommendation.PlaceAt(1, SampleCase.County, SampleCase.Later);
        second.Recommendation.PlaceAt(2, SampleCase.County, SampleCase.Later);
        var now = RecommendationBatch.VersionOf(RecommendationBatch.EntriesOf(Cases(Rules, first, second)));

        Assert.Equal("List.Code", Assert.Throws<InvalidInputException>(() => HandInWith(" ", first, second)).Problems.Single().Field);
        Assert.Equal("paper-version", Refusal(() => HandInWith(before, first, second)));
        var batch = HandInWith(now.Code.ToLowerInvariant(), first, second);

        Assert.Equal((now.Sha256, batch.Sha256, now.Code), (batch.Sha256, batch.SealedList!.PaperSha256, batch.SealedList.PaperCode));
    }

    [Fact]
    public void What_changed_after_the_signature_is_not_handed_in()
    {
        var signed = Signed();
        signed.Recommendation.PlaceAt(1, SampleCase.County, SampleCase.Later);
        var changed = new HandInCase(signed.Application, signed.Recommendation, Rules, SampleCase.Basis with { SubmissionSha256 = new string('c', 64) });

        Assert.Equal("paper-version", Refusal(() => RecommendationBatch.HandIn(Guid.NewGuid(), 1, 0, [changed], SampleCase.Channel, "县区办公室", Rules, SampleCase.County, SampleCase.Later)));
    }

    [Fact]
    public void Only_what_is_signed_goes_and_only_once_and_only_by_its_office()
    {
        var application = SampleCase.Submitted(Rules);
        var unsigned = (Application: application, Recommendation: SampleCase.Recommended(application, Rules));
        var signed = Signed();

        Assert.Equal("not-endorsed", Refusal(() => HandIn(Rules, 0, unsigned)));
        Assert.Equal("not-endorsed", Refusal(() => unsigned.Recommendation.PlaceAt(1, SampleCase.County, SampleCase.Later)));
        Assert.Equal("nothing-to-hand-in", Refusal(() => HandIn(Rules, 0)));
        signed.Recommendation.PlaceAt(1, SampleCase.County, SampleCase.Later);
        Assert.Equal("other-authority", Refusal(() => RecommendationBatch.HandIn(Guid.NewGuid(), 1, 0, Cases(Rules, signed), SampleCase.Channel, "", Rules, SampleCase.OtherCounty, SampleCase.Later)));
        HandIn(Rules, 0, signed);
        Assert.Equal("not-endorsed", Refusal(() => HandIn(Rules, 1, signed)));
        var again = Signed();
        Assert.Equal("already-endorsed", Refusal(() => SampleCase.Endorse(again.Recommendation, again.Application, Rules)));
    }

    [Fact]
    public void What_is_returned_to_the_applicant_is_not_recommended_until_it_comes_back()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = SampleCase.Ready(application, Rules);

        recommendation.ReturnToApplicant(Guid.NewGuid(), [new CorrectionSection("basic", " 请核对成立日期 ")], new DateOnly(2022, 6, 25), application, Rules, SampleCase.County, SampleCase.Later);

        Assert.Equal("请核对成立日期", application.OpenCorrection!.Sections.Single().Remark);
        Assert.True(application.MayEdit("basic", Rules.Round, SampleCase.Later));
        Assert.False(application.MayEdit("more", Rules.Round, SampleCase.Later));
        Assert.Equal("correction-open", Refusal(() => recommendation.Recommend("同意", [], SampleCase.Basis, 0, application, Rules, SampleCase.County, SampleCase.Later)));
        Assert.Equal("correction-open", Refusal(() => recommendation.ReturnToApplicant(Guid.NewGuid(), [new CorrectionSection("basic", "又")], new DateOnly(2022, 6, 25), application, Rules, SampleCase.County, SampleCase.Later)));
    }

    [Fact]
    public void Returning_needs_a_remark_for_each_section_and_a_day_ahead()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);

        var blank = Assert.Throws<InvalidInputException>(() => recommendation.ReturnToApplicant(Guid.NewGuid(), [new CorrectionSection("basic", " ")], new DateOnly(2022, 6, 25), application, Rules, SampleCase.County, SampleCase.Later));
        var late = Assert.Throws<InvalidInputException>(() => recommendation.ReturnToApplicant(Guid.NewGuid(), [new CorrectionSection("basic", "改")], new DateOnly(2022, 6, 20), application, Rules, SampleCase.County, SampleCase.Later));

        Assert.Equal(("Input.Remarks[basic]", "Input.DueOn"), (blank.Problems.Single().Field, late.Problems.Single().Field));
        Assert.Equal("no-such-section", Refusal(() => recommendation.ReturnToApplicant(Guid.NewGuid(), [new CorrectionSection("x", "改")], new DateOnly(2022, 6, 25), application, Rules, SampleCase.County, SampleCase.Later)));
    }

    [Fact]
    public void Notes_are_the_own_offices_and_leave_no_words_in_the_trail()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);

        recommendation.AddNote(Guid.NewGuid(), " 电话核实过 ", application, SampleCase.County, SampleCase.Later);

        Assert.Equal("电话核实过", recommendation.Notes.Single().Text);
        Assert.Empty(recommendation.Events);
        Assert.Equal("other-authority", Refusal(() => recommendation.AddNote(Guid.NewGuid(), "x", application, SampleCase.OtherCounty, SampleCase.Later)));
        Assert.Equal("Note.Text", Assert.Throws<InvalidInputException>(() => recommendation.AddNote(Guid.NewGuid(), " ", application, SampleCase.County, SampleCase.Later)).Problems.Single().Field);
    }

    private static (Application Application, Recommendation Recommendation) Signed(RoundRules? rules = null, string? way = null)
    {
        rules ??= Rules;
        var application = SampleCase.Submitted(rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application, way);
        recommendation.RecordOpinion(Guid.NewGuid(), SampleCase.Opinion("emergency"), application, rules, SampleCase.County, SampleCase.Later);
        recommendation.RecordOpinion(Guid.NewGuid(), SampleCase.Opinion("market"), application, rules, SampleCase.County, SampleCase.Later);
        SampleCase.Attach(recommendation, ScanKind.Certificate, application, rules);
        SampleCase.Attach(recommendation, ScanKind.StampedOpinion, application, rules);
        recommendation.Recommend("同意推荐", [], SampleCase.Basis, 0, application, rules, SampleCase.County, SampleCase.Later);
        SampleCase.Endorse(recommendation, application, rules);
        return (application, recommendation);
    }

    private static IReadOnlyList<HandInCase> Cases(RoundRules rules, params (Application Application, Recommendation Recommendation)[] cases) =>
        [.. cases.Select(c => new HandInCase(c.Application, c.Recommendation, rules, SampleCase.Basis))];

    private static RecommendationBatch HandIn(RoundRules rules, int before, params (Application Application, Recommendation Recommendation)[] cases) =>
        RecommendationBatch.HandIn(Guid.NewGuid(), 1, before, Cases(rules, cases), SampleCase.Channel, "县区办公室", rules, SampleCase.County, SampleCase.Later);

    private static RecommendationBatch HandInWith(string code, params (Application Application, Recommendation Recommendation)[] cases) => RecommendationBatch.HandIn(
        Guid.NewGuid(), 1, 0, Cases(Rules, cases), SampleCase.Channel, "县区办公室", Rules, SampleCase.County, SampleCase.Later, (SampleCase.Scan, code));

    private static RoundRules WithQuota(int quota) => WithSettings(SamplePack.Settings with { RecommendationQuota = Setting<int>.Of(quota) });

    private static RoundRules WithSettings(RoundSettings settings)
    {
        var pack = SamplePack.Pack([]);
        var round = Round.Open(Guid.NewGuid(), pack, "hash", 2022, "样例奖", SamplePack.ClosesOn.AddDays(-25), SamplePack.ClosesOn, SamplePack.Office, SamplePack.InWindow);
        round.ChangeSettings("样例奖", round.OpensOn, round.ClosesOn, "正文", settings, "", "", SamplePack.Office, SamplePack.InWindow);
        round.PublishCall(pack, SamplePack.Office, SamplePack.InWindow);
        return new RoundRules(round, pack);
    }

    private static string Refusal(Action act) => Assert.Throws<RefusedException>(act).Code;
}
