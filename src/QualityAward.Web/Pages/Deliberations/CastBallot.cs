using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Deliberations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>Casts a member's votes on all cases of a meeting (委员表决), once.</summary>
public sealed class CastBallot(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    /// <summary>Members vote at the same moment; each of them changes the one meeting, so the loser of a race simply tries again.</summary>
    private const int Attempts = 8;

    public async Task RunAsync(Guid meetingId, IReadOnlyDictionary<Guid, Vote> votes, Actor actor, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var meeting = await db.Set<Meeting>().SingleAsync(m => m.Id == meetingId, cancellationToken);
            meeting.Cast(votes, actor, time.GetUtcNow());
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return;
            }
            catch (StaleVersionException) when (attempt < Attempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
