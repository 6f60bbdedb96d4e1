using System.Net;
using System.Text.RegularExpressions;
using QualityAward.Testing;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>Reads every page that somebody can reach by links, to look for what must stand on none of them.</summary>
public static partial class Crawl
{
    private const int Most = 250;

    /// <summary>The source of every page reached, by address.</summary>
    /// <param name="visitor">Whose pages.</param>
    /// <param name="starts">Addresses to begin with, linked or not.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(Visitor visitor, params string[] starts)
    {
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(starts);
        var known = new HashSet<string>(starts, StringComparer.Ordinal);
        while (waiting.TryDequeue(out var path))
        {
            Assert.True(known.Count <= Most, $"More than {Most} pages: {string.Join(' ', known.Order(StringComparer.Ordinal))}");
            using var response = await visitor.Client.GetAsync(new Uri(path, UriKind.Relative));
            if (response.StatusCode == HttpStatusCode.NotFound || response.Content.Headers.ContentType?.MediaType is not ("text/html" or "application/json" or "text/csv"))
            {
                continue;
            }

            var body = await response.Content.ReadAsStringAsync();
            pages[path] = WebUtility.HtmlDecode(body);
            foreach (Match link in Links().Matches(body))
            {
                var target = WebUtility.HtmlDecode(link.Groups["path"].Value);
                if (!target.StartsWith("/lib/", StringComparison.Ordinal) && !target.StartsWith("/css/", StringComparison.Ordinal) && !target.StartsWith("/img/", StringComparison.Ordinal)
                    && !target.StartsWith("/display/", StringComparison.OrdinalIgnoreCase) && known.Add(target))
                {
                    waiting.Enqueue(target);
                }
            }
        }

        return pages;
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

    [GeneratedRegex("href=\"(?<path>/[^\"#/][^\"#]*|/)[\"#]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
