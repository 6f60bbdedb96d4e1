using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.DocumentReviews;

/// <summary>开始资料审查: for every assigned application of a panel whose review is not open yet.</summary>
public sealed class OpenDocumentReview(QualityAwardDbContext db, RoundRulesReader rounds, ReviewCases cases, TimeProvider time) : IOperation
{
    /// <returns>How many reviews were opened.</returns>
    public async Task<int> RunAsync(Guid panelId, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageReview);
        var panel = await db.Set<Panel>().Include(p => p.Members).SingleOrDefaultAsync(p => p.Id == panelId && p.AuthorityCode == actor.AuthorityCode, cancellationToken)
            ?? throw new RefusedException("no-such-panel", "找不到该专家组。");
        var rules = await rounds.GetAsync(panel.RoundId, cancellationToken);
        if (!rules.Criteria(panel.Track).HasPoints)
        {
            throw new RefusedException("criteria-without-points", $"{TrackNames.Of(panel.Track)}类评价准则尚未设定分值，不能开始评审；请先在年度设置中补充。", rules.Criteria(panel.Track).Title);
        }

        if (panel.Members.Count != rules.PanelSize(panel.Track))
        {
            throw new RefusedException("panel-size", $"“{panel.Name}”的人数与本届设置不符，不能开始评审。");
        }

        rules.Settings.Aggregation.Required("评分汇总方法");
        rules.Settings.DiscussSpread.Required("需要合议的分差");
        var assigned = await db.VisibleApplications(actor)
            .Where(a => a.Position.Stage == Stage.DocumentReview && a.Position.Ending == null && db.Set<Assignment>().Any(x => x.ApplicationId == a.Id && x.PanelId == panelId))
            .Where(a => !db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == Stage.DocumentReview))
            .ToListAsync(cancellationToken);
        if (assigned.Count == 0)
        {
            throw new RefusedException("nothing-to-open", $"“{panel.Name}”没有待开始资料审查的申报，请先分配评审任务。");
        }

        if (rules.HasVariants(panel.Track) && assigned.Where(a => a.CriteriaVariant is null).Select(a => a.ApplicantName).ToList() is { Count: > 0 } open)
        {
            throw new RefusedException(
                "criteria-variant-not-chosen", $"{string.Join('、', open.Take(3))}{(open.Count > 3 ? "等" : "")}共 {open.Count} 份申报尚未确定适用的评分类别，不能开始评审。", rules.VariantClause(panel.Track));
        }

        var now = time.GetUtcNow();
        var ids = assigned.ConvertAll(a => a.Id);
        var seats = (await db.Set<Seat>().Where(s => ids.Contains(s.ApplicationId)).ToListAsync(cancellationToken)).ToLookup(s => s.ApplicationId);
        var frozen = (await db.Submissions.Where(s => ids.Contains(s.ApplicationId)).Select(s => new { s.ApplicationId, s.Id, s.Number }).ToListAsync(cancellationToken)).ToLookup(s => s.ApplicationId);
        foreach (var application in assigned)
        {
            cases.OpenStage(application, Stage.DocumentReview, panelId, seats[application.Id], frozen[application.Id].MaxBy(s => s.Number)!.Id, actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        return assigned.Count;
    }
}
