using QualityAward.Domain;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Which requests a list shows (征求意见筛选).</summary>
public enum OpinionRequestFilter
{
    /// <summary>待答复.</summary>
    Open,

    /// <summary>已逾期.</summary>
    Overdue,

    /// <summary>已答复.</summary>
    Answered,

    /// <summary>有不良记录.</summary>
    Adverse,

    /// <summary>预审已结束，无需答复.</summary>
    Closed,

    /// <summary>全部.</summary>
    All,
}

/// <summary>The requests that an actor may see, with whether they still wait for an answer (征求意见队列): lists, counts and desks alike.</summary>
internal static class OpinionRequestQueue
{
    public static IQueryable<QueuedRequest> Of(QualityAwardDbContext db, Actor actor) =>
        from request in db.VisibleOpinionRequests(actor)
        join application in db.Applications on request.ApplicationId equals application.Id
        join recommendation in db.Set<Recommendation>() on request.RecommendationId equals recommendation.Id
        select new QueuedRequest
        {
            Request = request,
            TakesOpinions = application.Position.Ending == null && application.Position.Stage == Stage.Recommendation && recommendation.RecommendedAt == null,
        };

    public static IQueryable<QueuedRequest> Filter(IQueryable<QueuedRequest> query, OpinionRequestFilter filter, DateOnly today) => filter switch
    {
        OpinionRequestFilter.Open => query.Where(x => x.Request.OpinionId == null && x.TakesOpinions && x.Request.DueOn >= today),
        OpinionRequestFilter.Overdue => query.Where(x => x.Request.OpinionId == null && x.TakesOpinions && x.Request.DueOn < today),
        OpinionRequestFilter.Answered => query.Where(x => x.Request.OpinionId != null),
        OpinionRequestFilter.Adverse => query.Where(x => x.Request.Finding == OpinionFinding.Adverse),
        OpinionRequestFilter.Closed => query.Where(x => x.Request.OpinionId == null && !x.TakesOpinions),
        OpinionRequestFilter.All => query,
    };

    public static string NameOf(OpinionRequestFilter filter) => filter switch
    {
        OpinionRequestFilter.Open => "待答复",
        OpinionRequestFilter.Overdue => "已逾期",
        OpinionRequestFilter.Answered => "已答复",
        OpinionRequestFilter.Adverse => "有不良记录",
        OpinionRequestFilter.Closed => "无需答复",
        OpinionRequestFilter.All => "全部",
    };
}

/// <summary>A row before projection.</summary>
internal sealed class QueuedRequest
{
    public required OpinionRequest Request { get; init; }

    /// <summary>True while the case is in pre-review.</summary>
    public bool TakesOpinions { get; init; }
}
