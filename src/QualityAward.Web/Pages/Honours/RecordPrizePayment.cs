using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Honours;

/// <summary>Records that a prize was paid (登记奖金发放), once.</summary>
public sealed class RecordPrizePayment(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid prizeId, DateOnly paidOn, string voucher, Actor actor, CancellationToken cancellationToken)
    {
        var prize = await db.Set<PrizeDue>().SingleAsync(p => p.Id == prizeId, cancellationToken);
        prize.Pay(paidOn, voucher, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
