using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>Records the end of a notice after its last day (公示期满).</summary>
public sealed class EndNotice(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid noticeId, Actor actor, CancellationToken cancellationToken)
    {
        var notice = await db.Set<Notice>().SingleAsync(n => n.Id == noticeId, cancellationToken);
        var rules = await reader.GetAsync(notice.RoundId, cancellationToken);
        var objections = await db.Set<Objection>().Where(o => o.NoticeId == noticeId).ToListAsync(cancellationToken);
        var cases = await db.Applications.Where(a => a.RoundId == notice.RoundId && a.Position.Ending == null && a.Position.Stage == Stage.PublicNotice).ToListAsync(cancellationToken);
        notice.End(objections, cases, rules, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
