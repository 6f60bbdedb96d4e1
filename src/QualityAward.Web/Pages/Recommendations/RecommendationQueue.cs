using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>How far the departments are with an applicant (部门意见情况筛选).</summary>
public enum OpinionsFilter
{
    /// <summary>尚未征求.</summary>
    NotAsked,

    /// <summary>等待答复.</summary>
    Waiting,

    /// <summary>有逾期未答复.</summary>
    Overdue,

    /// <summary>意见已齐.</summary>
    Complete,

    /// <summary>有不良记录.</summary>
    Adverse,
}

/// <summary>Order of the queue (列表排序).</summary>
public enum RecommendationOrder
{
    /// <summary>待办的在前: what is the unit's turn, the oldest first; then the rest, the newest first.</summary>
    Pending,

    /// <summary>先提交的在前.</summary>
    Submitted,

    /// <summary>后提交的在前.</summary>
    Newest,

    /// <summary>按名称.</summary>
    Name,

    /// <summary>最早的答复期限在前.</summary>
    Due,
}

/// <summary>Opinions that must be there before a round's applicants are recommended (必征意见).</summary>
internal sealed record NeededOpinions(Guid RoundId, string[] Kinds);

/// <summary>The actor's applications with how far their recommendation is (推荐队列): list and desk count alike.</summary>
internal static class RecommendationQueue
{
    public static IQueryable<QueuedApplication> Of(QualityAwardDbContext db, Actor actor) =>
        from application in db.VisibleApplications(actor)
        join found in db.Set<Recommendation>() on application.Id equals found.ApplicationId into recommendations
        from recommendation in recommendations.DefaultIfEmpty()
        select new QueuedApplication { Application = application, RecommendedAt = recommendation.RecommendedAt, EndorsedOn = recommendation.EndorsedOn, Rank = recommendation.Rank };

    /// <summary>What a unit has recommended and what still counts (占用名额): handed in, or open; not what was withdrawn or declined before.</summary>
    public static IQueryable<Application> Recommended(QualityAwardDbContext db, string unit) => db.Applications.Where(a => a.ChannelCode == unit
        && db.Set<Recommendation>().Any(r => r.ApplicationId == a.Id && r.RecommendedAt != null && (r.BatchId != null || a.Position.Ending == null)));

