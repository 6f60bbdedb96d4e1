using QualityAward.Domain.Scoring;

namespace QualityAward.Domain.Programmes;

/// <summary>Checks a criteria set (评价准则检查): items = group = total, or no points at all; codes unique; edition, bands and factors fit.</summary>
internal static class CriteriaChecks
{
    public static void Check(CriteriaSet set, PartProblems found)
    {
        found.Unless(set.Step > 0, "step", "评分步长必须大于 0。");
        found.Unless(set.Groups.Count > 0, "groups", "评价准则没有类目。");
        var groups = set.AllGroups.ToList();
        var items = groups.SelectMany(g => g.Items).ToList();
        foreach (var code in PackChecks.Repeated(groups.Select(g => g.Code).Concat(items.Select(i => i.Code))))
        {
            found.Add(code, $"条目代码“{code}”重复。");
        }

        foreach (var group in groups)
        {
            found.Unless(group.Items.Count > 0, group.Code, $"类目“{group.Code} {group.Title}”没有评分条目。");
        }

        foreach (var item in items)
        {
            foreach (var letter in PackChecks.Repeated(item.Questions.Select(q => q.Letter)))
            {
                found.Add(item.Code, $"条目“{item.Code}”的要点“{letter}”重复。");
            }
        }

        CheckSections(set, found);
        CheckVariants(set, found);
        CheckEdition(set, found);
        CheckBands(set, found);
        found.Unless(
            set.TieBreakGroup is null || set.Groups.Any(g => string.Equals(g.Code, set.TieBreakGroup, StringComparison.Ordinal)),
            "tieBreakGroup",
            $"同分时比较的类目“{set.TieBreakGroup}”不存在。");
    }

    private static void CheckSections(CriteriaSet set, PartProblems found)
    {
        foreach (var group in set.Groups.Where(g => g.Section is not null && set.Sections.All(s => !string.Equals(s.Code, g.Section, StringComparison.Ordinal))))
        {
            found.Add(group.Code, $"类目“{group.Code} {group.Title}”所属的大类“{group.Section}”不存在。");
        }

        foreach (var section in set.Sections)
        {
            var sum = set.Groups.Where(g => string.Equals(g.Section, section.Code, StringComparison.Ordinal)).Sum(g => g.Points ?? 0);
            found.Unless(sum == section.Points, section.Code, $"大类“{section.Title}”的类目分值之和为 {sum}，大类分值为 {section.Points}。");
        }
    }

    /// <summary>Common groups and each variant's make the whole: whichever is chosen, the total is the same.</summary>
    private static void CheckVariants(CriteriaSet set, PartProblems found)
    {
        found.Unless(set.Variants.Count > 0 || set.VariantBy is null, "variantBy", "评价准则没有评分类别，不能写明评分类别如何确定。");
        if (set.Variants.Count == 0)
        {
            CheckPoints(set, found);
            return;
        }

        found.Unless(set.VariantBy is not null, "variants", "评价准则有评分类别，却没有写明评分类别如何确定。");
        if (set.VariantBy is { } rule)
        {
            found.Cites(rule.Clause, "variantBy");
        }

        // The office sets points item by item for one list of items only.
        found.Unless(set.HasPoints, "variants", "分类别的评价准则必须写明每个条目的分值。");

        foreach (var code in PackChecks.Repeated(set.Variants.Select(v => v.Code)))
        {
            found.Add(code, $"评分类别代码“{code}”重复。");
        }

        foreach (var variant in set.Variants)
        {
            found.Unless(PackChecks.IsSlug(variant.Code), variant.Code, $"评分类别代码“{variant.Code}”只能由小写字母、数字和连字符组成。");
            var sum = variant.Groups.Sum(g => g.Points ?? 0);
            found.Unless(sum == variant.Points, variant.Code, $"评分类别“{variant.Title}”的类目分值之和为 {sum}，类别分值为 {variant.Points}。");
        }

        // A code that stands twice has been named above.
        foreach (var variant in set.Variants.DistinctBy(v => v.Code, StringComparer.Ordinal))
        {
            CheckPoints(set.ForVariant(variant.Code), found);
        }
    }

