using System.Security.Cryptography;
using System.Text;

namespace QualityAward.Domain.Programmes;

/// <summary>
/// A pack as a round pins it when it opens (奖项包快照): canonical JSON and its SHA-256 in lower-case hex. Store the JSON as text, not as jsonb,
/// which would reorder it and break the hash.
/// </summary>
public sealed record PackSnapshot(string Json, string Sha256)
{
    public static PackSnapshot Of(ProgrammePack pack)
    {
        var json = PackJson.Serialize(pack);
        return new PackSnapshot(json, HashOf(json));
    }

    /// <summary>The pinned pack.</summary>
    /// <exception cref="InvalidOperationException">The stored text is not the one that was pinned.</exception>
    public ProgrammePack Open() => string.Equals(HashOf(Json), Sha256, StringComparison.Ordinal)
        ? PackJson.Deserialize(Json)
        : throw new InvalidOperationException("The pinned pack does not match its SHA-256.");

    private static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
