using System.Net;
using QualityAward.Domain.Access;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Account;

public sealed class PasswordTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task A_first_password_holds_at_the_password_page_until_it_is_changed()
    {
        var account = await site.Given.AwaitingGrantAsync("first-login", Role.Office, "lyg");
        await site.Given.GrantAsync(account);
        using var visitor = site.Visit();
        var held = await visitor.LogInAsync("first-login", "First-2026!");
        var tried = await visitor.GetAsync("/rounds");

        Assert.Equal(["/account/password?first=true", "/account/password?first=true"], [held.Path, tried.Path]);
        Assert.Contains("首次登录", tried.Text, StringComparison.Ordinal);
        var done = await tried.Form("修改密码").Fill("原密码", "First-2026!").Fill("新密码", Site.Password).Fill("确认新密码", Site.Password).SubmitAsync("修改密码");
        Assert.Equal("/", done.Path);
        Assert.Equal("/rounds", (await visitor.GetAsync("/rounds")).Path);
        using var again = await site.LogInAsync("first-login");
        Assert.Equal("/rounds", (await again.GetAsync("/rounds")).Path);
    }

    [Theory]
    [InlineData("Wrong-2026!", "Other-2026!", "Other-2026!", "原密码不正确，请重新填写。")]
    [InlineData(Site.Password, Site.Password, Site.Password, "新密码不能与原密码相同。")]
    [InlineData(Site.Password, "Other-2026!", "Other-2027!", "两次填写的新密码不一致，请重新填写。")]
    [InlineData(Site.Password, "Short-1!", "Short-1!", "密码至少需要 10 位，请重新设置。")]
    [InlineData(Site.Password, "", "", "请填写新密码。")]
    public async Task A_password_that_cannot_be_taken_is_refused_and_the_old_one_still_holds(string current, string password, string again, string message)
    {
        using var visitor = await site.LogInAsync("person1");
        var form = (await visitor.GetAsync("/account/password")).Form("修改密码").Fill("原密码", current).Fill("新密码", password).Fill("确认新密码", again);

        var page = await form.SubmitAsync("修改密码", HttpStatusCode.UnprocessableEntity);

        Assert.Equal([message], page.Errors);
        using var still = await site.LogInAsync("person1");
    }

    [Fact]
    public async Task A_changed_password_replaces_the_old_one_and_the_session_goes_on()
    {
        await site.Given.OrganisationAsync("changes-password", 55);
        using var visitor = await site.LogInAsync("changes-password");
        var form = (await visitor.GetAsync("/account/password")).Form("修改密码").Fill("原密码", Site.Password).Fill("新密码", "Other-2026!").Fill("确认新密码", "Other-2026!");

        var page = await form.SubmitAsync("修改密码");

        Assert.Contains("密码已修改", page.Text, StringComparison.Ordinal);
        Assert.Equal("/account/password", (await visitor.GetAsync("/account/password")).Path);
        using var again = await site.LogInAsync("changes-password", "Other-2026!");
        using var old = site.Visit();
        await (await old.GetAsync("/account/login")).Form("登录").Fill("用户名", "changes-password").Fill("密码", Site.Password).SubmitAsync("登录", HttpStatusCode.UnprocessableEntity);
    }
}
