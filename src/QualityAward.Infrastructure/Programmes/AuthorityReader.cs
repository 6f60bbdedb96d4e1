using QualityAward.Domain.Authorities;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>Reads authorities.jsonc and what the programmes' own folders add to it (机关数据读取).</summary>
public static class AuthorityReader
{
    /// <summary>The file's name, in the root and in a programme's folder.</summary>
    public const string FileName = "authorities.jsonc";

    public static AuthorityTree Read(string root)
    {
        var files = new List<PackFile> { PackFile.Open(root, Path.Combine(root, FileName)) };
        files.AddRange(Directory.EnumerateDirectories(root).Select(d => Path.Combine(d, FileName)).Where(File.Exists).Order(StringComparer.Ordinal).Select(f => PackFile.Open(root, f)));
        try
        {
            return new AuthorityTree([.. files.SelectMany(f => f.Read<AuthoritiesFile>().Authorities)]);
        }
        catch (AuthorityTreeException fault)
        {
            // The last file that has the code: a folder's own entry clashes with the shared one, not the other way round.
            var file = files.FindLast(f => f.LineOf(fault.Code, after: null) is not null) ?? files[0];
            throw new PackException(file.Name, file.LineOf(fault.Code, after: null), fault.Message, fault);
        }
    }

    private sealed record AuthoritiesFile
    {
        public required IReadOnlyList<Authority> Authorities { get; init; }
    }
}
