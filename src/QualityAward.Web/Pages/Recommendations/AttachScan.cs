using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Keeps the sealed certificate or pre-review form (上传盖章件), when the code on it is that of the present data.</summary>
public sealed class AttachScan(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, FileIntake files, PaperCodes codes, TimeProvider time) : IOperation
{
    /// <param name="code">As typed from the paper; may be left out when the scan has a text layer that holds it.</param>
    /// <param name="coverage">Days on the sealed certificate; null: as printed.</param>
    public async Task RunAsync(Guid applicationId, ScanKind kind, ScanUpload scan, string? code, CertificateCoverage? coverage, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        var basis = await RecommendationCase.BasisAsync(db, application, rules, cancellationToken);
        var stored = await scan.SaveAsync(files, $"{kind}.File", cancellationToken);
        var given = codes.Given(stored, code);
        await codes.TakeAsync(applicationId, kind, given, () => recommendation.AttachScan(kind, stored, given, coverage, basis, application, rules, actor, now), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
