using QualityAward.Domain.Rounds;

namespace QualityAward.Domain.Scoring;

/// <summary>Makes one value of several experts' marks (评分汇总), exact.</summary>
public static class Aggregate
{
    /// <summary>Experts from which the highest and lowest mark are dropped; below it the mean is taken.</summary>
    public const int TrimFrom = 5;

    public static bool Trims(Aggregation method, int count) => method == Aggregation.TrimmedMean && count >= TrimFrom;

    /// <summary>Sum and number of the values that count; the quotient is left to the caller so that nothing is rounded on the way.</summary>
    public static (decimal Sum, int Count) Counted(Aggregation method, IReadOnlyCollection<decimal> values)
    {
        if (values.Count == 0)
        {
            throw new ArgumentException("There are no marks.", nameof(values));
        }

        return Trims(method, values.Count)
            ? (values.Sum() - values.Max() - values.Min(), values.Count - 2)
            : (values.Sum(), values.Count);
    }

    public static decimal Of(Aggregation method, IReadOnlyCollection<decimal> values)
    {
        var (sum, count) = Counted(method, values);
        return sum / count;
    }

    /// <summary>The method as it was applied, for the report.</summary>
    public static string How(Aggregation method, int count) => method switch
    {
        Aggregation.Mean => $"{count} 位专家评分的算术平均",
        Aggregation.TrimmedMean when count >= TrimFrom => $"{count} 位专家评分去掉一个最高分和一个最低分后平均",
        Aggregation.TrimmedMean => $"{count} 位专家评分的算术平均（不足 {TrimFrom} 位，不去掉最高分和最低分）",
    };
}
