namespace QualityAward.Domain.Authorities;

/// <summary>All authorities with their parents (机关树), checked: codes are unique, parents exist, no circle.</summary>
public sealed class AuthorityTree
{
    private readonly Dictionary<string, Authority> _byCode;

    /// <exception cref="AuthorityTreeException">The list is no tree.</exception>
    public AuthorityTree(IReadOnlyList<Authority> all)
    {
        All = all;
        _byCode = new Dictionary<string, Authority>(StringComparer.Ordinal);
        foreach (var authority in all)
        {
            if (!_byCode.TryAdd(authority.Code, authority))
            {
                throw new AuthorityTreeException(authority.Code, $"机关代码“{authority.Code}”重复。");
            }
        }

        foreach (var authority in all)
        {
            Check(authority);
        }
    }

    public IReadOnlyList<Authority> All { get; }

    public Authority? Find(string code) => _byCode.GetValueOrDefault(code);

    public Authority Require(string code) =>
        Find(code) ?? throw new RefusedException("no-such-authority", $"没有代码为“{code}”的机关。");

    /// <summary>The authorities directly below, in the file's order.</summary>
    public IEnumerable<Authority> ChildrenOf(string code) => All.Where(a => string.Equals(a.Parent, code, StringComparison.Ordinal));

    /// <summary>The authority itself and everything below it: what its users may see (辖区).</summary>
    public IReadOnlySet<string> AreaOf(string code) =>
        All.Where(a => IsWithin(a.Code, code)).Select(a => a.Code).ToHashSet(StringComparer.Ordinal);

    /// <summary>True when the authority is the area's or lies below it.</summary>
    public bool IsWithin(string code, string area)
    {
        for (var at = Find(code); at is not null; at = at.Parent is null ? null : Find(at.Parent))
        {
            if (string.Equals(at.Code, area, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The recommending offices (推荐单位) of an award's owner.</summary>
    public IEnumerable<Authority> RecommendersFor(string owner) => ChildrenOf(owner).Where(a => a.Recommends);

    /// <summary>
    /// The department that gives this kind of opinion on applicants of an area (征求意见部门): the area's own, else that of the authority above it, up to the
    /// top; null: none is known.
    /// </summary>
    public Authority? DepartmentFor(string opinionKind, string area)
    {
        for (var at = Find(area); at is not null; at = at.Parent is null ? null : Find(at.Parent))
        {
            if (ChildrenOf(at.Code).FirstOrDefault(a => string.Equals(a.OpinionKind, opinionKind, StringComparison.Ordinal)) is { } department)
            {
                return department;
            }
        }

        return null;
    }

    private void Check(Authority authority)
    {
        if (authority.Kind == AuthorityKind.Province != authority.Parent is null)
        {
            throw new AuthorityTreeException(authority.Code, $"机关“{authority.Name}”：只有省级机关没有上级，其他机关都必须有上级。");
        }

        if (authority.OpinionKind is not null && authority.Kind != AuthorityKind.Department)
        {
            throw new AuthorityTreeException(authority.Code, $"机关“{authority.Name}”不是部门，不能出具部门意见。");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal) { authority.Code };
        for (var parent = authority.Parent; parent is not null; parent = _byCode[parent].Parent)
        {
            if (!_byCode.ContainsKey(parent))
            {
                throw new AuthorityTreeException(authority.Code, $"机关“{authority.Name}”的上级“{parent}”不存在。");
            }

            if (!seen.Add(parent))
            {
                throw new AuthorityTreeException(authority.Code, $"机关“{authority.Name}”的上级关系成环。");
            }
        }
    }
}

/// <summary>The authorities' file is no tree (机关数据有误).</summary>
public sealed class AuthorityTreeException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
