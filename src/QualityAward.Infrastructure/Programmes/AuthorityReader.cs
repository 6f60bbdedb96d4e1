using QualityAward.Domain.Authorities;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>Reads authorities.jsonc (机关数据读取).</summary>
public static class AuthorityReader
{
    public static AuthorityTree Read(string root)
    {
        var file = PackFile.Open(root, Path.Combine(root, "authorities.jsonc"));
        try
        {
            return new AuthorityTree(file.Read<AuthoritiesFile>().Authorities);
        }
        catch (AuthorityTreeException fault)
        {
            throw new PackException(file.Name, file.LineOf(fault.Code, after: null), fault.Message, fault);
        }
    }

    private sealed record AuthoritiesFile
    {
        public required IReadOnlyList<Authority> Authorities { get; init; }
    }
}
