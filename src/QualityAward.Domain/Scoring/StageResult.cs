using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Scoring;

/// <summary>What the panel agreed on for an item (合议值): the value with its reason and author, beside the raw marks and never instead of them.</summary>
public sealed record ConsensusValue(string Item, decimal Value, string Reason, Guid AuthorId, string AuthorName, DateTimeOffset At);

/// <summary>One item's result in a stage (条目得分), with everything it was computed from.</summary>
/// <param name="Item">The item.</param>
/// <param name="Marks">Raw marks of the experts, as marked.</param>
/// <param name="Aggregated">Mean or trimmed mean of the marks; null without marks.</param>
/// <param name="Spread">Highest minus lowest mark in percentage points.</param>
/// <param name="BandsApart">How many bands lie between the lowest and the highest mark.</param>
/// <param name="MustDiscuss">Whether the panel must agree on a value.</param>
/// <param name="Consensus">The agreed value; null: none recorded.</param>
/// <param name="Value">The value that counts: agreed, else aggregated.</param>
/// <param name="Points">Points of the value, exact; null without a value.</param>
public sealed record ItemResult(
    CriteriaItem Item, IReadOnlyList<decimal> Marks, decimal? Aggregated, decimal Spread, int BandsApart, bool MustDiscuss, ConsensusValue? Consensus, decimal? Value, decimal? Points);

/// <summary>A stage's result (环节得分), recomputed from raw marks and agreed values.</summary>
public sealed record StageResult(IReadOnlyList<ItemResult> Items, int Experts, string How)
{
    /// <summary>Sum of the items; null while one has no value.</summary>
    public decimal? Points => Items.Any(i => i.Points is null) ? null : Items.Sum(i => i.Points!.Value);

    public ItemResult? Item(string code) => Items.FirstOrDefault(i => string.Equals(i.Item.Code, code, StringComparison.Ordinal));

    /// <summary>Items that must be discussed and have no agreed value yet.</summary>
    public IEnumerable<ItemResult> Unsettled => Items.Where(i => i.MustDiscuss && i.Consensus is null);
}

/// <summary>Computes a stage's result (环节得分计算).</summary>
public static class StageTally
{
    /// <summary>Bands apart from which an item must be discussed.</summary>
    public const int DiscussBands = 2;

    /// <param name="criteria">With points.</param>
    /// <param name="method">The round's declared method.</param>
    /// <param name="discussSpread">Spread in percentage points from which an item must be discussed.</param>
    /// <param name="sheets">Marks of each submitted sheet that is not void.</param>
    /// <param name="consensus">Agreed values.</param>
    public static StageResult Of(CriteriaSet criteria, Aggregation method, decimal discussSpread, IReadOnlyList<IReadOnlyList<Mark>> sheets, IReadOnlyList<ConsensusValue> consensus)
    {
        var items = criteria.Items.Select(item => OfItem(
            criteria, method, discussSpread, item,
            [.. sheets.Select(s => s.FirstOrDefault(m => string.Equals(m.Item, item.Code, StringComparison.Ordinal))?.Value).OfType<decimal>()],
            consensus.FirstOrDefault(c => string.Equals(c.Item, item.Code, StringComparison.Ordinal)))).ToList();
        var agreed = items.Count(i => i.Consensus is not null);
        var how = sheets.Count == 0 ? "没有有效评分" : Aggregate.How(method, sheets.Count) + (agreed == 0 ? "" : $"，其中 {agreed} 个条目采用合议值");
        return new StageResult(items, sheets.Count, how);
    }

    /// <summary>One item from its raw marks.</summary>
    public static ItemResult OfItem(CriteriaSet criteria, Aggregation method, decimal discussSpread, CriteriaItem item, IReadOnlyList<decimal> marks, ConsensusValue? consensus)
    {
        if (marks.Count == 0)
        {
            return new ItemResult(item, marks, null, 0m, 0, MustDiscuss: false, consensus, consensus?.Value, consensus is null ? null : MarkGrid.Points(criteria, item, consensus.Value));
        }

        var high = MarkGrid.Percent(criteria, item, marks.Max());
        var low = MarkGrid.Percent(criteria, item, marks.Min());
        var spread = high - low;
        var bandsApart = Band(criteria, high) - Band(criteria, low);
        var (sum, count) = Aggregate.Counted(method, marks);
        var value = consensus?.Value ?? sum / count;
        // Points before the division, so that 155 ÷ 3 % of 50 is exactly as long as decimal allows.
        var points = consensus is null ? MarkGrid.Points(criteria, item, sum) / count : MarkGrid.Points(criteria, item, value);
        return new ItemResult(item, marks, sum / count, spread, bandsApart, spread >= discussSpread || bandsApart >= DiscussBands, consensus, value, points);
    }

    /// <summary>Index of the band that a percentage lies in; 0 where the criteria have no bands.</summary>
    private static int Band(CriteriaSet criteria, decimal percent)
    {
        var band = 0;
        for (var i = 0; i < criteria.Bands.Count; i++)
        {
            if (percent >= criteria.Bands[i].From)
            {
                band = i;
            }
        }

        return band;
    }
}
