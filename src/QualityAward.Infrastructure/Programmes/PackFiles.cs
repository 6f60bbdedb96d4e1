using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>programme.jsonc: the pack without what stands in files of its own.</summary>
internal sealed record ProgrammeFile
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    public required string Summary { get; init; }

    public string? ReceiptPrefix { get; init; }

    public required string Owner { get; init; }

    public required string OfficeName { get; init; }

    public required string CommitteeName { get; init; }

    public required string GovernmentName { get; init; }

    public required PackStatus Status { get; init; }

    public string? CertificatePrefix { get; init; }

    public CitedText? Cycle { get; init; }

    public required IReadOnlyList<SourceDocument> Sources { get; init; }

    public required IReadOnlyList<Tier> Tiers { get; init; }

    public required IReadOnlyList<TrackName> Tracks { get; init; }

    public IReadOnlyList<Prize> Prizes { get; init; } = [];

    public IReadOnlyList<FurtherReward> FurtherRewards { get; init; } = [];

    public IReadOnlyList<BarRule> Bars { get; init; } = [];

    public IReadOnlyList<PriorityRule> Priorities { get; init; } = [];

    public CitedText? TitleUse { get; init; }

    public required RecommendationFile Recommendation { get; init; }

    public NoticeRules Notice { get; init; } = new();

    public SettingSuggestions Suggestions { get; init; } = new();
}

/// <summary>A track and its award's name; the rest stands in the track's files.</summary>
internal sealed record TrackName(Track Track, string Name);

/// <summary>The recommendation rules without the form.</summary>
internal sealed record RecommendationFile
{
    public CitedText? Channel { get; init; }

    public IReadOnlyList<RecommendationChannel> Channels { get; init; } = [];

    public CitedText? OneChannel { get; init; }

    public IReadOnlyList<UnitQuota> UnitQuotas { get; init; } = [];

    public required IReadOnlyList<DepartmentOpinionRule> Opinions { get; init; }

    public CertificateRule? CleanRecordCertificate { get; init; }
}

/// <summary>stages.jsonc and eligibility.jsonc: a list per track; null where the programme has no such track.</summary>
internal sealed record PerTrackFile<T>
{
    public IReadOnlyList<T>? Organisation { get; init; }

    public IReadOnlyList<T>? Individual { get; init; }

    public IReadOnlyList<T>? Of(Track track) => track switch
    {
        Track.Organisation => Organisation,
        Track.Individual => Individual,
    };
}

/// <summary>scoring/….jsonc that takes its criteria from another file.</summary>
internal sealed record CriteriaReference
{
    /// <summary>Path relative to the file that says it.</summary>
    public required string Use { get; init; }

    /// <summary>This programme's own title of the same criteria; null: the shared one. So the two below.</summary>
    public string? Title { get; init; }

    public string? Edition { get; init; }

    public string? SourceNote { get; init; }
}

/// <summary>
/// forms/….jsonc: a whole form, or one made of parts that several programmes share. With <see cref="Use"/> the sections are those of
/// <see cref="Order"/>: the file's own where it has one of that id, else the shared file's.
/// </summary>
internal sealed record FormFile
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    public IReadOnlyList<string> Instructions { get; init; } = [];

    public FormCover? Cover { get; init; }

    public RefereeRules? Referees { get; init; }

    /// <summary>All files of an application together; null: the program's own limit.</summary>
    public int? MaxTotalMegabytes { get; init; }

    /// <summary>The shared file, relative to this one.</summary>
    public string? Use { get; init; }

    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Questions that stand in for those of shared sections, by <c>section.question</c>.</summary>
    public IReadOnlyDictionary<string, Question> Questions { get; init; } = new Dictionary<string, Question>(StringComparer.Ordinal);

    public IReadOnlyList<FormSection> Sections { get; init; } = [];

    /// <summary>Cross-checks of this form, besides those of the shared file.</summary>
    public IReadOnlyList<CrossCheck> Checks { get; init; } = [];
}

/// <summary>shared/…-form.jsonc: sections that forms of several programmes use.</summary>
internal sealed record SharedFormFile
{
    public required IReadOnlyList<FormSection> Sections { get; init; }

    /// <summary>Cross-checks over the sections; a form takes over those whose sections it has.</summary>
    public IReadOnlyList<CrossCheck> Checks { get; init; } = [];
}

/// <summary>terms.jsonc: what users accept, by role; a programme may have none.</summary>
internal sealed record TermsFile
{
    public required IReadOnlyList<Terms> Terms { get; init; }
}
