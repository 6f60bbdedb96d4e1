using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

public sealed class PackDiffTests : IDisposable
{
    private const string Code = "lianyungang-mayor";
    private static readonly ProgrammePack Pack = PackReader.Read(ProgrammeFolder.Real, Code);

    private readonly ProgrammeFolder _folder = new();

    [Fact]
    public void A_pack_does_not_differ_from_itself()
    {
        Assert.Empty(PackDiff.Of(Pack, PackReader.Read(ProgrammeFolder.Real, Code)));
        Assert.Empty(PackDiff.Of(Pack, PackSnapshot.Of(Pack).Open()));
    }

    [Theory]
    [InlineData("programme.jsonc", "\"limit\": 3, \"clause\"", "\"limit\": 5, \"clause\"", "等次“连云港市市长质量奖”：名额上限由 3 改为 5")]
    [InlineData("programme.jsonc", "\"limit\": 3, \"clause\": { \"source\": \"rules\", \"article\": \"第四条\" }", "\"limit\": 3, \"clause\": { \"source\": \"rules\", \"article\": \"第五条\" }", "等次“连云港市市长质量奖”：依据由 《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第四条 改为 《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第五条")]
    [InlineData("programme.jsonc", "\"yuan\": 500000", "\"yuan\": 600000", "奖金“连云港市市长质量奖组织”：金额（元）由 500000 改为 600000")]
    [InlineData("programme.jsonc", "\"ground\": \"falseMaterial\", \"years\": 3", "\"ground\": \"falseMaterial\", \"years\": 4", "限制申报“申报中提供虚假材料”：年限由 3 改为 4")]
    [InlineData("programme.jsonc", "\"status\": \"inForce\"", "\"status\": \"draftForComment\"", "文件状态由 “现行有效” 改为 “征求意见稿”")]
    [InlineData("programme.jsonc", "\"minimumDays\": 7,", "\"minimumDays\": 10,", "公示：最少天数由 7 改为 10")]
    [InlineData("programme.jsonc", "\"discussSpread\": 20,", "", "建议值：取消合议分差（原为 20）")]
    [InlineData("stages.jsonc", "\"name\": \"公示\"", "\"name\": \"社会公示\"", "申报类别“组织”，环节“公示”：名称由 “公示” 改为 “社会公示”")]
    [InlineData("eligibility.jsonc", "\"sinceText\": \"成立于\", \"years\": 3", "\"sinceText\": \"成立于\", \"years\": 5", "年限由 3 改为 5")]
    [InlineData("forms/organisation.jsonc", "{ \"type\": \"yesNo\", \"id\": \"is-exporter\", \"label\": \"是否出口企业\" },", "{ \"type\": \"yesNo\", \"id\": \"is-exporter\", \"label\": \"是否出口企业\" }, { \"type\": \"longText\", \"id\": \"digital\", \"label\": \"数字化转型情况\", \"limit\": 800, \"optional\": true },", "申报类别“组织”，申报表，部分“申报范围”：增加题目“数字化转型情况”（多行文字，限 800 字，选填）")]
    [InlineData("forms/individual.jsonc", "\"limit\": 300 },\n        // Rules", "\"limit\": 500 },\n        // Rules", "申报类别“个人”，申报表，部分“所在组织情况及推荐意见”，题目“所在岗位简介”：字数上限由 300 改为 500")]
    [InlineData("forms/individual.jsonc", "\"title\": \"连云港市市长质量奖个人申报表\",", "\"title\": \"连云港市市长质量奖个人申报表\", \"referees\": { \"atLeast\": 1, \"atMost\": 2, \"title\": \"对申报人的评价\", \"limit\": 500, \"days\": 14, \"clause\": { \"source\": \"rules\", \"article\": \"第四条\" } },", "申报类别“个人”，申报表：补充推荐人意见：“对申报人的评价”")]
    [InlineData("forms/pre-review-individual.jsonc", "\"label\": \"所在地区\"", "\"label\": \"所属地区\"", "审核推荐，分类别预审表“个人”，表单，部分“申报组织（个人所在组织）情况”，题目“所在地区”：名称由 “所在地区” 改为 “所属地区”")]
    public void A_change_in_a_file_is_said_in_words(string file, string old, string with, string says)
    {
        _folder.Change($"{Code}/{file}", old, with);

        var changes = PackDiff.Of(Pack, PackReader.Read(_folder.Root, Code)).Select(c => c.ToString().Replace("分类别预审表“个人”，申报表，", "分类别预审表“个人”，表单，", StringComparison.Ordinal)).ToList();

        Assert.Contains(changes, c => c.EndsWith(says, StringComparison.Ordinal));
    }

