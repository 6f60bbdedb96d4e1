using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Identity;
using QualityAward.Testing;
using QualityAward.Web.Pages.Users;

namespace QualityAward.Web.Tests.Users;

public sealed class UsersTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task One_administrator_opens_an_account_and_another_grants_it()
    {
        using var system = await site.LogInAsync("admin-system");
        var made = await Fill(await system.GetAsync("/users/new"), "county-new").SubmitAsync("开通账号");
        Assert.Equal("/users", made.Path);
        Assert.Equal(AccountState.AwaitingGrant, (await UserAsync("county-new")).State);
        Assert.DoesNotContain("授权启用 county-new", made.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);

        using var security = await site.LogInAsync("admin-security");
        var granted = await (await security.GetAsync("/users?q=county-new")).Form("授权启用 county-new").SubmitAsync("授权启用 county-new");

        Assert.Contains("账号已授权启用", granted.Text, StringComparison.Ordinal);
        var user = await UserAsync("county-new");
        Assert.Equal((AccountState.Active, Role.RecommendingOffice, "lyg-ganyu", true), (user.State, user.Role, user.AuthorityCode, user.MustChangePassword));
    }

    [Fact]
    public async Task Each_administrator_is_refused_what_is_the_others()
    {
        using var system = await site.LogInAsync("admin-system");
        using var security = await site.LogInAsync("admin-security");
        using var audit = await site.LogInAsync("admin-audit");
        using var office = await site.LogInAsync("office-lyg");

        await security.GetAsync("/users/new", HttpStatusCode.Forbidden);
        await audit.GetAsync("/users", HttpStatusCode.Forbidden);
        await office.GetAsync("/users", HttpStatusCode.Forbidden);
        // The system administrator has the list but none of its buttons; a forged one is refused.
        var expert = await UserAsync("expert1");
        var page = await PostAsync(system, expert.Id, "Disable");
        Assert.Contains("无权办理", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Equal(AccountState.Active, (await UserAsync("expert1")).State);
    }

    [Fact]
    public async Task Nobody_grants_disables_or_unlocks_the_own_account()
    {
        using var security = await site.LogInAsync("admin-security");

        var own = (await UserAsync("admin-security")).Id;
        Assert.Contains("本人账号", (await security.GetAsync("/users?q=admin-security")).Text, StringComparison.Ordinal);
        var page = await (await security.GetAsync("/users?q=admin-system")).Form("停用 admin-system").Set("id", own.ToString()).SubmitAsync("停用 admin-system", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["不能对自己的账号进行授权、停用或解锁。"], page.Errors);
        Assert.Equal(AccountState.Active, (await UserAsync("admin-security")).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nonsense")]
    [InlineData("7")]
    public async Task An_act_that_the_page_does_not_offer_grants_nothing(string act)
    {
        var waiting = await site.Given.AwaitingGrantAsync("waits-" + act.Length, Role.Expert);
        using var security = await site.LogInAsync("admin-security");

        var page = await PostAsync(security, waiting.UserId, act);

        Assert.NotEmpty(page.Errors);
        Assert.DoesNotContain(page.Errors, e => e.Any(char.IsAsciiLetter));
        Assert.Equal(AccountState.AwaitingGrant, (await UserAsync("waits-" + act.Length)).State);
    }

    [Fact]
    public async Task What_is_missing_or_weak_stands_at_its_field_and_what_was_typed_stays()
    {
        using var system = await site.LogInAsync("admin-system");
        var page = await Fill(await system.GetAsync("/users/new"), "weak-first").Fill("初始密码", "weak").SubmitAsync("开通账号", HttpStatusCode.UnprocessableEntity);

        Assert.NotEmpty(page.Document.GetElementById("Input_FirstPassword-error")!.TextContent);
        Assert.Equal(("weak-first", "推荐单位", ""), (page.Form("开通账号").Value("用户名"), page.Form("开通账号").Value("角色"), page.Form("开通账号").Value("初始密码")));

        page = await page.Form("开通账号").Fill("初始密码", "First-2026!").Fill("所属机关", "请选择").SubmitAsync("开通账号", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["“推荐单位”账号须选择所属机关。"], page.Errors);

        page = await page.Form("开通账号").Fill("初始密码", "First-2026!").Set("Input.AuthorityCode", "no-such-authority").SubmitAsync("开通账号", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["没有这个机关，请从列表中选择。"], page.Errors);

        page = await page.Form("开通账号").Fill("初始密码", "First-2026!").Set("Input.Role", "Applicant").SubmitAsync("开通账号", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["申报人自行注册，不由管理员开通。"], page.Errors);
        Assert.False(await site.ReadAsync(db => db.Users.AnyAsync(u => u.UserName == "weak-first")));
    }

    [Fact]
    public async Task The_list_is_cut_by_name_role_and_state()
    {
        using var system = await site.LogInAsync("admin-system");

        var offices = await system.GetAsync("/users?role=Office&state=Active");
        var one = await system.GetAsync("/users?q=OFFICE-ETDZ");
        var none = await system.GetAsync("/users?q=nobody-has-this-name");

        Assert.Equal(["office-etdz", "office-lyg"], [.. offices.All("tbody th").Select(t => t.TextContent)]);
        Assert.Equal(["office-etdz"], [.. one.All("tbody th").Select(t => t.TextContent)]);
        Assert.Contains("没有符合条件的账号", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_administrators_are_made_once()
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.Given.DoAsync<CreateFirstAdministrators>(o => o.RunAsync("First-2026!", default)));

        Assert.Equal("accounts-exist", refused.Code);
    }

    private static PageForm Fill(Page page, string userName) => page.Form("开通账号")
        .Fill("用户名", userName).Fill("姓名或单位名称", "赣榆区质量发展委员会办公室").Fill("角色", "推荐单位").Fill("所属机关", "lyg-ganyu").Fill("初始密码", "First-2026!");

    /// <summary>Posts as a form of the list would, with the visitor's own token.</summary>
    private static async Task<Page> PostAsync(Visitor visitor, Guid id, string act)
    {
        var page = await visitor.GetAsync("/users/");
        var form = page.Form("大字版").Set("id", id.ToString()).Set("act", act);
        return await form.SubmitToAsync("/users", HttpStatusCode.UnprocessableEntity);
    }

    private Task<AppUser> UserAsync(string userName) => site.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName));
}
