using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Presentations;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.Presentations;

/// <summary>记录演讲陈述: by the leader; may be written several times until confirmed.</summary>
public sealed class RecordPresentation(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, PresentationRecord record, Actor actor, CancellationToken cancellationToken)
    {
        var review = await cases.GetAsync(applicationId, Stage.Presentation, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, Stage.Presentation, "记录演讲陈述");
        var now = time.GetUtcNow();
        var presentation = await db.Set<Presentation>().SingleOrDefaultAsync(p => p.ApplicationId == applicationId, cancellationToken);
        if (presentation is null)
        {
            presentation = Presentation.Start(Guid.CreateVersion7(now), applicationId);
            db.Add(presentation);
        }

        presentation.Write(record, review.Leader, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>确认演讲陈述结果: recorded, every sheet in, every difference agreed; the case goes on.</summary>
public sealed class SignPresentation(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        var review = await cases.GetAsync(applicationId, Stage.Presentation, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, Stage.Presentation, "确认演讲陈述结果");
        var presentation = await db.Set<Presentation>().SingleOrDefaultAsync(p => p.ApplicationId == applicationId, cancellationToken)
            ?? throw new RefusedException("presentation-missing", "请先填写演讲陈述记录，再确认结果。");
        var now = time.GetUtcNow();
        presentation.Sign(review.Leader, actor, now);
        var result = review.Result;
        review.RequireReview().Close(review.Progress, result, now);
        review.Application.Advance(Stage.Presentation, review.Rules, new CaseEvent(applicationId, "SignPresentation", actor, now, $"确认演讲陈述结果，得分 {result.Points:0.00}")
        {
            PublicText = "演讲陈述结束", NewValue = result.How,
        });
        await cases.OpenNextAsync(review, actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
