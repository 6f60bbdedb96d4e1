using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Programmes;

/// <summary>Whether the documents of a pack are in force (文件状态).</summary>
public enum PackStatus
{
    InForce,

    /// <summary>征求意见稿.</summary>
    DraftForComment,
}

/// <summary>
/// An award programme as data (奖项包): read from a folder of src/Programmes, checked as a whole, pinned by a round when it opens.
/// Every number carries its clause.
/// </summary>
public sealed record ProgrammePack
{
    public required string Code { get; init; }

    /// <summary>Official name, e.g. 连云港市市长质量奖.</summary>
    public required string Name { get; init; }

    /// <summary>Beginning of receipt numbers, e.g. <c>LYGZLJ</c>; without one they begin with the code.</summary>
    public string? ReceiptPrefix { get; init; }

    /// <summary>One or two sentences for the home page.</summary>
    public required string Summary { get; init; }

    /// <summary>Code of the authority that owns it; its office runs the rounds.</summary>
    public required string Owner { get; init; }

    /// <summary>Name of the office, as signed on notices; data, because committees are renamed.</summary>
    public required string OfficeName { get; init; }

    public required string CommitteeName { get; init; }

    public required string GovernmentName { get; init; }

    public PackStatus Status { get; init; }

    /// <summary>Letters that certificate numbers begin with, e.g. LYGSZ; null: the code in capitals.</summary>
    public string? CertificatePrefix { get; init; }

    /// <summary>How often the award is given, in words, with its clause; null: no document says.</summary>
    public CitedText? Cycle { get; init; }

    public required IReadOnlyList<SourceDocument> Sources { get; init; }

    public required IReadOnlyList<Tier> Tiers { get; init; }

    public required IReadOnlyList<TrackDefinition> Tracks { get; init; }

    public IReadOnlyList<Prize> Prizes { get; init; } = [];

    /// <summary>Further rewards paid for other awards (奖上加奖).</summary>
    public IReadOnlyList<FurtherReward> FurtherRewards { get; init; } = [];

    public IReadOnlyList<BarRule> Bars { get; init; } = [];

    public IReadOnlyList<PriorityRule> Priorities { get; init; } = [];

    /// <summary>How a title may be used (称号使用).</summary>
    public CitedText? TitleUse { get; init; }

    public required RecommendationRules Recommendation { get; init; }

    public NoticeRules Notice { get; init; } = new();

    /// <summary>Values the documents leave open, with what experience suggests; the office decides.</summary>
    public SettingSuggestions Suggestions { get; init; } = new();

    [JsonIgnore]
    public IReadOnlyDictionary<string, Tier> TiersByCode => Tiers.ToDictionary(t => t.Code, StringComparer.Ordinal);

    /// <summary>What users accept before they work on a round, by role; a round may have its own words.</summary>
    public IReadOnlyList<Terms> Terms { get; init; } = [];

    public TrackDefinition? TrackOf(Track track) => Tracks.FirstOrDefault(t => t.Track == track);

    /// <summary>The track's definition; refuses when the programme has no such track.</summary>
    public TrackDefinition RequireTrack(Track track) =>
        TrackOf(track) ?? throw new RefusedException("no-such-track", $"“{Name}”不设{TrackNames.Of(track)}申报类别。");

    public FormDefinition FormOf(RoundForm which) => which.Purpose switch
    {
        FormPurpose.Application => RequireTrack(which.Track).Form,
        FormPurpose.PreReview => Recommendation.FormOf(which.Track),
    };

    /// <summary>The same pack with another form.</summary>
    public ProgrammePack WithForm(RoundForm which, FormDefinition form) => which.Purpose switch
    {
        FormPurpose.Application => this with { Tracks = [.. Tracks.Select(t => t.Track == which.Track ? t with { Form = form } : t)] },
        FormPurpose.PreReview => this with { Recommendation = Recommendation.WithForm(which.Track, form, [.. Tracks.Select(t => t.Track)]) },
    };

    /// <summary>The clause as cited on screen: 《…办法》（连政办发〔2021〕26号）第十六条.</summary>
    [return: NotNullIfNotNull(nameof(clause))]
    public string? Cite(Clause? clause)
    {
        if (clause is null)
        {
            return null;
        }

        var source = Sources.First(s => string.Equals(s.Id, clause.Source, StringComparison.Ordinal));
        return source.Citation + clause.Article;
    }
}

/// <summary>A sentence with its clause (带依据的文字).</summary>
public sealed record CitedText(string Text, Clause Clause);

/// <summary>A tier of the award (奖项等次), best first in the pack: the award itself, then the nomination award (提名奖).</summary>
public sealed record Tier
{
    public required string Code { get; init; }

