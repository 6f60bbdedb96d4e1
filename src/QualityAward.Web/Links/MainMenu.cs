using QualityAward.Domain;
using QualityAward.Domain.Access;

namespace QualityAward.Web.Links;

/// <summary>An entry of the main menu (主菜单).</summary>
/// <param name="Minor">Goes under 更多 where the menu would not fit on one line.</param>
public sealed record MenuItem(string Title, string Url, IReadOnlyList<Permission> AnyOf, bool Minor = false);

/// <summary>The main menu by permission; public entries first.</summary>
public static class MainMenu
{
    /// <summary>So many entries fit on one line of a wide screen.</summary>
    public const int MostOnLine = 12;

    public static readonly IReadOnlyList<MenuItem> Public =
    [
        new("首页", "/", []),
        new("公告", "/notices", [], Minor: true),
        new("名册", "/honours", [], Minor: true),
    ];

    private static readonly IReadOnlyList<MenuItem> ForRoles =
    [
        new("我的申报", "/applications", [Permission.Apply]),
        new("推荐办理", "/recommendations", [Permission.Recommend]),
        new("报送批次", RecommendationsLinks.Batches, [Permission.ReviewEligibility, Permission.Supervise], Minor: true),
        new("部门意见", RecommendationsLinks.Asked, [Permission.GiveDepartmentOpinion]),
        new("年度评奖", "/rounds", [Permission.ManageRounds]),
        new("代录申报", ApplicationLinks.PaperFilings, [Permission.EnterOnBehalf], Minor: true),
        new("资格审查", "/eligibility", [Permission.ReviewEligibility]),
        new("专家管理", "/experts", [Permission.ManageExperts]),
        new("专家评审", "/scoring", [Permission.Score, Permission.ManageReview, Permission.Supervise]),
        new("综合评价", "/shortlists", [Permission.ManageShortlist, Permission.Supervise]),
        new("审议表决", "/deliberations", [Permission.Deliberate, Permission.ManageDeliberation, Permission.Supervise]),
        new("公示异议", "/public-notices", [Permission.ManageNotices, Permission.Supervise]),
        new("批准表彰", "/honours/manage", [Permission.ManageHonours, Permission.ViewApproval, Permission.Supervise]),
        new("监督管理", "/supervision", [Permission.ManageSupervision, Permission.Supervise]),
        new("登记簿", RegisterLinks.Parties, [Permission.ManageRegisters, Permission.Recommend, Permission.Supervise]),
        new("附件检查", FileLinks.Safety, [Permission.ReviewEligibility, Permission.ManageUsers], Minor: true),
        new("留痕记录", "/audit", [Permission.ReadAudit]),
        new("账号管理", "/users", [Permission.ManageUsers, Permission.GrantRoles]),
    ];

    /// <summary>The menu as it is shown: on the line, and under 更多 what a person needs less often.</summary>
    public static (IReadOnlyList<MenuItem> Line, IReadOnlyList<MenuItem> More) Of(Actor? actor)
    {
        List<MenuItem> all = [.. Public.Take(1), .. For(actor), .. Public.Skip(1)];
        return all.Count <= MostOnLine ? (all, []) : (all.FindAll(i => !i.Minor), all.FindAll(i => i.Minor));
    }

    private static IEnumerable<MenuItem> For(Actor? actor) =>
        actor is null ? [] : ForRoles.Where(i => i.AnyOf.Any(p => RolePermissions.Allows(actor.Role, p)));
}
