using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.SiteVisits;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>One case in one scored stage, as a verb or page needs it (评审案卷).</summary>
public sealed record ReviewCase(Application Application, RoundRules Rules, Stage Stage, IReadOnlyList<Seat> Seats, StageReview? Review, IReadOnlyList<ScoreSheet> Sheets)
{
    public CriteriaSet Criteria => Rules.Criteria(Application.Track, Application.CriteriaVariant);

    /// <summary>The variant of the criteria that the case is judged by (评分类别); null where they have none.</summary>
    public string? VariantTitle => Rules.VariantTitle(Application.Track, Application.CriteriaVariant);

    /// <summary>The leader's seat, also after a recusal and until somebody takes over; null: none.</summary>
    public Seat? Leader => Seats.FirstOrDefault(s => s.IsLeader);

    public PanelProgress Progress => PanelProgress.Of(Seats, Sheets);

    /// <summary>The stage's result from the sheets that count.</summary>
    public StageResult Result => CaseScoring.Result(
        Rules, Application.Track, Application.CriteriaVariant, new StageMarks(Stage, Review?.ClosedAt is not null, [.. Sheets.Where(s => s.Counts).Select(s => s.Marks)], Review?.Consensus ?? []));

    public bool IsLeader(Actor actor) => Leader is { State: SeatState.Cleared } leader && leader.ExpertId == actor.UserId;

    /// <summary>The newest version of an expert's sheet.</summary>
    public ScoreSheet? SheetOf(Guid expertId) => Sheets.Where(s => s.ExpertId == expertId).MaxBy(s => s.Number);

    public StageReview RequireReview() => Review ?? throw new RefusedException("review-not-open", $"{StageNames.Of(Stage)}尚未开始。");

    /// <summary>What the experts of this stage want looked into on site.</summary>
    public IReadOnlyList<VisitIssue> VisitIssues() =>
    [
        .. Criteria.Items.SelectMany(i => Sheets.Where(s => s.Counts).OrderBy(s => s.Id)
            .Select(s => (Sheet: s, Mark: s.Mark(i.Code)))
            .Where(m => !string.IsNullOrWhiteSpace(m.Mark?.VisitIssue))
            .Select(m => new VisitIssue($"{m.Sheet.Id:N}:{i.Code}", i.Code, m.Mark!.VisitIssue!))),
    ];
}

/// <summary>Loads review cases under the actor's rights (评审案卷读取).</summary>
public sealed class ReviewCases(QualityAwardDbContext db, RoundRulesReader rounds) : IOperation
{
    /// <summary>The case, or null when the actor may not see it.</summary>
    public async Task<ReviewCase?> FindAsync(Guid applicationId, Stage stage, Actor actor, CancellationToken cancellationToken)
    {
        var application = await db.VisibleApplications(actor).SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken);
        return application is null ? null : await OfAsync(application, stage, cancellationToken);
    }

    public async Task<ReviewCase> GetAsync(Guid applicationId, Stage stage, Actor actor, CancellationToken cancellationToken) =>
        await FindAsync(applicationId, stage, actor, cancellationToken) ?? throw NoSuchCase();

    /// <summary>The case at the stage it is in now.</summary>
    public async Task<ReviewCase> GetCurrentAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        var application = await db.VisibleApplications(actor).SingleOrDefaultAsync(a => a.Id == applicationId, cancellationToken) ?? throw NoSuchCase();
        return await OfAsync(application, application.Position.Stage, cancellationToken);
    }

    public static RefusedException NoSuchCase() => new("no-such-case", "找不到该申报，或者您无权办理。");

    /// <summary>Opens a scored stage: its review and an empty sheet for each active seat. Called when a case comes to that stage.</summary>
    public void OpenStage(Application application, Stage stage, Guid panelId, IEnumerable<Seat> seats, Guid submissionId, Actor actor, DateTimeOffset now)
    {
        db.Add(StageReview.Open(Guid.CreateVersion7(now), application.RoundId, application.Id, panelId, stage, actor, now));
        db.AddRange(seats.Where(s => s.IsActive).Select(s => ScoreSheet.Open(Guid.CreateVersion7(now), application.RoundId, application.Id, stage, s.ExpertId, submissionId, now)));
    }

    /// <summary>Opens the stage that a case has just come to, when it is a scored one.</summary>
    public async Task OpenNextAsync(ReviewCase review, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stage = review.Application.Position.Stage;
        if (RoundChecklist.ScoredStages(review.Rules.Track(review.Application.Track)).Contains(stage))
        {
            OpenStage(review.Application, stage, review.RequireReview().PanelId, review.Seats, await FrozenAsync(review.Application.Id, cancellationToken), actor, now);
        }
    }

    /// <summary>The newest frozen submission, which is what experts judge.</summary>
    public async Task<Guid> FrozenAsync(Guid applicationId, CancellationToken cancellationToken) =>
        await db.Submissions.Where(s => s.ApplicationId == applicationId).OrderByDescending(s => s.Number).Select(s => s.Id).FirstAsync(cancellationToken);

    /// <summary>
    /// Takes the sheets of an expert who stands aside out of every result of the case; what was agreed in a review that is still open rested on them and
    /// must be agreed anew.
    /// </summary>
    public async Task VoidSheetsAsync(Guid applicationId, Guid expertId, string reason, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var sheet in await db.Set<ScoreSheet>().Where(s => s.ApplicationId == applicationId && s.ExpertId == expertId && s.VoidReason == null).ToListAsync(cancellationToken))
        {
            sheet.Void(reason, actor, now);
        }

        foreach (var open in await db.Set<StageReview>().Where(r => r.ApplicationId == applicationId && r.ClosedAt == null).ToListAsync(cancellationToken))
        {
            open.WithdrawConsensus(reason, actor, now);
        }
    }

    private async Task<ReviewCase> OfAsync(Application application, Stage stage, CancellationToken cancellationToken)
    {
        var rules = await rounds.GetAsync(application, cancellationToken);
        var seats = await db.Set<Seat>().Where(s => s.ApplicationId == application.Id).OrderBy(s => s.SeatedAt).ThenBy(s => s.Id).ToListAsync(cancellationToken);
        var review = await db.Set<StageReview>().SingleOrDefaultAsync(r => r.ApplicationId == application.Id && r.Stage == stage, cancellationToken);
        var sheets = await db.Set<ScoreSheet>().Where(s => s.ApplicationId == application.Id && s.Stage == stage).OrderBy(s => s.OpenedAt).ThenBy(s => s.Id).ToListAsync(cancellationToken);
        return new ReviewCase(application, rules, stage, seats, review, sheets);
    }
}
