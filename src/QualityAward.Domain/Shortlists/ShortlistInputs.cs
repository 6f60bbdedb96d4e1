using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Shortlists;

/// <summary>Everything that a ranking was computed from (排名依据), frozen as JSON with its hash, so that anybody can compute it again.</summary>
public sealed record ShortlistInputs
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public required string PackHash { get; init; }

    public required Aggregation? Aggregation { get; init; }

    public required IReadOnlyList<StageWeight> StageWeights { get; init; }

    public required IReadOnlyList<MinimumScore> MinimumScores { get; init; }

    public required IReadOnlyList<CaseScore> Scores { get; init; }

    public required IReadOnlyList<TieDecision> Ties { get; init; }

    public static ShortlistInputs Of(RoundRules rules, IReadOnlyList<CaseScore> scores, IReadOnlyList<TieDecision> ties) => new()
    {
        PackHash = rules.Round.PackHash,
        Aggregation = rules.Settings.Aggregation.IsSet ? rules.Settings.Aggregation.OrNull() : null,
        StageWeights = rules.Settings.StageWeights.Or([]),
        MinimumScores = rules.Settings.MinimumScores.Or([]),
        // One order, whatever order the scores were read in: the same facts have the same hash.
        Scores = [.. scores.OrderBy(s => s.ApplicationId)],
        Ties = [.. ties.OrderBy(t => t.ApplicationId)],
    };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static ShortlistInputs FromJson(string json) =>
        JsonSerializer.Deserialize<ShortlistInputs>(json, Options) ?? throw new InvalidOperationException("The frozen inputs are empty.");

    /// <summary>SHA-256 of the JSON, hex in lower case.</summary>
    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
}
