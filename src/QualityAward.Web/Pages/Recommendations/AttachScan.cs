using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Keeps the no-adverse-record certificate or the stamped opinion (上传无不良记录证明、盖章预审意见).</summary>
public sealed class AttachScan(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, FileIntake files, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, ScanKind kind, ScanUpload scan, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        var stored = await scan.SaveAsync(files, $"{kind}.File", cancellationToken);
        recommendation.AttachScan(kind, stored, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
