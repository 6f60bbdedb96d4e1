using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Accepts or declines an invitation (答复协作邀请), with its code or as the account that it names.</summary>
public sealed class AnswerInvitation(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    /// <param name="key">The code of the link, or the invitation's id for the account that it names.</param>
    /// <returns>The application.</returns>
    public async Task<Guid> RunAsync(string key, bool accepts, Actor actor, CancellationToken cancellationToken)
    {
        var invitation = await Find(db, key, actor).Select(c => new { c.Id, c.ApplicationId }).SingleOrDefaultAsync(cancellationToken)
            ?? throw new RefusedException("invitation-gone", "找不到这份邀请，请核对邀请链接，或联系申报负责人重新邀请。");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select 1 from applications where id = {invitation.ApplicationId} for update", cancellationToken);
        // Not yet among the cases that the actor may see: the code is the right.
        var application = await db.Applications.Include(a => a.Collaborators).SingleAsync(a => a.Id == invitation.ApplicationId, cancellationToken);
        if (accepts)
        {
            application.AcceptInvitation(invitation.Id, actor, time.GetUtcNow());
        }
        else
        {
            application.DeclineInvitation(invitation.Id, actor, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return invitation.ApplicationId;
    }

    /// <summary>The invitation that this actor may answer.</summary>
    public static IQueryable<Collaborator> Find(QualityAwardDbContext db, string key, Actor actor) => Named(db, key, actor).Where(c => c.State == CollaboratorState.Invited);

    /// <summary>The same when this actor has accepted it, and works on the application.</summary>
    public static IQueryable<Collaborator> Accepted(QualityAwardDbContext db, string key, Actor actor) => Named(db, key, actor).Where(c => c.State == CollaboratorState.Active && c.UserId == actor.UserId);

    private static IQueryable<Collaborator> Named(QualityAwardDbContext db, string key, Actor actor)
    {
        if (Guid.TryParse(key, out var id))
        {
            return db.Set<Collaborator>().Where(c => c.Id == id && c.InviteeId == actor.UserId);
        }

        var hash = InviteCollaborator.HashOf(key);
        return db.Set<Collaborator>().Where(c => c.CodeHash == hash);
    }
}
