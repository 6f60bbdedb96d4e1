using System.Buffers;

namespace QualityAward.Domain.Parties;

/// <summary>电子邮箱: the everyday part of RFC 5321 and RFC 5322 (no quoted names, no comments, no address literals), so that every mail server takes it.</summary>
public static class EmailAddress
{
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;

    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> LocalCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly SearchValues<char> DomainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>The form to store: half-width, without blanks, the part after the @ in lower case (the part before it belongs to the server there).</summary>
    public static string Normalise(string value)
    {
        // The ideographic full stop is what a Chinese input method types for a dot.
        var address = TypedText.HalfWidthWithoutBlanks(value).Replace('。', '.');
        var at = address.LastIndexOf('@');
        return at < 0 ? address : address[..at] + address[at..].ToLowerInvariant();
    }

    /// <summary>What is wrong with the address and what to do about it; null when it is fine.</summary>
    public static string? Problem(string value)
    {
        var address = Normalise(value);
        if (address.Length == 0)
        {
            return "请填写电子邮箱，例如 zhiliang@example.com。";
        }

        if (address.Length > MaxLength)
        {
            return $"电子邮箱最长 {MaxLength} 个字符，请检查。";
        }

        var at = address.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at == address.Length - 1 || at != address.LastIndexOf('@'))
        {
            return "电子邮箱应为“用户名@域名”的形式，且只填一个，例如 zhiliang@example.com。";
        }

        var local = address.AsSpan(0, at);
        if (local.Length > MaxLocalLength || local.ContainsAnyExcept(LocalCharacters) || BadDots(local))
        {
            return "电子邮箱 @ 前面的用户名有误，请检查是否有中文、标点或多余的点。";
        }

        return IsDomain(address[(at + 1)..]) ? null : "电子邮箱 @ 后面的域名有误，请检查，例如 example.com。";
    }

    private static bool IsDomain(string domain)
    {
        if (domain.AsSpan().ContainsAnyExcept(DomainCharacters) || BadDots(domain))
        {
            return false;
        }

        var labels = domain.Split('.');
        // A top-level domain of digits would be an IP address.
        return labels.Length >= 2
            && labels[^1].Length >= 2
            && !TypedText.IsDigits(labels[^1])
            && labels.All(label => label.Length <= MaxLabelLength && label[0] != '-' && label[^1] != '-');
    }

    private static bool BadDots(ReadOnlySpan<char> part) =>
        part[0] == '.' || part[^1] == '.' || part.Contains("..", StringComparison.Ordinal);
}
