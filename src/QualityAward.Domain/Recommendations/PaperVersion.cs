using System.Security.Cryptography;
using System.Text;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Recommendations;

/// <summary>What a paper says of an application (表单依据): whatever of it changes makes another version of the paper.</summary>
/// <param name="SubmissionSha256">Hash of what the applicant handed in last.</param>
/// <param name="Subject">The organisation, or where the person works.</param>
/// <param name="SubmittedOn">Day of the last submission.</param>
public sealed record PaperBasis(string SubmissionSha256, string Subject, DateOnly SubmittedOn);

/// <summary>
/// The version of the data that a paper to be sealed shows (表单数据版本): a hash, and the short code of it that is printed on the paper. The sealed paper comes
/// back as a scan; only the code of the present data is taken.
/// </summary>
/// <param name="Sha256">Over everything that the paper shows.</param>
/// <param name="Code">As printed: ten letters and digits, the last one a check character.</param>
public sealed record PaperVersion(string Sha256, string Code)
{
    /// <summary>Crockford's alphabet: nothing in it is taken for something else when read aloud or typed.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int Half = 5;

    public static PaperVersion Of(ScanKind kind, PaperBasis basis, Application application, Recommendation? recommendation, RoundRules rules)
    {
        var text = new StringBuilder().Append(kind).Append('\n').Append(application.Id).Append('\n').Append(basis.SubmissionSha256).Append('\n').Append(basis.Subject).Append('\n');
        if (kind == ScanKind.Certificate)
        {
            var coverage = CertificateCoverage.Needed(rules, basis.SubmittedOn);
            text.Append(coverage).Append('\n').Append(rules.Pack.Recommendation.CleanRecordCertificate?.Text).Append('\n');
        }
        else
        {
            if (kind == ScanKind.Endorsement)
            {
                // What the government signs rests on the sealed papers and the office's own words.
                text.Append(recommendation?.Certificate?.Sha256).Append('\n').Append(recommendation?.StampedOpinion?.Sha256).Append('\n').Append(recommendation?.RecommendedBy).Append('\n')
                    .Append(recommendation?.OpinionText).Append('\n');
            }

            foreach (var section in (recommendation?.Sections ?? []).OrderBy(s => s.SectionId, StringComparer.Ordinal))
            {
                text.Append(section.SectionId).Append('\n').Append(section.Answers.Canonical()).Append('\n');
            }

            foreach (var opinion in (recommendation?.CurrentOpinions ?? []).OrderBy(o => o.Kind, StringComparer.Ordinal))
            {
                text.Append(opinion.Kind).Append(' ').Append(opinion.Finding).Append(' ').Append(opinion.Severity).Append(' ').Append(opinion.GivenOn.DayNumber).Append(' ').Append(opinion.Text).Append('\n');
            }
        }

        return OfHash(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>The version of something whose hash is known.</summary>
    public static PaperVersion OfHash(byte[] sha256) => new(Convert.ToHexStringLower(sha256), CodeOf(sha256));

    /// <summary>The code as it is printed, from whatever somebody typed; null: it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        var letters = new string([.. (typed ?? "").Normalize(NormalizationForm.FormKC).ToUpperInvariant().Where(char.IsLetterOrDigit)
            .Select(c => c switch { 'O' => '0', 'I' or 'L' => '1', _ => c })]);
        return letters.Length == 2 * Half && letters.All(c => Alphabet.Contains(c, StringComparison.Ordinal)) && letters[^1] == CheckOf(letters[..^1]) ? Grouped(letters) : null;
    }

    private static string CodeOf(byte[] hash)
    {
        var letters = new string([.. hash.Take((2 * Half) - 1).Select(b => Alphabet[b & 31])]);
        return Grouped(letters + CheckOf(letters));
    }

    private static char CheckOf(string letters)
    {
        // Odd weights: one wrong letter and nearly every swap of two give another character.
        var sum = letters.Select((c, i) => Alphabet.IndexOf(c, StringComparison.Ordinal) * ((2 * i) + 3)).Sum();
        return Alphabet[sum & 31];
    }

    private static string Grouped(string letters) => $"{letters[..Half]}-{letters[Half..]}";
}

/// <summary>A paper that was printed (打印记录), so that the code of an older version can be told from a wrong one.</summary>
public sealed class PrintedPaper
{
    private PrintedPaper()
    {
    }

    public PrintedPaper(Guid id, Guid applicationId, ScanKind kind, PaperVersion version, string printedBy, DateTimeOffset printedAt)
    {
        Id = id;
        ApplicationId = applicationId;
        Kind = kind;
        Code = version.Code;
        Sha256 = version.Sha256;
        PrintedBy = printedBy;
        PrintedAt = printedAt;
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    public ScanKind Kind { get; private init; }

    public string Code { get; private init; } = "";

    public string Sha256 { get; private init; } = "";

    public string PrintedBy { get; private init; } = "";

    public DateTimeOffset PrintedAt { get; private init; }
}

/// <summary>
/// The days for which nothing adverse is certified or declared (证明与声明期间): the departments' seals cover the window of the round, the applicant's own
/// declaration the days from there to the submission.
/// </summary>
/// <param name="From">First day of the certificate.</param>
/// <param name="Until">Last day of the certificate.</param>
/// <param name="DeclaredFrom">First day of the declaration; null: there is none.</param>
/// <param name="DeclaredUntil">Its last day.</param>
public sealed record CertificateCoverage(DateOnly From, DateOnly Until, DateOnly? DeclaredFrom = null, DateOnly? DeclaredUntil = null)
{
    /// <summary>What is asked for in this round of who handed in on that day; null: no certificate.</summary>
    public static CertificateCoverage? Needed(RoundRules rules, DateOnly submittedOn) => Recommendation.CertificateWindow(rules) is not { } window
        ? null
        : rules.Pack.Recommendation.CleanRecordCertificate!.Declaration is not null && submittedOn > window.Until
            ? new CertificateCoverage(window.From, window.Until, window.Until.AddDays(1), submittedOn)
            : new CertificateCoverage(window.From, window.Until);

    /// <summary>Days that are asked for and covered by neither, in Chinese; empty when there is no gap.</summary>
    public IReadOnlyList<string> GapsTo(CertificateCoverage needed)
    {
        var gaps = new List<string>();
        if (From > Until)
        {
            gaps.Add($"证明的起始日期（{ChinaCalendar.Text(From)}）晚于截止日期（{ChinaCalendar.Text(Until)}）");
            return gaps;
        }

        if (From > needed.From)
        {
            gaps.Add($"{Days(needed.From, From.AddDays(-1))}没有部门证明");
        }

        // A declaration never stands in for the seals.
        if (Until < needed.Until)
        {
            gaps.Add($"{Days(Until.AddDays(1), needed.Until)}没有部门证明");
        }

        if (needed.DeclaredUntil is not { } last || Until >= last)
        {
            return gaps;
        }

        var first = Later(Until, needed.Until).AddDays(1);
        if (DeclaredFrom is not { } from || DeclaredUntil is not { } until || from > until)
        {
            gaps.Add($"{Days(first, last)}没有申报人声明");
            return gaps;
        }

        if (from > first)
        {
            gaps.Add($"{Days(first, from.AddDays(-1))}没有申报人声明");
        }

        if (until < last)
        {
            gaps.Add($"{Days(until.AddDays(1), last)}没有申报人声明");
        }

        return gaps;
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private static string Days(DateOnly from, DateOnly until) => from == until ? ChinaCalendar.Text(from) : $"{ChinaCalendar.Text(from)}至{ChinaCalendar.Text(until)}";
}
