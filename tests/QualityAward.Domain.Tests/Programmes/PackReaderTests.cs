using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Domain.Tests.Programmes;

public sealed class PackReaderTests : IDisposable
{
    private const string Code = "lianyungang-mayor";

    private readonly ProgrammeFolder _folder = new();

    [Theory]
    [InlineData("programme.jsonc", "\"summary\":", "\"sumary\":", "could not be mapped")]
    [InlineData("programme.jsonc", "\"status\": \"inForce\"", "\"status\": \"valid\"", "could not be converted")]
    [InlineData("programme.jsonc", "\"officeName\":", "\"code\": \"again\", \"officeName\":", "Duplicate property 'code'")]
    [InlineData("programme.jsonc", "{ \"tier\": \"award\", \"track\": \"organisation\", \"yuan\": 500000, ", "{ \"tier\": \"award\", \"yuan\": 500000, ", "missing required properties including: 'track'")]
    [InlineData("eligibility.jsonc", "\"kind\": \"judgement\", \"code\": \"org-policies\"", "\"kind\": \"guess\", \"code\": \"org-policies\"", "unrecognized type discriminator id 'guess'")]
    [InlineData("forms/organisation.jsonc", "\"label\": \"业务性质\"", "\"lable\": \"业务性质\"", "could not be mapped")]
    public void What_the_reader_does_not_know_stops_it_with_file_line_and_reason(string file, string old, string with, string reason)
    {
        var line = _folder.Change($"{Code}/{file}", old, with);

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal(($"{Code}/{file}", line), (fault.File, fault.Line));
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_condition_without_its_clause_is_refused()
    {
        _folder.Change($"{Code}/eligibility.jsonc", ", \"clause\": { \"source\": \"rules\", \"article\": \"第八条第（一）项\" },\n      \"text\": \"在连云港市行政区域内", ",\n      \"text\": \"在连云港市行政区域内");

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal($"{Code}/eligibility.jsonc", fault.File);
        Assert.NotNull(fault.Line);
        Assert.Contains("missing required properties including: 'clause'", fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("programme.jsonc", "\"tier\": \"nomination\", \"track\": \"individual\"", "\"tier\": \"second\", \"track\": \"individual\"", null, "“prizes”引用的等次“second”不存在。")]
    [InlineData("programme.jsonc", "\"code\": \"nomination\"", "\"code\": \"award\"", "\"code\": \"award\"", "等次代码“award”重复。（另有 4 处问题）")]
    [InlineData("eligibility.jsonc", "\"since\": \"basic.founded-on\"", "\"since\": \"basic.founded\"", "\"code\": \"org-operating-3y\"", "资格条件“org-operating-3y”：引用的字段“basic.founded”不在申报表中。")]
    [InlineData("eligibility.jsonc", "\"table\": \"experience.periods\"", "\"table\": \"experience.proof\"", "\"code\": \"ind-quality-work-10y\"", "资格条件“ind-quality-work-10y”：引用的字段“experience.proof”应为可增行表格。（另有 1 处问题）")]
    [InlineData("stages.jsonc", "\"stage\": \"panelReport\"", "\"stage\": \"deliberation\"", "\"stage\": \"deliberation\"", "环节“Deliberation”重复。（另有 2 处问题）")]
    [InlineData("forms/individual.jsonc", "\"limit\": 300 },\n        // Rules", "\"limit\": 0 },\n        // Rules", "\"id\": \"post\"", "题目“post”的字数限制必须大于 0。")]
    public void What_the_checks_find_is_named_with_file_line_and_reason(string file, string old, string with, string? anchor, string reason)
    {
        _folder.Change($"{Code}/{file}", old, with);

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal(($"{Code}/{file}", reason), (fault.File, fault.Reason));
        Assert.NotNull(fault.Line);
        if (anchor is not null)
        {
            Assert.Contains(anchor, File.ReadLines(Path.Combine(_folder.Root, Code, file)).ElementAt(fault.Line.Value - 1), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Points_of_the_2004_edition_are_caught_in_the_shared_file()
    {
        const string file = "shared/gbt-19580-2012.jsonc";
        var line = _folder.Change(file, "\"code\": \"4.1\", \"title\": \"领导\", \"points\": 110", "\"code\": \"4.1\", \"title\": \"领导\", \"points\": 100");
        _folder.Change(file, "\"code\": \"4.1.2\", \"title\": \"高层领导的作用\", \"points\": 50", "\"code\": \"4.1.2\", \"title\": \"高层领导的作用\", \"points\": 40");
        _folder.Change(file, "\"total\": 1000", "\"total\": 990");

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal((file, line, "2012 版的“4.1 领导”应为 110 分，现为 100 分，100 分是 2004 版的分值。"), (fault.File, fault.Line, fault.Reason));
    }

    [Fact]
    public void A_sum_that_is_off_is_caught_in_the_shared_file()
    {
        const string file = "shared/gbt-19580-2012.jsonc";
        _folder.Change(file, "\"code\": \"4.7.2\", \"title\": \"产品和服务结果\", \"points\": 80", "\"code\": \"4.7.2\", \"title\": \"产品和服务结果\", \"points\": 90");

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal((file, "类目“4.7 结果”的条目分值之和为 410，类目分值为 400。"), (fault.File, fault.Reason));
    }

    [Theory]
    [InlineData("\"label\": \"所属行业\"", "\"lable\": \"所属行业\"", "could not be mapped")]
    [InlineData("\"limit\": 25", "\"limit\": 0", "题目“model-name”的字数限制必须大于 0。")]
    public void Faults_in_shared_parts_of_a_form_are_named_with_the_shared_file(string old, string with, string reason)
    {
        const string file = "shared/jiangsu-organisation-form.jsonc";
        var line = _folder.Change(file, old, with);

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal((file, line), (fault.File, fault.Line));
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"order\": [\"basic\", \"scope\"", "\"order\": [\"basics\", \"scope\"", "没有表单部分“basics”。")]
    [InlineData("\"order\": [\"basic\", \"scope\"", "\"order\": [\"basic\"", "表单部分“scope”不在 order 之列。")]
    [InlineData("\"basic.region\": {", "\"basic.area\": {", "共用表单中没有题目“basic.area”，不能替换。")]
    [InlineData("jiangsu-organisation-form.jsonc", "no-such-form.jsonc", "引用的表单文件不存在。")]
    [InlineData("  \"use\": \"../../shared/jiangsu-organisation-form.jsonc\",\n", "", "引用的表单文件不存在。")]
    public void A_form_is_made_of_parts_that_are_there(string old, string with, string reason)
    {
        _folder.Change($"{Code}/forms/organisation.jsonc", old, with);

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal(($"{Code}/forms/organisation.jsonc", reason), (fault.File, fault.Reason));
    }

    [Fact]
    public void A_fifth_award_is_only_a_folder()
    {
        _folder.AddExample();

        var catalogue = ProgrammeCatalogue.Load(_folder.Root);

        var pack = catalogue.Require("donghai-county");
        Assert.Equal(["donghai-county", "jiangsu-governor", "lianyungang-mayor", "lianyungang-zone", "wuhan-mayor"], catalogue.All.Select(p => p.Code));
        Assert.Equal((23, 1000m), (pack.RequireTrack(Track.Organisation).Form.Section("self-assessment")!.Questions.OfType<NarrativeQuestion>().Count(), pack.Tracks[0].Criteria.Total));
        Assert.Equal(pack.Name, catalogue.SnapshotOf(pack.Code).Open().Name);
        Assert.Equal(["donghai-industry"], catalogue.Authorities.RecommendersFor(pack.Owner).Select(a => a.Code));
    }

    [Fact]
    public void All_faults_of_all_files_are_said_at_once()
    {
        var tier = _folder.Change($"{Code}/programme.jsonc", "\"tier\": \"nomination\", \"track\": \"individual\"", "\"tier\": \"second\", \"track\": \"individual\"");
        _folder.Change($"{Code}/eligibility.jsonc", "\"since\": \"basic.founded-on\"", "\"since\": \"basic.founded\"");
        _folder.Change("shared/gbt-19580-2012.jsonc", "\"code\": \"4.7.2\", \"title\": \"产品和服务结果\", \"points\": 80", "\"code\": \"4.7.2\", \"title\": \"产品和服务结果\", \"points\": 90");

        var (pack, faults) = PackReader.Check(_folder.Root, Code);

        Assert.Null(pack);
        Assert.Equal([$"{Code}/programme.jsonc", "shared/gbt-19580-2012.jsonc", $"{Code}/eligibility.jsonc"], faults.Select(f => f.File));
        Assert.All(faults, f => Assert.NotNull(f.Line));
        Assert.True(tier > 0);
    }

    [Fact]
    public void Files_that_cannot_be_read_are_all_named()
    {
        _folder.Change($"{Code}/programme.jsonc", "\"summary\":", "\"sumary\":");
        _folder.Change($"{Code}/stages.jsonc", "\"stage\":", "\"step\":");
        _folder.Change($"{Code}/eligibility.jsonc", "\"kind\": \"judgement\"", "\"kind\": \"guess\"");

        Assert.Equal(["programme.jsonc", "stages.jsonc", "eligibility.jsonc"], PackReader.Check(_folder.Root, Code).Faults.Select(f => Path.GetFileName(f.File)));
    }

    /// <summary>One fault a file: what is wrong, the file that is named, the place of its line, the reason.</summary>
    [Theory]
    [InlineData("jiangsu-governor/forms/summary.jsonc", "\"basic.employer-credit-code\"", "\"basic.employer-code\"", "统一社会信用代码", "申报汇总表的栏目“统一社会信用代码”引用的“basic.employer-code”不是个人申报表中可以列出的题目。")]
    [InlineData("jiangsu-governor/forms/summary.jsonc", "\"label\": \"序号\"", "\"label\": \"推荐单位\"", "推荐单位", "申报汇总表的栏目“推荐单位”重复。")]
    [InlineData("jiangsu-governor/forms/summary.jsonc", "\"organisation\": \"case.ordinal\", \"individual\": \"case.ordinal\"", "\"organisation\": null", "序号", "申报汇总表的栏目“序号”没有内容来源。")]
    [InlineData("jiangsu-governor/forms/pre-review-individual.jsonc", "\"limit\": 2000", "\"limit\": 0", "conduct", "题目“conduct”的字数限制必须大于 0。")]
    [InlineData("wuhan-mayor/scoring/individual.jsonc", "\"points\": 3, \"pointsNote\"", "\"points\": 2, \"pointsNote\"", "3.1.4", "类目“3.1.4 结果”的条目分值之和为 17，类目分值为 18。")]
    [InlineData("wuhan-mayor/scoring/individual.jsonc", "\"nearest\": \"applicant.nearest\"", "\"nearest\": \"applicant.next\"", "variantBy", "“variantBy.nearest”引用的字段“applicant.next”应为申报表中的单选题。")]
    [InlineData("wuhan-mayor/forms/individual.jsonc", "关键要求（三）员工\", \"variant\": \"staff\"", "关键要求（三）员工\", \"variant\": \"worker\"", "staff", "表单部分“staff”的评分类别“worker”不在评价准则中。")]
    [InlineData("lianyungang-zone/stages.jsonc", "\"name\": \"公示\"", "\"name\": \"\"", "publicNotice", "环节“PublicNotice”必须有名称和说明。")]
    public void A_fault_in_any_pack_is_named_with_file_line_and_reason(string file, string old, string with, string? anchor, string reason)
    {
        _folder.Change(file, old, with);

        var faults = PackReader.Check(_folder.Root, file.Split('/')[0]).Faults;

        var fault = Assert.Single(faults, f => string.Equals(f.Reason, reason, StringComparison.Ordinal));
        Assert.Equal(file, fault.File);
        if (anchor is not null)
        {
            Assert.Contains($"\"{anchor}\"", File.ReadLines(Path.Combine(_folder.Root, file)).ElementAt(fault.Line!.Value - 1), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_folders_own_authorities_may_not_clash_with_the_shared_ones()
    {
        _folder.AddExample();
        _folder.Change("donghai-county/authorities.jsonc", "\"code\": \"donghai-industry\"", "\"code\": \"lyg-haizhou\"");

        var fault = Assert.Throws<PackException>(() => ProgrammeCatalogue.Load(_folder.Root));

        Assert.Equal(("donghai-county/authorities.jsonc", "机关代码“lyg-haizhou”重复。"), (fault.File, fault.Reason));
    }

    [Fact]
    public void An_owner_without_anybody_to_recommend_is_refused()
    {
        _folder.AddExample();
        File.Delete(Path.Combine(_folder.Root, "donghai-county/authorities.jsonc"));

        var fault = Assert.Throws<PackException>(() => ProgrammeCatalogue.Load(_folder.Root));

        Assert.Equal("主办机关“lyg-donghai”没有下级推荐单位，无人可以申报；请在机关数据中补充。", fault.Reason);
    }

    [Fact]
    public void A_missing_file_and_a_misnamed_one_are_refused()
    {
        var pack = Path.Combine(_folder.Root, Code);
        File.Copy(Path.Combine(pack, "stages.jsonc"), Path.Combine(pack, "stage.jsonc"));

        var spare = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));
        File.Delete(Path.Combine(pack, "stage.jsonc"));
        File.Delete(Path.Combine(pack, "stages.jsonc"));
        var missing = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal(($"{Code}/stage.jsonc", "不认识的文件，请核对文件名。"), (spare.File, spare.Reason));
        Assert.Equal(($"{Code}/stages.jsonc", "文件不存在。"), (missing.File, missing.Reason));
    }

    [Fact]
    public void Criteria_outside_the_data_folder_are_refused()
    {
        _folder.Change($"{Code}/scoring/organisation.jsonc", "../../shared/gbt-19580-2012.jsonc", "../../../../etc/passwd");

        var fault = Assert.Throws<PackException>(() => PackReader.Read(_folder.Root, Code));

        Assert.Equal("引用的评价准则文件不存在。", fault.Reason);
    }

    [Fact]
    public void The_folder_must_bear_the_programmes_code()
    {
        Directory.Move(Path.Combine(_folder.Root, Code), Path.Combine(_folder.Root, "other"));

        var fault = Assert.Throws<PackException>(() => ProgrammeCatalogue.Load(_folder.Root));

        Assert.Equal("奖项代码“lianyungang-mayor”与文件夹名“other”不一致。", fault.Reason);
    }

    [Theory]
    [InlineData("\"code\": \"lyg-haizhou\"", "\"code\": \"lyg\"", "机关代码“lyg”重复。")]
    [InlineData("\"kind\": \"county\", \"parent\": \"lyg\"", "\"kind\": \"county\", \"parent\": \"nj\"", "机关“海州区”的上级“nj”不存在。")]
    [InlineData("\"kind\": \"city\", \"parent\": \"jiangsu\"", "\"kind\": \"city\", \"parent\": \"lyg-haizhou\"", "机关“连云港市”的上级关系成环。")]
    [InlineData("\"kind\": \"city\", \"parent\": \"jiangsu\"", "\"kind\": \"city\", \"parent\": null", "机关“连云港市”：只有省级机关没有上级，其他机关都必须有上级。")]
    public void Authorities_must_form_a_tree(string old, string with, string reason)
    {
        _folder.Change("authorities.jsonc", old, with);

        var fault = Assert.Throws<PackException>(() => AuthorityReader.Read(_folder.Root));

        Assert.Equal(("authorities.jsonc", reason), (fault.File, fault.Reason));
        Assert.NotNull(fault.Line);
    }

    [Theory]
    [InlineData("programme.jsonc", "\"owner\": \"lyg\"", "\"owner\": \"nj\"", "主办机关“nj”不在机关数据中。")]
    [InlineData("programme.jsonc", "\"kind\": \"housing\"", "\"kind\": \"construction\"", "没有机关出具部门意见“construction”。")]
    public void Owner_and_departments_must_be_known_authorities(string file, string old, string with, string reason)
    {
        var line = _folder.Change($"{Code}/{file}", old, with);

        var fault = Assert.Throws<PackException>(() => ProgrammeCatalogue.Load(_folder.Root));

        Assert.Equal(($"{Code}/{file}", line, reason), (fault.File, fault.Line, fault.Reason));
    }

    public void Dispose() => _folder.Dispose();
}
