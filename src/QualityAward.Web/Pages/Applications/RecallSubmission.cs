using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Takes a submission back for changes (撤回修改), within minutes and before anybody acted on it.</summary>
public sealed class RecallSubmission(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        await db.Entry(application).Collection(a => a.Submissions).LoadAsync(cancellationToken);
        var actedOn = await db.Set<Recommendation>().AnyAsync(r => r.ApplicationId == applicationId, cancellationToken);
        application.Recall(await reader.GetAsync(application, cancellationToken), actedOn, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
