using QualityAward.Domain;
using QualityAward.Domain.Access;

namespace QualityAward.Web.Links;

/// <summary>An entry of the main menu (主菜单).</summary>
public sealed record MenuItem(string Title, string Url, IReadOnlyList<Permission> AnyOf);

/// <summary>The main menu by permission; public entries first.</summary>
public static class MainMenu
{
    public static readonly IReadOnlyList<MenuItem> Public =
    [
        new("首页", "/", []),
        new("公告", "/notices", []),
        new("名册", "/honours", []),
    ];

    private static readonly IReadOnlyList<MenuItem> ForRoles =
    [
        new("我的申报", "/applications", [Permission.Apply]),
        new("推荐办理", "/recommendations", [Permission.Recommend]),
        new("报送批次", RecommendationsLinks.Batches, [Permission.ReviewEligibility, Permission.Supervise]),
        new("部门意见", RecommendationsLinks.Asked, [Permission.GiveDepartmentOpinion]),
        new("年度评奖", "/rounds", [Permission.ManageRounds]),
        new("代录申报", ApplicationLinks.PaperFilings, [Permission.EnterOnBehalf]),
        new("资格审查", "/eligibility", [Permission.ReviewEligibility]),
        new("专家管理", "/experts", [Permission.ManageExperts]),
        new("专家评审", "/scoring", [Permission.Score, Permission.ManageReview, Permission.Supervise]),
        new("综合评价", "/shortlists", [Permission.ManageShortlist, Permission.Supervise]),
        new("审议表决", "/deliberations", [Permission.Deliberate, Permission.ManageDeliberation, Permission.Supervise]),
        new("公示异议", "/public-notices", [Permission.ManageNotices, Permission.Supervise]),
        new("批准表彰", "/honours/manage", [Permission.ManageHonours, Permission.ViewApproval, Permission.Supervise]),
        new("监督管理", "/supervision", [Permission.ManageSupervision, Permission.Supervise]),
        new("登记簿", RegisterLinks.Parties, [Permission.ManageRegisters, Permission.Recommend, Permission.Supervise]),
        new("附件检查", FileLinks.Safety, [Permission.ReviewEligibility, Permission.ManageUsers]),
        new("留痕记录", "/audit", [Permission.ReadAudit]),
        new("账号管理", "/users", [Permission.ManageUsers, Permission.GrantRoles]),
    ];

    public static IEnumerable<MenuItem> For(Actor? actor) =>
        actor is null ? [] : ForRoles.Where(i => i.AnyOf.Any(p => RolePermissions.Allows(actor.Role, p)));
}
