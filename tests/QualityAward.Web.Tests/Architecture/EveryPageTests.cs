using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;
using QualityAward.Domain.Access;
using QualityAward.Testing;
using QualityAward.Web.Access;

namespace QualityAward.Web.Tests.Architecture;

/// <summary>The site with everybody logged in once.</summary>
public sealed class EverybodySite : StaffedSite
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Visitor>>> _visitors = new(StringComparer.Ordinal);

    public Task<Visitor> AsAsync(Role role) => _visitors.GetOrAdd(Accounts[role], name => new Lazy<Task<Visitor>>(() => LogInAsync(name))).Value;
}

/// <summary>What holds for all pages, those of tomorrow too: they are found, not listed.</summary>
public sealed partial class EveryPageTests(EverybodySite site) : IClassFixture<EverybodySite>
{
    private static readonly Assembly Web = typeof(Program).Assembly;

    /// <summary>Pages about one round that take it from the query: without it they are not found.</summary>
    private static readonly string[] NeedsQuery = ["/experts/panels/new"];

    /// <summary>Words of the Latin alphabet that Chinese official texts use themselves.</summary>
    private static readonly HashSet<string> Allowed = new(StringComparer.OrdinalIgnoreCase) { "GB", "ISO", "IEC", "PDF", "Excel", "Word", "QR", "JPG", "JPEG", "PNG", "DOCX", "XLSX", "MB", "SHA" };

