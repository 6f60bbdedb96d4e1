using System.Text.RegularExpressions;
using QualityAward.Domain.Workflow;

namespace QualityAward.Domain.Programmes;

/// <summary>
/// Checks a pack as a whole (奖项包整体检查): sums, names, references, clauses. A pack with a problem is never used: the program does not start.
/// Each part has its own class; this one checks the programme's own file and calls them.
/// </summary>
public static partial class PackChecks
{
    public static IReadOnlyList<PackProblem> Check(ProgrammePack pack)
    {
        var problems = new PackProblems(pack);
        CheckProgramme(pack, problems);
        foreach (var track in pack.Tracks)
        {
            StageChecks.Check(track, problems.For(PackPart.Stages, track.Track));
            CriteriaChecks.Check(track.Criteria, problems.For(PackPart.Criteria, track.Track));
            FormChecks.Check(track.Form, track.Criteria, problems.For(PackPart.Form, track.Track));
            FormChecks.CheckVariantRule(track.Form, track.Criteria, problems.For(PackPart.Criteria, track.Track));
            FormChecks.CheckFacts(track.Form, track.Track, problems.For(PackPart.Form, track.Track));
            ConditionChecks.Check(pack, track, problems.For(PackPart.Eligibility, track.Track));
        }

        CheckTerms(pack, problems.For(PackPart.Terms, track: null));
        FormChecks.Check(pack.Recommendation.PreReviewForm, criteria: null, problems.For(PackPart.PreReviewForm, track: null));
        foreach (var own in pack.Recommendation.TrackPreReviewForms)
        {
            var found = problems.For(PackPart.PreReviewForm, own.Track);
            FormChecks.Check(own.Form, criteria: null, found);
            found.Unless(pack.TrackOf(own.Track) is not null, own.Form.Id, $"奖项没有申报类别“{TrackNames.Of(own.Track)}”，不能有它的预审表。");
        }

        CheckSummary(pack, problems.For(PackPart.SummaryTable, track: null));
        return problems.All;
    }

    /// <summary>True for ids and codes as packs use them: lower-case words joined by hyphens.</summary>
    internal static bool IsSlug(string text) => Slug().IsMatch(text);

    /// <summary>The values that stand more than once.</summary>
    internal static IEnumerable<T> Repeated<T>(IEnumerable<T> values) => values.GroupBy(v => v).Where(g => g.Skip(1).Any()).Select(g => g.Key);

    private static void CheckProgramme(ProgrammePack pack, PackProblems problems)
    {
        var found = problems.For(PackPart.Programme, track: null);
        found.Unless(IsSlug(pack.Code), pack.Code, $"奖项代码“{pack.Code}”只能由小写字母、数字和连字符组成。");
        foreach (var (name, value) in new[]
        {
            ("name", pack.Name), ("summary", pack.Summary), ("owner", pack.Owner), ("officeName", pack.OfficeName),
            ("committeeName", pack.CommitteeName), ("governmentName", pack.GovernmentName),
        })
        {
            found.Unless(!string.IsNullOrWhiteSpace(value), name, $"“{name}”不能为空。");
        }

        CheckSources(pack, found);
        CheckTiers(pack, found);
        found.Unless(pack.Tracks.Count > 0, "tracks", "奖项至少要有一个申报类别。");
        foreach (var track in Repeated(pack.Tracks.Select(t => t.Track)))
        {
            found.Add("tracks", $"申报类别“{TrackNames.Of(track)}”重复。");
        }

        CheckMoney(pack, found);
        CheckBars(pack, found);
        CheckRecommendation(pack, found);
        found.Unless(pack.Notice.MinimumDays is null or > 0, "minimumDays", "公示天数必须大于 0。");
        found.Unless(pack.Notice.MinimumDays is null || pack.Notice.Clause is not null, "minimumDays", "公示天数没有写明依据。");
        foreach (var (anchor, clause) in new[]
        {
            ("cycle", pack.Cycle?.Clause), ("notice", pack.Notice.Clause), ("noSubstitution", pack.Notice.NoSubstitution?.Clause), ("titleUse", pack.TitleUse?.Clause),
            ("recommendation", pack.Recommendation.Channel?.Clause),
        })
        {
            if (clause is not null)
            {
                found.Cites(clause, anchor);
            }
        }

        CheckSuggestions(pack, found);
    }

