using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Shortlists;

/// <summary>How a tie was resolved in writing (同分排序): the place among the tied cases, and why.</summary>
/// <param name="ApplicationId">One of the tied cases.</param>
/// <param name="Order">1 for the first of the tied cases.</param>
/// <param name="Reason">The leader's or the office's written reason.</param>
public sealed record TieDecision(Guid ApplicationId, int Order, string Reason);

/// <summary>A case in the ranking of its track (排名).</summary>
/// <param name="Rank">1 is best; tied cases share a rank until somebody decides; null while the score is open.</param>
/// <param name="Score">What it rests on.</param>
/// <param name="Tied">True while other cases share the rank.</param>
/// <param name="TieReason">The written reason that set it apart from cases of the same points.</param>
public sealed record RankedCase(int? Rank, CaseScore Score, bool Tied, string? TieReason);

/// <summary>
/// Orders the cases of each track (综合评价排名): by total, then by the points of the group that breaks ties, then by a written reason. Never by
/// id, name or time: cases that nothing sets apart share a rank.
/// </summary>
public static class Ranking
{
    public static IReadOnlyList<RankedCase> Of(IReadOnlyList<CaseScore> scores, IReadOnlyList<TieDecision> ties)
    {
        var decisions = ties.GroupBy(t => t.ApplicationId).ToDictionary(g => g.Key, g => g.First());
        var ranked = new List<RankedCase>();
        foreach (var track in scores.Select(s => s.Track).Distinct().Order())
        {
            var rank = 1;
            foreach (var equal in scores.Where(s => s.Track == track && s.Total is not null).GroupBy(s => (s.Total, s.TieBreakPoints)).OrderByDescending(g => g.Key.Total).ThenByDescending(g => g.Key.TieBreakPoints ?? decimal.MinValue))
            {
                var group = equal.ToList();
                var decided = group.Count > 1 && IsDecided(group, decisions);
                var place = rank;
                foreach (var score in decided ? group.OrderBy(s => decisions[s.ApplicationId].Order) : group.AsEnumerable())
                {
                    ranked.Add(new RankedCase(decided ? place++ : rank, score, group.Count > 1 && !decided, decided ? decisions[score.ApplicationId].Reason.Trim() : null));
                }

                rank += group.Count;
            }

            ranked.AddRange(scores.Where(s => s.Track == track && s.Total is null).Select(s => new RankedCase(null, s, Tied: false, TieReason: null)));
        }

        return ranked;
    }

    /// <summary>True when every tied case has a place of its own and a reason.</summary>
    private static bool IsDecided(List<CaseScore> group, Dictionary<Guid, TieDecision> decisions) =>
        group.TrueForAll(s => decisions.TryGetValue(s.ApplicationId, out var d) && !string.IsNullOrWhiteSpace(d.Reason))
        && group.Select(s => decisions[s.ApplicationId].Order).Distinct().Count() == group.Count;

    /// <summary>Least score for this tier on this track; null when the round sets none.</summary>
    public static decimal? MinimumFor(IReadOnlyList<MinimumScore> minimums, string tier, Track track) =>
        minimums.FirstOrDefault(m => m.Track == track && string.Equals(m.Tier, tier, StringComparison.Ordinal))?.Points;
}
