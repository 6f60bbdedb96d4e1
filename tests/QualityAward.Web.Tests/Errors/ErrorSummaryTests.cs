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
}
