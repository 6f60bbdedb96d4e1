using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Honours;

/// <summary>Desks of the office (record, proclaim, pay) and of the government approver (read the list).</summary>
public sealed class HonoursDesk(QualityAwardDbContext db) : IDeskSource
{
    public async Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken)
    {
        var office = RolePermissions.Allows(actor.Role, Permission.ManageHonours);
        if (!office && !RolePermissions.Allows(actor.Role, Permission.ViewApproval))
        {
            return [];
        }

        var rounds = await db.Set<Notice>().AsNoTracking().Where(n => n.AuthorityCode == actor.AuthorityCode && n.EndedAt != null)
            .Select(n => new
            {
                n.RoundId,
                Name = db.Rounds.Where(r => r.Id == n.RoundId).Select(r => r.Name).First(),
                Recorded = db.Set<Approval>().Any(a => a.RoundId == n.RoundId),
                Proclaimed = db.Set<Approval>().Any(a => a.RoundId == n.RoundId && a.ProclaimedAt != null),
                PrizesOpen = db.Set<PrizeDue>().Count(p => p.RoundId == n.RoundId && p.PaidOn == null),
            })
            .Where(r => !r.Proclaimed || r.PrizesOpen > 0).ToListAsync(cancellationToken);
        return
        [
            .. rounds.Where(r => !r.Recorded).Select(r => new DeskItem($"{(office ? "登记政府批准" : "查看报请批准的名单")}：{r.Name}", HonoursLinks.Manage(r.RoundId))),
            .. rounds.Where(r => office && r.Recorded && !r.Proclaimed).Select(r => new DeskItem($"公布获奖名单：{r.Name}", HonoursLinks.Manage(r.RoundId))),
            .. rounds.Where(r => office && r.PrizesOpen > 0).Select(r => new DeskItem($"发放奖金：{r.Name}", HonoursLinks.Manage(r.RoundId), Count: r.PrizesOpen)),
        ];
    }
}
