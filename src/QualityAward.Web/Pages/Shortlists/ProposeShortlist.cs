using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Shortlists;

/// <summary>Saves the draft of a round's proposed list (拟定建议名单).</summary>
public sealed class ProposeShortlist(QualityAwardDbContext db, RoundRulesReader reader, ShortlistCandidates candidates, TimeProvider time) : IOperation
{
    /// <param name="expectedVersion">Version of the list that the person saw; 0 for none; null: do not check.</param>
    public async Task<Shortlist> RunAsync(Guid roundId, ShortlistProposal proposal, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var now = time.GetUtcNow();
        var list = await db.Set<Shortlist>().SingleOrDefaultAsync(s => s.RoundId == roundId, cancellationToken);
        if (expectedVersion is { } seen && seen != (list is null ? 0 : list.Version + 1))
        {
            throw new StaleVersionException("您打开页面之后，他人已保存过建议名单。请核对最新内容后再保存。");
        }

        var isNew = list is null;
        list ??= Shortlist.For(Guid.CreateVersion7(now), rules);
        list.Propose(proposal, await candidates.ForRoundAsync(rules, cancellationToken), rules, actor, now);
        if (isNew)
        {
            db.Add(list);
        }

        await db.SaveChangesAsync(cancellationToken);
        return list;
    }
}
