using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.DocumentReviews;

/// <summary>结束资料审查: all sheets in, all differences agreed; the case goes on to the site visit or presentation and its sheets open.</summary>
public sealed class CloseDocumentReview(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageReview);
        var review = await cases.GetAsync(applicationId, Stage.DocumentReview, actor, cancellationToken);
        actor.RequireAuthority(review.Application.AuthorityCode);
        Moves.RequireAt(review.Application.Position, Stage.DocumentReview, "结束资料审查");
        var now = time.GetUtcNow();
        var result = review.Result;
        review.RequireReview().Close(review.Progress, result, now);
        review.Application.Advance(Stage.DocumentReview, review.Rules, new CaseEvent(applicationId, "CloseDocumentReview", actor, now, $"结束资料审查，得分 {result.Points:0.00}")
        {
            PublicText = "资料审查结束", NewValue = result.How,
        });
        await cases.OpenNextAsync(review, actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>资料审查不通过: the office ends the case with a reason.</summary>
public sealed class EndDocumentReview(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageReview);
        var review = await cases.GetAsync(applicationId, Stage.DocumentReview, actor, cancellationToken);
        actor.RequireAuthority(review.Application.AuthorityCode);
        Moves.RequireAt(review.Application.Position, Stage.DocumentReview, "资料审查不通过");
        var now = time.GetUtcNow();
        review.RequireReview().Close(review.Progress, review.Result, now);
        review.Application.End(Ending.NotShortlisted, reason, "EndDocumentReview", "资料审查未通过", actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
