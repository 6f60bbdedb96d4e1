using System.Net;
using AngleSharp;
using AngleSharp.Html.Parser;
using Xunit;

namespace QualityAward.Testing;

/// <summary>Somebody with cookies who reads pages and posts forms as a browser without JavaScript does.</summary>
public sealed class Visitor(HttpClient client) : IDisposable
{
    /// <summary>For what is not a page: downloads, headers, methods.</summary>
    public HttpClient Client { get; } = client;

    /// <summary>False stops at the terms of a round as a new user would; else they are accepted on the way.</summary>
    public bool AcceptsTerms { get; init; } = true;

    /// <summary>Reads a page, following redirects, and asserts the status.</summary>
    /// <param name="expected">Null: whatever comes.</param>
    public async Task<Page> GetAsync(string path, HttpStatusCode? expected = HttpStatusCode.OK)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        if (AcceptsTerms && response.StatusCode == HttpStatusCode.OK && response.RequestMessage!.RequestUri!.AbsolutePath.EndsWith("/terms/accept", StringComparison.Ordinal))
        {
            return await (await ReadAsync(response, HttpStatusCode.OK)).Form("签署并继续").Check("我已阅读，承诺遵守以上各条").SubmitAsync("签署并继续", expected);
        }

        return await ReadAsync(response, expected);
    }

    public async Task<Page> LogInAsync(string userName, string password = Site.Password)
    {
        var login = await GetAsync("/account/login");
        var page = await login.Form("登录").Fill("用户名", userName).Fill("密码", password).SubmitAsync("登录");
        Assert.False(page.Path.StartsWith("/account/login", StringComparison.OrdinalIgnoreCase), $"{userName} cannot log in: {page.Text}");
        return page;
    }

    public void Dispose() => Client.Dispose();

    internal async Task<Page> SendAsync(HttpRequestMessage request, HttpStatusCode? expected)
    {
        using var response = await Client.SendAsync(request);
        if (AcceptsTerms && request.RequestUri?.AbsolutePath.EndsWith("/terms/accept", StringComparison.Ordinal) != true
            && response.RequestMessage!.RequestUri!.AbsolutePath.EndsWith("/terms/accept", StringComparison.Ordinal))
        {
            return await GetAsync(response.RequestMessage.RequestUri.AbsoluteUri, expected);
        }

        return await ReadAsync(response, expected);
    }

    private async Task<Page> ReadAsync(HttpResponseMessage response, HttpStatusCode? expected)
    {
        var body = await response.Content.ReadAsStringAsync();
        var address = response.RequestMessage!.RequestUri!;
        using var context = BrowsingContext.New(Configuration.Default);
        var parser = new HtmlParser(default, context);
        var document = await parser.ParseDocumentAsync(body);
        var page = new Page(this, address, response.StatusCode, document);
        Assert.True(
            expected is null || response.StatusCode == expected,
            $"{response.RequestMessage.Method} {address.PathAndQuery} gave {(int)response.StatusCode} instead of {(int?)expected}: {Shorten(page.Text)}");
        return page;
    }

    private static string Shorten(string text) => text.Length <= 600 ? text : text[..600] + "…";
}
