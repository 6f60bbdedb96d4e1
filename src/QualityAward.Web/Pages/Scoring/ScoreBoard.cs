using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>
/// The scores of a round (综合得分), always recomputed from the raw marks of submitted sheets that are not void and from the agreed values: three
/// queries whatever the number of cases. Rights are the caller's: it shows no expert and no comment.
/// </summary>
public sealed class ScoreBoard(QualityAwardDbContext db) : IOperation
{
    /// <summary>Every case of the round whose review has opened, whatever became of it.</summary>
    public Task<IReadOnlyList<CaseScore>> ForRoundAsync(RoundRules rules, CancellationToken cancellationToken) => OfAsync(rules, null, cancellationToken);

    /// <summary>One case; stages without a result are open.</summary>
    public async Task<CaseScore?> ForCaseAsync(RoundRules rules, Guid applicationId, CancellationToken cancellationToken) =>
        (await OfAsync(rules, applicationId, cancellationToken)).SingleOrDefault();

    private async Task<IReadOnlyList<CaseScore>> OfAsync(RoundRules rules, Guid? only, CancellationToken cancellationToken)
    {
        var reviews = await db.Set<StageReview>().AsNoTracking()
            .Where(r => r.RoundId == rules.RoundId && (only == null || r.ApplicationId == only))
            .Select(r => new { r.ApplicationId, r.Stage, IsClosed = r.ClosedAt != null, r.Consensus })
            .ToListAsync(cancellationToken);
        var sheets = (await db.Set<ScoreSheet>().AsNoTracking()
            .Where(s => s.RoundId == rules.RoundId && (only == null || s.ApplicationId == only) && s.State == SheetState.Submitted && s.VoidReason == null)
            .Select(s => new { s.ApplicationId, s.Stage, s.Marks })
            .ToListAsync(cancellationToken)).ToLookup(s => (s.ApplicationId, s.Stage), s => s.Marks);
        var cases = await db.Applications
            .Where(a => a.RoundId == rules.RoundId && (only == null || a.Id == only))
            .Select(a => new { a.Id, a.Track, a.CriteriaVariant })
            .ToDictionaryAsync(a => a.Id, cancellationToken);

        return
        [
            .. reviews.GroupBy(r => r.ApplicationId).OrderBy(c => c.Key).Select(c => CaseScoring.Of(
                c.Key, cases[c.Key].Track, cases[c.Key].CriteriaVariant, rules, [.. c.Select(r => new StageMarks(r.Stage, r.IsClosed, [.. sheets[(r.ApplicationId, r.Stage)]], r.Consensus))])),
        ];
    }
}
