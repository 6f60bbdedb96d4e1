using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Saves a section of the pre-review form (预审).</summary>
public sealed class PreReviewApplication(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    /// <param name="expectedVersion">The section's version that the person saw; 0 for one never saved.</param>
    public async Task RunAsync(Guid applicationId, string sectionId, Answers answers, int expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        recommendation.PreReview(sectionId, answers, expectedVersion, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
