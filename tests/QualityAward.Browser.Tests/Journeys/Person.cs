using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using QualityAward.Testing;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>What a person does on a page, by label and role: reads, fills in, chooses, presses, follows.</summary>
internal static class Person
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Opens a tab of its own and logs in.</summary>
    public static async Task<Tab> AsAsync(this BrowserFixture browser, LiveSite site, string userName, string? goTo = null)
    {
        var tab = await browser.VisitAsync(site);
        await tab.LogInAsync(userName);
        if (goTo is not null)
        {
            await tab.GoAsync(goTo);
        }

        return tab;
    }

    /// <summary>Opens a tab of its own without an account; patient, as other programs may be busy on this machine.</summary>
    public static async Task<Tab> VisitAsync(this BrowserFixture browser, LiveSite site)
    {
        var tab = await browser.OpenAsync(site);
        tab.Page.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return tab;
    }

    /// <summary>The control with this label; headings and sections that carry the same words are no controls.</summary>
    public static ILocator Field(this Tab tab, string label) => tab.Page.Locator("#main").Field(label);

    public static ILocator Field(this ILocator within, string label) =>
        within.GetByLabel(label, new() { Exact = true }).And(within.Page.Locator("input, select, textarea"));

    public static Task FillAsync(this Tab tab, string label, string text) => tab.Field(label).FillAsync(text);

    public static Task ChooseAsync(this Tab tab, string label, string option) => tab.Field(label).SelectOptionAsync(new SelectOptionValue { Label = option });

    public static Task CheckAsync(this Tab tab, string label) => tab.Field(label).CheckAsync();

    public static Task AttachAsync(this Tab tab, string label, string fileName, Stream content) => tab.Field(label).AttachAsync(fileName, content);

    public static async Task AttachAsync(this ILocator field, string fileName, Stream content) => await field.SetInputFilesAsync(Payload(fileName, content));

    public static FilePayload Payload(string fileName, Stream content)
    {
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        var type = fileName.EndsWith(".png", StringComparison.Ordinal) ? "image/png" : "application/pdf";
        return new FilePayload { Name = fileName, MimeType = type, Buffer = buffer.ToArray() };
    }

    /// <summary>Presses a button that sends the page, and waits for the answer.</summary>
    public static Task PressAsync(this Tab tab, string button) => tab.LoadsAsync(tab.Page.Locator("#main").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First);

    /// <summary>Follows a link, and waits for the page.</summary>
    public static Task FollowAsync(this Tab tab, string link) => tab.LoadsAsync(tab.Page.Locator("#main").GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First);

    public static Task FollowAsync(this Tab tab, Regex link) => tab.LoadsAsync(tab.Page.Locator("#main").GetByRole(AriaRole.Link, new() { NameRegex = link }).First);

    /// <summary>Asserts that the page says this, visibly.</summary>
    public static Task SeesAsync(this Tab tab, string text) =>
        Assertions.Expect(tab.Page.Locator("#main").GetByText(text).Locator("visible=true").First).ToBeVisibleAsync(new() { Timeout = 30_000 });

    public static async Task DoesNotSeeAsync(this Tab tab, string text) => Assert.Equal(0, await tab.Page.Locator("#main").GetByText(text).CountAsync());

    /// <summary>Clicks on what leads to another page, and waits for it.</summary>
    public static async Task LoadsAsync(this Tab tab, ILocator target)
    {
        // A mark that the next page does not have.
        await tab.Page.EvaluateAsync("window.qaLeft = true");
        await target.ClickAsync();
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await tab.Page.EvaluateAsync<bool>("window.qaLeft !== true && document.readyState === 'complete'"))
                {
                    return;
                }
            }
            catch (PlaywrightException) when (waited.Elapsed < Patience)
            {
                // Asked while one page gave way to the next.
            }

            Assert.True(waited.Elapsed < Patience, $"{tab.Page.Url} did not answer.");
            await Task.Delay(25);
        }
    }
}
