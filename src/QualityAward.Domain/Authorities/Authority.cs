namespace QualityAward.Domain.Authorities;

/// <summary>Kind of an authority (机关类别).</summary>
public enum AuthorityKind
{
    Province,
    City,

    /// <summary>县、区.</summary>
    County,

    /// <summary>开发区、功能板块.</summary>
    Zone,

    /// <summary>部门 of a government; gives opinions, and recommends applicants of its own sector.</summary>
    Department,
}

/// <summary>An authority (机关) of the tree province → city → county, district, zone or department; read from the programme data's authorities file.</summary>
/// <param name="Code">Stable code, e.g. <c>lyg-haizhou</c>.</param>
/// <param name="Name">Full Chinese name of the area or department.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parent">Code of the authority above it; null for a province.</param>
/// <param name="OfficeName">Name of its quality office as signed on documents (e.g. 海州区质量发展委员会办公室).</param>
/// <param name="GovernmentName">Name of its government as signed on recommendations (e.g. 海州区人民政府); a department signs itself.</param>
public sealed record Authority(string Code, string Name, AuthorityKind Kind, string? Parent, string OfficeName, string GovernmentName)
{
    /// <summary>True when the authority may recommend applicants to the award of its parent.</summary>
    public bool Recommends { get; init; }

    /// <summary>For a department: which kind of opinion it gives, a name of the programme's department list, e.g. <c>emergency</c>.</summary>
    public string? OpinionKind { get; init; }
}
