using System.Text.Json;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What waits for an applicant (申报待办): drafts before the closing date, corrections before their due date.</summary>
public sealed class ApplicationsDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.Apply))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.VisibleApplications(actor).Where(a => a.Position.Ending == null)
                .SelectMany(a => a.Corrections.Where(c => c.ClosedAt == null && c.DueOn >= today), (a, c) => new { a.Id, a.RoundId, c.DueOn })
                .Join(db.Rounds, c => c.RoundId, r => r.Id, (c, r) => new { c.Id, r.Name, c.DueOn }),
            static (row, desk) => desk.Items.Add(new DeskItem($"补正申报材料：{row.GetString(1)}", ApplicationLinks.Overview(row.GetGuid(0)), row.GetFieldValue<DateOnly>(2))));
        yield return new DeskQuery(
            db.VisibleApplications(actor).Where(a => a.Position.Ending == null && a.Position.Stage == Stage.Application)
                .Join(db.Rounds.Where(r => r.State == RoundState.Published), a => a.RoundId, r => r.Id, (a, r) => new { a.Id, a.PartyId, r.Name, r.ClosesOn, r.LateAccesses }),
            static (row, desk) =>
            {
                var closes = ApplicationWindow.ClosesFor(row.GetGuid(1), row.GetFieldValue<DateOnly>(3), JsonSerializer.Deserialize<List<LateAccess>>(row.GetString(4), JsonColumn.Options) ?? []);
                if (desk.Now < closes)
                {
                    desk.Items.Add(new DeskItem($"填写并提交申报：{row.GetString(2)}", ApplicationLinks.Overview(row.GetGuid(0)), ChinaCalendar.DateOf(closes.AddTicks(-1))));
                }
            });
    }
}