    public static IQueryable<QueuedApplication> Filter(IQueryable<QueuedApplication> query, RecommendationFilter filter) => filter switch
    {
        RecommendationFilter.All => query,
        RecommendationFilter.PreReview => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt == null),
        RecommendationFilter.Signing => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt != null && x.EndorsedOn == null),
        RecommendationFilter.ToHandIn => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.EndorsedOn != null),
        RecommendationFilter.Sent => query.Where(x => x.Application.Position.Ending == null && x.Application.Position.Stage != Stage.Recommendation),
        RecommendationFilter.Ended => query.Where(x => x.Application.Position.Ending != null),
    };

    /// <param name="needed">For <see cref="OpinionsFilter.Complete"/>: what must be there; rounds that are not named need nothing in particular.</param>
    public static IQueryable<QueuedApplication> Filter(QualityAwardDbContext db, IQueryable<QueuedApplication> query, OpinionsFilter filter, DateOnly today, IReadOnlyList<NeededOpinions> needed)
    {
        var requests = db.Set<OpinionRequest>();
        var opinions = OpinionsOf(db);
        switch (filter)
        {
            case OpinionsFilter.NotAsked:
                return query.Where(x => !requests.Any(r => r.ApplicationId == x.Application.Id) && !opinions.Any(o => o.ApplicationId == x.Application.Id));
            case OpinionsFilter.Waiting:
                return query.Where(x => requests.Any(r => r.ApplicationId == x.Application.Id && r.OpinionId == null && r.DueOn >= today && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt == null));
            case OpinionsFilter.Overdue:
                return query.Where(x => requests.Any(r => r.ApplicationId == x.Application.Id && r.OpinionId == null && r.DueOn < today && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt == null));
            case OpinionsFilter.Adverse:
                return query.Where(x => opinions.Any(o => o.ApplicationId == x.Application.Id && o.Finding == OpinionFinding.Adverse));
            case OpinionsFilter.Complete:
                query = query.Where(x => opinions.Any(o => o.ApplicationId == x.Application.Id)
                    && !requests.Any(r => r.ApplicationId == x.Application.Id && r.OpinionId == null && !opinions.Any(o => o.ApplicationId == r.ApplicationId && o.Kind == r.Kind)));
                foreach (var (roundId, kinds) in needed.Where(n => n.Kinds.Length > 0))
                {
                    var count = kinds.Length;
                    query = query.Where(x => x.Application.RoundId != roundId
                        || opinions.Where(o => o.ApplicationId == x.Application.Id && kinds.Contains(o.Kind)).Select(o => o.Kind).Distinct().Count() == count);
                }

                return query;
            default:
                throw new ArgumentOutOfRangeException(nameof(filter));
        }
    }

    public static IOrderedQueryable<QueuedApplication> Sort(QualityAwardDbContext db, IQueryable<QueuedApplication> query, RecommendationOrder order) => (order switch
    {
        RecommendationOrder.Newest => query.OrderByDescending(x => x.Application.SubmittedAt),
        RecommendationOrder.Name => query.OrderBy(x => x.Application.ApplicantName),
        RecommendationOrder.Due => query.OrderBy(x => db.Set<OpinionRequest>().Where(r => r.ApplicationId == x.Application.Id && r.OpinionId == null).Min(r => (DateOnly?)r.DueOn) ?? DateOnly.MaxValue)
            .ThenBy(x => x.Application.SubmittedAt),
        RecommendationOrder.Submitted => query.OrderBy(x => x.Application.SubmittedAt),
        _ => query.OrderBy(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation ? x.Application.SubmittedAt : null).ThenByDescending(x => x.Application.SubmittedAt),
    }).ThenBy(x => x.Application.Id);

    /// <summary>Sums of the opinions on each application of the list (部门意见合计).</summary>
    public static IQueryable<QueuedOpinions> WithOpinions(QualityAwardDbContext db, IQueryable<QueuedApplication> query, DateOnly today)
    {
        var opinions = OpinionsOf(db);
        return query.Select(x => new QueuedOpinions
        {
            Queued = x,
            Asked = db.Set<OpinionRequest>().Count(r => r.ApplicationId == x.Application.Id),
            Open = db.Set<OpinionRequest>().Count(r => r.ApplicationId == x.Application.Id && r.OpinionId == null),
            Overdue = db.Set<OpinionRequest>().Count(r => r.ApplicationId == x.Application.Id && r.OpinionId == null && r.DueOn < today),
            In = opinions.Where(o => o.ApplicationId == x.Application.Id).Select(o => o.Kind).Distinct().Count(),
            Adverse = opinions.Count(o => o.ApplicationId == x.Application.Id && o.Finding == OpinionFinding.Adverse),
        });
    }

    /// <summary>The opinions that must be there, of the rounds in which the office works.</summary>
    public static NeededOpinions NeededIn(RoundRules rules, string? way) =>
        new(rules.RoundId, [.. rules.Pack.Recommendation.OpinionsOn(way).Where(o => o.Need == Domain.Programmes.OpinionNeed.Required).Select(o => o.Kind)]);

    public static string NameOf(OpinionsFilter filter) => filter switch
    {
        OpinionsFilter.NotAsked => "尚未征求",
        OpinionsFilter.Waiting => "等待答复",
        OpinionsFilter.Overdue => "有逾期未答复",
        OpinionsFilter.Complete => "意见已齐",
        OpinionsFilter.Adverse => "有不良记录",
    };

    public static string NameOf(RecommendationOrder order) => order switch
    {
        RecommendationOrder.Pending => "待办的在前",
        RecommendationOrder.Submitted => "先提交的在前",
        RecommendationOrder.Newest => "后提交的在前",
        RecommendationOrder.Name => "按名称",
        RecommendationOrder.Due => "最早的答复期限在前",
    };

    /// <summary>The opinions that count, the last of each department, by application.</summary>
    private static IQueryable<OpinionOnCase> OpinionsOf(QualityAwardDbContext db) =>
        from opinion in db.Set<DepartmentOpinion>()
        join recommendation in db.Set<Recommendation>() on opinion.RecommendationId equals recommendation.Id
        where !db.Set<DepartmentOpinion>().Any(later => later.RecommendationId == opinion.RecommendationId && later.Kind == opinion.Kind && later.RecordedAt > opinion.RecordedAt)
        select new OpinionOnCase { ApplicationId = recommendation.ApplicationId, Kind = opinion.Kind, Finding = opinion.Finding };

    private sealed class OpinionOnCase
    {
        public Guid ApplicationId { get; init; }

        public string Kind { get; init; } = "";

        public OpinionFinding Finding { get; init; }
    }
}

/// <summary>A row before projection.</summary>
internal sealed class QueuedApplication
{
    public required Application Application { get; init; }

    /// <summary>Null while in pre-review.</summary>
    public DateTimeOffset? RecommendedAt { get; init; }

    /// <summary>Null until the government has signed.</summary>
    public DateOnly? EndorsedOn { get; init; }

    public int? Rank { get; init; }
}

/// <summary>A row with the sums of its opinions.</summary>
internal sealed class QueuedOpinions
{
    public required QueuedApplication Queued { get; init; }

    /// <summary>Departments asked on line.</summary>
    public int Asked { get; init; }

    public int Open { get; init; }

    public int Overdue { get; init; }

    /// <summary>Departments whose opinion is there, on line or on paper.</summary>
    public int In { get; init; }

    public int Adverse { get; init; }
}
