using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The development zone's award: one guide, everything else not set.</summary>
public sealed class ZonePackTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);
    private static readonly ProgrammePack Pack = Catalogue.Require("lianyungang-zone");

    [Fact]
    public void What_no_document_says_is_not_set()
    {
        Assert.Equal([Track.Individual], Pack.Tracks.Select(t => t.Track));
        Assert.Equal([(null, null)], Pack.Tiers.Select(t => (t.Limit, t.Target)));
        Assert.Equal((null, null, null, null, 0, 0), (Pack.Cycle, Pack.Recommendation.Channel, Pack.Notice.MinimumDays, Pack.TitleUse, Pack.Prizes.Count, Pack.Bars.Count));
        Assert.Empty(Pack.Tracks[0].Conditions);
        Assert.All(Pack.Tracks[0].Stages, s => Assert.Null(s.Clause));
    }

    [Fact]
    public void The_guide_bears_the_zones_title()
    {
        var criteria = Pack.Tracks[0].Criteria;
        Assert.Equal(("连云港经济技术开发区质量奖个人奖申报自评指南", 7, 16, 39), (criteria.Title, criteria.Groups.Count, criteria.Items.Count(), criteria.Items.Sum(i => i.Questions.Count)));
    }

    [Fact]
    public void Offices_of_the_zone_recommend()
    {
        Assert.Equal(Catalogue.Authorities.RecommendersFor(Pack.Owner).Select(a => a.Code), ((ChoiceQuestion)Pack.Tracks[0].Form.Find("basic.region")!).Options.Select(o => o.Value));
    }
}
