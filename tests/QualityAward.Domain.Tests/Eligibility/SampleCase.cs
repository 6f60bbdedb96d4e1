using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Tests.Eligibility;

/// <summary>A case walked to where a test begins.</summary>
internal static class SampleCase
{
    public const string Channel = "county";
    public static readonly DateTimeOffset SubmittedAt = SamplePack.InWindow.AddDays(5);
    public static readonly DateTimeOffset Later = SamplePack.InWindow.AddDays(10);
    public static readonly Actor Owner = new(Guid.Parse("00000000-0000-0000-0000-00000000000a"), "申报人", Role.Applicant);
    public static readonly Actor County = new(Guid.Parse("00000000-0000-0000-0000-00000000000c"), "县区办公室", Role.RecommendingOffice, Channel);
    public static readonly Actor OtherCounty = County with { AuthorityCode = "elsewhere" };
    public static readonly Actor OtherOffice = SamplePack.Office with { AuthorityCode = "elsewhere" };
    public static readonly StoredScan Scan = new("盖章.pdf", new string('a', 64), 1024, "application/pdf");

    public static Application Submitted(RoundRules rules)
    {
        var application = Application.Start(Guid.NewGuid(), rules, Track.Organisation, Guid.NewGuid(), "海州样例有限公司", Channel, Owner, SamplePack.InWindow);
        application.Submit(Guid.NewGuid(), "SB-1", new FrozenContent(new Dictionary<string, Answers>(StringComparer.Ordinal), []), [], rules, Owner, SubmittedAt);
        return application;
    }

    public static Recommendation Ready(Application application, RoundRules rules)
    {
        var recommendation = Recommendation.Start(Guid.NewGuid(), application);
        recommendation.RecordOpinion(Guid.NewGuid(), Opinion("emergency"), application, rules, County, Later);
        recommendation.RecordOpinion(Guid.NewGuid(), Opinion("market"), application, rules, County, Later);
        Attach(recommendation, ScanKind.Certificate, application, rules);
        Attach(recommendation, ScanKind.StampedOpinion, application, rules);
        return recommendation;
    }

    /// <summary>What the papers rest on.</summary>
    public static PaperBasis Basis => new(new string('b', 64), "海州样例有限公司", ChinaCalendar.DateOf(SubmittedAt));

    /// <summary>The paper of the present data comes back sealed.</summary>
    public static void Attach(Recommendation recommendation, ScanKind kind, Application application, RoundRules rules, CertificateCoverage? coverage = null, string? code = null, PaperBasis? basis = null) =>
        recommendation.AttachScan(kind, Scan, code ?? PaperVersion.Of(kind, basis ?? Basis, application, recommendation, rules).Code, coverage, basis ?? Basis, application, rules, County, Later);

    /// <summary>The government signs the page of the present data.</summary>
    public static void Endorse(Recommendation recommendation, Application application, RoundRules rules, DateOnly? on = null, string? code = null, string text = "同意推荐", Actor? actor = null) => recommendation.Endorse(
        "县政府", on ?? ChinaCalendar.DateOf(Later), text, Scan, code ?? PaperVersion.Of(ScanKind.Endorsement, Basis, application, recommendation, rules).Code, Basis, application, rules, actor ?? County, Later);

    public static Recommendation Recommended(Application application, RoundRules rules)
    {
        var recommendation = Ready(application, rules);
        recommendation.Recommend("同意推荐", [], Basis, 0, application, rules, County, Later);
        return recommendation;
    }

    /// <summary>Hands signed cases in, ranked in this order.</summary>
    public static RecommendationBatch HandIn(RoundRules rules, params (Application Application, Recommendation Recommendation)[] cases)
    {
        for (var i = 0; i < cases.Length; i++)
        {
            cases[i].Recommendation.PlaceAt(i + 1, County, Later);
        }

        return RecommendationBatch.HandIn(Guid.NewGuid(), 1, 0, [.. cases.Select(c => new HandInCase(c.Application, c.Recommendation, rules, Basis))], Channel, "县区办公室", rules, County, Later);
    }

    /// <summary>A case in eligibility review.</summary>
    public static Application Endorsed(RoundRules rules)
    {
        var application = Submitted(rules);
        var recommendation = Recommended(application, rules);
        Endorse(recommendation, application, rules);
        HandIn(rules, (application, recommendation));
        return application;
    }

    public static OpinionContent Opinion(string kind) => new(kind, OpinionFinding.Clear, null, [], "", ChinaCalendar.DateOf(Later), null);
}
