using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.SiteVisits;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.SiteVisits;

/// <summary>记录现场评审: by the leader; may be written several times until signed.</summary>
public sealed class RecordSiteVisit(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, VisitRecord record, Actor actor, CancellationToken cancellationToken)
    {
        var review = await cases.GetAsync(applicationId, Stage.SiteVisit, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, Stage.SiteVisit, "记录现场评审");
        var now = time.GetUtcNow();
        var visit = await db.Set<SiteVisit>().SingleOrDefaultAsync(v => v.ApplicationId == applicationId, cancellationToken);
        if (visit is null)
        {
            visit = SiteVisit.Start(Guid.CreateVersion7(now), applicationId);
            db.Add(visit);
        }

        visit.Write(record, review.Leader, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>签署现场评审结果: every issue answered, every sheet in, every difference agreed; the case goes on.</summary>
public sealed class SignSiteReport(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        var review = await cases.GetAsync(applicationId, Stage.SiteVisit, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, Stage.SiteVisit, "签署现场评审结果");
        var visit = await db.Set<SiteVisit>().SingleOrDefaultAsync(v => v.ApplicationId == applicationId, cancellationToken)
            ?? throw new RefusedException("visit-missing", "请先填写现场评审记录，再签署结果。");
        var documents = await cases.GetAsync(applicationId, Stage.DocumentReview, actor, cancellationToken);
        var now = time.GetUtcNow();
        visit.Sign(documents.VisitIssues(), review.Leader, actor, now);
        var result = review.Result;
        review.RequireReview().Close(review.Progress, result, now);
        review.Application.Advance(Stage.SiteVisit, review.Rules, new CaseEvent(applicationId, "SignSiteReport", actor, now, $"签署现场评审结果，得分 {result.Points:0.00}")
        {
            PublicText = "现场评审结束", NewValue = result.How,
        });
        await cases.OpenNextAsync(review, actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
