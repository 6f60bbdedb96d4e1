using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>The office's desk: what waits for publication, objections by due date, notices that are over.</summary>
public sealed class PublicNoticesDesk(QualityAwardDbContext db, TimeProvider time) : IDeskSource
{
    public async Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.ManageNotices))
        {
            return [];
        }

        var today = time.Today();
        var items = (await db.RoundsToPublish(actor).ToListAsync(cancellationToken)).ConvertAll(r => new DeskItem($"发布公示：{r.Name}", DecisionLinks.PublishNotice(r.RoundId), Count: r.Cases));
        var objections = await db.Set<Objection>().AsNoTracking().Where(o => o.AuthorityCode == actor.AuthorityCode && o.State == ObjectionState.Filed)
            .OrderBy(o => o.DueOn).Select(o => new { o.Id, o.Number, o.DueOn }).Take(20).ToListAsync(cancellationToken);
        items.AddRange(objections.Select(o => new DeskItem($"核实第 {o.Number} 号异议", DecisionLinks.Objection(o.Id), o.DueOn)));
        var over = await db.Set<Notice>().AsNoTracking()
            .Where(n => n.AuthorityCode == actor.AuthorityCode && n.EndedAt == null && n.LastDay < today && !db.Set<Objection>().Any(o => o.NoticeId == n.Id && o.State == ObjectionState.Filed))
            .Select(n => new { n.Id, n.Title }).ToListAsync(cancellationToken);
        items.AddRange(over.Select(n => new DeskItem($"登记公示期满：{n.Title}", DecisionLinks.Notice(n.Id))));
        return items;
    }
}
