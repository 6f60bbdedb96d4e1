using QualityAward.Domain;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.DocumentReviews;

/// <summary>合议: the leader records the value that the panel agreed on for one item, in any scored stage.</summary>
public sealed class ReachConsensus(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Stage stage, string item, decimal value, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var review = await cases.GetAsync(applicationId, stage, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, stage, "合议");
        review.RequireReview().Agree(item, value, reason, review.Leader, review.Progress, review.Criteria, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