    /// <summary>User names are typed by people; they may stand on the pages that show accounts.</summary>
    private static readonly Regex UserNames = new(string.Join('|', StaffedSite.Accounts.Values.Append("office-etdz").Append("person1").Select(Regex.Escape)), RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>Every page with an address that needs no parameter, and its model.</summary>
    public static IReadOnlyDictionary<string, Type> Pages { get; } = Web.GetCustomAttributes<RazorCompiledItemAttribute>()
        .Select(item => (
            Route: item.Type.GetCustomAttributes<RazorCompiledItemMetadataAttribute>().FirstOrDefault(m => string.Equals(m.Key, "RouteTemplate", StringComparison.Ordinal))?.Value,
            Model: item.Type.GetProperty("Model", BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)?.PropertyType))
        .Where(page => page.Route is not null && page.Model is not null && typeof(PageModel).IsAssignableFrom(page.Model))
        .Select(page => (Route: OptionalParameter().Replace(page.Route!, ""), Model: page.Model!))
        .Where(page => !page.Route.Contains('{', StringComparison.Ordinal) && !NeedsQuery.Contains(page.Route, StringComparer.Ordinal))
        .ToDictionary(page => page.Route.Length == 1 ? "/" : page.Route.TrimEnd('/'), page => page.Model, StringComparer.Ordinal);

    public static TheoryData<string> Models => [.. Web.GetTypes().Where(t => t is { IsAbstract: false } && typeof(PageModel).IsAssignableFrom(t)).Select(t => t.FullName!)];

    public static TheoryData<string> Addresses => [.. Pages.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Pages that are read: the others only take forms and lead elsewhere or are not found when read.</summary>
    public static TheoryData<string> ReadAddresses => [.. Pages.Keys.Except(["/account/logout", "/display/large-print", "/demo-date"], StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_page_says_who_may_see_it(string model)
    {
        var type = Web.GetType(model)!;
        var permission = type.GetCustomAttribute<RequirePermissionAttribute>();
        var anonymous = type.GetCustomAttribute<AllowAnonymousAttribute>();

        Assert.True(permission is null != anonymous is null, $"{model} needs [RequirePermission] or [AllowAnonymous], and not both.");
        Assert.True(permission is null || permission.AnyOf.Count > 0, $"{model} names no permission.");
    }

    [Fact]
    public void The_pages_are_found() => Assert.True(Pages.Count > 15, string.Join(' ', Pages.Keys));

    [Theory]
    [MemberData(nameof(ReadAddresses))]
    public async Task Every_page_opens_to_the_roles_that_may_see_it_and_to_nobody_else(string address)
    {
        var permission = Pages[address].GetCustomAttribute<RequirePermissionAttribute>();
        using var anonymous = site.Visit();
        var seen = await anonymous.GetAsync(address);
        Assert.Equal(permission is not null, seen.Path.StartsWith("/account/login?", StringComparison.Ordinal));

        foreach (var role in StaffedSite.Accounts.Keys)
        {
            var allowed = permission is null || permission.AnyOf.Any(p => RolePermissions.Allows(role, p));
            var visitor = await site.AsAsync(role);
            var page = await visitor.GetAsync(address, allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
            Assert.Equal(address, page.Path);
            AssertSound(page, $"{address} as {role}");
        }
    }

    /// <summary>A page that several roles read must not lead one of them back to where only another may stand.</summary>
    [Theory]
    [MemberData(nameof(ReadAddresses))]
    public async Task The_way_back_is_open_to_everybody_who_stands_there(string address)
    {
        var permission = Pages[address].GetCustomAttribute<RequirePermissionAttribute>();
        foreach (var role in StaffedSite.Accounts.Keys.Where(r => permission is null || permission.AnyOf.Any(p => RolePermissions.Allows(r, p))))
        {
            var visitor = await site.AsAsync(role);
            foreach (var above in (await visitor.GetAsync(address)).All(".qa-crumbs a").Select(a => a.GetAttribute("href")!).Where(a => a is not "/"))
            {
                await visitor.GetAsync(above);
            }
        }
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/rounds/not-an-id")]
    [InlineData("/rounds/no/such/page")]
    [InlineData("/account/no-such-page")]
    [InlineData("/css/no-such-file.css")]
    public async Task An_unknown_address_is_not_found_in_Chinese(string address)
    {
        using var visitor = site.Visit();

        var page = await visitor.GetAsync(address, HttpStatusCode.NotFound);

        Assert.Equal("找不到这个页面", page.Heading);
        AssertSound(page, address);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_page_takes_no_form_without_its_token(string address)
    {
        using var visitor = site.Visit();
        using var content = new FormUrlEncodedContent([]);

        using var response = await visitor.Client.PostAsync(new Uri(address, UriKind.Relative), content);

        Assert.True(
            response.StatusCode is HttpStatusCode.BadRequest || response.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/account/login", StringComparison.Ordinal),
            $"{address} gave {(int)response.StatusCode}.");
    }

    private static void AssertSound(Testing.Page page, string where)
    {
        var document = page.Document;
        Assert.True(string.Equals(document.DocumentElement.GetAttribute("lang"), "zh-CN", StringComparison.Ordinal), $"{where}: lang");
        Assert.True(document.Title is { Length: > 10 } title && title.EndsWith("政府质量奖评审系统", StringComparison.Ordinal), $"{where}: title {document.Title}");
        Assert.True(page.All("h1").Count() == 1, $"{where}: {page.All("h1").Count()} h1");
        Assert.True(page.All("main").Count() == 1, $"{where}: main");
        Assert.Empty(page.All("script:not([src]), style, [style]"));
        Assert.Empty(page.All("*").Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))).Select(e => $"{where}: {e.OuterHtml}"));
        Assert.Empty(page.All("[id]").GroupBy(e => e.Id, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{where}: id {g.Key} {g.Count()} times"));

        // Every link of the page's own that jumps within it lands somewhere.
        Assert.Empty(page.All("a[href^='#']").Where(a => a.GetAttribute("href") is { Length: > 1 } href && document.GetElementById(Uri.UnescapeDataString(href[1..])) is null).Select(a => $"{where}: {a.OuterHtml}"));

        // Every control has a name that a screen reader says.
        Assert.Empty(page.All("input:not([type=hidden]), select, textarea")
            .Where(e => e.GetAttribute("aria-label") is null && e.GetAttribute("aria-labelledby") is null && e.Closest("label") is null
                && (string.IsNullOrEmpty(e.Id) || document.QuerySelector($"label[for='{e.Id}']") is null))
            .Select(e => $"{where}: {e.OuterHtml}"));

        var foreign = Words().Matches(Hashes().Replace(UserNames.Replace(Mailboxes().Replace(Visible(document.Body!), ""), ""), "")).Select(m => m.Value).Where(w => !Allowed.Contains(w)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(foreign.Count == 0, $"{where}: {string.Join(' ', foreign)}");
    }

    private static string Visible(IElement body)
    {
        var copy = (IElement)body.Clone();
        foreach (var hidden in copy.QuerySelectorAll("script, style, template, code").ToList())
        {
            hidden.Remove();
        }

        return string.Join(' ', copy.Descendants<IText>().Select(t => t.Data));
    }

    [GeneratedRegex("[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashes();

    /// <summary>Of mailboxes, on the page of whoever has them.</summary>
    [GeneratedRegex(@"[\w.+-]+@[\w.-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mailboxes();

    [GeneratedRegex("[A-Za-z]{2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\{[^}]*\?\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OptionalParameter();
}
