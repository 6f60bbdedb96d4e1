using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Tests.Eligibility;

namespace QualityAward.Domain.Tests.Recommendations;

public class PaperVersionTests
{
    private static readonly RoundRules Rules = Declaring(SamplePack.Rules());
    private static readonly CertificateCoverage Needed = CertificateCoverage.Needed(Rules, new DateOnly(2022, 6, 15))!;

    [Fact]
    public void The_window_ends_where_the_round_says_and_the_declaration_goes_on_to_the_submission() =>
        Assert.Equal(new CertificateCoverage(new(2019, 4, 26), new(2022, 4, 25), new(2022, 4, 26), new(2022, 6, 15)), Needed);

    [Theory]
    [InlineData("2022-04-25")]
    [InlineData("2022-04-01")]
    public void Who_handed_in_within_the_window_declares_nothing(string submittedOn) =>
        Assert.Equal(new CertificateCoverage(new(2019, 4, 26), new(2022, 4, 25)), CertificateCoverage.Needed(Rules, DateOnly.Parse(submittedOn, System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2019-04-26", "2022-04-25", "2022-04-26", "2022-06-15", "")]
    [InlineData("2019-01-01", "2022-05-31", "2022-06-01", "2022-06-30", "")]
    [InlineData("2019-04-26", "2022-06-15", null, null, "")]
    [InlineData("2019-04-27", "2022-04-25", "2022-04-26", "2022-06-15", "2019年4月26日没有部门证明")]
    [InlineData("2019-04-26", "2022-04-24", "2022-04-25", "2022-06-15", "2022年4月25日没有部门证明")]
    [InlineData("2019-04-26", "2022-03-31", "2022-04-01", "2022-06-15", "2022年4月1日至2022年4月25日没有部门证明")]
    [InlineData("2019-04-26", "2022-04-25", null, null, "2022年4月26日至2022年6月15日没有申报人声明")]
    [InlineData("2019-04-26", "2022-04-25", "2022-04-27", "2022-06-15", "2022年4月26日没有申报人声明")]
    [InlineData("2019-04-26", "2022-04-25", "2022-04-26", "2022-06-14", "2022年6月15日没有申报人声明")]
    [InlineData("2019-04-26", "2022-05-31", "2022-06-02", "2022-06-15", "2022年6月1日没有申报人声明")]
    [InlineData("2022-05-01", "2022-04-25", null, null, "证明的起始日期（2022年5月1日）晚于截止日期（2022年4月25日）")]
    public void A_gap_is_found_to_the_day(string from, string until, string? declaredFrom, string? declaredUntil, string gaps) =>
        Assert.Equal(gaps, string.Join('；', new CertificateCoverage(Day(from), Day(until), declaredFrom is null ? null : Day(declaredFrom), declaredUntil is null ? null : Day(declaredUntil)).GapsTo(Needed)));

    [Fact]
    public void A_window_that_leaves_a_gap_is_refused_with_the_clause()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);

        var refused = Assert.Throws<RefusedException>(() => SampleCase.Attach(recommendation, ScanKind.Certificate, application, Rules, new CertificateCoverage(new(2019, 4, 26), new(2022, 3, 31))));

        Assert.Equal(("certificate-gap", SamplePack.CitedArticle), (refused.Code, refused.Clause));
        Assert.Contains("2022年4月1日至2022年4月25日没有部门证明；2022年4月26日至2022年6月15日没有申报人声明", refused.Message, StringComparison.Ordinal);
        Assert.Null(recommendation.Certificate);
    }

    [Fact]
    public void Everything_that_the_paper_shows_makes_its_version()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);
        var first = PaperVersion.Of(ScanKind.StampedOpinion, SampleCase.Basis, application, recommendation, Rules);
        Assert.Equal(first, PaperVersion.Of(ScanKind.StampedOpinion, SampleCase.Basis, application, recommendation, Rules));

        var versions = new List<PaperVersion> { first, PaperVersion.Of(ScanKind.Certificate, SampleCase.Basis, application, recommendation, Rules) };
        versions.Add(PaperVersion.Of(ScanKind.StampedOpinion, SampleCase.Basis with { SubmissionSha256 = new string('c', 64) }, application, recommendation, Rules));
        versions.Add(PaperVersion.Of(ScanKind.Certificate, SampleCase.Basis with { Subject = "另一组织" }, application, recommendation, Rules));
        versions.Add(PaperVersion.Of(ScanKind.Certificate, SampleCase.Basis with { SubmittedOn = SampleCase.Basis.SubmittedOn.AddDays(1) }, application, recommendation, Rules));
        recommendation.PreReview("figures", new AnswersBuilder(SamplePack.PreReviewForm.Sections[0], new FormContext(2022, SamplePack.ClosesOn, SamplePack.ClosesOn)).Set("sales", "100").Build(), 0, application, Rules, SampleCase.County, SampleCase.Later);
        versions.Add(PaperVersion.Of(ScanKind.StampedOpinion, SampleCase.Basis, application, recommendation, Rules));
        recommendation.RecordOpinion(Guid.NewGuid(), SampleCase.Opinion("market"), application, Rules, SampleCase.County, SampleCase.Later);
        versions.Add(PaperVersion.Of(ScanKind.StampedOpinion, SampleCase.Basis, application, recommendation, Rules));

