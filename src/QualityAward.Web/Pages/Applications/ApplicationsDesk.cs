using System.Text.Json;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
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

        var writable = db.WritableApplications(actor);
        yield return new DeskQuery(
            db.Set<Collaborator>().Where(c => c.InviteeId == actor.UserId && c.State == CollaboratorState.Invited).Join(db.Applications, c => c.ApplicationId, a => a.Id, (c, a) => new { c.Id, a.ApplicantName, c.ExpiresAt }),
            static (row, desk) =>
            {
                var expires = row.GetFieldValue<DateTimeOffset>(2);
                if (desk.Now < expires)
                {
                    desk.Items.Add(new DeskItem($"答复协作邀请：{row.GetString(1)}", ApplicationLinks.Invitation(row.GetGuid(0).ToString()), ChinaCalendar.DateOf(expires)));
                }
            });
        yield return new DeskQuery(
            db.VisibleApplications(actor).Where(a => a.HandoverTo == actor.UserId).Select(a => new { a.Id, a.ApplicantName }),
            static (row, desk) => desk.Items.Add(new DeskItem($"确认是否接任申报负责人：{row.GetString(1)}", ApplicationLinks.Collaborators(row.GetGuid(0)))));
        yield return new DeskQuery(
            writable.Where(a => a.Position.Ending == null)
                .SelectMany(a => a.Corrections.Where(c => c.ClosedAt == null && c.DueOn >= today), (a, c) => new { a.Id, a.RoundId, c.DueOn })
                .Join(db.Rounds, c => c.RoundId, r => r.Id, (c, r) => new { c.Id, r.Name, c.DueOn }),
            static (row, desk) => desk.Items.Add(new DeskItem($"补正申报材料：{row.GetString(1)}", ApplicationLinks.Overview(row.GetGuid(0)), row.GetFieldValue<DateOnly>(2))));
        yield return new DeskQuery(
            db.VisibleApplications(actor).Where(a => a.Position.Ending != Ending.Withdrawn)
                .Join(db.Rounds.Where(r => r.State == RoundState.Published), a => a.RoundId, r => r.Id,
                    (a, r) => new { a.Id, a.PartyId, r.Name, r.ClosesOn, r.LateAccesses, GoesOn = a.Position.Stage == Stage.Application && a.Position.Ending == null && writable.Any(w => w.Id == a.Id), a.RoundId, IsOwn = db.Users.Any(u => u.Id == actor.UserId && u.PartyId == a.PartyId) }),
            static (row, desk) =>
            {
                var (id, goesOn) = (row.GetGuid(0), row.GetBoolean(5));
                if (row.GetBoolean(7))
                {
                    desk.Own[row.GetGuid(6)] = new OwnApplication(id, goesOn);
                }

                var closes = ApplicationWindow.ClosesFor(row.GetGuid(1), row.GetFieldValue<DateOnly>(3), JsonSerializer.Deserialize<List<LateAccess>>(row.GetString(4), JsonColumn.Options) ?? []);
                if (goesOn && desk.Now < closes)
                {
                    desk.Items.Add(new DeskItem($"填写并提交申报：{row.GetString(2)}", ApplicationLinks.Overview(id), ChinaCalendar.DateOf(closes.AddTicks(-1))));
                }
            });
    }
}
