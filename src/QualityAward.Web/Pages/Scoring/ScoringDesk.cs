using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>What waits for experts, leaders and the office in the review (评审待办).</summary>
public sealed class ScoringDesk(QualityAwardDbContext db) : IDeskSource
{
    private static readonly Stage[] ScoredStages = [Stage.DocumentReview, Stage.SiteVisit, Stage.Presentation];

    public async Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken) => actor.Role switch
    {
        Role.Expert => await OfExpertAsync(actor, cancellationToken),
        Role.Office => await OfOfficeAsync(actor, cancellationToken),
        _ => [],
    };

    private async Task<IReadOnlyList<DeskItem>> OfExpertAsync(Actor actor, CancellationToken cancellationToken)
    {
        var items = new List<DeskItem>();
        var declare = await db.Set<Seat>().Where(s => s.ExpertId == actor.UserId && s.State == SeatState.ToDeclare)
            .Join(db.Applications.Where(a => a.Position.Ending == null), s => s.ApplicationId, a => a.Id, (s, a) => new { a.Id, a.ApplicantName }).OrderBy(a => a.ApplicantName).ToListAsync(cancellationToken);
        items.AddRange(declare.Select(a => new DeskItem($"签署利害关系声明：{a.ApplicantName}", ScoringLinks.Declare(a.Id))));

        var open = db.VisibleApplications(actor).Where(a => a.Position.Ending == null);
        var score = await open.Where(a => db.Set<ScoreSheet>().Any(s => s.ApplicationId == a.Id && s.Stage == a.Position.Stage && s.ExpertId == actor.UserId && s.State == SheetState.Draft && s.VoidReason == null))
            .Select(a => new { a.Id, a.ApplicantName, a.Position.Stage }).OrderBy(a => a.ApplicantName).ToListAsync(cancellationToken);
        items.AddRange(score.Select(a => new DeskItem($"{StageNames.Of(a.Stage)}评分：{a.ApplicantName}", ScoringLinks.Workspace(a.Id, a.Stage))));

        var led = open.Where(a => db.Set<Seat>().Any(s => s.ApplicationId == a.Id && s.ExpertId == actor.UserId && s.IsLeader && s.State == SeatState.Cleared));
        var ready = await led.Where(a => ScoredStages.Contains(a.Position.Stage) && db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == a.Position.Stage && r.ClosedAt == null)
                && !db.Set<Seat>().Any(s => s.ApplicationId == a.Id && (s.State == SeatState.ToDeclare || s.State == SeatState.Cleared)
                    && !db.Set<ScoreSheet>().Any(x => x.ApplicationId == a.Id && x.Stage == a.Position.Stage && x.ExpertId == s.ExpertId && x.State == SheetState.Submitted && x.VoidReason == null)))
            .Select(a => new { a.Id, a.ApplicantName, a.Position.Stage }).OrderBy(a => a.ApplicantName).ToListAsync(cancellationToken);
        items.AddRange(ready.Select(a => new DeskItem($"{StageNames.Of(a.Stage)}合议：{a.ApplicantName}", ScoringLinks.Consensus(a.Id, a.Stage))));

        var report = await led.Where(a => a.Position.Stage == Stage.PanelReport).Select(a => new { a.Id, a.ApplicantName }).OrderBy(a => a.ApplicantName).ToListAsync(cancellationToken);
        items.AddRange(report.Select(a => new DeskItem($"撰写专家组评审报告：{a.ApplicantName}", ScoringLinks.Report(a.Id))));
        return items;
    }

    private async Task<IReadOnlyList<DeskItem>> OfOfficeAsync(Actor actor, CancellationToken cancellationToken)
    {
        var open = db.VisibleApplications(actor).Where(a => a.Position.Ending == null);
        var inReview = open.Where(a => a.Position.Stage == Stage.DocumentReview);
        var unassigned = await inReview.CountAsync(a => !db.Set<Assignment>().Any(x => x.ApplicationId == a.Id), cancellationToken);
        var notOpened = await inReview.CountAsync(
            a => db.Set<Assignment>().Any(x => x.ApplicationId == a.Id) && !db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == Stage.DocumentReview), cancellationToken);
        var toClose = await inReview.CountAsync(
            a => db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == Stage.DocumentReview && r.ClosedAt == null)
                && !db.Set<Seat>().Any(s => s.ApplicationId == a.Id && (s.State == SeatState.ToDeclare || s.State == SeatState.Cleared)
                    && !db.Set<ScoreSheet>().Any(x => x.ApplicationId == a.Id && x.Stage == Stage.DocumentReview && x.ExpertId == s.ExpertId && x.State == SheetState.Submitted && x.VoidReason == null)),
            cancellationToken);
        var leaderless = await open.Where(a => (ScoredStages.Contains(a.Position.Stage) || a.Position.Stage == Stage.PanelReport)
                && db.Set<Seat>().Any(s => s.ApplicationId == a.Id && s.IsLeader && s.State == SeatState.Recused))
            .Select(a => new { a.Id, a.ApplicantName }).OrderBy(a => a.ApplicantName).ToListAsync(cancellationToken);

        var items = new List<DeskItem>();
        Add(unassigned, "为已受理的申报分配专家组", "/experts/panels");
        Add(notOpened, "开始资料审查", "/scoring");
        Add(toClose, "资料审查评分已全部提交，待合议或结束", "/scoring?at=DocumentReview");
        items.AddRange(leaderless.Select(a => new DeskItem($"组长已回避，请补选组长：{a.ApplicantName}", ScoringLinks.Seats(a.Id))));
        return items;

        void Add(int count, string title, string url)
        {
            if (count > 0)
            {
                items.Add(new DeskItem(title, url, Count: count));
            }
        }
    }
}