    [Fact]
    public void What_referees_are_asked_is_compared_piece_by_piece()
    {
        static ProgrammePack With(RefereeRules referees) => Pack with { Tracks = [Pack.Tracks[0] with { Form = Pack.Tracks[0].Form with { Referees = referees } }, Pack.Tracks[1]] };
        var before = new RefereeRules { AtLeast = 1, AtMost = 2, Title = "意见", Limit = 500, Days = 14, Clause = Pack.Tiers[0].Clause };

        var changes = PackDiff.Of(With(before), With(before with { AtLeast = 2, Days = 7, ReviewersMayRead = true })).Select(c => c.ToString());

        Assert.Equal(
            ["申报类别“组织”，申报表，推荐人意见：最少人数由 1 改为 2", "申报类别“组织”，申报表，推荐人意见：链接有效天数由 14 改为 7", "申报类别“组织”，申报表，推荐人意见：评审专家可以阅读由 否 改为 是"], changes);
        var (with, without, other) = (With(before).Tracks[0].Form, Pack.Tracks[0].Form, With(before with { RemindDays = 3 }).Tracks[0].Form);
        Assert.Equal(["取消了推荐人意见"], FormChanges.Between(with, without).Select(c => c.Text));
        Assert.Equal(["增加了推荐人意见"], FormChanges.Between(without, with).Select(c => c.Text));
        Assert.Equal(["修改了推荐人意见的要求"], FormChanges.Between(with, other).Select(c => c.Text));
    }

    [Fact]
    public void A_condition_reworded_added_and_removed_is_named_by_its_text()
    {
        var track = Pack.Tracks[0];
        var (first, second) = (track.Conditions[0], track.Conditions[1]);
        var added = second with { Code = "org-new", Text = "新的条件" };
        var after = Pack with { Tracks = [track with { Conditions = [first with { Text = "改写后的条文" }, .. track.Conditions.Skip(2), added] }, Pack.Tracks[1]] };

        var changes = PackDiff.Of(Pack, after).Select(c => c.ToString()).ToList();

        Assert.Equal(
            [$"申报类别“组织”：删除资格条件“{second.Text}”", $"申报类别“组织”，资格条件“{first.Text}”：条文由 “{first.Text}” 改为 “改写后的条文”", "申报类别“组织”：增加资格条件“新的条件”"], changes);
    }

    [Fact]
    public void Order_options_and_points_are_said_too()
    {
        var track = Pack.Tracks[0];
        var sections = track.Form.Sections;
        var moved = track with
        {
            Form = track.Form with { Sections = [sections[1], sections[0], .. sections.Skip(2)] },
            Criteria = track.Criteria with { Groups = [.. track.Criteria.Groups.Select(g => g.Code is "4.7" ? g with { Items = [.. g.Items.Select(i => i.Code is "4.7.2" ? i with { Points = 90 } : i)] } : g)] },
        };
        var region = (ChoiceQuestion)sections[0].Question("region")!;

        var changes = PackDiff.Of(Pack, Pack with { Tracks = [moved, Pack.Tracks[1]] }).Select(c => c.ToString()).ToList();

        Assert.Contains(changes, c => c.StartsWith($"申报类别“组织”，申报表：部分的顺序改为：{sections[1].Title}、{sections[0].Title}", StringComparison.Ordinal));
        Assert.Contains("申报类别“组织”，评价准则，类目“4.7 结果”，条目“4.7.2 产品和服务结果”：分值由 80 改为 90", changes);
        var without = Pack with { Tracks = [track with { Form = track.Form with { Sections = [sections[0] with { Questions = [.. sections[0].Questions.Select(q => q.Id is "region" ? region with { Options = [.. region.Options.Skip(1)] } : q)] }, .. sections.Skip(1)] } }, Pack.Tracks[1]] };
        Assert.Equal([$"申报类别“组织”，申报表，部分“{sections[0].Title}”，题目“所在地区”：删除选项“海州区”"], PackDiff.Of(Pack, without).Select(c => c.ToString()));
    }

    [Fact]
    public void Two_different_awards_are_compared_without_stumbling()
    {
        var codes = ProgrammeCatalogue.CodesIn(ProgrammeFolder.Real).Select(c => PackReader.Read(ProgrammeFolder.Real, c)).ToList();

        Assert.All(codes.SelectMany(a => codes.Where(b => b != a).Select(b => PackDiff.Of(a, b))), changes => Assert.NotEmpty(changes));
    }

    [Fact]
    public void What_was_open_and_is_filled_in_is_said_as_such()
    {
        var open = Pack with { Notice = Pack.Notice with { MinimumDays = null } };

        Assert.Equal(["公示：补充最少天数：7"], PackDiff.Of(open, Pack).Select(c => c.ToString()));
    }

    public void Dispose() => _folder.Dispose();
}
