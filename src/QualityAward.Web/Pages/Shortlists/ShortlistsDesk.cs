using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Shortlists;

/// <summary>The office's desk: rounds whose cases wait for the list.</summary>
public sealed class ShortlistsDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.ManageShortlist))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.Rounds.Where(r => r.AuthorityCode == actor.AuthorityCode && !db.Set<Shortlist>().Any(s => s.RoundId == r.Id && s.State == ShortlistState.Confirmed))
                .Select(r => new { r.Id, r.Name, Waiting = db.Applications.Count(a => a.RoundId == r.Id && a.Position.Ending == null && a.Position.Stage == Stage.Synthesis) })
                .Where(r => r.Waiting > 0),
            static (row, desk) => desk.Items.Add(new DeskItem($"拟定建议名单：{row.GetString(1)}", DecisionLinks.Shortlist(row.GetGuid(0)), Count: row.GetInt32(2))));
    }
}
