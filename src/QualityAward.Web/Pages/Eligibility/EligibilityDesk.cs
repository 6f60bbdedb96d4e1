using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>What the office has to do in the eligibility review (资格审查待办).</summary>
public sealed class EligibilityDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.ReviewEligibility))
        {
            yield break;
        }

        var queue = EligibilityQueue.Of(db, actor);
        yield return new DeskQuery(
            EligibilityQueue.Filter(db, queue, EligibilityFilter.UnderReview).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("审查申报资格条件", $"{EligibilityLinks.List}?state={EligibilityFilter.UnderReview}", Count: row.GetInt32(0))));
        yield return new DeskQuery(
            EligibilityQueue.ToApprove(db, queue, actor.UserId).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("批准资格条件改判（由他人提出）", $"{EligibilityLinks.List}?state={EligibilityFilter.Overrides}", Count: row.GetInt32(0))));
        yield return new DeskQuery(
            EligibilityQueue.ToDecide(db, queue, actor.UserId).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("处理资格复核发现", $"{EligibilityLinks.List}?state={EligibilityFilter.Findings}", Count: row.GetInt32(0))));
        // One correction at most is open in a case.
        yield return new DeskQuery(
            EligibilityQueue.Filter(db, queue, EligibilityFilter.Correcting).SelectMany(a => a.Corrections).Where(c => c.ClosedAt == null)
                .GroupBy(_ => 1).Select(g => new { Count = g.Count(), Due = g.Min(c => c.DueOn) }),
            static (row, desk) => desk.Items.Add(new DeskItem("等待申报人补正", $"{EligibilityLinks.List}?state={EligibilityFilter.Correcting}", row.GetFieldValue<DateOnly>(1), row.GetInt32(0))));
    }
}
