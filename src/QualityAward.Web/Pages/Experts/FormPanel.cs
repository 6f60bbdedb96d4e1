using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Experts;

/// <summary>组建专家组.</summary>
public sealed class FormPanel(QualityAwardDbContext db, RoundRulesReader rounds, TimeProvider time) : IOperation
{
    public async Task<Guid> RunAsync(Guid roundId, Track track, string name, IReadOnlyList<Guid> memberIds, Guid leaderId, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await rounds.FindAsync(roundId, cancellationToken) ?? throw new InvalidInputException("Input.RoundId", "请选择年度评奖。");
        var known = await db.Set<Expert>().CountAsync(e => e.AuthorityCode == rules.Round.AuthorityCode && memberIds.Contains(e.Id), cancellationToken);
        if (known != memberIds.Distinct().Count())
        {
            throw new InvalidInputException("Input.Members", "请从本机关的专家库中选择成员。");
        }

        var now = time.GetUtcNow();
        var panel = Panel.Form(Guid.CreateVersion7(now), rules, track, name, memberIds, leaderId, actor, now);
        db.Add(panel);
        await db.SaveChangesAsync(cancellationToken);
        return panel.Id;
    }
}
