using QualityAward.Domain;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;

namespace QualityAward.Web.Documents;

/// <summary>A paper of the recommending office to be sealed (待盖章表单): the certificate, the pre-review form or the page that the government signs.</summary>
public sealed record RecommendationPaper
{
    public required ScanKind Kind { get; init; }

    public required string Title { get; init; }

    public required string RoundName { get; init; }

    public required string ApplicantName { get; init; }

    public required string ReceiptNumber { get; init; }

    public required Track Track { get; init; }

    /// <summary>The recommending office, as it signs.</summary>
    public required string OfficeName { get; init; }

    /// <summary>Who signs the recommendation: the government of the area, or the department itself.</summary>
    public required string GovernmentName { get; init; }

    /// <summary>What the office wrote when it recommended; null before.</summary>
    public string? OfficeOpinion { get; init; }

    public DateOnly? OfficeOpinionOn { get; init; }

    /// <summary>Year of the dates to be filled in by hand.</summary>
    public required int Year { get; init; }

    public required PaperVersion Version { get; init; }

    /// <summary>Absolute address that the QR code leads to.</summary>
    public required Uri VerifyAt { get; init; }

    /// <summary>Null for the pre-review form.</summary>
    public CertificateWords? Certificate { get; init; }

    public IReadOnlyList<PaperSection> Sections { get; init; } = [];

    public IReadOnlyList<PaperOpinion> Opinions { get; init; } = [];
}

/// <summary>A part of the form (表单部分).</summary>
public sealed record PaperSection(string Heading, IReadOnlyList<PaperLine> Lines);

/// <summary>A field with what was filled in and who signs in it (表单栏目).</summary>
public sealed record PaperLine(string Label, string Text, IReadOnlyList<string> Signatures);

/// <summary>A department's opinion on the form (部门意见栏); empty where it is written by hand.</summary>
public sealed record PaperOpinion(string Name, string Text, DateOnly? GivenOn);

/// <summary>The words of a certificate for one applicant (证明文字).</summary>
/// <param name="Text">What the departments certify.</param>
/// <param name="Declaration">What the applicant declares for the days after; null: nothing.</param>
/// <param name="Seals">Departments whose seals it needs.</param>
/// <param name="Clause">As cited.</param>
public sealed record CertificateWords(string Text, string? Declaration, IReadOnlyList<string> Seals, string Clause)
{
    public static CertificateWords? Of(RoundRules rules, PaperBasis basis)
    {
        if (rules.Pack.Recommendation.CleanRecordCertificate is not { } rule || CertificateCoverage.Needed(rules, basis.SubmittedOn) is not { } coverage)
        {
            return null;
        }

        return new CertificateWords(
            Filled(rule.Opening ?? "{applicant}：{from}至{until}，", coverage.From, coverage.Until) + rule.Text,
            coverage is { DeclaredFrom: { } from, DeclaredUntil: { } until } ? Filled(rule.Declaration!, from, until) : null,
            [.. rule.Seals.Select(kind => rule.SealPrefix + rules.Pack.Recommendation.Opinions.First(o => string.Equals(o.Kind, kind, StringComparison.Ordinal)).Name)],
            rules.Cite(rule.Clause));

        string Filled(string words, DateOnly first, DateOnly last) => words.Replace("{applicant}", basis.Subject, StringComparison.Ordinal)
            .Replace("{from}", ChinaCalendar.Text(first), StringComparison.Ordinal).Replace("{until}", ChinaCalendar.Text(last), StringComparison.Ordinal);
    }
}
