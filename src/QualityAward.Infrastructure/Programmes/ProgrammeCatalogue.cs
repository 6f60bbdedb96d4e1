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
        var packs = CodesIn(root).Select(code => PackReader.Read(root, code)).ToList();
        return packs.SelectMany(pack => AuthorityFaults(root, pack, authorities).Concat(PriorityFaults(root, pack, packs))).FirstOrDefault() is { } fault ? throw fault : new ProgrammeCatalogue(packs, authorities);
    }

    /// <summary>The programmes of a data folder, by code.</summary>
    public static IReadOnlyList<string> CodesIn(string root) =>
        [.. Directory.EnumerateDirectories(root).Select(d => Path.GetFileName(d)).Where(code => !NoProgrammes.Contains(code, StringComparer.Ordinal)).Order(StringComparer.Ordinal)];

    /// <summary>Everything that is wrong with these programmes and the authorities, at once (奖项数据检查).</summary>
    public static IReadOnlyList<PackException> Check(string root, IReadOnlyList<string> codes)
    {
        var faults = new List<PackException>();
        AuthorityTree? authorities = null;
        try
        {
            authorities = AuthorityReader.Read(root);
        }
        catch (PackException fault)
        {
            faults.Add(fault);
        }

        foreach (var code in codes)
        {
            var (pack, found) = PackReader.Check(root, code);
            faults.AddRange(found);
            if (pack is not null && authorities is not null)
            {
                faults.AddRange(AuthorityFaults(root, pack, authorities));
            }
        }

        return faults;
    }

    public ProgrammePack? ByCode(string code) => _byCode.GetValueOrDefault(code);

    public ProgrammePack Require(string code) =>
        ByCode(code) ?? throw new RefusedException("no-such-programme", $"没有代码为“{code}”的奖项。");

    /// <summary>What a round pins when it opens.</summary>
    public PackSnapshot SnapshotOf(string code) => _snapshots[Require(code).Code];

    /// <summary>Whoever is recommended first is recommended for an award of this installation.</summary>
    private static IEnumerable<PackException> PriorityFaults(string root, ProgrammePack pack, IReadOnlyList<ProgrammePack> all)
    {
        var file = PackFile.Open(root, Path.Combine(root, pack.Code, "programme.jsonc"));
        return pack.Priorities.Where(p => p.For is { } code && !all.Any(o => string.Equals(o.Code, code, StringComparison.Ordinal)))
            .Select(p => new PackException(file.Name, file.LineOf(p.For, after: null), $"“priorities”引用的奖项“{p.For}”不存在。"));
    }

    private static IEnumerable<PackException> AuthorityFaults(string root, ProgrammePack pack, AuthorityTree authorities)
    {
        var file = PackFile.Open(root, Path.Combine(root, pack.Code, "programme.jsonc"));
        if (authorities.Find(pack.Owner) is null)
        {
            yield return new PackException(file.Name, file.LineOf("owner", after: null), $"主办机关“{pack.Owner}”不在机关数据中。");
        }
        else if (!authorities.RecommendersFor(pack.Owner).Any())
        {
            yield return new PackException(file.Name, file.LineOf("owner", after: null), $"主办机关“{pack.Owner}”没有下级推荐单位，无人可以申报；请在机关数据中补充。");
        }

        foreach (var spare in authorities.RecommendersFor(pack.Owner).Where(a => !pack.Recommendation.Takes(a)))
        {
            yield return new PackException(file.Name, file.LineOf("channels", after: null), $"推荐单位“{spare.Name}”不属于任何推荐渠道。");
        }

        foreach (var channel in pack.Recommendation.Channels.Where(c => !authorities.RecommendersFor(pack.Owner).Any(a => c.Kinds.Contains(a.Kind))))
        {
            yield return new PackException(file.Name, file.LineOf(channel.Code, after: null), $"推荐渠道“{channel.Name}”没有推荐单位。");
        }

        foreach (var kind in pack.Recommendation.Opinions.Select(o => o.Kind).Where(k => authorities.All.All(a => !string.Equals(a.OpinionKind, k, StringComparison.Ordinal))))
        {
            yield return new PackException(file.Name, file.LineOf(kind, after: null), $"没有机关出具部门意见“{kind}”。");
        }
    }
}
