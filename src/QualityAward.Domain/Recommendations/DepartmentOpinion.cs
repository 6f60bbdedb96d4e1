using QualityAward.Domain.Eligibility;

namespace QualityAward.Domain.Recommendations;

/// <summary>What a department says about an applicant (部门意见结论).</summary>
public enum OpinionFinding
{
    /// <summary>无不良记录.</summary>
    Clear,

    /// <summary>有不良记录.</summary>
    Adverse,

    /// <summary>无法核实.</summary>
    CannotSay,
}

/// <summary>Findings in Chinese.</summary>
public static class OpinionFindings
{
    public static string NameOf(OpinionFinding finding) => finding switch
    {
        OpinionFinding.Clear => "无不良记录",
        OpinionFinding.Adverse => "有不良记录",
        OpinionFinding.CannotSay => "无法核实",
    };
}

/// <summary>A scanned paper in the file store (扫描件).</summary>
/// <param name="FileName">As uploaded.</param>
/// <param name="Sha256">Its content.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ContentType">As read from the content.</param>
public sealed record StoredScan(string FileName, string Sha256, long Length, string ContentType);

/// <summary>What a department wrote, as the recommending office records it (部门意见内容).</summary>
/// <param name="Kind">Kind of opinion, as the pack names it.</param>
/// <param name="Finding">What it says.</param>
/// <param name="Severity">Grade of an adverse record where stated.</param>
/// <param name="Concerns">Codes of the conditions an adverse record concerns; empty: all that ask this department.</param>
/// <param name="Text">The opinion's words.</param>
/// <param name="GivenOn">Its date.</param>
/// <param name="Scan">The paper, where there is one.</param>
public sealed record OpinionContent(string Kind, OpinionFinding Finding, Severity? Severity, IReadOnlyList<string> Concerns, string Text, DateOnly GivenOn, StoredScan? Scan);

/// <summary>A recorded department opinion (部门意见). Never edited: a later one of the same kind takes its place, both are kept.</summary>
public sealed class DepartmentOpinion
{
    private DepartmentOpinion()
    {
    }

    internal DepartmentOpinion(Guid id, Guid recommendationId, string departmentName, OpinionContent content, string recordedBy, DateTimeOffset recordedAt)
    {
        Id = id;
        RecommendationId = recommendationId;
        Kind = content.Kind;
        DepartmentName = departmentName;
        Finding = content.Finding;
        Severity = content.Severity;
        Concerns = content.Concerns;
        Text = content.Text;
        GivenOn = content.GivenOn;
        Scan = content.Scan;
        RecordedBy = recordedBy;
        RecordedAt = recordedAt;
    }

    public Guid Id { get; private init; }

    public Guid RecommendationId { get; private init; }

    public string Kind { get; private init; } = "";

    public string DepartmentName { get; private init; } = "";

    public OpinionFinding Finding { get; private init; }

    public Severity? Severity { get; private init; }

    public IReadOnlyList<string> Concerns { get; private init; } = [];

    public string Text { get; private init; } = "";

    public DateOnly GivenOn { get; private init; }

    public StoredScan? Scan { get; private init; }

    public string RecordedBy { get; private init; } = "";

    public DateTimeOffset RecordedAt { get; private init; }

    public OpinionFact ToFact() => new(Kind, DepartmentName, Finding, Severity, Concerns, GivenOn);
}
