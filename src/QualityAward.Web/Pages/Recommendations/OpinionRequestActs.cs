using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>What the recommending office does about requests that are out (催办、延长期限), for as many as are chosen.</summary>
public sealed class ManageOpinionRequests(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task<int> RemindAsync(IReadOnlyCollection<Guid> requestIds, Actor actor, CancellationToken cancellationToken)
    {
        var requests = await FindAsync(requestIds, actor, cancellationToken);
        foreach (var request in requests)
        {
            request.Remind(actor, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        return requests.Count;
    }

    public async Task<int> ExtendAsync(IReadOnlyCollection<Guid> requestIds, AskedUntil until, Actor actor, CancellationToken cancellationToken)
    {
        var requests = await FindAsync(requestIds, actor, cancellationToken);
        foreach (var request in requests)
        {
            request.Extend(until, actor, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        return requests.Count;
    }

    private async Task<List<OpinionRequest>> FindAsync(IReadOnlyCollection<Guid> requestIds, Actor actor, CancellationToken cancellationToken)
    {
        var requests = await db.VisibleOpinionRequests(actor).Where(r => requestIds.Contains(r.Id)).ToListAsync(cancellationToken);
        return requests.Count == 0 || requests.Count != requestIds.Distinct().Count()
            ? throw new RefusedException("no-such-request", "请选择本单位发出的征求意见事项。")
            : requests;
    }
}