    private static void CheckSources(ProgrammePack pack, PartProblems found)
    {
        found.Unless(pack.Sources.Count > 0, "sources", "奖项必须列出依据文件。");
        foreach (var id in Repeated(pack.Sources.Select(s => s.Id)))
        {
            found.Add(id, $"依据文件编号“{id}”重复。");
        }
    }

    private static void CheckTiers(ProgrammePack pack, PartProblems found)
    {
        found.Unless(pack.Tiers.Count > 0, "tiers", "奖项至少要有一个等次。");
        foreach (var code in Repeated(pack.Tiers.Select(t => t.Code)))
        {
            found.Add(code, $"等次代码“{code}”重复。");
        }

        foreach (var tier in pack.Tiers)
        {
            found.Cites(tier.Clause, tier.Code);
            found.Unless(tier.Limit is null or > 0, tier.Code, $"等次“{tier.Name}”的名额上限必须大于 0。");
            found.Unless(tier.Target is null or > 0, tier.Code, $"等次“{tier.Name}”的目标数必须大于 0。");
            found.Unless(!(tier.Target > tier.Limit), tier.Code, $"等次“{tier.Name}”的目标数 {tier.Target} 超过名额上限 {tier.Limit}。");
            foreach (var limit in tier.InPrinciple)
            {
                found.HasTrack(limit.Track, tier.Code);
                found.Cites(limit.Clause, tier.Code);
                found.Unless(limit.Limit > 0, tier.Code, $"等次“{tier.Name}”的原则性名额必须大于 0。");
                found.Unless(!(limit.Limit > tier.Limit), tier.Code, $"等次“{tier.Name}”的原则性名额 {limit.Limit} 超过名额上限 {tier.Limit}。");
            }
        }
    }

    private static void CheckMoney(ProgrammePack pack, PartProblems found)
    {
        foreach (var prize in pack.Prizes)
        {
            found.HasTier(prize.Tier, "prizes");
            found.HasTrack(prize.Track, "prizes");
            found.Cites(prize.Clause, "prizes");
            found.Unless(prize.Yuan > 0, "prizes", "奖金必须大于 0 元。");
        }

        foreach (var (tier, track) in Repeated(pack.Prizes.Select(p => (p.Tier, p.Track))))
        {
            found.Add("prizes", $"等次“{tier}”{TrackNames.Of(track)}的奖金重复。");
        }

        foreach (var reward in pack.FurtherRewards)
        {
            found.Cites(reward.Clause, reward.Award);
            found.Unless(reward.Yuan > 0, reward.Award, $"“{reward.Award}”的奖励必须大于 0 元。");
        }
    }

    private static void CheckBars(ProgrammePack pack, PartProblems found)
    {
        foreach (var ground in Repeated(pack.Bars.Select(b => b.Ground)))
        {
            found.Add("bars", $"限制申报事由“{ground}”重复。");
        }

        foreach (var bar in pack.Bars)
        {
            found.Cites(bar.Clause, "bars");
            found.Unless(bar.Years > 0, "bars", "限制申报年限必须大于 0。");
            found.Unless(bar.Ground != BarGround.Winner || bar.Tiers.Count > 0, "bars", "对获奖者的限制申报必须写明适用的等次。");
            foreach (var tier in bar.Tiers)
            {
                found.HasTier(tier, "bars");
            }
        }

        foreach (var priority in pack.Priorities)
        {
            found.HasTier(priority.Tier, "priorities");
            found.Cites(priority.Clause, "priorities");
        }
    }

    private static void CheckRecommendation(ProgrammePack pack, PartProblems found)
    {
        var rules = pack.Recommendation;
        foreach (var kind in Repeated(rules.Opinions.Select(o => o.Kind)))
        {
            found.Add(kind, $"部门意见“{kind}”重复。");
        }

        foreach (var opinion in rules.Opinions)
        {
            found.Cites(opinion.Clause, opinion.Kind);
            found.Unless(
                opinion.Need != OpinionNeed.ByApplicantType || !string.IsNullOrWhiteSpace(opinion.When), opinion.Kind, $"“{opinion.Name}”按申报组织类别征求意见，必须写明何时征求。");
        }

        CheckChannels(rules, found);
        if (rules.CleanRecordCertificate is not { } certificate)
        {
            return;
        }

        found.Cites(certificate.Clause, "cleanRecordCertificate");
        found.Unless(certificate.WindowYears > 0, "windowYears", "无不良记录证明的年限必须大于 0。");
        foreach (var seal in certificate.Seals.Where(s => !KnowsOpinion(pack, s)))
        {
            found.Add("seals", $"无不良记录证明的盖章部门“{seal}”不在征求意见部门之列。");
        }
    }

