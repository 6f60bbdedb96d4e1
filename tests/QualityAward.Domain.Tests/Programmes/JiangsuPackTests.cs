using QualityAward.Domain.Authorities;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The governor's award against the notice of 2020.</summary>
public sealed class JiangsuPackTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);
    private static readonly ProgrammePack Pack = Catalogue.Require("jiangsu-governor");
    private static readonly TrackDefinition Organisation = Pack.RequireTrack(Track.Organisation);
    private static readonly TrackDefinition Individual = Pack.RequireTrack(Track.Individual);

    [Fact]
    public void At_most_ten_of_each_tier_and_nothing_that_the_notice_leaves_open()
    {
        Assert.Equal([("award", 10), ("nomination", 10)], Pack.Tiers.Select(t => (t.Code, t.Limit!.Value)));
        Assert.Equal("《关于组织申报2020年江苏省省长质量奖的通知》（苏质发委办函〔2020〕13号）第二部分", Pack.Cite(Pack.Tiers[0].Clause));
        Assert.Equal((0, 0, null, null), (Pack.Prizes.Count, Pack.Bars.Count, Pack.Cycle, Pack.Notice.MinimumDays));
    }

    [Fact]
    public void Questioning_comes_after_the_documents_and_before_the_site_visit_on_both_tracks()
    {
        Assert.All(Pack.Tracks, t => Assert.Equal(
            ["资料评审", "问询答辩", "现场评审", "专家组评审报告"], t.Stages.SkipWhile(s => s.Stage != Stage.DocumentReview).Take(4).Select(s => s.Name)));
    }

    [Fact]
    public void The_nine_conditions_of_organisations_and_the_four_of_individuals_are_all_there()
    {
        Assert.Equal(Enumerable.Range(1, 9).Select(i => $"三（一）{i}"), Organisation.Conditions.Select(c => c.Clause.Article).Where(a => a.StartsWith("三（一）", StringComparison.Ordinal)).Distinct());
        Assert.Equal(Enumerable.Range(1, 4).Select(i => $"三（二）{i}"), Individual.Conditions.Select(c => c.Clause.Article).Where(a => a.StartsWith("三（二）", StringComparison.Ordinal)).Distinct());
        Assert.Equal([("org-operating-5y", 5), ("org-excellence-3y", 3)], Organisation.Conditions.OfType<MinimumYearsCondition>().Select(c => (c.Code, c.Years)));
        Assert.All(Organisation.Conditions.OfType<CleanRecordCondition>(), c => Assert.Equal(3, c.Years));
        Assert.Equal(10, Assert.Single(Individual.Conditions.OfType<PeriodYearsCondition>()).Years);
    }

    [Fact]
    public void The_city_award_comes_first_and_nobody_applies_twice()
    {
        var honour = Assert.Single(Organisation.Conditions.OfType<HonourCondition>());
        Assert.Equal(("三（一）5", true), (honour.Clause.Article, honour.Hard));
        Assert.All(honour.Programmes, p => Assert.Equal(AuthorityKind.City, Catalogue.Authorities.Require(Catalogue.Require(p).Owner).Kind));
        Assert.All(Pack.Tracks, t => Assert.Contains(t.Conditions, c => c is RegistryCondition { Check: RegistryCheck.OneApplication, Hard: true, Clause.Article: "第五部分" }));
        Assert.All(Pack.Tracks, t => Assert.Contains(t.Conditions, c => c is RegistryCondition { Check: RegistryCheck.NotWithHead, Hard: true, Clause.Article: "三（三）4" }));
    }

    [Fact]
    public void The_official_parts_keep_their_numbers_limits_units_and_commitments()
    {
        Assert.Equal(["一", "二", "三", "四", "五", "六", "七", "八", "十"], Organisation.Form.Sections.Select(s => s.Number).OfType<string>());
        Assert.Equal(["一", "二"], Individual.Form.Sections.Select(s => s.Number).OfType<string>());
        Assert.Equal(["三", "四"], Pack.Recommendation.FormOf(Track.Individual).Sections.Select(s => s.Number).OfType<string>());
        Assert.Equal((3000, 25, 30, 300, 5000), (
            ((LongTextQuestion)Organisation.Form.Find("overview.text")!).Limit, ((TextQuestion)Organisation.Form.Find("methods.model-name")!).Limit,
            ((GrowingTableQuestion)Organisation.Form.Find("market.customers")!).MaxRows, ((LongTextQuestion)Individual.Form.Find("organisation.post")!).Limit,
            Individual.Form.Section("self-assessment")!.TotalLimit));
        Assert.Equal(
            ["万元", "万元", "万元", "万元", "万元", "万元", "万元", "万美元", "%", "%", "%", "万元/人", "%", "%", "吨/万元", "%", "%", null],
            ((FixedTableQuestion)Organisation.Form.Find("economy.indicators")!).Rows.Select(r => r.Unit));
        Assert.All(Pack.Tracks, t => Assert.Equal("4. 正确宣传所获得的江苏省省长质量奖荣誉。", t.Form.Section("commitment")!.Instructions[^1]));
        Assert.Equal(8, Organisation.Form.Instructions.Count);
    }

    [Fact]
    public void The_thirteen_cities_and_provincial_departments_recommend()
    {
        var recommenders = Catalogue.Authorities.RecommendersFor(Pack.Owner).ToList();

        Assert.Equal(13, recommenders.Count(a => a.Kind == AuthorityKind.City));
        Assert.Contains("江苏省人民政府国有资产监督管理委员会", recommenders.Select(a => a.Name));
        foreach (var track in Pack.Tracks)
        {
            Assert.Equal(
                recommenders.Where(a => a.Kind == AuthorityKind.City).Select(a => (a.Code, a.Name)).Order(), ((ChoiceQuestion)track.Form.Find("basic.region")!).Options.Select(o => (o.Value, o.Label)).Order());
        }
    }

    [Fact]
    public void The_seven_aspects_are_asked_under_the_awards_own_guide()
    {
        Assert.Equal((16, "江苏省省长质量奖个人奖申报自评指南", false), (Individual.Criteria.Items.Count(), Individual.Criteria.Title, Individual.Criteria.HasPoints));
    }
}
