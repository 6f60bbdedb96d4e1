using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>The office accepts an application (予以受理).</summary>
public sealed class AcceptApplication(QualityAwardDbContext db, RoundRulesReader reader, EvaluateConditions evaluate, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, review, rules) = await EligibilityCase.LoadAsync(db, reader, applicationId, expectedVersion, now, cancellationToken);
        review.Accept((await evaluate.RunAsync(application, rules, cancellationToken)).Verdicts, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