    private static void CheckChannels(RecommendationRules rules, PartProblems found)
    {
        if (rules.OneChannel is { } one)
        {
            found.Cites(one.Clause, "oneChannel");
        }

        foreach (var code in Repeated(rules.Channels.Select(c => c.Code)))
        {
            found.Add(code, $"推荐渠道代码“{code}”重复。");
        }

        foreach (var kind in Repeated(rules.Channels.SelectMany(c => c.Kinds)))
        {
            found.Add("channels", $"机关类别“{kind}”属于两个推荐渠道，每类机关只能走一个渠道。");
        }

        foreach (var channel in rules.Channels)
        {
            found.Unless(IsSlug(channel.Code), channel.Code, $"推荐渠道代码“{channel.Code}”只能由小写字母、数字和连字符组成。");
            found.Unless(!string.IsNullOrWhiteSpace(channel.Name), channel.Code, $"推荐渠道“{channel.Code}”没有名称。");
            found.Unless(channel.Kinds.Count > 0, channel.Code, $"推荐渠道“{channel.Name}”没有写明由哪类机关推荐。");
            found.Unless(channel.Levels.Count > 0 && channel.Levels[0].By == LevelBy.Office, channel.Code, $"推荐渠道“{channel.Name}”的第一级必须是推荐单位办公室。");
            found.Unless(channel.Levels.All(l => !string.IsNullOrWhiteSpace(l.Does)), channel.Code, $"推荐渠道“{channel.Name}”的每一级都要写明办理事项。");
            found.Unless(channel.Quota is null or > 0, channel.Code, $"推荐渠道“{channel.Name}”的推荐名额必须大于 0。");
            found.Unless(channel.Quota is null || channel.Clause is not null, channel.Code, $"推荐渠道“{channel.Name}”的推荐名额没有写明依据。");
            foreach (var clause in channel.Levels.Select(l => l.Clause).Append(channel.Clause).OfType<Clause>())
            {
                found.Cites(clause, channel.Code);
            }
        }

        foreach (var unit in Repeated(rules.UnitQuotas.Select(q => q.Unit)))
        {
            found.Add(unit, $"推荐单位“{unit}”的名额重复。");
        }

        foreach (var quota in rules.UnitQuotas)
        {
            found.Unless(quota.Limit >= 0, quota.Unit, $"推荐单位“{quota.Unit}”的名额不能小于 0。");
            found.Unless(quota.Clause is not null, quota.Unit, $"推荐单位“{quota.Unit}”的名额没有写明依据。");
            if (quota.Clause is { } clause)
            {
                found.Cites(clause, quota.Unit);
            }
        }
    }

    private static void CheckSummary(ProgrammePack pack, PartProblems found)
    {
        if (pack.Recommendation.SummaryTable is not { } table)
        {
            return;
        }

        found.Unless(table.Columns.Count > 0, "columns", "申报汇总表没有栏目。");
        foreach (var label in Repeated(table.Columns.Select(c => c.Label)))
        {
            found.Add(label, $"申报汇总表的栏目“{label}”重复。");
        }

        foreach (var column in table.Columns)
        {
            found.Unless(!string.IsNullOrWhiteSpace(column.Label), "columns", "申报汇总表的栏目没有名称。");
            found.Unless(pack.Tracks.Any(t => column.SourceOf(t.Track) is not null), column.Label, $"申报汇总表的栏目“{column.Label}”没有内容来源。");
            foreach (var track in pack.Tracks)
            {
                var source = column.SourceOf(track.Track);
                found.Unless(
                    source is null || SummarySources.All.Contains(source, StringComparer.Ordinal) || track.Form.Find(source) is not (null or Forms.FixedTableQuestion or Forms.GrowingTableQuestion or Forms.FileQuestion or Forms.PhotoQuestion),
                    column.Label,
                    $"申报汇总表的栏目“{column.Label}”引用的“{source}”不是{TrackNames.Of(track.Track)}申报表中可以列出的题目。");
            }
        }
    }

    private static void CheckTerms(ProgrammePack pack, PartProblems found)
    {
        foreach (var role in Repeated(pack.Terms.Select(t => t.Role)))
        {
            found.Add("terms", $"角色“{Access.RoleNames.Of(role)}”的须知重复。");
        }

        foreach (var terms in pack.Terms)
        {
            found.Unless(terms.Role is Access.Role.Applicant or Access.Role.RecommendingOffice or Access.Role.Expert, "terms", $"角色“{Access.RoleNames.Of(terms.Role)}”没有需要签署的须知。");
            found.Unless(!string.IsNullOrWhiteSpace(terms.Title) && terms.Paragraphs.Count > 0 && terms.Paragraphs.All(p => !string.IsNullOrWhiteSpace(p)), "terms", "须知必须有标题和正文。");
            if (terms.Clause is { } clause)
            {
                found.Cites(clause, "terms");
            }
        }
    }

