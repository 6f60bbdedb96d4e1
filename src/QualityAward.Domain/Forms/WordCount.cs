namespace QualityAward.Domain.Forms;

/// <summary>
/// 字数: counts as word processors do for Chinese text. Every Chinese character and every Chinese or full-width mark is one;
/// a run of anything else (letters, digits, ASCII punctuation) is one until white space or a Chinese character ends it.
/// </summary>
/// <remarks>The browser's twin is wwwroot/js/wordcount.js; tests/vectors/wordcount.json holds both to the same numbers.</remarks>
public static class WordCount
{
    // Sorted, inclusive. Arrows, shapes and enclosed numbers are typeset as Chinese characters in Chinese documents.
    private static readonly (int First, int Last)[] Single =
    [
        (0x00B7, 0x00B7), (0x2014, 0x2015), (0x2018, 0x2019), (0x201C, 0x201D), (0x2026, 0x2026), (0x203B, 0x203B),
        (0x2103, 0x2103), (0x2116, 0x2116), (0x2160, 0x217F), (0x2190, 0x2193), (0x2460, 0x24FF), (0x2500, 0x25FF),
        (0x2E80, 0x2FFF), (0x3001, 0x312F), (0x31A0, 0x9FFF), (0xF900, 0xFAFF), (0xFE10, 0xFE1F), (0xFE30, 0xFE4F),
        (0xFF01, 0xFF9F), (0xFFE0, 0xFFE6), (0x20000, 0x3FFFF),
    ];

    private static readonly (int First, int Last)[] Ignored =
    [
        (0x00AD, 0x00AD), (0x200B, 0x200F), (0x2060, 0x2060), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xE0100, 0xE01EF),
    ];

    // Written out, because .NET and JavaScript disagree on what white space is.
    private static readonly (int First, int Last)[] White =
    [
        (0x0009, 0x000D), (0x0020, 0x0020), (0x0085, 0x0085), (0x00A0, 0x00A0), (0x1680, 0x1680), (0x2000, 0x200A),
        (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
    ];

    // Every character of the first plane is looked up, since a page counts tens of thousands of them.
    private static readonly Kind[] Kinds = [.. Enumerable.Range(0, 0x10000).Select(KindIn)];

    public static int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var count = 0;
        var inRun = false;
        var previous = 0;
        // A closing quotation mark behind a letter: an apostrophe, and part of the word, when a letter follows.
        var isOpen = false;

        foreach (var rune in text.EnumerateRunes())
        {
            var value = rune.Value;
            var kind = value < Kinds.Length ? Kinds[value] : KindIn(value);
            if (kind == Kind.Ignored)
            {
                continue;
            }

            if (isOpen && !IsAsciiLetter(value))
            {
                count++;
                inRun = false;
            }

            isOpen = value == 0x2019 && IsAsciiLetter(previous);
            previous = value;
            if (kind == Kind.White)
            {
                inRun = false;
            }
            else if (kind == Kind.Single)
            {
                if (!isOpen)
                {
                    count++;
                    inRun = false;
                }
            }
            else if (!inRun)
            {
                count++;
                inRun = true;
            }
        }

        return isOpen ? count + 1 : count;
    }

    private static bool IsAsciiLetter(int value) => value < 0x80 && char.IsAsciiLetter((char)value);

    private static Kind KindIn(int value) => In(Ignored, value) ? Kind.Ignored : In(White, value) ? Kind.White : In(Single, value) ? Kind.Single : Kind.Run;

    private static bool In((int First, int Last)[] ranges, int value) =>
        Array.Exists(ranges, range => value >= range.First && value <= range.Last);

    private enum Kind : byte
    {
        /// <summary>Part of a run of letters, digits and marks.</summary>
        Run,

        Single,

        White,

        Ignored,
    }
}
