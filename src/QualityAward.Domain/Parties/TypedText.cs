using System.Text;

namespace QualityAward.Domain.Parties;

/// <summary>What people type into identifier fields: full-width digits, stray blanks and every kind of dash (全角转半角).</summary>
internal static class TypedText
{
    /// <summary>Half-width form without any white space; the many dashes become "-".</summary>
    public static string HalfWidthWithoutBlanks(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (var typed in value)
        {
            // The full-width forms lie at a fixed distance from ASCII.
            var half = typed is >= '\uFF01' and <= '\uFF5E' ? (char)(typed - 0xFEE0) : typed;
            // Zero-width marks come along when a number is copied from a web page or from WeChat.
            if (char.IsWhiteSpace(half) || half is '\u200B' or '\u200E' or '\u200F' or '\u202A' or '\u202C' or '\u202D' or '\uFEFF')
            {
                continue;
            }

            text.Append(half is '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2015' or '\u2212' ? '-' : half);
        }

        return text.ToString();
    }

    public static bool IsDigits(ReadOnlySpan<char> value) => !value.IsEmpty && !value.ContainsAnyExceptInRange('0', '9');
}