        Assert.Equal(versions.Count, versions.Select(v => v.Code).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(versions.Count, versions.Select(v => v.Sha256).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void A_scan_of_another_version_is_refused()
    {
        var application = SampleCase.Submitted(Rules);
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);
        var old = PaperVersion.Of(ScanKind.StampedOpinion, SampleCase.Basis, application, recommendation, Rules).Code;
        recommendation.RecordOpinion(Guid.NewGuid(), SampleCase.Opinion("market"), application, Rules, SampleCase.County, SampleCase.Later);

        var refused = Assert.Throws<RefusedException>(() => SampleCase.Attach(recommendation, ScanKind.StampedOpinion, application, Rules, code: old));

        Assert.Equal("paper-version", refused.Code);
        Assert.Contains(old, refused.Message, StringComparison.Ordinal);
        Assert.Null(recommendation.StampedOpinion);
    }

    [Fact]
    public void What_changes_after_the_seal_keeps_the_office_from_recommending()
    {
        var application = SampleCase.Submitted(SamplePack.Rules());
        var recommendation = SampleCase.Ready(application, SamplePack.Rules());
        Assert.Empty(recommendation.Missing([], SampleCase.Basis, application, SamplePack.Rules()));

        recommendation.RecordOpinion(
            Guid.NewGuid(), new OpinionContent("market", OpinionFinding.CannotSay, null, [], "档案移交", ChinaCalendar.DateOf(SampleCase.Later), null), application, SamplePack.Rules(), SampleCase.County, SampleCase.Later.AddMinutes(1));

        Assert.Equal(["盖章的预审意见扫描件盖章之后数据已有改动，须重新打印、盖章、上传"], recommendation.Missing([], SampleCase.Basis, application, SamplePack.Rules()));
    }

    [Fact]
    public void A_code_is_read_however_it_is_typed_and_a_slip_is_noticed()
    {
        var application = SampleCase.Submitted(Rules);
        var code = PaperVersion.Of(ScanKind.Certificate, SampleCase.Basis, application, null, Rules).Code;

        Assert.Equal(11, code.Length);
        Assert.Equal(code, PaperVersion.Read(code));
        Assert.Equal(code, PaperVersion.Read($" {code.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)} "));
        Assert.Equal(code, PaperVersion.Read(code.Replace('0', 'o').Replace('1', 'l')));
        Assert.Equal(code, PaperVersion.Read(string.Concat(code.Select(c => c == '-' ? '－' : (char)(c + 0xFEE0)))));
        Assert.Null(PaperVersion.Read(code[..^1]));
        Assert.Null(PaperVersion.Read(null));
        for (var i = 0; i < code.Length; i++)
        {
            if (code[i] != '-')
            {
                Assert.Null(PaperVersion.Read(string.Concat(code[..i], code[i] == 'Z' ? "Y" : code[i] == '9' ? "8" : code[i] == '0' ? "2" : "9", code[(i + 1)..])));
            }
        }
    }

    [Theory]
    [InlineData("", "请填写纸面右上角的校验码。")]
    [InlineData("ABCDE-12345", "校验码有误，请对照纸面逐位核对。")]
    public void A_scan_without_a_code_that_can_be_one_is_refused_at_the_field(string code, string message)
    {
        var application = SampleCase.Submitted(Rules);

        var invalid = Assert.Throws<InvalidInputException>(() => SampleCase.Attach(Recommendation.Start(Guid.NewGuid(), application), ScanKind.Certificate, application, Rules, code: code));

        Assert.Equal(("Certificate.Code", message), (invalid.Problems.Single().Field, invalid.Problems.Single().Message));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static RoundRules Declaring(RoundRules rules) => new(rules.Round, rules.Pack with
    {
        Recommendation = rules.Pack.Recommendation with { CleanRecordCertificate = rules.Pack.Recommendation.CleanRecordCertificate! with { Declaration = "{applicant}声明：自{from}至{until}无不良记录" } },
    });
}
