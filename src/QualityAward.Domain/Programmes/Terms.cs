using System.Security.Cryptography;
using System.Text;
using QualityAward.Domain.Access;

namespace QualityAward.Domain.Programmes;

/// <summary>What a role accepts before it works on a round (须知与承诺): the discipline statement of experts, the declaration of applicants.</summary>
public sealed record Terms
{
    /// <summary>申报人、推荐单位 or 评审专家.</summary>
    public required Role Role { get; init; }

    public required string Title { get; init; }

    /// <summary>One paragraph each.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>Where a document asks for it; null: the office's own.</summary>
    public Clause? Clause { get; init; }

    /// <summary>SHA-256 (hex, lower case) over title and paragraphs: what was accepted is this very text.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Title}\n{string.Join('\n', Paragraphs)}")));
}
