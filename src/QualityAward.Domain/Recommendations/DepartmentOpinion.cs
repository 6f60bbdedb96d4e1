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
public sealed record StoredScan(string FileName, string Sha256, long Length, string ContentType)
{
    /// <summary>Code that stands on the paper; null: a paper that is not ours.</summary>
    public string? PaperCode { get; init; }

    /// <summary>Hash of the data that the paper shows.</summary>
    public string? PaperSha256 { get; init; }
}

/// <summary>What a department wrote, as the recommending office records it (部门意见内容).</summary>
/// <param name="Kind">Kind of opinion, as the pack names it.</param>
/// <param name="Finding">What it says.</param>
/// <param name="Severity">Grade of an adverse record where stated.</param>
/// <param name="Concerns">Codes of the conditions an adverse record concerns; empty: all that ask this department.</param>
/// <param name="Text">The opinion's words.</param>
/// <param name="GivenOn">Its date.</param>
/// <param name="Scan">The paper, where there is one.</param>
public sealed record OpinionContent(string Kind, OpinionFinding Finding, Severity? Severity, IReadOnlyList<string> Concerns, string Text, DateOnly GivenOn, StoredScan? Scan)
{
    /// <summary>Day of what an adverse record is about (不良记录发生日期).</summary>
    public DateOnly? IncidentOn { get; init; }

    /// <summary>Number of the document that an adverse record rests on (处罚决定书等文号).</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>What holds for every opinion, whoever types it (部门意见填写要求).</summary>
    /// <param name="name">Name of the department on the form.</param>
    /// <param name="asked">Codes of the conditions that ask this department.</param>
    internal IEnumerable<InputProblem> Problems(string name, IReadOnlySet<string> asked, DateOnly today)
    {
        if (GivenOn > today)
        {
            yield return new InputProblem("Input.GivenOn", "部门意见的日期不能晚于今天，请重新填写。");
        }

        if (Finding != OpinionFinding.Clear && string.IsNullOrWhiteSpace(Text))
        {
            yield return new InputProblem("Input.Text", $"{name}意见为“{OpinionFindings.NameOf(Finding)}”时，请写明具体情况。");
        }

        if (Finding != OpinionFinding.Adverse && (Severity is not null || Concerns.Count > 0 || IncidentOn is not null || !string.IsNullOrWhiteSpace(DocumentNumber)))
        {
            yield return new InputProblem("Input.Finding", "只有“有不良记录”时才填写等级、日期、文号和涉及的条件。");
        }

        if (IncidentOn > today)
        {
            yield return new InputProblem("Input.IncidentOn", "不良记录的发生日期不能晚于今天，请重新填写。");
        }

        if (Concerns.Any(c => !asked.Contains(c)))
        {
            yield return new InputProblem("Input.Concerns", $"所选条件不由{name}核查，请重新选择。");
        }
    }
}

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
        Text = content.Text.Trim();
        IncidentOn = content.IncidentOn;
        DocumentNumber = string.IsNullOrWhiteSpace(content.DocumentNumber) ? null : content.DocumentNumber.Trim();
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

    /// <summary>Day of what an adverse record is about; null: not said.</summary>
    public DateOnly? IncidentOn { get; private init; }

    public string? DocumentNumber { get; private init; }

    public DateOnly GivenOn { get; private init; }

    public StoredScan? Scan { get; private init; }

    /// <summary>The request that the department itself answered; null: the recommending office recorded a paper.</summary>
    public Guid? RequestId { get; internal init; }

    public string RecordedBy { get; private init; } = "";

    public DateTimeOffset RecordedAt { get; private init; }

    public OpinionFact ToFact() => new(Kind, DepartmentName, Finding, Severity, Concerns, GivenOn);
}
