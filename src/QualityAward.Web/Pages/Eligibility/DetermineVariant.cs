using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>确定评分类别: the office says by which variant of the criteria an applicant is judged whose kind has none of its own.</summary>
public sealed class DetermineVariant(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, string? variant, string? reason, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, _, rules) = await EligibilityCase.LoadAsync(db, reader, applicationId, expectedVersion, now, cancellationToken);
        application.DetermineVariant(variant, reason, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
