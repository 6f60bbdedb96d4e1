using Microsoft.EntityFrameworkCore;
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
public sealed class ApplicationsDesk(QualityAwardDbContext db, TimeProvider time) : IDeskSource
{
    public async Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.Apply))
        {
            return [];
        }

        var today = time.Today();
        var drafts = await db.VisibleApplications(actor).Where(a => a.Position.Ending == null && a.Position.Stage == Stage.Application)
            .Join(db.Rounds.AsNoTracking(), a => a.RoundId, r => r.Id, (a, r) => new { a.Id, a.PartyId, Round = r })
            .Where(d => d.Round.State == RoundState.Published).ToListAsync(cancellationToken);
        var corrections = await db.VisibleApplications(actor).Where(a => a.Position.Ending == null)
            .SelectMany(a => a.Corrections.Where(c => c.ClosedAt == null && c.DueOn >= today), (a, c) => new { a.Id, a.RoundId, c.DueOn })
            .Join(db.Rounds, c => c.RoundId, r => r.Id, (c, r) => new { c.Id, r.Name, c.DueOn }).ToListAsync(cancellationToken);
        return
        [
            .. corrections.Select(c => new DeskItem($"补正申报材料：{c.Name}", ApplicationLinks.Overview(c.Id), c.DueOn)),
            .. drafts.Select(d => (d.Id, Window: d.Round.WindowFor(d.PartyId))).Where(d => time.GetUtcNow() < d.Window.ClosesAt)
                .Select(d => new DeskItem($"填写并提交申报：{d.Window.Round.Name}", ApplicationLinks.Overview(d.Id), ChinaCalendar.DateOf(d.Window.ClosesAt.AddTicks(-1)))),
        ];
    }
}
