using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Recommendations;

/// <summary>How many applications a recommending unit may recommend in a round (推荐名额).</summary>
/// <param name="Limit">0: none.</param>
/// <param name="Clause">The document, or the round's own setting, as cited.</param>
public sealed record RecommendationQuota(int Limit, string Clause)
{
    /// <summary>The unit's own number, else the round's for each unit, else that of the pack's channel; null: nobody limits it.</summary>
    /// <param name="unit">Code of the recommending office's authority.</param>
    /// <param name="way">Code of the pack's channel that it is.</param>
    public static RecommendationQuota? Of(RoundRules rules, string unit, string? way)
    {
        var settings = rules.Settings;
        if (settings.UnitQuotas.Or([]).FirstOrDefault(q => string.Equals(q.Unit, unit, StringComparison.Ordinal)) is { } own)
        {
            return new RecommendationQuota(own.Limit, rules.Cite(own.Clause) ?? $"{rules.Round.Name}年度设置“推荐名额”");
        }

        if (settings.RecommendationQuota.IsSet)
        {
            return new RecommendationQuota(settings.RecommendationQuota.OrNull(), $"{rules.Round.Name}年度设置“推荐名额”");
        }

        return rules.Pack.Recommendation.Channels.FirstOrDefault(c => string.Equals(c.Code, way, StringComparison.Ordinal)) is { Quota: { } limit } channel
            ? new RecommendationQuota(limit, rules.Cite(channel.Clause) ?? channel.Name)
            : null;
    }

    /// <summary>Refuses what goes beyond it (超出推荐名额).</summary>
    /// <param name="used">Recommended by the unit already, whatever was withdrawn or declined left out.</param>
    /// <param name="more">What comes now.</param>
    public void Require(int used, int more)
    {
        if (used + more > Limit)
        {
            throw new RefusedException(
                "quota-exceeded",
                $"本单位本届推荐名额为 {Limit} 个，已推荐 {used} 个{(more > 1 ? $"，这一批有 {more} 个" : "")}，超过名额 {used + more - Limit} 个。请对超出的申报作“不予推荐”处理，或联系办公室调整名额。",
                Clause);
        }
    }
}
