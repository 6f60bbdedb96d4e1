#pragma warning disable CA1001 // xunit ends fixtures through IAsyncLifetime
using Microsoft.Playwright;
using QualityAward.Testing;

namespace QualityAward.Browser.Tests;

/// <summary>Chromium, started once for all browser tests. The system's browser is used: nothing is downloaded.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Opens a tab with cookies of its own; go somewhere with <see cref="Tab.GoAsync"/>.</summary>
    public async Task<Tab> OpenAsync(Site site, int width = 1440, bool javaScript = true)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = site.Address.AbsoluteUri,
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
            ViewportSize = new() { Width = width, Height = 900 },
            JavaScriptEnabled = javaScript,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        // The terms of a round come between at the first page of it; whoever tests them opens a context of its own.
        var terms = page.Locator("form[data-terms]");
        await page.AddLocatorHandlerAsync(terms, async () =>
        {
            await terms.GetByLabel("我已阅读，承诺遵守以上各条").CheckAsync();
            // The test goes on only when the page behind the terms and its scripts are there.
            await page.RunAndWaitForResponseAsync(
                () => terms.GetByRole(AriaRole.Button, new() { Name = "签署并继续" }).ClickAsync(),
                answer => answer.Request is { IsNavigationRequest: true, Method: "GET" } && answer.Status == 200);
            await page.WaitForLoadStateAsync(LoadState.Load);
        });
        return new Tab(context, page, site.Address, javaScript);
    }

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        // Patience costs nothing where all is well; other programs may be busy on this machine.
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Find(),
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string Find()
        => Environment.GetEnvironmentVariable("QA_CHROMIUM") is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium was not found in PATH; set QA_CHROMIUM, or let ./dev test install it.");
}

/// <summary>Browser tests run one after another and share one browser: write <c>[Collection(BrowserCollection.Name)]</c>.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
