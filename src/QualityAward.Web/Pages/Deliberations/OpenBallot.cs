using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Deliberations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>Records attendance and recusals and opens the ballot (签到、回避、开始表决).</summary>
public sealed class OpenBallot(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid meetingId, IReadOnlyCollection<Guid> present, IReadOnlyList<MeetingRecusal> recusals, Actor actor, CancellationToken cancellationToken)
    {
        var meeting = await db.Set<Meeting>().SingleAsync(m => m.Id == meetingId, cancellationToken);
        meeting.OpenBallot(present, recusals, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
