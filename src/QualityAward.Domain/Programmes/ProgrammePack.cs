using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
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

    /// <summary>True where a certificate or departments speak for applicants (须取得证明、意见).</summary>
    [JsonIgnore]
    public bool AsksClearances => Recommendation.CleanRecordCertificate is not null || Tracks.Any(t => t.Conditions.OfType<CleanRecordCondition>().Any(c => c.Departments.Count > 0));

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

    /// <summary>Months for which certificate and opinions are good at a re-check.</summary>
    public int? ClearanceMonths { get; init; }
}

/// <summary>A whole number of one track.</summary>
public sealed record TrackNumber(Track Track, int Value);

/// <summary>Least score for a tier on a track (最低分), in points of the track's criteria.</summary>
public sealed record MinimumScore(string Tier, Track Track, decimal Points);

/// <summary>Weight of a scored stage in the final score (环节权重), in percent; a track's weights add up to 100.</summary>
public sealed record StageWeight(Track Track, Stage Stage, decimal Percent);
