using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Confirms answers that were taken over from an earlier application (确认沿用的内容).</summary>
public sealed class ConfirmTakenOver(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <param name="questionIds">Null: the whole section.</param>
    public async Task RunAsync(Guid applicationId, string sectionId, IReadOnlyCollection<string>? questionIds, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        application.ConfirmTakenOver(sectionId, questionIds, await reader.GetAsync(application, cancellationToken), actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