    public required string Name { get; init; }

    /// <summary>Hard limit of winners a round across all tracks; null: not set by any document.</summary>
    public int? Limit { get; init; }

    /// <summary>What the documents aim at as the least number, no obligation (宁缺毋滥).</summary>
    public int? Target { get; init; }

    /// <summary>Limits "in principle" per track: passable only with a written reason.</summary>
    public IReadOnlyList<TrackLimit> InPrinciple { get; init; } = [];

    public required Clause Clause { get; init; }
}

/// <summary>A limit of one track within a tier (原则上不超过).</summary>
public sealed record TrackLimit(Track Track, int Limit, Clause Clause);

/// <summary>One track of a programme (申报类别): its stages in order, form, conditions and criteria.</summary>
public sealed record TrackDefinition
{
    public required Track Track { get; init; }

    /// <summary>Name of the track's award as written on forms, e.g. 连云港市市长质量奖（组织）.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<StageDefinition> Stages { get; init; }

    public required IReadOnlyList<Condition> Conditions { get; init; }

    public required FormDefinition Form { get; init; }

    public required CriteriaSet Criteria { get; init; }
}

/// <summary>A step of the procedure in this programme (评奖环节), with its official name and clause.</summary>
public sealed record StageDefinition
{
    public required Stage Stage { get; init; }

    public required string Name { get; init; }

    /// <summary>What happens, for the public page.</summary>
    public required string What { get; init; }

    public Clause? Clause { get; init; }
}

/// <summary>Prize money (奖金) of a tier and track, in yuan.</summary>
public sealed record Prize(string Tier, Track Track, decimal Yuan, Clause Clause);

/// <summary>Reward of this government for an award of another programme (奖上加奖), in yuan; track null: same for both.</summary>
public sealed record FurtherReward(string Award, Track? Track, decimal Yuan, Clause Clause);

/// <summary>Ground of a bar from applying (限制申报事由).</summary>
public enum BarGround
{
    /// <summary>申报中提供虚假材料.</summary>
    FalseMaterial,

    /// <summary>骗取荣誉被撤销.</summary>
    FraudRevoked,

    /// <summary>获奖后发生事故被撤销.</summary>
    AccidentRevoked,

    /// <summary>已获奖.</summary>
    Winner,
}

/// <summary>Years without a new application after something happened (限制申报年限). For winners the tiers that it binds are named.</summary>
public sealed record BarRule
{
    public required BarGround Ground { get; init; }

    public required int Years { get; init; }

    public IReadOnlyList<string> Tiers { get; init; } = [];

    public required Clause Clause { get; init; }
}

/// <summary>Who is recommended first for what (优先推荐).</summary>
/// <param name="Tier">Holders of this tier of the programme.</param>
/// <param name="Text">As the document says it.</param>
/// <param name="Clause">Where it says so.</param>
/// <param name="For">Code of the programme that they are recommended for; null: none of this installation.</param>
public sealed record PriorityRule(string Tier, string Text, Clause Clause, string? For = null);

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

/// <summary>The public notice before approval (公示).</summary>
public sealed record NoticeRules
{
    /// <summary>Least number of days; the round may set more, never fewer. Null: no document says.</summary>
    public int? MinimumDays { get; init; }

    public Clause? Clause { get; init; }

    /// <summary>Whoever fails is struck out and nobody moves up.</summary>
    public CitedText? NoSubstitution { get; init; }
}

/// <summary>What experience suggests where no document speaks (建议值), shown beside the empty setting and never applied by itself.</summary>
public sealed record SettingSuggestions
{
    public IReadOnlyList<TrackNumber> PanelSizes { get; init; } = [];

    public IReadOnlyList<MinimumScore> MinimumScores { get; init; } = [];

    public IReadOnlyList<StageWeight> StageWeights { get; init; } = [];

    public int? RecusalYears { get; init; }

    /// <summary>Spread of an item in percentage points that must be discussed.</summary>
    public decimal? DiscussSpread { get; init; }

    /// <summary>Working days to verify an objection.</summary>
    public int? ObjectionWorkingDays { get; init; }
}

/// <summary>A whole number of one track.</summary>
public sealed record TrackNumber(Track Track, int Value);

/// <summary>Least score for a tier on a track (最低分), in points of the track's criteria.</summary>
public sealed record MinimumScore(string Tier, Track Track, decimal Points);

/// <summary>Weight of a scored stage in the final score (环节权重), in percent; a track's weights add up to 100.</summary>
public sealed record StageWeight(Track Track, Stage Stage, decimal Percent);