    internal static bool KnowsOpinion(ProgrammePack pack, string kind) =>
        pack.Recommendation.Opinions.Any(o => string.Equals(o.Kind, kind, StringComparison.Ordinal));

    private static void CheckSuggestions(ProgrammePack pack, PartProblems found)
    {
        var suggestions = pack.Suggestions;
        foreach (var size in suggestions.PanelSizes)
        {
            found.HasTrack(size.Track, "panelSizes");
            found.Unless(size.Value > 0, "panelSizes", "专家组人数必须大于 0。");
        }

        foreach (var score in suggestions.MinimumScores)
        {
            found.HasTier(score.Tier, "minimumScores");
            found.HasTrack(score.Track, "minimumScores");
            var total = pack.TrackOf(score.Track)?.Criteria.Total;
            found.Unless(score.Points > 0 && !(score.Points > total), "minimumScores", $"建议最低分 {score.Points} 不在 0 到总分 {total} 之间。");
        }

        foreach (var weights in suggestions.StageWeights.GroupBy(w => w.Track))
        {
            found.HasTrack(weights.Key, "stageWeights");
            var sum = weights.Sum(w => w.Percent);
            found.Unless(sum == 100, "stageWeights", $"{TrackNames.Of(weights.Key)}各环节权重之和为 {sum}%，应为 100%。");
            foreach (var weight in weights)
            {
                found.Unless(
                    weight.Stage is Stage.DocumentReview or Stage.SiteVisit or Stage.Presentation && pack.TrackOf(weight.Track) is { } track && track.Stages.Any(s => s.Stage == weight.Stage),
                    "stageWeights",
                    $"{TrackNames.Of(weight.Track)}没有评分环节“{weight.Stage}”，不能设权重。");
            }
        }

        found.Unless(suggestions.RecusalYears is null or > 0, "recusalYears", "建议回避年限必须大于 0。");
        found.Unless(suggestions.DiscussSpread is null or > 0, "discussSpread", "建议合议分差必须大于 0。");
        found.Unless(suggestions.ObjectionWorkingDays is null or > 0, "objectionWorkingDays", "建议核查工作日必须大于 0。");
        found.Unless(suggestions.ClearanceMonths is null or > 0, "clearanceMonths", "建议证明、意见有效期必须大于 0。");
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Slug();
}

/// <summary>Problems gathered over all parts of a pack (问题汇总).</summary>
internal sealed class PackProblems(ProgrammePack pack)
{
    private readonly List<PackProblem> _all = [];

    public IReadOnlyList<PackProblem> All => _all;

    public ProgrammePack Pack { get; } = pack;

    public PartProblems For(PackPart part, Track? track) => new(this, part, track);

    public void Add(PackProblem problem) => _all.Add(problem);
}

/// <summary>Gathers the problems of one part (分部问题).</summary>
internal sealed class PartProblems(PackProblems problems, PackPart part, Track? track)
{
    public void Add(string? anchor, string reason) => problems.Add(new PackProblem(part, track, anchor, reason));

    public void Unless(bool good, string? anchor, string reason)
    {
        if (!good)
        {
            Add(anchor, reason);
        }
    }

    public void Cites(Clause clause, string anchor)
    {
        Unless(
            problems.Pack.Sources.Any(s => string.Equals(s.Id, clause.Source, StringComparison.Ordinal)), anchor, $"“{anchor}”引用的依据文件“{clause.Source}”不在 sources 之列。");
        Unless(!string.IsNullOrWhiteSpace(clause.Article), anchor, $"“{anchor}”的依据没有写明条款。");
    }

    public void HasTier(string tier, string anchor) =>
        Unless(problems.Pack.Tiers.Any(t => string.Equals(t.Code, tier, StringComparison.Ordinal)), anchor, $"“{anchor}”引用的等次“{tier}”不存在。");

    public void HasTrack(Track wanted, string anchor) =>
        Unless(problems.Pack.TrackOf(wanted) is not null, anchor, $"“{anchor}”引用的申报类别“{TrackNames.Of(wanted)}”不存在。");
}
