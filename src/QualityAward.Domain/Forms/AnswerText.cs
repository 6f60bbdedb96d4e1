using System.Globalization;
using System.Text;

namespace QualityAward.Domain.Forms;

/// <summary>
/// Makes typed text fit to be kept (文字整理): one kind of line end, no control characters and no half characters, which no database or document takes.
/// Nothing that can be read is ever cut.
/// </summary>
public static class AnswerText
{
    /// <summary>Text of several lines; blanks at the end go.</summary>
    public static string Lines(string? typed)
    {
        if (string.IsNullOrEmpty(typed))
        {
            return "";
        }

        var text = new StringBuilder(typed.Length);
        for (var i = 0; i < typed.Length; i++)
        {
            var character = typed[i];
            if (char.IsSurrogate(character))
            {
                if (char.IsHighSurrogate(character) && i + 1 < typed.Length && char.IsLowSurrogate(typed[i + 1]))
                {
                    text.Append(character).Append(typed[++i]);
                }
            }
            else if (character is '\r' or '\u2028' or '\u2029' or '\u0085' or '\v' or '\f')
            {
                text.Append('\n');
                if (character == '\r' && i + 1 < typed.Length && typed[i + 1] == '\n')
                {
                    i++;
                }
            }
            else if (character is '\n' or '\t' || !IsUnfit(character))
            {
                text.Append(character);
            }
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Text of one line, without blanks at its ends.</summary>
    public static string Line(string? typed) => Lines(typed).Replace('\n', ' ').Replace('\t', ' ').Trim();

    /// <summary>Half-width digits without thousands separators and blanks; text that is no number stays as typed.</summary>
    public static string Number(string? typed)
    {
        var text = Line(typed);
        return TryNumber(text, out var number) ? number.ToString(CultureInfo.InvariantCulture) : text;
    }

    /// <summary>A date as yyyy-MM-dd, also from 2022/6/1, 2022.6.1 and 2022年6月1日; text that is no date stays as typed.</summary>
    public static string Date(string? typed)
    {
        var text = Line(typed);
        return DateOnly.TryParseExact(Dashed(text), ["yyyy-M-d", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>A month as yyyy-MM, also from 2022/6, 2022.6 and 2022年6月; text that is no month stays as typed.</summary>
    public static string YearMonth(string? typed)
    {
        var text = Line(typed);
        return DateOnly.TryParseExact(Dashed(text), ["yyyy-M", "yyyyMM"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
            ? month.ToString("yyyy-MM", CultureInfo.InvariantCulture)
            : text;
    }

    public static bool TryNumber(string text, out decimal number)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        // As stored: nothing to clean.
        return decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out number)
            || decimal.TryParse(HalfWidth(text).Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), Plain, CultureInfo.InvariantCulture, out number);
    }

    public static DateOnly? ReadDate(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    /// <summary>First day of a yyyy-MM month.</summary>
    public static DateOnly? ReadYearMonth(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) ? month : null;

    private static string Dashed(string text) => HalfWidth(text)
        .Replace('/', '-').Replace('.', '-').Replace('年', '-').Replace('月', '-').Replace("日", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).TrimEnd('-');

    private static string HalfWidth(string text) =>
        string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                // The full-width forms lie at a fixed distance from ASCII.
                span[i] = from[i] switch
                {
                    >= '\uFF01' and <= '\uFF5E' => (char)(from[i] - 0xFEE0),
                    '\u3000' or '\u00A0' => ' ',
                    '\u2212' => '-',
                    _ => from[i],
                };
            }
        });

    /// <summary>
    /// Control characters, what is no character at all, and marks that turn the direction of writing: they are invisible and can make a text read otherwise
    /// than it is stored.
    /// </summary>
    private static bool IsUnfit(char character) =>
        char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB') or (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF' or '\uFEFF' or '\u200B' or '\u061C';
}
