using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Records what a department says about an applicant (登记部门意见).</summary>
public sealed class RecordDepartmentOpinion(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, FileIntake files, TimeProvider time) : IOperation
{
    /// <param name="scan">The paper, where there is one; it becomes the opinion's scan.</param>
    public async Task RunAsync(Guid applicationId, OpinionContent opinion, ScanUpload? scan, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        var stored = scan is null ? null : await scan.SaveAsync(files, "Input.Scan", cancellationToken);
        recommendation.RecordOpinion(Guid.CreateVersion7(now), opinion with { Scan = stored }, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
