using QualityAward.Domain;
using QualityAward.Domain.Eligibility;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>A named person confirms conditions, agreeing with the computed verdicts or overriding them with a reason (确认资格条件).</summary>
public sealed class ConfirmCondition(QualityAwardDbContext db, RoundRulesReader reader, EvaluateConditions evaluate, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, IReadOnlyList<ConditionAnswer> answers, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, review, rules) = await EligibilityCase.LoadAsync(db, reader, applicationId, expectedVersion, now, cancellationToken);
        review.Confirm(answers, (await evaluate.RunAsync(application, rules, cancellationToken)).Verdicts, application, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
