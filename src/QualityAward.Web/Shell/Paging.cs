using Microsoft.AspNetCore.WebUtilities;

namespace QualityAward.Web.Shell;

/// <summary>Which rows of a list a page shows: 25 at a time, numbered from 1.</summary>
/// <remarks>The query key is <c>p</c>, because Razor Pages keeps <c>page</c> for itself.</remarks>
public sealed record Paging
{
    public const int DefaultSize = 25;

    public Paging(int number, int total, int size = DefaultSize)
    {
        Size = Math.Max(1, size);
        Total = Math.Max(0, total);
        Pages = Math.Max(1, (Total + Size - 1) / Size);
        Number = Math.Clamp(number, 1, Pages);
    }

    public int Size { get; }

    public int Total { get; }

    public int Pages { get; }

    public int Number { get; }

    public int Skip => (Number - 1) * Size;

    public int First => Total == 0 ? 0 : Skip + 1;

    public int Last => Math.Min(Skip + Size, Total);

    /// <summary>First, last and the neighbours of the current page; null stands for a gap.</summary>
    public IEnumerable<int?> Shown()
    {
        var previous = 0;

        for (var page = 1; page <= Pages; page++)
        {
            if (page != 1 && page != Pages && Math.Abs(page - Number) > 1)
            {
                continue;
            }

            if (page - previous > 1)
            {
                yield return null;
            }

            previous = page;
            yield return page;
        }
    }
}

/// <summary>Addresses of the same list with one thing changed.</summary>
internal static class SameQuery
{
    public static string With(HttpRequest request, params IEnumerable<(string Key, string? Value)> changes)
    {
        var changed = changes.ToList();
        var kept = request.Query
            .Where(pair => !changed.Any(change => string.Equals(change.Key, pair.Key, StringComparison.OrdinalIgnoreCase)))
            .SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value));
        var added = changed.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Key, change.Value));

        return QueryHelpers.AddQueryString(request.PathBase + request.Path, kept.Concat(added));
    }
}
