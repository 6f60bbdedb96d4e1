using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The Wuhan rubric against the draft criteria.</summary>
public sealed class WuhanPackTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);
    private static readonly ProgrammePack Pack = Catalogue.Require("wuhan-mayor");
    private static readonly TrackDefinition Individual = Pack.RequireTrack(Track.Individual);
    private static readonly CriteriaSet Criteria = Individual.Criteria;

    [Fact]
    public void It_is_a_draft_for_comment_without_a_quota()
    {
        Assert.Equal((PackStatus.DraftForComment, PackStatus.DraftForComment), (Pack.Status, Criteria.Status));
        Assert.Null(Assert.Single(Pack.Tiers).Limit);
    }

    [Fact]
    public void The_common_sections_have_15_points_each()
    {
        Assert.Equal([("1", 15m), ("2", 15m)], Criteria.Sections.Select(s => (s.Code, s.Points)));
        Assert.Equal(
            [("政治素质", 4m, 4), ("道德品质", 3, 3), ("职业操守", 4, 4), ("社会评价", 4, 2), ("卓越意识", 6, 3), ("学习与发展", 9, 4)], Criteria.Groups.Select(g => (g.Title, g.Points!.Value, g.Items.Count)));
    }

    [Theory]
    [InlineData("senior", "24 18 10 18", "6 6 4 6")]
    [InlineData("middle", "22 16 10 4 18", "6 3 2 2 6")]
    [InlineData("staff", "20 30 20", "4 6 5")]
    public void Each_kind_of_applicant_is_judged_by_70_points_more_and_100_in_all(string variant, string points, string items)
    {
        var own = Criteria.Variants.Single(v => v.Code == variant);
        var whole = Criteria.ForVariant(variant);

        Assert.Equal(points, string.Join(' ', own.Groups.Select(g => $"{g.Points:0}")));
        Assert.Equal(items, string.Join(' ', own.Groups.Select(g => g.Items.Count)));
        Assert.Equal((70m, 100m, 100m), (own.Groups.Sum(g => g.Items.Sum(i => i.Points)), whole.Items.Sum(i => i.Points), whole.Total));
        Assert.Empty(whole.Variants);
        Assert.True(whole.HasPoints);
    }

    [Fact]
    public void A_variant_that_is_not_there_is_refused()
    {
        Assert.Equal("no-such-variant", Assert.Throws<RefusedException>(() => Criteria.ForVariant("other")).Code);
    }

    [Fact]
    public void The_blank_score_is_3_and_marked_inferred()
    {
        var inferred = Assert.Single(Criteria.AllGroups.SelectMany(g => g.Items), i => i.PointsNote is not null);

        Assert.Equal(("3.1.4.6", 3m), (inferred.Code, inferred.Points));
        Assert.Equal("社会影响：组织或个人的社会知名度较高，组织或个人在社会享有较好的美誉度，在质量工作等方面获得相关表彰奖励", inferred.Title);
    }

    [Fact]
    public void Codes_are_unique_and_points_are_in_steps_of_a_half()
    {
        var items = Criteria.AllGroups.SelectMany(g => g.Items).ToList();

        Assert.Equal((76, 76, 0.5m), (items.Count, items.Select(i => i.Code).Distinct(StringComparer.Ordinal).Count(), Criteria.Step));
    }

    [Fact]
    public void The_form_asks_for_every_group_and_only_the_common_ones_of_everybody()
    {
        var narratives = Individual.Form.Sections.SelectMany(s => s.Questions).OfType<NarrativeQuestion>().ToList();

        Assert.Equal(Criteria.AllGroups.Select(g => g.Code), narratives.Select(n => n.Item));
        Assert.All(narratives, n => Assert.False(n.Optional));
        Assert.Equal("坚持习近平新时代中国特色社会主义思想，增强“四个意识”、坚定“四个自信”、捍卫“两个确立”、做到“两个维护”（1分）", narratives[0].Prompts[0]);
    }

    [Theory]
    [InlineData("senior", "senior")]
    [InlineData("middle", "middle")]
    [InlineData("staff", "staff")]
    [InlineData(null, "")]
    public void Each_kind_of_applicant_fills_in_the_common_part_and_its_own(string? variant, string own)
    {
        var sections = Individual.Form.ForVariant(variant).Sections.Select(s => s.Id);

        Assert.Equal($"basic organisation applicant common {own} evidence".Replace("  ", " ", StringComparison.Ordinal), string.Join(' ', sections));
    }

    [Fact]
    public void The_kind_chooses_the_variant_and_other_people_name_the_nearest()
    {
        Assert.Equal(new VariantRule("applicant.kind", "applicant.nearest", new Clause("criteria", "三、关键要求（一）至（四）")), Criteria.VariantBy);
        Assert.Equal(Criteria.Variants.Select(v => v.Code), ((ChoiceQuestion)Individual.Form.Find("applicant.nearest")!).Options.Select(o => o.Value));
    }

    [Fact]
    public void Other_people_meet_at_least_one_of_eight_conditions()
    {
        var condition = Assert.Single(Individual.Conditions.OfType<AnyOfCondition>());

        Assert.Equal(8, ((MultiChoiceQuestion)Individual.Form.Find(condition.Answer)!).Options.Count);
        Assert.All(Individual.Conditions, c => Assert.Equal(new AppliesWhen("applicant.kind", "other"), c.When));
        Assert.Equal(["高层管理者", "中层管理者", "员工", "其他人员"], ((ChoiceQuestion)Individual.Form.Find("applicant.kind")!).Options.Select(o => o.Label));
    }

    [Fact]
    public void Districts_and_zones_recommend()
    {
        var recommenders = Catalogue.Authorities.RecommendersFor(Pack.Owner).ToList();

        Assert.Equal((12, 3), (recommenders.Count(a => a.Kind == AuthorityKind.County), recommenders.Count(a => a.Kind == AuthorityKind.Zone)));
        Assert.Equal(recommenders.Select(a => a.Code).Order(StringComparer.Ordinal), ((ChoiceQuestion)Individual.Form.Find("basic.region")!).Options.Select(o => o.Value).Order(StringComparer.Ordinal));
    }
}
