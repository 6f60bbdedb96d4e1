using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>All award programmes that this installation knows (奖项目录), read and checked once at start; packs do not change while the program runs.</summary>
public sealed class ProgrammeCatalogue
{
    /// <summary>Folders beside the programmes that are none.</summary>
    private static readonly string[] NoProgrammes = ["schema", "shared"];

    private readonly Dictionary<string, ProgrammePack> _byCode;
    private readonly Dictionary<string, PackSnapshot> _snapshots;

    private ProgrammeCatalogue(IReadOnlyList<ProgrammePack> packs, AuthorityTree authorities)
    {
        All = packs;
        Authorities = authorities;
        _byCode = packs.ToDictionary(p => p.Code, StringComparer.Ordinal);
        _snapshots = packs.ToDictionary(p => p.Code, PackSnapshot.Of, StringComparer.Ordinal);
    }

    /// <summary>All packs, by code.</summary>
    public IReadOnlyList<ProgrammePack> All { get; }

    public AuthorityTree Authorities { get; }

    /// <exception cref="PackException">A pack or the authorities cannot be used.</exception>
    public static ProgrammeCatalogue Load(string root)
    {
        if (!Directory.Exists(root))
        {
            throw new PackException("Programmes", line: null, "奖项数据文件夹不存在，请检查设置 Programmes:Root。");
        }

        var authorities = AuthorityReader.Read(root);
        var packs = Directory.EnumerateDirectories(root)
            .Select(d => Path.GetFileName(d))
            .Where(code => !NoProgrammes.Contains(code, StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(code => PackReader.Read(root, code))
            .ToList();
        foreach (var pack in packs)
        {
            CheckAuthorities(root, pack, authorities);
        }

        return new ProgrammeCatalogue(packs, authorities);
    }

    public ProgrammePack? ByCode(string code) => _byCode.GetValueOrDefault(code);

    public ProgrammePack Require(string code) =>
        ByCode(code) ?? throw new RefusedException("no-such-programme", $"没有代码为“{code}”的奖项。");

    /// <summary>What a round pins when it opens.</summary>
    public PackSnapshot SnapshotOf(string code) => _snapshots[Require(code).Code];

    private static void CheckAuthorities(string root, ProgrammePack pack, AuthorityTree authorities)
    {
        var file = PackFile.Open(root, Path.Combine(root, pack.Code, "programme.jsonc"));
        if (authorities.Find(pack.Owner) is null)
        {
            throw new PackException(file.Name, file.LineOf("owner", after: null), $"主办机关“{pack.Owner}”不在机关数据中。");
        }

        foreach (var kind in pack.Recommendation.Opinions.Select(o => o.Kind).Where(k => authorities.All.All(a => !string.Equals(a.OpinionKind, k, StringComparison.Ordinal))))
        {
            throw new PackException(file.Name, file.LineOf(kind, after: null), $"没有机关出具部门意见“{kind}”。");
        }
    }
}