    private static void CheckPoints(CriteriaSet set, PartProblems found)
    {
        var anyPoints = set.Total is not null || set.Groups.Any(g => g.Points is not null) || set.Items.Any(i => i.Points is not null);
        if (!anyPoints)
        {
            return;
        }

        foreach (var item in set.Items)
        {
            found.Unless(item.Points is > 0, item.Code, $"条目“{item.Code} {item.Title}”没有分值。");
            found.Unless(
                set.Mode != ScoringMode.Points || set.Step <= 0 || item.Points is not { } points || points % set.Step == 0,
                item.Code,
                $"条目“{item.Code}”的分值 {item.Points} 不是评分步长 {set.Step} 的整数倍。");
        }

        foreach (var group in set.Groups)
        {
            var sum = group.Items.Sum(i => i.Points ?? 0);
            found.Unless(group.Points == sum, group.Code, $"类目“{group.Code} {group.Title}”的条目分值之和为 {sum}，类目分值为 {Text(group.Points)}。");
        }

        var total = set.Groups.Sum(g => g.Points ?? 0);
        found.Unless(set.Total == total, "total", $"各类目分值之和为 {total}，总分为 {Text(set.Total)}。");
    }

    private static string Text(decimal? points) => points is { } value ? $"{value}" : "空";

    private static void CheckEdition(CriteriaSet set, PartProblems found)
    {
        foreach (var mark in set.EditionMarks.Where(m => string.Equals(m.Edition, set.Edition, StringComparison.Ordinal)))
        {
            var group = set.Groups.FirstOrDefault(g => string.Equals(g.Code, mark.Group, StringComparison.Ordinal));
            if (group is null || group.Points == mark.Points)
            {
                found.Unless(group is not null, mark.Group, $"版本特征引用的类目“{mark.Group}”不存在。");
                continue;
            }

            var other = set.EditionMarks.FirstOrDefault(m => string.Equals(m.Group, mark.Group, StringComparison.Ordinal) && m.Points == group.Points);
            var hint = other is null ? string.Empty : $"，{Text(group.Points)} 分是 {other.Edition} 版的分值";
            found.Add(mark.Group, $"{set.Edition} 版的“{group.Code} {group.Title}”应为 {mark.Points} 分，现为 {Text(group.Points)} 分{hint}。");
        }

        found.Unless(
            set.EditionMarks.Count == 0 || set.EditionMarks.Any(m => string.Equals(m.Edition, set.Edition, StringComparison.Ordinal)),
            "edition",
            $"版本特征中没有本准则的版本“{set.Edition}”。");
    }

    private static void CheckBands(CriteriaSet set, PartProblems found)
    {
        if (set.Mode == ScoringMode.Percentage)
        {
            found.Unless(set.Step <= 0 || 100 % set.Step == 0, "step", $"百分比评分的步长 {set.Step} 不能整除 100。");
            found.Unless(set.Bands.Count > 0, "bands", "百分比评分必须有评分档。");
        }

        for (var i = 0; i < set.Bands.Count; i++)
        {
            var start = i == 0 ? 0 : set.Bands[i - 1].To + set.Step;
            found.Unless(set.Bands[i].From == start && set.Bands[i].To >= set.Bands[i].From, "bands", $"评分档 {set.Bands[i].From}–{set.Bands[i].To} 与前一档不衔接，应从 {start} 开始。");
        }

        found.Unless(set.Bands.Count == 0 || set.Bands[^1].To == 100, "bands", "最后一个评分档应到 100。");
        foreach (var factor in set.Factors)
        {
            found.Unless(factor.Lines.Count == set.Bands.Count, factor.Name, $"评价要素“{factor.Name}”有 {factor.Lines.Count} 行说明，评分档有 {set.Bands.Count} 档。");
        }

        foreach (var kind in set.Items.Select(i => i.Kind).Distinct().Where(k => set.Factors.Count > 0 && set.Factors.All(f => f.Kind != k)))
        {
            found.Add("factors", $"{(kind == CriteriaItemKind.Process ? "过程" : "结果")}类条目没有评价要素。");
        }
    }
}
