using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Finds the code of a sealed paper (识别校验码): what was typed, and what stands in the text layer of the scan.</summary>
public sealed partial class PaperCodes(QualityAwardDbContext db, IFileStore store) : IOperation
{
    /// <summary>The code to go by: the typed one, or the only one in the text layer; refused when the two differ.</summary>
    public string? Given(StoredScan scan, string? typed)
    {
        var read = CodesIn(scan);
        if (PaperVersion.Read(typed) is { } code && read.Count > 0 && !read.Contains(code, StringComparer.Ordinal))
        {
            throw new RefusedException("paper-code-differs", $"扫描件的文字中识别到的校验码是 {string.Join('、', read)}，与填写的 {code} 不一致。请核对是否传错了文件。");
        }

        return string.IsNullOrWhiteSpace(typed) && read is [var only] ? only : typed;
    }

    /// <summary>What is known of a code that is not the present one; null: nothing.</summary>
    public async Task<string?> PrintedAsync(Guid applicationId, ScanKind kind, string code, CancellationToken cancellationToken)
    {
        var prints = await db.Set<PrintedPaper>().AsNoTracking().Where(p => p.Code == code).OrderByDescending(p => p.PrintedAt).Select(p => new { p.ApplicationId, p.Kind, p.PrintedAt }).Take(5).ToListAsync(cancellationToken);
        return prints.Find(p => p.ApplicationId == applicationId && p.Kind == kind) is { } own ? $"该版本打印于 {ChinaCalendar.Text(own.PrintedAt)}"
            : prints.Exists(p => p.ApplicationId == applicationId) ? "这是本件另一种表单的校验码"
            : prints.Count > 0 ? "这是另一件申报的表单" : null;
    }

    /// <summary>Runs what takes the paper; a refusal of its version says when that version was printed.</summary>
    public async Task TakeAsync(Guid applicationId, ScanKind kind, string? code, Action take, CancellationToken cancellationToken)
    {
        try
        {
            take();
        }
        catch (RefusedException refused) when (string.Equals(refused.Code, "paper-version", StringComparison.Ordinal))
        {
            throw Recommendation.WrongVersion(kind, PaperVersion.Read(code)!, await PrintedAsync(applicationId, kind, PaperVersion.Read(code)!, cancellationToken));
        }
    }

    /// <summary>Codes in the scan's text layer; a plain picture has none.</summary>
    private IReadOnlyList<string> CodesIn(StoredScan scan)
    {
        if (!string.Equals(scan.ContentType, FileKinds.Pdf.ContentType, StringComparison.Ordinal))
        {
            return [];
        }

        using var content = store.OpenRead(scan.Sha256);
        return [.. Code().Matches(PdfWords.Read(content).Normalize(NormalizationForm.FormKC)).Select(m => PaperVersion.Read(m.Value)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"[0-9A-Z]{5}\s*-\s*[0-9A-Z]{5}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
