using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Keeps the sealed certificate or pre-review form (上传盖章件), when the code on it is that of the present data.</summary>
public sealed partial class AttachScan(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, FileIntake files, IFileStore store, TimeProvider time) : IOperation
{
    /// <param name="code">As typed from the paper; may be left out when the scan has a text layer that holds it.</param>
    /// <param name="coverage">Days on the sealed certificate; null: as printed.</param>
    public async Task RunAsync(Guid applicationId, ScanKind kind, ScanUpload scan, string? code, CertificateCoverage? coverage, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        var basis = await RecommendationCase.BasisAsync(db, application, rules, cancellationToken);
        var stored = await scan.SaveAsync(files, $"{kind}.File", cancellationToken);
        var read = CodesIn(stored);
        if (PaperVersion.Read(code) is { } typed && read.Count > 0 && !read.Contains(typed, StringComparer.Ordinal))
        {
            throw new RefusedException("paper-code-differs", $"扫描件的文字中识别到的校验码是 {string.Join('、', read)}，与填写的 {typed} 不一致。请核对是否传错了文件。");
        }

        var given = string.IsNullOrWhiteSpace(code) && read is [var only] ? only : code;
        try
        {
            recommendation.AttachScan(kind, stored, given, coverage, basis, application, rules, actor, now);
        }
        catch (RefusedException refused) when (string.Equals(refused.Code, "paper-version", StringComparison.Ordinal))
        {
            throw Recommendation.WrongVersion(kind, PaperVersion.Read(given)!, await PrintedAsync(applicationId, kind, PaperVersion.Read(given)!, cancellationToken));
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>What is known of a code that is not the present one.</summary>
    private async Task<string?> PrintedAsync(Guid applicationId, ScanKind kind, string code, CancellationToken cancellationToken)
    {
        var prints = await db.Set<PrintedPaper>().AsNoTracking().Where(p => p.Code == code).OrderByDescending(p => p.PrintedAt).Select(p => new { p.ApplicationId, p.Kind, p.PrintedAt }).Take(5).ToListAsync(cancellationToken);
        return prints.Find(p => p.ApplicationId == applicationId && p.Kind == kind) is { } own ? $"该版本打印于 {ChinaCalendar.Text(own.PrintedAt)}"
            : prints.Exists(p => p.ApplicationId == applicationId) ? "这是本件另一种表单的校验码"
            : prints.Count > 0 ? "这是另一件申报的表单" : null;
    }

    /// <summary>Codes in the scan's text layer; a plain picture has none.</summary>
    private IReadOnlyList<string> CodesIn(StoredScan scan)
    {
        if (!string.Equals(scan.ContentType, FileKinds.Pdf.ContentType, StringComparison.Ordinal))
        {
            return [];
        }

        using var content = store.OpenRead(scan.Sha256);
        return [.. Code().Matches(PdfWords.Read(content).Normalize(System.Text.NormalizationForm.FormKC)).Select(m => PaperVersion.Read(m.Value)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"[0-9A-Z]{5}\s*-\s*[0-9A-Z]{5}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
