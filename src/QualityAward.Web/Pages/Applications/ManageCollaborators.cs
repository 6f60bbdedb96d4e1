using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What is done with the people who work on an application (协作人办理事项).</summary>
public enum CollaboratorAct
{
    ChangeRight,
    Revoke,
    Leave,
    OfferHandover,
    CancelHandover,
    AcceptHandover,
}

/// <summary>Changes and takes back rights, leaves, hands over (更改权限、收回、退出、移交). Handing over asks both for their password.</summary>
public sealed class ManageCollaborators(QualityAwardDbContext db, LegalAct legalAct, TimeProvider time) : IOperation
{
    /// <param name="collaboratorId">Whom it concerns; null for acts about oneself.</param>
    /// <param name="right">The new right, for <see cref="CollaboratorAct.ChangeRight"/>.</param>
    /// <param name="password">For both sides of a handover.</param>
    public async Task RunAsync(Guid applicationId, CollaboratorAct act, Guid? collaboratorId, CaseRight? right, string? password, Actor actor, CancellationToken cancellationToken)
    {
        if (act is CollaboratorAct.OfferHandover or CollaboratorAct.AcceptHandover)
        {
            await legalAct.RequirePasswordAsync(actor, password);
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var now = time.GetUtcNow();
        var id = collaboratorId ?? Guid.Empty;
        switch (act)
        {
            case CollaboratorAct.ChangeRight:
                application.ChangeRight(id, right ?? CaseRight.Own, actor, now);
                break;
            case CollaboratorAct.Revoke:
                application.RevokeCollaborator(id, actor, now);
                break;
            case CollaboratorAct.Leave:
                application.Leave(actor, now);
                break;
            case CollaboratorAct.OfferHandover:
                application.OfferHandover(id, actor, now);
                break;
            case CollaboratorAct.CancelHandover:
                application.CancelHandover(actor, now);
                break;
            case CollaboratorAct.AcceptHandover:
                application.AcceptHandover(actor, now);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(act));
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
