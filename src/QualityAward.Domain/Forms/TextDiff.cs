namespace QualityAward.Domain.Forms;

/// <summary>What became of a piece of text (修订标记).</summary>
public enum DiffKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A piece of text in a comparison (修订片段).</summary>
public sealed record DiffPart(DiffKind Kind, string Text);

/// <summary>
/// Compares two texts word by word (逐字比对): each Chinese character is a word, as is each run of letters or digits. Long texts are compared paragraph by
/// paragraph first, so that time and memory stay bounded.
/// </summary>
public static class TextDiff
{
    /// <summary>Largest table of a comparison, in cells.</summary>
    private const long MostCells = 2_000_000;

    public static IReadOnlyList<DiffPart> Words(string before, string after)
    {
        var parts = new Parts();
        Compare(Tokens(before), Tokens(after), parts, splitFurther: false);
        return parts.All;
    }

    private static void Compare(List<string> before, List<string> after, Parts parts, bool splitFurther)
    {
        var start = 0;
        while (start < before.Count && start < after.Count && Same(before[start], after[start]))
        {
            parts.Add(DiffKind.Same, before[start++]);
        }

        var (beforeEnd, afterEnd) = (before.Count, after.Count);
        while (beforeEnd > start && afterEnd > start && Same(before[beforeEnd - 1], after[afterEnd - 1]))
        {
            beforeEnd--;
            afterEnd--;
        }

        Middle(before[start..beforeEnd], after[start..afterEnd], parts, splitFurther);
        foreach (var token in before.Skip(beforeEnd))
        {
            parts.Add(DiffKind.Same, token);
        }
    }

    private static void Middle(List<string> before, List<string> after, Parts parts, bool isByParagraph)
    {
        if ((long)before.Count * after.Count <= MostCells)
        {
            Longest(before, after, parts, isByParagraph);
        }
        else if (!isByParagraph)
        {
            Compare(Paragraphs(string.Concat(before)), Paragraphs(string.Concat(after)), parts, splitFurther: true);
        }
        else
        {
            Replace(before, after, parts);
        }
    }

    /// <summary>Keeps the longest common run of tokens.</summary>
    private static void Longest(List<string> before, List<string> after, Parts parts, bool isByParagraph)
    {
        var lengths = new ushort[before.Count + 1, after.Count + 1];
        for (var i = before.Count - 1; i >= 0; i--)
        {
            for (var j = after.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = Same(before[i], after[j]) ? (ushort)(lengths[i + 1, j + 1] + 1) : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        var (removed, added) = (new List<string>(), new List<string>());
        var (b, a) = (0, 0);
        while (b < before.Count || a < after.Count)
        {
            if (b < before.Count && a < after.Count && Same(before[b], after[a]))
            {
                Flush();
                parts.Add(DiffKind.Same, before[b++]);
                a++;
            }
            else if (b < before.Count && (a == after.Count || lengths[b + 1, a] >= lengths[b, a + 1]))
            {
                removed.Add(before[b++]);
            }
            else
            {
                added.Add(after[a++]);
            }
        }

        Flush();

        void Flush()
        {
            if (isByParagraph && removed.Count == 1 && added.Count == 1 && (long)Tokens(removed[0]).Count * Tokens(added[0]).Count <= MostCells)
            {
                Longest(Tokens(removed[0]), Tokens(added[0]), parts, isByParagraph: false);
            }
            else
            {
                Replace(removed, added, parts);
            }

            removed.Clear();
            added.Clear();
        }
    }

    private static void Replace(List<string> removed, List<string> added, Parts parts)
    {
        foreach (var token in removed)
        {
            parts.Add(DiffKind.Removed, token);
        }

        foreach (var token in added)
        {
            parts.Add(DiffKind.Added, token);
        }
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var end = i + 1;
            if (char.IsHighSurrogate(text[i]) && end < text.Length && char.IsLowSurrogate(text[end]))
            {
                end++;
            }
            else if (char.IsAsciiLetterOrDigit(text[i]))
            {
                while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
                {
                    end++;
                }
            }

            tokens.Add(text[i..end]);
            i = end;
        }

        return tokens;
    }

    /// <summary>Each with the line end that closes it.</summary>
    private static List<string> Paragraphs(string text)
    {
        var paragraphs = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            var end = text.IndexOf('\n', i) is >= 0 and var line ? line + 1 : text.Length;
            paragraphs.Add(text[i..end]);
            i = end;
        }

        return paragraphs;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    /// <summary>Joins neighbours of one kind.</summary>
    private sealed class Parts
    {
        private readonly List<(DiffKind Kind, System.Text.StringBuilder Text)> _parts = [];

        public IReadOnlyList<DiffPart> All => [.. _parts.Select(p => new DiffPart(p.Kind, p.Text.ToString()))];

        public void Add(DiffKind kind, string text)
        {
            if (_parts.Count == 0 || _parts[^1].Kind != kind)
            {
                _parts.Add((kind, new System.Text.StringBuilder()));
            }

            _parts[^1].Text.Append(text);
        }
    }
}
