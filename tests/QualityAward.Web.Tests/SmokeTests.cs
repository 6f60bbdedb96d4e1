using System.Net;
using QualityAward.Testing;

namespace QualityAward.Web.Tests;

public sealed class SmokeTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task The_site_says_that_it_lives()
    {
        using var visitor = site.Visit();

        var page = await visitor.GetAsync("/health/live");

        Assert.Equal("ok", page.Text);
    }

    [Fact]
    public async Task A_form_is_posted_with_its_token_and_comes_back_with_what_is_missing()
    {
        using var visitor = site.Visit();
        var login = await visitor.GetAsync("/account/login");

        var form = login.Form("登录").Fill("用户名", "nobody");
        var page = await form.SubmitAsync("登录", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请填写密码。"], page.Errors);
        Assert.Equal("nobody", page.Form("登录").Value("用户名"));
    }

    [Theory]
    [InlineData("/honours?q=%00")]
    [InlineData("/honours?programme=a%00b&p=2")]
    public async Task A_query_that_the_database_cannot_read_is_its_senders_fault(string address)
    {
        using var visitor = site.Visit();

        Assert.Equal("请求没有被接受", (await visitor.GetAsync(address, HttpStatusCode.BadRequest)).Heading);
    }

    [Fact]
    public async Task A_post_without_the_token_is_refused()
    {
        using var visitor = site.Visit();
        var login = await visitor.GetAsync("/account/login");

        var form = login.Form("登录").Fill("用户名", "nobody").Remove("__RequestVerificationToken");
        await form.SubmitAsync("登录", HttpStatusCode.BadRequest);
    }
}
