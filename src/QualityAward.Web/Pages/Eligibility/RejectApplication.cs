using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>The office does not accept an application (不予受理); the case ends.</summary>
public sealed class RejectApplication(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, string reason, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, review, _) = await EligibilityCase.LoadAsync(db, reader, applicationId, expectedVersion, now, cancellationToken);
        review.Reject(reason, application, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
