using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Testing;
using QualityAward.Web.Pages.Users;

namespace QualityAward.Web.Tests.Account;

public sealed class LoginTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    private const string Wrong = "用户名或密码不正确，请重新填写。";

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_name_are_refused_with_the_same_words_and_nothing_typed_but_the_password_is_lost()
    {
        using var visitor = site.Visit();

        var wrong = await TryAsync(visitor, "person1", "Wrong-2026!");
        var unknown = await TryAsync(visitor, "nobody-at-all", "Wrong-2026!");

        Assert.Equal([Wrong], wrong.Errors);
        Assert.Equal([Wrong], unknown.Errors);
        Assert.Equal(("person1", ""), (wrong.Form("登录").Value("用户名"), wrong.Form("登录").Value("密码")));
        Assert.DoesNotContain("Wrong-2026!", wrong.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_failures_lock_the_account_until_the_security_administrator_unlocks_it()
    {
        var account = await site.Given.StaffAsync("to-be-locked", Role.Expert);
        using var visitor = site.Visit();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal([Wrong], (await TryAsync(visitor, "to-be-locked", "Wrong-2026!")).Errors);
        }

        var fifth = await TryAsync(visitor, "to-be-locked", "Wrong-2026!");
        var right = await TryAsync(visitor, "to-be-locked", Site.Password);

        Assert.Contains("锁定", Assert.Single(fifth.Errors), StringComparison.Ordinal);
        Assert.Contains("锁定", Assert.Single(right.Errors), StringComparison.Ordinal);
        Assert.Equal(2, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == account.UserId && e.Action == "LoginLocked")));
        using var security = await site.LogInAsync("admin-security");
        var list = await security.GetAsync("/users?q=to-be-locked");
        await list.Form("解锁 to-be-locked").SubmitAsync("解锁 to-be-locked");
        using var again = await site.LogInAsync("to-be-locked");
    }

    [Fact]
    public async Task An_account_that_waits_for_its_grant_cannot_log_in()
    {
        await site.Given.AwaitingGrantAsync("waiting", Role.Expert);
        using var visitor = site.Visit();

        var page = await TryAsync(visitor, "waiting", "First-2026!");

        Assert.Equal(["该账号尚待安全管理员授权，暂不能登录。"], page.Errors);
    }

    [Fact]
    public async Task A_disabled_account_cannot_log_in()
    {
        var account = await site.Given.StaffAsync("disabled", Role.Expert);
        var security = await site.Given.ActorAsync("admin-security");
        await site.Given.DoAsync<ManageAccount>(o => o.RunAsync(account.UserId, AccountAct.Disable, security, default));
        using var visitor = site.Visit();

        var page = await TryAsync(visitor, "disabled", Site.Password);

        Assert.Equal(["该账号已停用，请联系管理员。"], page.Errors);
    }

    [Theory]
    [InlineData("/account/password", "/account/password")]
    [InlineData("https://example.com/elsewhere", "/")]
    [InlineData("//example.com/elsewhere", "/")]
    [InlineData("/\\example.com/elsewhere", "/")]
    public async Task After_login_the_reader_goes_back_only_within_the_site(string returnUrl, string to)
    {
        using var visitor = site.Visit();
        var login = await visitor.GetAsync("/account/login?returnUrl=" + Uri.EscapeDataString(returnUrl));

        var page = await login.Form("登录").Fill("用户名", "person1").Fill("密码", Site.Password).SubmitAsync("登录");

        Assert.Equal(to, page.Path);
    }

    [Fact]
    public async Task A_page_asked_for_before_login_comes_after_it()
    {
        using var visitor = site.Visit();

        var login = await visitor.GetAsync("/account/password");
        var page = await login.Form("登录").Fill("用户名", "person1").Fill("密码", Site.Password).SubmitAsync("登录");

        Assert.StartsWith("/account/login?", login.Path, StringComparison.Ordinal);
        Assert.Equal("/account/password", page.Path);
    }

    [Fact]
    public async Task Login_and_failure_stand_in_the_accounts_chain()
    {
        var account = await site.Given.StaffAsync("traced", Role.Expert);
        using var visitor = site.Visit();
        await TryAsync(visitor, "traced", "Wrong-2026!");
        await visitor.LogInAsync("traced");

        var actions = await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == account.UserId).OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync());

        Assert.Equal(["CreateStaffAccount", "GrantAccount", "ChangePassword", "LoginFailed", "Login"], actions);
    }

    [Fact]
    public async Task Logging_out_ends_the_session()
    {
        using var visitor = await site.LogInAsync("person1");
        var home = await visitor.GetAsync("/");

        await home.Form("退出登录").SubmitAsync("退出登录");

        Assert.Equal("登录", (await visitor.GetAsync("/account/password")).Heading);
    }

    private static async Task<Page> TryAsync(Visitor visitor, string userName, string password)
    {
        var login = await visitor.GetAsync("/account/login");
        return await login.Form("登录").Fill("用户名", userName).Fill("密码", password).SubmitAsync("登录", HttpStatusCode.UnprocessableEntity);
    }
}
