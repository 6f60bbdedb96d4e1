using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>What every verb of the eligibility review works on (资格审查办理对象).</summary>
internal sealed record EligibilityCase(Application Application, EligibilityReview Review, RoundRules Rules)
{
    /// <summary>Loads the case for a change; the review is made at the first touch.</summary>
    /// <param name="expectedVersion">The review's version that the person saw (0: none yet); null for jobs and the demo.</param>
    public static async Task<EligibilityCase> LoadAsync(
        QualityAwardDbContext db, RoundRulesReader reader, Guid applicationId, int? expectedVersion, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(a => a.Corrections).SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken)
            ?? throw new RefusedException("no-such-application", "找不到该申报。");
        var review = await db.Set<EligibilityReview>().Include(r => r.Confirmed).SingleOrDefaultAsync(r => r.ApplicationId == applicationId, cancellationToken);
        if (expectedVersion is { } seen && seen != (review is null ? NoVersion : review.Version))
        {
            throw new StaleVersionException("您打开页面之后，他人已办理了同一申报的资格审查。您填写的内容仍在页面上，请核对最新结论后再提交。");
        }

        if (review is null)
        {
            review = EligibilityReview.Start(Guid.CreateVersion7(now), application);
            db.Add(review);
        }

        return new EligibilityCase(application, review, await reader.GetAsync(application, cancellationToken));
    }

    /// <summary>Version of a review that nobody has begun.</summary>
    public const int NoVersion = -1;
}
