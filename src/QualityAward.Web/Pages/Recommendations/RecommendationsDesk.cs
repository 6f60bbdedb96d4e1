using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>What the recommending office has to do (推荐单位待办).</summary>
public sealed class RecommendationsDesk(QualityAwardDbContext db) : IDeskSource
{
    public async Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.Recommend))
        {
            return [];
        }

        var queue = RecommendationQueue.Of(db, actor);
        var items = new List<DeskItem>();
        await AddAsync(RecommendationFilter.PreReview, "预审申报材料、征求部门意见并作出推荐");
        await AddAsync(RecommendationFilter.Signing, "登记县区政府（部门）签署的推荐意见");
        return items;

        async Task AddAsync(RecommendationFilter filter, string title)
        {
            var count = await RecommendationQueue.Filter(queue, filter).CountAsync(cancellationToken);
            if (count > 0)
            {
                items.Add(new DeskItem(title, $"{RecommendationsLinks.List}?state={filter}", Count: count));
            }
        }
    }
}
