using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using QualityAward.Testing;

namespace QualityAward.Browser.Tests;

/// <summary>A browser tab of one person. Errors on the console and requests to other hosts fail the test when it closes.</summary>
public sealed class Tab : IAsyncDisposable
{
    private static readonly int[] Widths = [360, 1440];

    /// <summary>Defines <c>axe</c>; an expression that gives nothing back.</summary>
    private static readonly Lazy<string> AxeScript = new(() => $"{new BundledAxeScriptProvider().GetScript()};undefined");

    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly List<string> _problems = [];
    private readonly bool _hasScripts;
    private bool _mayLoseConnection;

    internal Tab(IBrowserContext context, IPage page, Uri address, bool hasScripts)
    {
        _context = context;
        _hasScripts = hasScripts;
        _address = address;
        Page = page;
        Watch(page);
    }

    public IPage Page { get; private set; }

    /// <summary>False: the browser runs no scripts of the site.</summary>
    public bool HasScripts => _hasScripts;

    /// <summary>From here on the test itself makes requests fail: the browser's complaints about that are no fault of the site.</summary>
    public void MayLoseConnection() => _mayLoseConnection = true;

    /// <summary>The window dies without a last word, as when the browser or the computer crashes; another one of the same browser takes its place.</summary>
    public async Task CrashAsync()
    {
        var crashed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Page.Crash += (_, _) => crashed.SetResult();
        try
        {
            await Page.GotoAsync("chrome://crash");
        }
        catch (PlaywrightException)
        {
            // There is nobody left to answer.
        }

        await crashed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await Page.CloseAsync();
        Page = await _context.NewPageAsync();
        Watch(Page);
    }

    /// <summary>Waits until the server has everything that was typed into the form that saves by itself.</summary>
    public async Task SavedAsync()
    {
        await Assertions.Expect(Page.Locator("[data-autosave-status]")).ToHaveAttributeAsync("data-state", "saved");
        await Page.WaitForFunctionAsync("""
            () => document.querySelector('[data-autosave-status]').dataset.state === 'saved' && !Object.keys(localStorage).some(key => key.startsWith('qa-draft:'))
            """);
    }

    private void Watch(IPage page)
    {
        page.PageError += (_, error) => _problems.Add("script: " + error);
        page.Console += (_, message) =>
        {
            // A refusal (4xx) is an answer, not a fault; the browser reports it as a failed resource.
            if (message.Type == "error" && !message.Text.Contains("the server responded with a status of 4", StringComparison.Ordinal)
                && !(_mayLoseConnection && message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)))
            {
                _problems.Add("console: " + message.Text);
            }
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } target && target.Authority != _address.Authority)
            {
                _problems.Add("foreign request: " + request.Url);
            }
        };
    }

    /// <summary>Opens a page and waits until it and its scripts are there; the terms of a round are accepted on the way.</summary>
    public async Task<IResponse?> GoAsync(string path)
    {
        var address = new Uri(_address, path).AbsoluteUri;
        var answer = await Page.GotoAsync(address);
        if (Page.Url.Contains("/terms/accept", StringComparison.Ordinal))
        {
            // The handler of the fixture ticks and signs.
            await Assertions.Expect(Page.Locator("form[data-terms]")).ToHaveCountAsync(0);
            answer = await Page.GotoAsync(address);
        }

        if (_hasScripts && await Page.Locator("script[src*='/js/site']").CountAsync() > 0)
        {
            await Assertions.Expect(Page.Locator("html")).ToHaveAttributeAsync("data-enhanced", "true");
        }

        return answer;
    }

    public async Task LogInAsync(string userName, string password = Site.Password)
    {
        await GoAsync("/account/login");
        await Page.GetByLabel("用户名").FillAsync(userName);
        await Page.GetByLabel("密码", new() { Exact = true }).FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "登录", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/account/login", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Saves artifacts/screenshots/NAME-360.png and NAME-1440.png, whole pages, and asserts that none scrolls sideways.</summary>
    public async Task ShootAsync(string name)
    {
        var before = Page.ViewportSize;
        // A bar that sticks to the window's edge would lie across the middle of a whole page.
        await Page.EvaluateAsync("document.querySelectorAll('.qa-savebar').forEach(bar => { bar.style.position = 'static'; })");
        foreach (var width in Widths)
        {
            await Page.SetViewportSizeAsync(width, 900);
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Artifacts("screenshots"), $"{name}-{width}.png"), FullPage = true });
            var excess = await ExcessWidthAsync();
            Assert.True(excess <= 0, $"{Page.Url} is {excess} px too wide for {width} px.");
        }

        await Page.EvaluateAsync("document.querySelectorAll('.qa-savebar').forEach(bar => { bar.style.position = ''; })");
        await Page.SetViewportSizeAsync(before!.Width, before.Height);
    }

    /// <summary>Asserts that axe finds nothing against WCAG 2.1 AA. Needs a tab with JavaScript.</summary>
    public async Task AssertAccessibleAsync()
    {
        var report = await AccessibilityFaultsAsync();
        Assert.True(report.Length == 0, $"{Page.Url} is not accessible:{Environment.NewLine}{report}");
    }

    /// <summary>
    /// What axe finds against WCAG 2.1 AA in the window as it is; empty: nothing. Only what is wrong comes back from the browser: the list of all that is right
    /// would be longer than the page.
    /// </summary>
    public async Task<string> AccessibilityFaultsAsync()
    {
        if (!await Page.EvaluateAsync<bool>("typeof window.axe?.run === 'function'"))
        {
            await Page.EvaluateAsync(AxeScript.Value);
        }

        return await Page.EvaluateAsync<string>("""
            async () => {
                const found = await axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }, resultTypes: ['violations'] });
                return found.violations.map(rule => [rule.id + ': ' + rule.help, ...rule.nodes.map(node => '    ' + node.html)].join('\n')).join('\n');
            }
            """).WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>How many pixels the page is wider than the window.</summary>
    public Task<int> ExcessWidthAsync() => Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.True(_problems.Count == 0, string.Join(Environment.NewLine, _problems));
    }
}
