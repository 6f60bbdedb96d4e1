using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>What the office has to do in the eligibility review (资格审查待办).</summary>
public sealed class EligibilityDesk(QualityAwardDbContext db) : IDeskSource
{
    public async Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.ReviewEligibility))
        {
            return [];
        }

        var queue = EligibilityQueue.Of(db, actor);
        var items = new List<DeskItem>();
        var open = await EligibilityQueue.Filter(queue, EligibilityFilter.UnderReview).CountAsync(cancellationToken);
        if (open > 0)
        {
            items.Add(new DeskItem("审查申报资格条件", $"{EligibilityLinks.List}?state={EligibilityFilter.UnderReview}", Count: open));
        }

        var correcting = EligibilityQueue.Filter(queue, EligibilityFilter.Correcting);
        if (await correcting.CountAsync(cancellationToken) is > 0 and var waiting)
        {
            var due = await correcting.SelectMany(a => a.Corrections).Where(c => c.ClosedAt == null).MinAsync(c => c.DueOn, cancellationToken);
            items.Add(new DeskItem("等待申报人补正", $"{EligibilityLinks.List}?state={EligibilityFilter.Correcting}", due, waiting));
        }

        return items;
    }
}
