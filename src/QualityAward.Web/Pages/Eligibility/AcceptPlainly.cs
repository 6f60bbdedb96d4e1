using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>What came of accepting several at once (批量受理结果).</summary>
/// <param name="Accepted">Names of those accepted.</param>
/// <param name="Refused">Names of those not accepted, with the reason.</param>
public sealed record BulkAcceptance(IReadOnlyList<string> Accepted, IReadOnlyList<(string Name, string Reason)> Refused);

/// <summary>The office accepts those of a list that are plainly eligible (批量受理): each is tested again in this act, the others stay where they are and are named.</summary>
public sealed class AcceptPlainly(QualityAwardDbContext db, RoundRulesReader reader, EvaluateConditions evaluate, TimeProvider time) : IOperation
{
    /// <summary>As many as a page of the list shows.</summary>
    public const int Most = 25;

    public async Task<BulkAcceptance> RunAsync(IReadOnlyList<Guid> applicationIds, Actor actor, CancellationToken cancellationToken)
    {
        if (applicationIds.Count is 0 or > Most)
        {
            throw new InvalidInputException("Input.Ids", applicationIds.Count == 0 ? "请至少选择一份申报。" : $"一次最多受理 {Most} 份申报。");
        }

        // Somebody else's cases do not exist for the actor, not even as a name.
        var mine = await EligibilityQueue.Of(db, actor).AsNoTracking().Where(a => applicationIds.Contains(a.Id)).OrderBy(a => a.Position.Since).ThenBy(a => a.Id).Select(a => new { a.Id, a.ApplicantName }).ToListAsync(cancellationToken);
        var accepted = new List<string>();
        var refused = new List<(string Name, string Reason)>();
        foreach (var one in mine)
        {
            try
            {
                var now = time.GetUtcNow();
                var (application, review, rules) = await EligibilityCase.LoadAsync(db, reader, one.Id, expectedVersion: null, now, cancellationToken);
                review.AcceptPlain((await evaluate.RunAsync(application, rules, cancellationToken)).Verdicts, application, rules, actor, now);
                await db.SaveChangesAsync(cancellationToken);
                accepted.Add(one.ApplicantName);
            }
            catch (Exception e) when (e is RefusedException or StaleVersionException or InvalidInputException)
            {
                refused.Add((one.ApplicantName, e.Message));
            }

            // What was refused must not be saved along with the next one.
            db.ChangeTracker.Clear();
        }

        return new BulkAcceptance(accepted, refused);
    }
}
