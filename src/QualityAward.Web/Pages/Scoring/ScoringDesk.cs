using System.Data.Common;
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

    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today) => actor.Role switch
    {
        Role.Expert => OfExpert(actor),
        Role.Office => OfOffice(actor),
        _ => [],
    };

    private IEnumerable<DeskQuery> OfExpert(Actor actor)
    {
        yield return new DeskQuery(
            db.Set<Seat>().Where(s => s.ExpertId == actor.UserId && s.State == SeatState.ToDeclare)
                .Join(db.Applications.Where(a => a.Position.Ending == null), s => s.ApplicationId, a => a.Id, (s, a) => new { a.Id, a.ApplicantName }).OrderBy(a => a.ApplicantName),
            static (row, desk) => desk.Items.Add(new DeskItem($"签署利害关系声明：{row.GetString(1)}", ScoringLinks.Declare(row.GetGuid(0)))));

        var open = db.VisibleApplications(actor).Where(a => a.Position.Ending == null);
        yield return new DeskQuery(
            open.Where(a => db.Set<ScoreSheet>().Any(s => s.ApplicationId == a.Id && s.Stage == a.Position.Stage && s.ExpertId == actor.UserId && s.State == SheetState.Draft && s.VoidReason == null))
                .Select(a => new { a.Id, a.ApplicantName, a.Position.Stage }).OrderBy(a => a.ApplicantName),
            static (row, desk) => desk.Items.Add(new DeskItem($"{StageNames.Of(StageOf(row))}评分：{row.GetString(1)}", ScoringLinks.Workspace(row.GetGuid(0), StageOf(row)))));

        var led = open.Where(a => db.Set<Seat>().Any(s => s.ApplicationId == a.Id && s.ExpertId == actor.UserId && s.IsLeader && s.State == SeatState.Cleared));
        yield return new DeskQuery(
            led.Where(a => ScoredStages.Contains(a.Position.Stage) && db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == a.Position.Stage && r.ClosedAt == null)
                    && !db.Set<Seat>().Any(s => s.ApplicationId == a.Id && (s.State == SeatState.ToDeclare || s.State == SeatState.Cleared)
                        && !db.Set<ScoreSheet>().Any(x => x.ApplicationId == a.Id && x.Stage == a.Position.Stage && x.ExpertId == s.ExpertId && x.State == SheetState.Submitted && x.VoidReason == null)))
                .Select(a => new { a.Id, a.ApplicantName, a.Position.Stage }).OrderBy(a => a.ApplicantName),
            static (row, desk) => desk.Items.Add(new DeskItem($"{StageNames.Of(StageOf(row))}合议：{row.GetString(1)}", ScoringLinks.Consensus(row.GetGuid(0), StageOf(row)))));
        yield return new DeskQuery(
            led.Where(a => a.Position.Stage == Stage.PanelReport).Select(a => new { a.Id, a.ApplicantName }).OrderBy(a => a.ApplicantName),
            static (row, desk) => desk.Items.Add(new DeskItem($"撰写专家组评审报告：{row.GetString(1)}", ScoringLinks.Report(row.GetGuid(0)))));
    }

    private IEnumerable<DeskQuery> OfOffice(Actor actor)
    {
        var open = db.VisibleApplications(actor).Where(a => a.Position.Ending == null);
        var inReview = open.Where(a => a.Position.Stage == Stage.DocumentReview);
        yield return new DeskQuery(
            inReview.Where(a => !db.Set<Assignment>().Any(x => x.ApplicationId == a.Id)).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("为已受理的申报分配专家组", "/experts/panels", Count: row.GetInt32(0))));
        yield return new DeskQuery(
            inReview.Where(a => db.Set<Assignment>().Any(x => x.ApplicationId == a.Id) && !db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == Stage.DocumentReview)).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("开始资料审查", "/scoring", Count: row.GetInt32(0))));
        yield return new DeskQuery(
            inReview.Where(a => db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == Stage.DocumentReview && r.ClosedAt == null)
                && !db.Set<Seat>().Any(s => s.ApplicationId == a.Id && (s.State == SeatState.ToDeclare || s.State == SeatState.Cleared)
                    && !db.Set<ScoreSheet>().Any(x => x.ApplicationId == a.Id && x.Stage == Stage.DocumentReview && x.ExpertId == s.ExpertId && x.State == SheetState.Submitted && x.VoidReason == null))).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("资料审查评分已全部提交，待合议或结束", "/scoring?at=DocumentReview", Count: row.GetInt32(0))));
        yield return new DeskQuery(
            open.Where(a => (ScoredStages.Contains(a.Position.Stage) || a.Position.Stage == Stage.PanelReport)
                    && db.Set<Seat>().Any(s => s.ApplicationId == a.Id && s.IsLeader && s.State == SeatState.Recused))
                .Select(a => new { a.Id, a.ApplicantName }).OrderBy(a => a.ApplicantName),
            static (row, desk) => desk.Items.Add(new DeskItem($"组长已回避，请补选组长：{row.GetString(1)}", ScoringLinks.Seats(row.GetGuid(0)))));
    }

    private static Stage StageOf(DbDataReader row) => Enum.Parse<Stage>(row.GetString(2));
}
