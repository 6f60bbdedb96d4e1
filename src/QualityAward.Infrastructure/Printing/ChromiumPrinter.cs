using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace QualityAward.Infrastructure.Printing;

/// <summary>Settings of the printer, section <c>Printing</c>.</summary>
public sealed class PrintingOptions
{
    /// <summary>The browser's program file; empty: the first Chromium or Chrome on the PATH. Version 131 or later, for page margin boxes.</summary>
    public string Chromium { get; set; } = "";

    /// <summary>The browser's own sandbox; left out: on, unless we run as root, where Chromium refuses to start with it.</summary>
    public bool? Sandbox { get; set; }

    /// <summary>Folders with further fonts, e.g. a licensed 仿宋_GB2312. The browser sees these and our own, not those of the machine.</summary>
    public List<string> FontFolders { get; set; } = [];

    /// <summary>Jobs at a time; more wait. Each costs about one core while it lasts.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>Jobs that may wait besides; one more is turned away at once.</summary>
    public int QueueLength { get; set; } = 20;

    /// <summary>How long one document may take.</summary>
    public int TimeoutSeconds { get; set; } = 60;
}

/// <summary>
/// Prints with one warm headless Chromium. Each job gets a browser context of its own without JavaScript and without network: the only
/// addresses that answer are the document itself and the fonts and style sheets of the given folder.
/// </summary>
public sealed class ChromiumPrinter : IPrinter, IAsyncDisposable
{
    /// <summary>The top-level domain .invalid never resolves (RFC 2606): a request that slipped past us would go nowhere.</summary>
    private const string Origin = "https://assets.invalid";

    private const string DocumentAddress = Origin + "/";

    private const string PictureAddress = Origin + "/picture";

    private static readonly string[] ProgramNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

