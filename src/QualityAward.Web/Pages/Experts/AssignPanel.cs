using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Experts;

/// <summary>分配评审任务: gives accepted applications to a panel; each member gets a seat and must declare before anything opens.</summary>
public sealed class AssignPanel(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    /// <param name="applicationIds">Null: every accepted application of the panel's track that has no panel yet.</param>
    /// <returns>How many were assigned.</returns>
    public async Task<int> RunAsync(Guid panelId, IReadOnlyCollection<Guid>? applicationIds, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageExperts);
        var panel = await db.Set<Panel>().Include(p => p.Members).SingleOrDefaultAsync(p => p.Id == panelId && p.AuthorityCode == actor.AuthorityCode, cancellationToken)
            ?? throw new RefusedException("no-such-panel", "找不到该专家组。");
        var accepted = db.VisibleApplications(actor).Where(a => a.RoundId == panel.RoundId && a.Position.Stage == Stage.DocumentReview && a.Position.Ending == null);
        var chosen = await (applicationIds is null
                ? accepted.Where(a => a.Track == panel.Track && !db.Set<Assignment>().Any(x => x.ApplicationId == a.Id))
                : accepted.Where(a => applicationIds.Contains(a.Id)))
            .Select(a => new { a.Id, a.Track }).ToListAsync(cancellationToken);
        if (chosen.Count == 0 || (applicationIds is not null && chosen.Count != applicationIds.Distinct().Count()))
        {
            throw new RefusedException("nothing-to-assign", applicationIds is null ? "没有待分配的已受理申报。" : "所选申报中有的未受理或不在资料审查环节，不能分配。");
        }

        var ids = chosen.ConvertAll(c => c.Id);
        if (await db.Set<Assignment>().AnyAsync(x => ids.Contains(x.ApplicationId), cancellationToken))
        {
            throw new RefusedException("already-assigned", "所选申报中有的已分配给专家组，不能重复分配。");
        }

        var now = time.GetUtcNow();
        foreach (var application in chosen)
        {
            db.Add(Assignment.Of(Guid.CreateVersion7(now), panel, application.Id, application.Track, actor, now));
            db.AddRange(panel.Members.Select(m => Seat.On(Guid.CreateVersion7(now), panel.RoundId, application.Id, panel.Id, m.ExpertId, m.IsLeader, now)));
        }

        await db.SaveChangesAsync(cancellationToken);
        return chosen.Count;
    }
}
