using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Shortlists;

/// <summary>Confirms a round's list and sends it to the committee (确认建议名单).</summary>
public sealed class ConfirmShortlist(QualityAwardDbContext db, RoundRulesReader reader, ShortlistCandidates candidates, TimeProvider time) : IOperation
{
    private static readonly Stage[] Waiting = [.. ShortlistCandidates.UnderReview, Stage.Synthesis];

    public async Task RunAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var list = await db.Set<Shortlist>().SingleOrDefaultAsync(s => s.RoundId == roundId, cancellationToken)
            ?? throw new RefusedException("no-draft", "请先拟定并保存建议名单，再确认。");
        var cases = await db.Applications.Where(a => a.RoundId == roundId && a.Position.Ending == null && Waiting.Contains(a.Position.Stage)).ToListAsync(cancellationToken);
        list.Confirm(await candidates.ForRoundAsync(rules, cancellationToken), cases, rules, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
