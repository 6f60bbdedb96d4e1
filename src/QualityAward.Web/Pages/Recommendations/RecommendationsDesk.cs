using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>What the recommending office has to do (推荐单位待办).</summary>
public sealed class RecommendationsDesk(QualityAwardDbContext db) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (RolePermissions.Allows(actor.Role, Permission.GiveDepartmentOpinion))
        {
            var asked = OpinionRequestQueue.Of(db, actor);
            yield return new DeskQuery(
                OpinionRequestQueue.Filter(asked, OpinionRequestFilter.Open, today).GroupBy(_ => 1).Select(g => new { Count = g.Count(), Due = g.Min(x => x.Request.DueOn) }),
                static (row, desk) => desk.Items.Add(new DeskItem("答复推荐单位的征求意见", RecommendationsLinks.Asked, row.GetFieldValue<DateOnly>(1), row.GetInt32(0))));
            yield return new DeskQuery(
                OpinionRequestQueue.Filter(asked, OpinionRequestFilter.Overdue, today).Counted(),
                static (row, desk) => desk.Items.Add(new DeskItem("已逾期未答复的征求意见，如仍需答复请联系推荐单位延长期限", $"{RecommendationsLinks.Asked}?state={OpinionRequestFilter.Overdue}", Count: row.GetInt32(0))));
        }

        if (!RolePermissions.Allows(actor.Role, Permission.Recommend))
        {
            yield break;
        }

        yield return new DeskQuery(
            OpinionRequestQueue.Filter(OpinionRequestQueue.Of(db, actor), OpinionRequestFilter.Overdue, today).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("催办逾期未答复的部门意见", $"{RecommendationsLinks.Progress}?state={OpinionRequestFilter.Overdue}", Count: row.GetInt32(0))));

        var queue = RecommendationQueue.Of(db, actor);
        yield return new DeskQuery(
            RecommendationQueue.Filter(queue, RecommendationFilter.ToHandIn).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("排序并报送已签署的推荐", $"{RecommendationsLinks.List}?state={RecommendationFilter.ToHandIn}", Count: row.GetInt32(0))));
        yield return new DeskQuery(
            RecommendationQueue.Filter(queue, RecommendationFilter.PreReview).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("预审申报材料、征求部门意见并作出推荐", $"{RecommendationsLinks.List}?state={RecommendationFilter.PreReview}", Count: row.GetInt32(0))));
        yield return new DeskQuery(
            RecommendationQueue.Filter(queue, RecommendationFilter.Signing).Counted(),
            static (row, desk) => desk.Items.Add(new DeskItem("登记政府（部门）签署的推荐意见", $"{RecommendationsLinks.List}?state={RecommendationFilter.Signing}", Count: row.GetInt32(0))));
    }
}
