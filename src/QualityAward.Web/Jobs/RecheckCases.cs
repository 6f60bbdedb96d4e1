using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Eligibility;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Eligibility;

namespace QualityAward.Web.Jobs;

/// <summary>Looks at every accepted case once a day (每日资格复核), so that new incidents and bars stand on the office's desk before it asks.</summary>
public sealed class RecheckCases(QualityAwardDbContext db, RecheckEligibility recheck, TimeProvider time) : IOperation, IJob
{
    /// <summary>True when there was one to look at.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var today = ChinaCalendar.StartOf(time.Today());
        var id = await db.Set<EligibilityReview>().Where(r => r.Decision == EligibilityDecision.Accepted && (r.RecheckedAt ?? r.DecidedAt) < today)
            .Join(db.Applications.Where(a => a.Position.Ending == null && RecheckEligibility.Stages.Contains(a.Position.Stage)), r => r.ApplicationId, a => a.Id, (r, a) => new { a.Id, r.RecheckedAt })
            .OrderBy(a => a.RecheckedAt).ThenBy(a => a.Id).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(cancellationToken);
        if (id is not { } applicationId)
        {
            return false;
        }

        try
        {
            await recheck.CaseAsync(applicationId, Actor.System, cancellationToken);
        }
        catch (StaleVersionException)
        {
            // Another instance, or the office itself, was quicker.
        }

        return true;
    }
}
