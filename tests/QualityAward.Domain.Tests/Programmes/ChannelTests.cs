using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

/// <summary>The channels of the real packs against the documents, and what the check finds in a wrong one.</summary>
public sealed class ChannelTests
{
    private static readonly ProgrammeCatalogue Catalogue = ProgrammeCatalogue.Load(ProgrammeFolder.Real);

    [Theory]
    [InlineData("lianyungang-mayor", "lyg-haizhou", "area", true, "第七条")]
    [InlineData("lianyungang-mayor", "lyg-etdz", "area", true, "第七条")]
    [InlineData("lianyungang-mayor", "lyg-industry", "department", true, "第七条")]
    [InlineData("jiangsu-governor", "lyg", "city", true, "第五部分")]
    [InlineData("jiangsu-governor", "js-nanjing", "city", true, "第五部分")]
    [InlineData("jiangsu-governor", "js-sasac", "department", false, "第五部分")]
    [InlineData("lianyungang-zone", "lyg-etdz-zhongyun", "street", true, null)]
    [InlineData("wuhan-mayor", "wh-wuchang", "district", true, null)]
    [InlineData("wuhan-mayor", "wh-donghu", "district", true, null)]
    public void Every_recommending_authority_has_its_channel_and_two_levels(string programme, string authority, string channel, bool asksDepartments, string? article)
    {
        var pack = Catalogue.Require(programme);

        var found = pack.Recommendation.ChannelOf(Catalogue.Authorities.Require(authority).Kind)!;

        Assert.Equal((channel, asksDepartments, article), (found.Code, found.AsksDepartments, found.Clause?.Article));
        Assert.Equal([LevelBy.Office, LevelBy.Government], found.Levels.Select(l => l.By));
        Assert.Equal(asksDepartments ? pack.Recommendation.Opinions.Count : 0, pack.Recommendation.OpinionsOn(found.Code).Count);
    }

    [Fact]
    public void Where_the_documents_forbid_two_channels_the_clause_is_there()
    {
        Assert.Equal("第十条第（一）项", Catalogue.Require("lianyungang-mayor").Recommendation.OneChannel!.Clause.Article);
        Assert.Equal("第五部分", Catalogue.Require("jiangsu-governor").Recommendation.OneChannel!.Clause.Article);
    }

    [Theory]
    [InlineData("emergency", "lyg-haizhou", "lyg-emergency")]
    [InlineData("emergency", "lyg-donghai", "lyg-donghai-emergency")]
    [InlineData("emergency", "lyg-industry", "lyg-emergency")]
    [InlineData("market", "lyg-donghai", "lyg-market")]
    [InlineData("emergency", "wh-wuchang", null)]
    public void A_countys_own_department_is_asked_before_the_citys(string kind, string area, string? department) =>
        Assert.Equal(department, Catalogue.Authorities.DepartmentFor(kind, area)?.Code);

    [Fact]
    public void A_wrong_channel_is_found()
    {
        var level = new ChannelLevel(LevelBy.Office, "预审");
        var channels = new RecommendationChannel[]
        {
            new() { Code = "a", Name = "县区", Kinds = [AuthorityKind.County], Levels = [level] },
            new() { Code = "a", Name = "", Kinds = [AuthorityKind.County], Levels = [] },
            new() { Code = "b", Name = "部门", Kinds = [], Levels = [new ChannelLevel(LevelBy.Government, " ", new Clause("nowhere", "第一条"))], Quota = 0 },
        };

        var found = PackChecks.Check(SamplePack.Pack with { Recommendation = SamplePack.Pack.Recommendation with { Channels = channels } }).Select(p => p.Reason).ToList();

        Assert.Equal(
            [
                "推荐渠道代码“a”重复。", "机关类别“County”属于两个推荐渠道，每类机关只能走一个渠道。", "推荐渠道“a”没有名称。", "推荐渠道“”的第一级必须是推荐单位办公室。",
                "推荐渠道“部门”没有写明由哪类机关推荐。", "推荐渠道“部门”的第一级必须是推荐单位办公室。", "推荐渠道“部门”的每一级都要写明办理事项。", "推荐渠道“部门”的推荐名额必须大于 0。",
                "推荐渠道“部门”的推荐名额没有写明依据。", "“b”引用的依据文件“nowhere”不在 sources 之列。",
            ],
            found);
    }
}
