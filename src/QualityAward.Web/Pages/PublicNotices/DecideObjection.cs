using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>Decides an objection (异议处理): sustained strikes the case out, nobody moves up.</summary>
public sealed class DecideObjection(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid objectionId, bool sustained, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var objection = await db.Set<Objection>().SingleAsync(o => o.Id == objectionId, cancellationToken);
        var notice = await db.Set<Notice>().SingleAsync(n => n.Id == objection.NoticeId, cancellationToken);
        var application = await db.Applications.SingleAsync(a => a.Id == objection.ApplicationId, cancellationToken);
        objection.Decide(sustained, reason, notice, application, await reader.GetAsync(objection.RoundId, cancellationToken), actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