    private static readonly Dictionary<string, string> AssetTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".ttf"] = "font/ttf",
        [".otf"] = "font/otf",
        [".woff"] = "font/woff",
        [".woff2"] = "font/woff2",
    };

    private readonly PrintingOptions _options;
    private readonly string _assets;
    private readonly PrintingFonts _fonts;
    private readonly ILogger<ChromiumPrinter> _logger;
    private readonly SemaphoreSlim _jobs;
    private readonly SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private int _present;
    private bool _disposed;

    /// <param name="assets">The folder behind the paths of style sheets and fonts, i.e. the web root.</param>
    public ChromiumPrinter(PrintingOptions options, string assets, ILogger<ChromiumPrinter> logger)
    {
        _options = options;
        _assets = Path.GetFullPath(assets);
        _fonts = new PrintingFonts([Path.Combine(_assets, "lib", "fonts"), .. options.FontFolders.Select(Path.GetFullPath)]);
        _logger = logger;
        _jobs = new SemaphoreSlim(Math.Max(1, options.Concurrency));
    }

    public async Task PrintAsync(PrintJob job, Stream destination, CancellationToken cancellationToken)
    {
        var pdf = await InTurnAsync(browser => PrintOnceAsync(browser, job), cancellationToken);
        using var mended = new MemoryStream(pdf.Length);
        PrintedText.Mend(new MemoryStream(pdf, writable: false), mended);
        mended.Position = 0;
        await mended.CopyToAsync(destination, cancellationToken);
    }

    public async Task<bool> ShrinkAsync(byte[] picture, string contentType, int longestSide, Stream destination, CancellationToken cancellationToken)
    {
        var small = await InTurnAsync(browser => ShrinkOnceAsync(browser, picture, contentType, longestSide), cancellationToken);
        if (small is not null)
        {
            await destination.WriteAsync(small, cancellationToken);
        }

        return small is not null;
    }

    private async Task<T> InTurnAsync<T>(Func<IBrowser, Task<T>> job, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _present) > Math.Max(1, _options.Concurrency) + _options.QueueLength)
        {
            Interlocked.Decrement(ref _present);
            throw new PrintingQueueFullException();
        }

        try
        {
            await _jobs.WaitAsync(cancellationToken);
            try
            {
                return await DoOrRestartAsync(job, cancellationToken);
            }
            finally
            {
                _jobs.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _disposed = true;
            await StopAsync();
            _fonts.Dispose();
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<T> DoOrRestartAsync<T>(Func<IBrowser, Task<T>> job, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var browser = await BrowserAsync(cancellationToken);
            try
            {
                return await job(browser).WaitAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is PlaywrightException or TimeoutException)
            {
                // A browser that died (memory, update, operator) is started again once; a document that fails twice is to blame itself.
                if (attempt > 1 || browser.IsConnected)
                {
                    throw new PrintingFailedException("The browser could not print the document.", failure);
                }

                _logger.LogWarning(failure, "The printing browser has gone; starting another one");
            }
        }
    }

    private async Task<byte[]> PrintOnceAsync(IBrowser browser, PrintJob job)
    {
        await using var context = await ContextAsync(browser);
        await context.RouteAsync("**/*", route => AnswerAsync(route, job));
        var page = await context.NewPageAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await page.GotoAsync(DocumentAddress, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        // Fonts that the layout asks for late would otherwise print as a fallback. Page scripts are off, the browser's own are not.
        await page.EvaluateAsync("async () => { await document.fonts.ready; }");
        return await page.PdfAsync(new PagePdfOptions
        {
            Format = "A4",
            PreferCSSPageSize = true,
            PrintBackground = true,
            // Bookmarks carry the page numbers that the contents page needs; tags make the PDF readable for screen readers.
            Outline = true,
            Tagged = true,
        });
    }

    /// <summary>Null: it cannot be shown.</summary>
    private async Task<byte[]?> ShrinkOnceAsync(IBrowser browser, byte[] picture, string contentType, int longestSide)
    {
        await using var context = await ContextAsync(browser);
        await context.RouteAsync("**/*", route => string.Equals(route.Request.Url, PictureAddress, StringComparison.Ordinal)
            ? route.FulfillAsync(new RouteFulfillOptions { ContentType = contentType, BodyBytes = picture })
            : route.FulfillAsync(new RouteFulfillOptions
            {
                ContentType = "text/html; charset=utf-8",
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Security-Policy"] = $"default-src 'none'; style-src 'unsafe-inline'; img-src {Origin}" },
                Body = string.Create(CultureInfo.InvariantCulture, $"<!DOCTYPE html><style>body{{margin:0;background:#fff}}img{{display:block;max-width:{longestSide}px;max-height:{longestSide}px}}</style><img src=\"{PictureAddress}\">"),
            }));
        var page = await context.NewPageAsync();
        await page.SetViewportSizeAsync(longestSide, longestSide);
        await page.GotoAsync(DocumentAddress, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        var shown = page.Locator("img");
        return await shown.EvaluateAsync<bool>("img => img.complete && img.naturalWidth > 0")
            ? await shown.ScreenshotAsync(new LocatorScreenshotOptions { Type = ScreenshotType.Jpeg, Quality = 80, Animations = ScreenshotAnimations.Disabled })
            : null;
    }

    /// <summary>A context of its own without scripts and without network.</summary>
    private async Task<IBrowserContext> ContextAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            JavaScriptEnabled = false,
            Offline = true,
            AcceptDownloads = false,
            ServiceWorkers = ServiceWorkerPolicy.Block,
            Locale = "zh-CN",
            TimezoneId = "Asia/Shanghai",
        });
        context.SetDefaultTimeout(_options.TimeoutSeconds * 1000);
        return context;
    }

    private async Task AnswerAsync(IRoute route, PrintJob job)
    {
        try
        {
            var request = route.Request;
            if (string.Equals(request.Url, DocumentAddress, StringComparison.Ordinal) && request.IsNavigationRequest)
            {
                await route.FulfillAsync(new RouteFulfillOptions
                {
                    ContentType = "text/html; charset=utf-8",
                    // A second lock on the same door: no script, no frame, no form, whatever got into the document.
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["Content-Security-Policy"] = $"default-src 'none'; style-src {Origin} 'unsafe-inline'; font-src {Origin}; img-src data:",
                    },
                    BodyBytes = Encoding.UTF8.GetBytes(WithPageRule(job)),
                });
            }
            else if (AssetPath(request.Url) is { } path)
            {
                await route.FulfillAsync(new RouteFulfillOptions { ContentType = AssetTypes[Path.GetExtension(path)], Path = path });
            }
            else
            {
                _logger.LogWarning("A printed document asked for {Address}, which is not loaded", Shortened(request.Url));
                await route.AbortAsync("blockedbyclient");
            }
        }
        catch (PlaywrightException gone)
        {
            // The page was closed while the answer was under way; the job itself reports what happened.
            _logger.LogDebug(gone, "A resource of a printed document was no longer wanted");
        }
    }

    /// <summary>The file behind an address; null when it is not one of our fonts or style sheets.</summary>
    private string? AssetPath(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url)
            || !string.Equals(url.GetLeftPart(UriPartial.Authority), Origin, StringComparison.Ordinal))
        {
            return null;
        }

        var path = Path.GetFullPath(Path.Combine(_assets, Uri.UnescapeDataString(url.AbsolutePath).TrimStart('/')));
        return path.StartsWith(_assets + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && AssetTypes.ContainsKey(Path.GetExtension(path))
            && File.Exists(path)
                ? path
                : null;
    }

    /// <summary>
    /// Size, margins, header and footer as a style sheet before all others. Chromium's own header templates know no web fonts, so
    /// Chinese in them would be set in whatever the machine has; margin boxes use the document's fonts.
    /// </summary>
    private static string WithPageRule(PrintJob job)
    {
        var margins = job.Margins;
        var footer = job.Footer is null ? null : CssText(job.Footer);
        var number = job.PageNumbers ? "'第 ' counter(page) ' 页 共 ' counter(pages) ' 页'" : null;
        var rule = new StringBuilder("<style>@page{size:A4");
        rule.Append(job.Landscape ? " landscape" : " portrait");
        rule.Append(CultureInfo.InvariantCulture, $";margin:{margins.Top}mm {margins.Right}mm {margins.Bottom}mm {margins.Left}mm;");
        rule.Append("font-family:'Noto Sans SC',sans-serif;font-size:9pt;");
        AppendBox(rule, "top-center", job.Header is null ? null : CssText(job.Header));
        AppendBox(rule, "bottom-left", footer);
        AppendBox(rule, job.Footer is null ? "bottom-center" : "bottom-right", number);
        rule.Append('}');
        if (job.TwoSided)
        {
            rule.Append(CultureInfo.InvariantCulture, $"@page :left{{margin:{margins.Top}mm {margins.Left}mm {margins.Bottom}mm {margins.Right}mm;");
            AppendBox(rule, "bottom-left", number ?? "''");
            AppendBox(rule, "bottom-right", footer ?? "''");
            rule.Append('}');
        }

        rule.Append("</style>");

        // Right after <head>, so that the document's own rules come later and win.
        var html = job.Html;
        var head = html.IndexOf("<head", StringComparison.OrdinalIgnoreCase);
        var end = head < 0 ? -1 : html.IndexOf('>', head);
        return end < 0 ? $"<!DOCTYPE html><html lang=\"zh-CN\"><head>{rule}</head>{html}" : html.Insert(end + 1, rule.ToString());
    }

    private static void AppendBox(StringBuilder rule, string box, string? content)
    {
        if (content is not null)
        {
            rule.Append(CultureInfo.InvariantCulture, $"@{box}{{content:{content};white-space:nowrap}}");
        }
    }

    /// <summary>A CSS string: everything but letters and digits goes in by number, so no text can leave the string or the style element.</summary>
    private static string CssText(string text)
    {
        var css = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                css.Append(rune);
            }
            else
            {
                css.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:x} ");
            }
        }

        return css.Append('\'').ToString();
    }

    private async Task<IBrowser> BrowserAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_browser is { IsConnected: true })
            {
                return _browser;
            }

            await StopAsync();
            return await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<IBrowser> StartAsync()
    {
        var program = FindProgram(_options.Chromium)
            ?? throw new PrintingUnavailableException("No Chromium found: install one or set Printing:Chromium to its program file.");
        try
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = program,
                Headless = true,
                ChromiumSandbox = _options.Sandbox ?? !Environment.IsPrivilegedProcess,
                // Containers give /dev/shm 64 MB, which a long document overflows.
                Args = ["--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "--disable-extensions", "--font-render-hinting=none"],
                Env = _fonts.Environment(),
                Timeout = _options.TimeoutSeconds * 1000,
            });
            _logger.LogInformation("Printing with {Program} {Version}", program, _browser.Version);
            return _browser;
        }
        catch (Exception failure) when (failure is PlaywrightException or TimeoutException)
        {
            await StopAsync();
            throw new PrintingUnavailableException($"The browser {program} does not start.", failure);
        }
    }

    private async Task StopAsync()
    {
        var (browser, playwright) = (_browser, _playwright);
        (_browser, _playwright) = (null, null);
        try
        {
            if (browser is not null)
            {
                await browser.CloseAsync();
            }
        }
        catch (PlaywrightException gone)
        {
            // Closing one that is gone already.
            _logger.LogDebug(gone, "The printing browser was already closed");
        }

        playwright?.Dispose();
    }

    private static string? FindProgram(string configured)
    {
        if (configured.Length > 0)
        {
            return File.Exists(configured) ? configured : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return ProgramNames.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static string Shortened(string address)
    {
        const int enough = 200;
        return address.Length <= enough ? address : address[..enough];
    }
}

/// <summary>Registers the printer (打印).</summary>
public static class PrintingRegistration
{
    /// <summary>Style sheets and fonts come from the web root.</summary>
    public static IServiceCollection AddPrinting(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Printing").Get<PrintingOptions>() ?? new PrintingOptions();
        return services.AddSingleton<IPrinter>(provider =>
        {
            var environment = provider.GetRequiredService<IWebHostEnvironment>();
            // The path is empty where the folder does not exist, e.g. in a test without a web root.
            var assets = string.IsNullOrEmpty(environment.WebRootPath) ? Path.Combine(environment.ContentRootPath, "wwwroot") : environment.WebRootPath;
            return new ChromiumPrinter(options, assets, provider.GetRequiredService<ILogger<ChromiumPrinter>>());
        });
    }
}
