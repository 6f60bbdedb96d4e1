using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Closes a round whose cases have all come to an end (结束年度评奖).</summary>
public sealed class CloseRound(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        round.RequireOffice(actor);
        // A draft that was never handed in ends with its window; everything else must have come to an end.
        var open = await db.Applications.CountAsync(
            a => a.RoundId == roundId && a.Position.Ending == null && a.Position.Stage != Stage.Application && a.Position.Stage != Stage.Honour && a.Position.Stage != Stage.Supervision,
            cancellationToken);
        if (open > 0)
        {
            throw new RefusedException("round-has-open-cases", $"本届还有 {open} 件申报没有办结，不能结束。");
        }

        round.Close(actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
