using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>The office's desk: what waits for publication, objections by due date, notices that are over.</summary>
public sealed class PublicNoticesDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.ManageNotices))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.RoundsToPublish(actor).Select(r => new { r.RoundId, r.Name, r.Cases }),
            static (row, desk) => desk.Items.Add(new DeskItem($"发布公示：{row.GetString(1)}", DecisionLinks.PublishNotice(row.GetGuid(0)), Count: row.GetInt32(2))));
        yield return new DeskQuery(
            db.Set<Objection>().Where(o => o.AuthorityCode == actor.AuthorityCode && o.State == ObjectionState.Filed)
                .OrderBy(o => o.DueOn).Select(o => new { o.Id, o.Number, o.DueOn }).Take(20),
            static (row, desk) => desk.Items.Add(new DeskItem($"核实第 {row.GetInt32(1)} 号异议", DecisionLinks.Objection(row.GetGuid(0)), row.GetFieldValue<DateOnly>(2))));
        yield return new DeskQuery(
            db.Set<Notice>()
                .Where(n => n.AuthorityCode == actor.AuthorityCode && n.EndedAt == null && n.LastDay < today && !db.Set<Objection>().Any(o => o.NoticeId == n.Id && o.State == ObjectionState.Filed))
                .Select(n => new { n.Id, n.Title }),
            static (row, desk) => desk.Items.Add(new DeskItem($"登记公示期满：{row.GetString(1)}", DecisionLinks.Notice(row.GetGuid(0)))));
    }
}
