using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Reports;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.Reports;

/// <summary>提交专家组评审报告: by the leader; the scores go in by themselves and the case goes on to the synthesis.</summary>
public sealed class WritePanelReport(QualityAwardDbContext db, ReviewCases cases, ScoreBoard scores, TimeProvider time) : IOperation
{
    /// <param name="recommendedTier">Code of a tier of the programme; null: no recommendation.</param>
    public async Task RunAsync(
        Guid applicationId, string? strengths, string? opportunities, string? recommendedTier, string? recommendation, Actor actor, CancellationToken cancellationToken)
    {
        var review = await cases.GetAsync(applicationId, Stage.PanelReport, actor, cancellationToken);
        Moves.RequireAt(review.Application.Position, Stage.PanelReport, "提交专家组评审报告");
        var score = await scores.ForCaseAsync(review.Rules, applicationId, cancellationToken) ?? throw new RefusedException("score-open", "该申报还没有评审得分。");
        var now = time.GetUtcNow();
        var tiers = review.Rules.Pack.Tiers.ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);
        var report = PanelReport.Write(
            Guid.CreateVersion7(now), score, tiers.Keys.ToHashSet(StringComparer.Ordinal), strengths, opportunities, recommendedTier, recommendation, review.Leader, actor, now);
        db.Add(report);
        review.Application.Advance(Stage.PanelReport, review.Rules, new CaseEvent(
            applicationId, "WritePanelReport", actor, now, $"提交专家组评审报告，综合得分 {score.Total:0.00}，{(recommendedTier is null ? "不予推荐" : "推荐" + tiers[recommendedTier])}")
        {
            PublicText = "专家组评审结束", NewValue = string.Join("；", score.Stages.Select(s => $"{StageNames.Of(s.Stage)} {s.Points:0.00}×{s.WeightPercent:0.##}%")),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
