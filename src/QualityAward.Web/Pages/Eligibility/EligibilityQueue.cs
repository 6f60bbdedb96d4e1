using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Which reviews a list shows (资格审查列表筛选).</summary>
public enum EligibilityFilter
{
    /// <summary>全部.</summary>
    All,

    /// <summary>待审查.</summary>
    UnderReview,

    /// <summary>补正中.</summary>
    Correcting,

    /// <summary>已受理.</summary>
    Accepted,

    /// <summary>不予受理.</summary>
    Rejected,
}

/// <summary>The office's applications from the eligibility review on (资格审查队列): list and desk count alike.</summary>
internal static class EligibilityQueue
{
    public static IQueryable<Application> Of(QualityAwardDbContext db, Actor actor) =>
        db.VisibleApplications(actor).Where(a => a.Position.Stage != Stage.Recommendation);

    public static IQueryable<Application> Filter(IQueryable<Application> query, EligibilityFilter filter) => filter switch
    {
        EligibilityFilter.All => query,
        EligibilityFilter.UnderReview => query.Where(a => a.Position.Ending == null && a.Position.Stage == Stage.EligibilityReview && a.Corrections.All(c => c.ClosedAt != null)),
        EligibilityFilter.Correcting => query.Where(a => a.Position.Ending == null && a.Position.Stage == Stage.EligibilityReview && a.Corrections.Any(c => c.ClosedAt == null)),
        EligibilityFilter.Accepted => query.Where(a => a.Position.Stage != Stage.EligibilityReview),
        EligibilityFilter.Rejected => query.Where(a => a.Position.Ending == Ending.NotAccepted),
    };

    public static string NameOf(EligibilityFilter filter) => filter switch
    {
        EligibilityFilter.All => "全部",
        EligibilityFilter.UnderReview => "待审查",
        EligibilityFilter.Correcting => "补正中",
        EligibilityFilter.Accepted => "已受理",
        EligibilityFilter.Rejected => "不予受理",
    };
}
