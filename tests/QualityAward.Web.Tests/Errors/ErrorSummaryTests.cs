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

        Assert.Equal(["请填写评奖年度。", "请填写名称。", "填写的内容无法识别，请检查后重新填写。", "请填写申报截止日期。"], page.Errors);
    }
}
