using System.Net;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Errors;

/// <summary>What the summary of a refused form says, and in which order.</summary>
public sealed class ErrorSummaryTests(StaffedSite site) : IClassFixture<StaffedSite>
{
    [Fact]
    public async Task Problems_stand_as_their_fields_do_and_what_cannot_be_read_is_not_missing_as_well()
    {
        using var office = await site.LogInAsync("office-lyg");

        var page = await (await office.GetAsync("/rounds/new")).Form("建立").Fill("评奖年度", "").Fill("名称", "").Set("Input.OpensOn", "明天").Fill("申报截止日期", "").SubmitAsync("建立", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请填写评奖年度。", "请填写名称。", "“申报开始日期”须是日期，请按 2022-04-25 的形式填写。", "请填写申报截止日期。"], page.Errors);
        Assert.Contains("“申报开始日期”须是日期", page.All("[data-error-for='Input.OpensOn']").Single().TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_characters_leave_the_text_around_them_whether_or_not_the_form_has_files()
    {
        using var office = await site.LogInAsync("office-lyg");
        var round = await office.GetAsync("/rounds/new");
        var filing = await office.GetAsync("/applications/paper/new");

        var plain = await round.Form("建立").Fill("名称", new string('名', 3000) + "\0甲\0").Fill("评奖年度", "").SubmitAsync("建立", HttpStatusCode.UnprocessableEntity);
        var withFiles = await filing.Form("登记并开始录入").Fill("申报人名称（姓名）", "甲\0乙").Attach("纸质原件扫描件", "材料.pdf", "application/pdf", [0, 1, 0]).SubmitAsync("登记并开始录入", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(new string('名', 3000) + "甲", plain.Form("建立").Value("名称"));
        Assert.Contains("请填写评奖年度。", plain.Errors);
        Assert.Equal("甲乙", withFiles.Form("登记并开始录入").Value("申报人名称（姓名）"));
    }
}
