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
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.ManageHonours) && !RolePermissions.Allows(actor.Role, Permission.ViewApproval))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.Set<Notice>().Where(n => n.AuthorityCode == actor.AuthorityCode && n.EndedAt != null)
                .Select(n => new
                {
                    n.RoundId,
                    Name = db.Rounds.Where(r => r.Id == n.RoundId).Select(r => r.Name).First(),
                    Recorded = db.Set<Approval>().Any(a => a.RoundId == n.RoundId),
                    Proclaimed = db.Set<Approval>().Any(a => a.RoundId == n.RoundId && a.ProclaimedAt != null),
                    PrizesOpen = db.Set<PrizeDue>().Count(p => p.RoundId == n.RoundId && p.PaidOn == null),
                })
                .Where(r => !r.Proclaimed || r.PrizesOpen > 0),
            static (row, desk) => Read(desk, row.GetGuid(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.GetInt32(4)));
    }

    private static void Read(Desk desk, Guid round, string name, bool recorded, bool proclaimed, int prizesOpen)
    {
        var office = RolePermissions.Allows(desk.Actor.Role, Permission.ManageHonours);
        if (!recorded)
        {
            desk.Items.Add(new DeskItem($"{(office ? "登记政府批准" : "查看报请批准的名单")}：{name}", HonoursLinks.Manage(round)));
        }
        else if (office && !proclaimed)
        {
            desk.Items.Add(new DeskItem($"公布获奖名单：{name}", HonoursLinks.Manage(round)));
        }

        if (office && prizesOpen > 0)
        {
            desk.Items.Add(new DeskItem($"发放奖金：{name}", HonoursLinks.Manage(round), Count: prizesOpen));
        }
    }
}
