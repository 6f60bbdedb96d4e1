using System.Text.Json.Serialization;
using QualityAward.Domain.Programmes;

namespace QualityAward.Domain.Scoring;

/// <summary>How experts mark (评分方式).</summary>
public enum ScoringMode
{
    /// <summary>Percent per item in fixed steps; score = points × percent.</summary>
    Percentage,

    /// <summary>Points per item directly.</summary>
    Points,
}

/// <summary>What an item is judged by (条目类别).</summary>
public enum CriteriaItemKind
{
    /// <summary>过程: 方法–展开–学习–整合.</summary>
    Process,

    /// <summary>结果: 水平–趋势–对比–整合.</summary>
    Result,
}

/// <summary>Evaluation criteria (评价准则): groups, scored items, bands. Valid only if items = group = total, or no item has points yet.</summary>
public sealed record CriteriaSet
{
    public required string Code { get; init; }

    public required string Title { get; init; }

    /// <summary>Edition of the standard, e.g. 2012; a check catches points of another edition.</summary>
    public required string Edition { get; init; }

    public PackStatus Status { get; init; }

    public required ScoringMode Mode { get; init; }

    /// <summary>Step of the marks: percentage points or points.</summary>
    public required decimal Step { get; init; }

    /// <summary>Sum of all points; null while the points are not set by any document.</summary>
    public decimal? Total { get; init; }

    public required IReadOnlyList<CriteriaGroup> Groups { get; init; }

    /// <summary>Parts above the groups (大类), e.g. 一、基本条件; empty where the document has none.</summary>
    public IReadOnlyList<CriteriaSection> Sections { get; init; } = [];

    /// <summary>Groups that differ by kind of applicant and come after the common ones; empty where all are judged alike.</summary>
    public IReadOnlyList<CriteriaVariant> Variants { get; init; } = [];

    /// <summary>How an applicant's variant is known; null where there are none.</summary>
    public VariantRule? VariantBy { get; init; }

    public IReadOnlyList<ScoreBand> Bands { get; init; } = [];

    public IReadOnlyList<Factor> Factors { get; init; } = [];

    /// <summary>Code of the group that decides a tie, e.g. 4.7; null: no document says.</summary>
    public string? TieBreakGroup { get; init; }

    /// <summary>Points of one group by edition, so that a mix of editions is caught.</summary>
    public IReadOnlyList<EditionMark> EditionMarks { get; init; } = [];

    /// <summary>Where the criteria and points come from, and what is still to be confirmed.</summary>
    public required string SourceNote { get; init; }

    [JsonIgnore]
    public IEnumerable<CriteriaItem> Items => Groups.SelectMany(g => g.Items);

    /// <summary>The common groups and those of every variant.</summary>
    [JsonIgnore]
    public IEnumerable<CriteriaGroup> AllGroups => Groups.Concat(Variants.SelectMany(v => v.Groups));

    public CriteriaVariant? Variant(string? code) => Variants.FirstOrDefault(v => string.Equals(v.Code, code, StringComparison.Ordinal));

    public CriteriaItem? Item(string code) => Items.FirstOrDefault(i => string.Equals(i.Code, code, StringComparison.Ordinal));

    /// <summary>True when every item has points; review cannot open before.</summary>
    [JsonIgnore]
    public bool HasPoints => AllGroups.SelectMany(g => g.Items).All(i => i.Points is not null);

    /// <summary>What an applicant of that variant is judged by: the common groups and the variant's.</summary>
    public CriteriaSet ForVariant(string code)
    {
        var variant = Variant(code)
            ?? throw new RefusedException("no-such-variant", $"“{Title}”没有代码为“{code}”的评分类别。");
        return this with { Groups = [.. Groups, .. variant.Groups], Variants = [], VariantBy = null };
    }

    /// <summary>The same criteria with points set by the round (for criteria that no document gives points to).</summary>
    public CriteriaSet WithPoints(IReadOnlyDictionary<string, decimal> points) => this with
    {
        Groups = [.. Groups.Select(g =>
        {
            var items = g.Items.Select(i => i with { Points = points.TryGetValue(i.Code, out var p) ? p : i.Points }).ToList();
            return g with { Items = items, Points = items.Sum(i => i.Points) };
        })],
        Total = Items.Sum(i => points.TryGetValue(i.Code, out var p) ? p : i.Points),
    };
}

/// <summary>A part above the groups (大类): the points of its groups add up to its own.</summary>
public sealed record CriteriaSection(string Code, string Title, decimal Points);

/// <summary>The groups for one kind of applicant (评分类别), e.g. 高层管理者.</summary>
public sealed record CriteriaVariant
{
    public required string Code { get; init; }

    public required string Title { get; init; }

    public required decimal Points { get; init; }

    public required IReadOnlyList<CriteriaGroup> Groups { get; init; }
}

/// <summary>
/// How an applicant's variant is known (评分类别的确定): by the applicant's own answer; kinds of applicant without a variant of their own name the nearest one,
/// and the office has the last word.
/// </summary>
/// <param name="Answer">Choice whose values are codes of variants, or kinds of applicant that have none.</param>
/// <param name="Nearest">Choice whose values are codes of variants, asked of those kinds; null: every kind has a variant.</param>
/// <param name="Clause">Where the document says it.</param>
public sealed record VariantRule(string Answer, string? Nearest, Clause Clause);

/// <summary>What tells an edition of the standard from the others (版本特征): the points of one group in that edition.</summary>
public sealed record EditionMark(string Edition, string Group, decimal Points);

/// <summary>A category of criteria (类目): 4.1 领导, or one of the seven aspects.</summary>
public sealed record CriteriaGroup
{
    public required string Code { get; init; }

    public required string Title { get; init; }

    /// <summary>Code of the <see cref="CriteriaSection"/> that it belongs to; null: none.</summary>
    public string? Section { get; init; }

    public decimal? Points { get; init; }

    /// <summary>How a text on the whole group might read (填写示例), where applicants write one for each group; in the words of this system.</summary>
    public string? Example { get; init; }

    public required IReadOnlyList<CriteriaItem> Items { get; init; }
}

/// <summary>A scored item (评分条目).</summary>
public sealed record CriteriaItem
{
    public required string Code { get; init; }

    public required string Title { get; init; }

    public decimal? Points { get; init; }

    /// <summary>What a reader must know of the points, e.g. that the document leaves them blank and they are inferred.</summary>
    public string? PointsNote { get; init; }

    public required CriteriaItemKind Kind { get; init; }

    /// <summary>What the item asks, lettered as in the document; the applicant's prompts too.</summary>
    public IReadOnlyList<CriteriaQuestion> Questions { get; init; } = [];

    /// <summary>How an applicant's text on the item might read (填写示例); in the words of this system, never the document's.</summary>
    public string? Example { get; init; }
}

/// <summary>A lettered question under an item (评价要点).</summary>
public sealed record CriteriaQuestion(string Letter, string Text);

/// <summary>A band of percentages (评分档), both ends inclusive.</summary>
public sealed record ScoreBand(int From, int To);

/// <summary>A factor that items of a kind are judged by (评价要素), with one short line per band, in the bands' order.</summary>
public sealed record Factor(CriteriaItemKind Kind, string Name, IReadOnlyList<string> Lines);
