using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>保存评分: as far as it goes; items not given stay as they are.</summary>
public sealed class SaveScores(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    /// <param name="expectedVersion">The version that the page showed; null: whatever it is now.</param>
    public async Task<ScoreSheet> RunAsync(Guid applicationId, Stage stage, IReadOnlyList<Mark> marks, int? expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Score);
        var review = await cases.GetAsync(applicationId, stage, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, stage, "评分");
        review.RequireReview().RequireOpen();
        var sheet = review.SheetOf(actor.UserId) ?? throw new RefusedException("no-such-sheet", "本环节没有您的评分表。");
        sheet.Save(marks, expectedVersion ?? sheet.Version, review.Criteria, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return sheet;
    }
}

/// <summary>提交评分表: complete, with comments; from then on it never changes.</summary>
public sealed class SubmitScoreSheet(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Stage stage, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Score);
        var review = await cases.GetAsync(applicationId, stage, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, stage, "提交评分");
        review.RequireReview().RequireOpen();
        var sheet = review.SheetOf(actor.UserId) ?? throw new RefusedException("no-such-sheet", "本环节没有您的评分表。");
        sheet.Submit(review.Criteria, review.Sheets.FirstOrDefault(s => s.ExpertId == actor.UserId && s.Number == sheet.Number - 1), actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>退回评分表: by the office with a reason; the old version is kept, what was agreed on its marks must be agreed anew.</summary>
public sealed class ReturnScoreSheet(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Stage stage, Guid expertId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageReview);
        var review = await cases.GetAsync(applicationId, stage, actor, cancellationToken);
        actor.RequireAuthority(review.Application.AuthorityCode);
        Moves.RequireAt(review.Application.Position, stage, "退回评分表");
        review.RequireReview().RequireOpen();
        var sheet = review.SheetOf(expertId) ?? throw new RefusedException("no-such-sheet", "本环节没有该专家的评分表。");
        var now = time.GetUtcNow();
        db.Add(sheet.Return(Guid.CreateVersion7(now), reason, actor, now));
        review.RequireReview().WithdrawConsensus("退回评分表：" + reason.Trim(), actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
