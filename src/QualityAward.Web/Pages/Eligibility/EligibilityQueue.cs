using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
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

    /// <summary>改判待批准.</summary>
    Overrides,

    /// <summary>补正中.</summary>
    Correcting,

    /// <summary>已受理.</summary>
    Accepted,

    /// <summary>复核待处理.</summary>
    Findings,

    /// <summary>不予受理.</summary>
    Rejected,
}

/// <summary>The office's applications from the eligibility review on (资格审查队列): list and desk count alike.</summary>
internal static class EligibilityQueue
{
    public static IQueryable<Application> Of(QualityAwardDbContext db, Actor actor) =>
        db.VisibleApplications(actor).Where(a => a.Position.Stage != Stage.Recommendation);

    /// <summary>A finding of a re-check that keeps its case from going on (未处理的复核发现): as <see cref="RecheckFinding.IsOpen"/>.</summary>
    public static readonly Expression<Func<RecheckFinding, bool>> OpenFinding =
        f => f.ClosedAt == null && (f.Decision == null || (f.Decision == RecheckDecision.Keep && f.Now == VerdictOutcome.NotMet && f.ApprovedAt == null));

    /// <summary>An override that waits for its second person (待批准的改判): as <see cref="ConfirmedVerdict.AwaitsSecond"/>, unless a correction opened it again.</summary>
    public static readonly Expression<Func<ConfirmedVerdict, bool>> OpenOverride =
        c => c.Computed == VerdictOutcome.NotMet && c.Outcome != VerdictOutcome.NotMet && c.ApprovedAt == null && c.ReopenedAt == null;

    public static IQueryable<Application> Filter(QualityAwardDbContext db, IQueryable<Application> query, EligibilityFilter filter) => filter switch
    {
        EligibilityFilter.All => query,
        EligibilityFilter.UnderReview => query.Where(a => a.Position.Ending == null && a.Position.Stage == Stage.EligibilityReview && a.Corrections.All(c => c.ClosedAt != null)),
        EligibilityFilter.Overrides => Filter(db, query, EligibilityFilter.UnderReview)
            .Where(a => db.Set<EligibilityReview>().Where(r => r.ApplicationId == a.Id).SelectMany(r => r.Confirmed).AsQueryable().Any(OpenOverride)),
        EligibilityFilter.Correcting => query.Where(a => a.Position.Ending == null && a.Position.Stage == Stage.EligibilityReview && a.Corrections.Any(c => c.ClosedAt == null)),
        EligibilityFilter.Accepted => query.Where(a => a.Position.Stage != Stage.EligibilityReview),
        EligibilityFilter.Findings => query.Where(a => a.Position.Ending == null && RecheckEligibility.Stages.Contains(a.Position.Stage) && db.Set<RecheckFinding>().Where(OpenFinding).Any(f => f.ApplicationId == a.Id)),
        EligibilityFilter.Rejected => query.Where(a => a.Position.Ending == Ending.NotAccepted),
    };

    /// <summary>Whose override waits for somebody else than this account (由他人提出、待本人批准的改判).</summary>
    public static IQueryable<Application> ToApprove(QualityAwardDbContext db, IQueryable<Application> query, Guid account) => Filter(db, query, EligibilityFilter.UnderReview)
        .Where(a => db.Set<EligibilityReview>().Where(r => r.ApplicationId == a.Id).SelectMany(r => r.Confirmed).AsQueryable().Where(OpenOverride).Any(c => c.ConfirmedById != account));

    /// <summary>Findings that this account can do something about: what it has said already waits for the other person.</summary>
    public static IQueryable<Application> ToDecide(QualityAwardDbContext db, IQueryable<Application> query, Guid account) => query
        .Where(a => a.Position.Ending == null && RecheckEligibility.Stages.Contains(a.Position.Stage)
            && db.Set<RecheckFinding>().Where(OpenFinding).Any(f => f.ApplicationId == a.Id && (f.Decision == null || f.DecidedById != account)));

    /// <summary>The application that waits after this one in the order in which they came in; after the last the first again.</summary>
    public static async Task<(Guid Id, string Name, int Waiting)?> NextAsync(QualityAwardDbContext db, Application application, Actor actor, CancellationToken cancellationToken)
    {
        var (id, since) = (application.Id, application.Position.Since);
        var waiting = Filter(db, Of(db, actor).AsNoTracking(), EligibilityFilter.UnderReview).Where(a => a.Id != id);
        var next = await waiting.OrderBy(a => a.Position.Since < since).ThenBy(a => a.Position.Since).ThenBy(a => a.Id).Select(a => new { a.Id, a.ApplicantName, Waiting = waiting.Count() }).FirstOrDefaultAsync(cancellationToken);
        return next is null ? null : (next.Id, next.ApplicantName, next.Waiting);
    }

    public static string NameOf(EligibilityFilter filter) => filter switch
    {
        EligibilityFilter.All => "全部",
        EligibilityFilter.UnderReview => "待审查",
        EligibilityFilter.Overrides => "改判待批准",
        EligibilityFilter.Correcting => "补正中",
        EligibilityFilter.Accepted => "已受理",
        EligibilityFilter.Findings => "复核待处理",
        EligibilityFilter.Rejected => "不予受理",
    };
}
