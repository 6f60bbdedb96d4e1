using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>A second person of the office approves or declines the override of a failing verdict (批准改判、不同意改判).</summary>
public sealed class DecideOverride(QualityAwardDbContext db, RoundRulesReader reader, EvaluateConditions evaluate, TimeProvider time) : IOperation
{
    /// <param name="reason">Why it is declined; not asked for an approval.</param>
    public async Task RunAsync(Guid applicationId, string conditionCode, bool approve, string? reason, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, review, rules) = await EligibilityCase.LoadAsync(db, reader, applicationId, expectedVersion, now, cancellationToken);
        var verdicts = (await evaluate.RunAsync(application, rules, cancellationToken)).Verdicts;
        if (approve)
        {
            review.ApproveOverride(conditionCode, verdicts, application, actor, now);
        }
        else
        {
            review.DeclineOverride(conditionCode, reason, verdicts, application, actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
