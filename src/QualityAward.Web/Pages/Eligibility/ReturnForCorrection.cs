using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>The office returns sections to the applicant (退回补正).</summary>
public sealed class ReturnForCorrection(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, IReadOnlyList<CorrectionSection> sections, DateOnly dueOn, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, review, rules) = await EligibilityCase.LoadAsync(db, reader, applicationId, expectedVersion, now, cancellationToken);
        review.ReturnForCorrection(Guid.CreateVersion7(now), sections, dueOn, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
