using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>Reads every page that somebody can reach by links, to look for what must stand on none of them.</summary>
public static partial class Crawl
{
    private const int Most = 250;

    /// <summary>The source of every page reached, by address.</summary>
    /// <param name="tab">Whose pages: the requests carry the cookies of this tab.</param>
    /// <param name="starts">Addresses to begin with, linked or not.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Tab tab, params string[] starts)
    {
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(starts);
        var known = new HashSet<string>(starts, StringComparer.Ordinal);
        while (waiting.TryDequeue(out var path))
        {
            Assert.True(known.Count <= Most, $"More than {Most} pages: {string.Join(' ', known.Order(StringComparer.Ordinal))}");
            var (_, body) = await FetchAsync(tab, path);
            if (body is null)
            {
                continue;
            }

            pages[path] = WebUtility.HtmlDecode(body);
            foreach (Match link in Links().Matches(body))
            {
                var target = WebUtility.HtmlDecode(link.Groups["path"].Value);
                if (!target.StartsWith("/lib/", StringComparison.Ordinal) && !target.StartsWith("/css/", StringComparison.Ordinal) && !target.StartsWith("/img/", StringComparison.Ordinal)
                    && !target.StartsWith("/display/", StringComparison.OrdinalIgnoreCase) && !Prints().IsMatch(target) && known.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        return pages;
    }

    /// <summary>Asks for one address as a script of the page would.</summary>
    /// <returns>The status and, of what can be read as text, the source.</returns>
    public static async Task<(int Status, string? Body)> FetchAsync(Tab tab, string path)
    {
        var answer = await tab.Page.EvaluateAsync<JsonElement>(
            "async path => { const r = await fetch(path); const text = /html|json|csv/.test(r.headers.get('content-type') ?? ''); return { status: r.status, body: text ? await r.text() : null }; }", path);
        return (answer.GetProperty("status").GetInt32(), answer.GetProperty("body").GetString());
    }

    /// <summary>Asserts that none of these words stands on any page.</summary>
    public static void AssertNowhere(this IReadOnlyDictionary<string, string> pages, params string[] words)
    {
        foreach (var (path, body) in pages)
        {
            foreach (var word in words)
            {
                Assert.False(body.Contains(word, StringComparison.OrdinalIgnoreCase), $"{path} shows “{word}”.");
            }
        }
    }

    /// <summary>Prints are no text that could be searched here, and every one costs seconds; the tests of books read them.</summary>
    [GeneratedRegex("/(pdf|book|book/evidence)([?]|$)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Prints();

    [GeneratedRegex("href=\"(?<path>/[^\"#/][^\"#]*|/)[\"#]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
