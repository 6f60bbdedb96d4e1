namespace QualityAward.Domain.Programmes;

/// <summary>Layout of the list of the recommended (申报汇总表): its columns, each with where its cells come from.</summary>
public sealed record SummaryTable
{
    /// <summary>Title under the round's year and award.</summary>
    public required string Title { get; init; }

    /// <summary>What a reader must know of the layout.</summary>
    public string? Note { get; init; }

    public required IReadOnlyList<SummaryColumn> Columns { get; init; }
}

/// <summary>A column of the list (汇总表栏目).</summary>
/// <param name="Label">Heading.</param>
/// <param name="Organisation">For organisations: an answer as <c>section.question</c>, or one of <see cref="SummarySources.All"/>; null: stays empty.</param>
/// <param name="Individual">The same for persons.</param>
public sealed record SummaryColumn(string Label, string? Organisation = null, string? Individual = null)
{
    public string? SourceOf(Track track) => track switch
    {
        Track.Organisation => Organisation,
        Track.Individual => Individual,
    };
}

/// <summary>What a column may show besides answers (汇总表可用内容).</summary>
public static class SummarySources
{
    /// <summary>序号.</summary>
    public const string Ordinal = "case.ordinal";

    /// <summary>申报类别.</summary>
    public const string Track = "case.track";

    /// <summary>申报人.</summary>
    public const string Applicant = "case.applicant";

    /// <summary>回执编号.</summary>
    public const string Receipt = "case.receipt";

    /// <summary>推荐单位.</summary>
    public const string Channel = "case.channel";

    public static IReadOnlyList<string> All { get; } = [Ordinal, Track, Applicant, Receipt, Channel];
}
