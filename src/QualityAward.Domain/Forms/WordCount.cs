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

    public static int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        var count = 0;
        var inRun = false;
        var runes = text.EnumerateRunes().Select(rune => rune.Value).Where(value => !In(Ignored, value)).ToList();

        for (var index = 0; index < runes.Count; index++)
        {
            var value = runes[index];

            if (In(White, value))
            {
                inRun = false;
            }
            else if (In(Single, value) && !IsApostrophe(runes, index))
            {
                count++;
                inRun = false;
            }
            else if (!inRun)
            {
                count++;
                inRun = true;
            }
        }

        return count;
    }

    private static bool IsApostrophe(List<int> runes, int index) =>
        runes[index] == 0x2019 && index > 0 && index + 1 < runes.Count && IsAsciiLetter(runes[index - 1]) && IsAsciiLetter(runes[index + 1]);

    private static bool IsAsciiLetter(int value) => value < 0x80 && char.IsAsciiLetter((char)value);

    private static bool In((int First, int Last)[] ranges, int value) =>
        Array.Exists(ranges, range => value >= range.First && value <= range.Last);
}
