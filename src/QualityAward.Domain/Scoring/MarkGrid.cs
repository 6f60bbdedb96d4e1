using System.Globalization;

namespace QualityAward.Domain.Scoring;

/// <summary>The steps that a mark may take (评分步长): percent from 0 to 100, or points from 0 to the item's points.</summary>
public static class MarkGrid
{
    /// <summary>Refuses a value out of range or off the steps, naming the item.</summary>
    public static void Require(CriteriaSet criteria, CriteriaItem item, decimal value)
    {
        var limit = Limit(criteria, item);
        if (value < 0 || value > limit)
        {
            throw new RefusedException("mark-range", $"{item.Code} {item.Title}的评分须在 0 至 {Text(criteria, limit)} 之间，不能是 {Text(criteria, value)}。", criteria.Title);
        }

        // The item's full points are always reachable, even where they are no multiple of the step.
        if (value % criteria.Step != 0 && value != limit)
        {
            throw new RefusedException("off-grid", $"{item.Code} {item.Title}的评分须为 {Text(criteria, criteria.Step)}的倍数，不能是 {Text(criteria, value)}。", criteria.Title);
        }
    }

    /// <summary>The largest mark of an item; refuses while the item has no points.</summary>
    public static decimal Limit(CriteriaSet criteria, CriteriaItem item) => criteria.Mode == ScoringMode.Percentage ? 100m : PointsOf(item);

    /// <summary>Every mark that an item may get, smallest first.</summary>
    public static IEnumerable<decimal> Steps(CriteriaSet criteria, CriteriaItem item)
    {
        var limit = Limit(criteria, item);
        for (var value = 0m; value < limit; value += criteria.Step)
        {
            yield return value;
        }

        yield return limit;
    }

    /// <summary>Points that a mark gives, exact.</summary>
    public static decimal Points(CriteriaSet criteria, CriteriaItem item, decimal value) =>
        criteria.Mode == ScoringMode.Percentage ? PointsOf(item) * value / 100m : value;

    /// <summary>A mark in percent of its item, whatever the mode.</summary>
    public static decimal Percent(CriteriaSet criteria, CriteriaItem item, decimal value) =>
        criteria.Mode == ScoringMode.Percentage ? value : PointsOf(item) is var points && points > 0 ? value * 100m / points : 0m;

    /// <summary>A mark as written: 45% or 2.5 分.</summary>
    public static string Text(CriteriaSet criteria, decimal value) =>
        value.ToString("0.##", CultureInfo.InvariantCulture) + (criteria.Mode == ScoringMode.Percentage ? "%" : " 分");

    private static decimal PointsOf(CriteriaItem item) => item.Points ?? throw new RefusedException(
        "criteria-without-points", $"评价准则的“{item.Code} {item.Title}”尚未设定分值，不能开始评审；请先在年度设置中补充。");
}
