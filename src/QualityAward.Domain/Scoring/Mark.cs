namespace QualityAward.Domain.Scoring;

/// <summary>An expert's mark of one criteria item with the comments that it rests on (条目评分).</summary>
/// <param name="Item">Code of the criteria item.</param>
public sealed record Mark(string Item)
{
    /// <summary>Percent on the grid, or points on the step; null: not marked yet.</summary>
    public decimal? Value { get; init; }

    /// <summary>优势.</summary>
    public string? Strengths { get; init; }

    /// <summary>改进空间.</summary>
    public string? Opportunities { get; init; }

    /// <summary>证据: where in the material.</summary>
    public string? Evidence { get; init; }

    /// <summary>现场核实事项: what the site visit must look into.</summary>
    public string? VisitIssue { get; init; }

    public bool HasComment => !string.IsNullOrWhiteSpace(Strengths) || !string.IsNullOrWhiteSpace(Opportunities);

    /// <summary>The same mark with blank texts as null and no space around.</summary>
    public Mark Trimmed() => this with { Strengths = Trim(Strengths), Opportunities = Trim(Opportunities), Evidence = Trim(Evidence), VisitIssue = Trim(VisitIssue) };

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
