using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Withdraws a case for good (撤回申报), with a reason, until the public notice starts.</summary>
public sealed class WithdrawApplication(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        application.Withdraw(reason, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
