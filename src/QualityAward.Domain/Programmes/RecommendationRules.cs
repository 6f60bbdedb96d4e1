using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;

namespace QualityAward.Domain.Programmes;

/// <summary>How an applicant reaches the office (推荐渠道): the recommending offices, the opinions they gather, the forms they fill.</summary>
public sealed record RecommendationRules
{
    /// <summary>How an applicant is recommended; null: no document says, the call does.</summary>
    public CitedText? Channel { get; init; }

    /// <summary>The ways to the office, each with its levels; empty: no document says, every recommending authority below the owner does.</summary>
    public IReadOnlyList<RecommendationChannel> Channels { get; init; } = [];

    /// <summary>That an applicant takes one of them only (不得重复申报); null: only the general rule of one application a round.</summary>
    public CitedText? OneChannel { get; init; }

    /// <summary>The recommending office's pre-review form (预审表) of every track that has none of its own.</summary>
    public required FormDefinition PreReviewForm { get; init; }

    /// <summary>Pre-review forms of single tracks, where the documents have another for each.</summary>
    public IReadOnlyList<TrackForm> TrackPreReviewForms { get; init; } = [];

    public required IReadOnlyList<DepartmentOpinionRule> Opinions { get; init; }

    /// <summary>The no-adverse-record certificate (无不良记录证明) and its window.</summary>
    public CertificateRule? CleanRecordCertificate { get; init; }

    /// <summary>The list of the recommended that goes with them (申报汇总表); null: the documents have none.</summary>
    public SummaryTable? SummaryTable { get; init; }

    /// <summary>Quotas of single recommending units, where the documents give each its own; a round begins with them.</summary>
    public IReadOnlyList<UnitQuota> UnitQuotas { get; init; } = [];

    /// <summary>The channel that an authority of this kind is; null where the pack names none.</summary>
    public RecommendationChannel? ChannelOf(AuthorityKind kind) => Channels.FirstOrDefault(c => c.Kinds.Contains(kind));

    /// <summary>True when this authority may recommend to the award at all.</summary>
    public bool Takes(Authority authority) => authority.Recommends && (Channels.Count == 0 || ChannelOf(authority.Kind) is not null);

    /// <summary>The opinions that are gathered on this way; a channel without departments has none.</summary>
    /// <param name="channel">Code of a channel; null: the pack names none.</param>
    public IReadOnlyList<DepartmentOpinionRule> OpinionsOn(string? channel) =>
        Channels.FirstOrDefault(c => string.Equals(c.Code, channel, StringComparison.Ordinal)) is { AsksDepartments: false } ? [] : Opinions;

    /// <summary>The pre-review form of a track.</summary>
    public FormDefinition FormOf(Track track) => TrackPreReviewForms.FirstOrDefault(f => f.Track == track)?.Form ?? PreReviewForm;

    /// <summary>The same with another pre-review form of a track; one that tracks share becomes the track's own, so that the other tracks keep theirs.</summary>
    internal RecommendationRules WithForm(Track track, FormDefinition form, IReadOnlyList<Track> tracks)
    {
        var isOwn = TrackPreReviewForms.Any(f => f.Track == track);
        return !isOwn && tracks.All(t => t == track || TrackPreReviewForms.Any(f => f.Track == t))
            ? this with { PreReviewForm = form }
            : this with { TrackPreReviewForms = [.. TrackPreReviewForms.Where(f => f.Track != track), new TrackForm(track, form)] };
    }
}

/// <summary>A way by which applicants reach the office (推荐渠道): who recommends on it, on how many levels, and whether departments are asked.</summary>
public sealed record RecommendationChannel
{
    public required string Code { get; init; }

    /// <summary>As applicants choose it: 县区、功能板块; 市级部门.</summary>
    public required string Name { get; init; }

    /// <summary>Kinds of recommending authorities below the owner that are this channel.</summary>
    public required IReadOnlyList<AuthorityKind> Kinds { get; init; }

    /// <summary>Who goes this way, e.g. 所辖区域的组织和个人; null: no document says.</summary>
    public string? For { get; init; }

    /// <summary>What is done on the way, in order: first the recommending office, last who signs.</summary>
    public required IReadOnlyList<ChannelLevel> Levels { get; init; }

    /// <summary>Whether the departments' opinions are gathered on this way.</summary>
    public bool AsksDepartments { get; init; } = true;

    /// <summary>Applications that one unit of the channel may recommend in a round; null: no document says, the round may.</summary>
    public int? Quota { get; init; }

    public Clause? Clause { get; init; }
}

/// <summary>Applications that one recommending unit may recommend in a round (推荐单位名额).</summary>
/// <param name="Unit">Code of the authority.</param>
/// <param name="Limit">0: none.</param>
/// <param name="Clause">Where a document says so; null: the office did.</param>
public sealed record UnitQuota(string Unit, int Limit, Clause? Clause = null);

/// <summary>Who acts on a level (推荐层级办理主体).</summary>
public enum LevelBy
{
    /// <summary>推荐单位办公室.</summary>
    Office,

    /// <summary>所在地政府；部门由其本身签署.</summary>
    Government,
}

/// <summary>A level of a channel (推荐层级).</summary>
/// <param name="By">Who.</param>
/// <param name="Does">What, in the document's words: 受理、初审并征求市级相关职能部门意见.</param>
public sealed record ChannelLevel(LevelBy By, string Does, Clause? Clause = null);

/// <summary>A form of one track (分类别表单).</summary>
public sealed record TrackForm(Track Track, FormDefinition Form);

/// <summary>A department whose opinion is gathered (征求意见部门), and when.</summary>
public sealed record DepartmentOpinionRule
{
    /// <summary>Kind of opinion, e.g. <c>emergency</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Name on the form, e.g. 应急部门.</summary>
    public required string Name { get; init; }

    public required OpinionNeed Need { get; init; }

    /// <summary>For <see cref="OpinionNeed.ByApplicantType"/>: when it is asked.</summary>
    public string? When { get; init; }

    public required Clause Clause { get; init; }
}

/// <summary>Whether an opinion must be there before recommending (是否必征求).</summary>
public enum OpinionNeed
{
    Required,
    ByApplicantType,
    Optional,
}

/// <summary>Window of the no-adverse-record certificate (无不良记录证明期间).</summary>
public sealed record CertificateRule
{
    public required string Title { get; init; }

    /// <summary>Beginning of the certificate, with <c>{applicant}</c>, <c>{from}</c> and <c>{until}</c>; null: no wording is given.</summary>
    public string? Opening { get; init; }

    /// <summary>The text that is certified, without the window.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// What the applicant declares for the days between the certificate and the submission, with <c>{applicant}</c>, <c>{from}</c> and <c>{until}</c>; null: the
    /// certificate alone is asked for.
    /// </summary>
    public string? Declaration { get; init; }

    /// <summary>Years that the window spans, ending where the round says.</summary>
    public required int WindowYears { get; init; }

    /// <summary>Whose seals it needs, kinds of <see cref="DepartmentOpinionRule"/>.</summary>
    public required IReadOnlyList<string> Seals { get; init; }

    /// <summary>What stands before the departments' names at the seals: 各县（区）.</summary>
    public string? SealPrefix { get; init; }

    public required Clause Clause { get; init; }
}
