using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>The recommending office's forms to print, and the list of the recommended.</summary>
public sealed class PaperTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task Pre_review_form_and_certificate_are_printed_with_the_documents_words()
    {
        var round = await WholeRound.OpenAsync(site, "lianyungang-mayor", "lyg-haizhou");
        var (organisation, person) = (
            new DemoApplicant("paper-org", Track.Organisation, "海州打印有限公司", DemoIdentifiers.CreditCode(91320700, 901), "通用设备制造业", "lyg-haizhou", new DateOnly(2006, 3, 1)) { Own = Own },
            new DemoApplicant("paper-person", Track.Individual, "打印某", DemoIdentifiers.ResidentId("320705", new DateOnly(1980, 3, 1), 902), "质量技术服务", "lyg-haizhou", new DateOnly(2002, 7, 1))
            {
                Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation.is-head"] = "no", ["basic.employer"] = "海州某单位" },
            });
        var company = await round.RecommendedAsync(organisation);
        var individual = await round.RecommendedAsync(person);
        await AssertOneChannelAsync(round, company);
        using var office = await site.LogInAsync("lianyungang-mayor-recommend");

        var certificate = await office.GetAsync($"/recommendations/{company}/papers/certificate");
        var employers = await office.GetAsync($"/recommendations/{individual}/papers/certificate");
        var form = await office.GetAsync($"/recommendations/{company}/papers/pre-review");
        var personal = await office.GetAsync($"/recommendations/{individual}/papers/pre-review");

        Assert.Equal("连云港市市长质量奖申报组织无不良记录证明", certificate.Heading);
        Assert.Contains("兹证明海州打印有限公司（组织、个人所在组织）在2019年4月26日至2022年4月25日间无质量、安全、环境污染、公共卫生、食品安全等事故", certificate.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["各县（区）市场监管部门（盖章）", "各县（区）应急管理部门（盖章）", "各县（区）生态环境部门（盖章）", "各县（区）卫健部门（盖章）", "各县（区）人社部门（盖章）", "各县（区）工信部门（盖章）"],
            certificate.All(".qa-seals li").Select(l => l.TextContent.Trim()));
        Assert.Contains("兹证明海州某单位", employers.Text, StringComparison.Ordinal);
        Assert.Equal("连云港市市长质量奖申报县（区）级预审表", form.Heading);
        foreach (var part in new[] { "销售额", "纳税总额", "出口总额", "应急管理部门意见", "生态环境部门意见", "统计部门意见", "审核推荐意见" })
        {
            Assert.Contains(part, form.Text, StringComparison.Ordinal);
        }

        const string conduct = "对申报人恪守职业道德，遵守法律规章情况的审核";
        Assert.DoesNotContain(conduct, form.Text, StringComparison.Ordinal);
        Assert.Contains(conduct, personal.Text, StringComparison.Ordinal);
        Assert.Contains(conduct, (await office.GetAsync($"/recommendations/{individual}")).Text, StringComparison.Ordinal);
        await office.GetAsync($"/recommendations/{company}/papers/other", HttpStatusCode.NotFound);
        var list = await office.GetAsync($"/recommendations/summary/{round.RoundId}");
        Assert.Contains("不是官方表样", list.Text, StringComparison.Ordinal);
        Assert.Contains("海州打印有限公司", list.Text, StringComparison.Ordinal);
        Assert.Contains(organisation.Identifier, list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Identifier, list.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        using var applicant = await site.LogInAsync("paper-org");
        await applicant.GetAsync($"/recommendations/{company}/papers/certificate", HttpStatusCode.Forbidden);
        var other = await site.Given.StaffAsync("paper-other", Domain.Access.Role.RecommendingOffice, "lyg-ganyu");
        using var stranger = await site.LogInAsync(other.Name);
        await stranger.GetAsync($"/recommendations/{company}/papers/certificate", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_list_of_the_recommended_is_laid_out_as_the_pack_says_and_holds_the_own_cases_only()
    {
        var round = await WholeRound.OpenAsync(site, "jiangsu-governor", "js-wuxi");
        var organisation = new DemoApplicant("list-org", Track.Organisation, "无锡汇总有限公司", DemoIdentifiers.CreditCode(91320200, 903), "电气机械和器材制造业", "js-wuxi", new DateOnly(2001, 3, 1))
        {
            Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["scope.is-exporter"] = "no", ["scope.is-group"] = "no", ["scope.is-construction"] = "no" },
        };
        var id = await round.RecommendedAsync(organisation);
        using var office = await site.LogInAsync("jiangsu-governor-recommend");
        await site.Given.StaffAsync("list-other", Domain.Access.Role.RecommendingOffice, "js-suzhou");
        using var other = await site.LogInAsync("list-other");

        var index = await office.GetAsync("/recommendations");
        var list = await office.GetAsync($"/recommendations/summary/{round.RoundId}");
        var empty = await other.GetAsync($"/recommendations/summary/{round.RoundId}");
        var personal = await office.GetAsync($"/recommendations/{id}/papers/pre-review");

        Assert.Contains("申报汇总表", index.Text, StringComparison.Ordinal);
        Assert.Equal(["序号", "推荐单位", "申报类别", "组织名称（个人姓名）"], list.All("thead th").Take(4).Select(h => h.TextContent));
        Assert.Equal(["1", "无锡市", "组织", "无锡汇总有限公司", organisation.Identifier], list.All("tbody td").Take(5).Select(c => c.TextContent));
        Assert.Contains("还没有已签署推荐意见的申报", empty.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("无锡汇总有限公司", empty.Text, StringComparison.Ordinal);
        Assert.Contains("征求市级相关职能部门意见情况", personal.Text, StringComparison.Ordinal);
        var book = SpreadsheetReader.Read(new MemoryStream(await office.Client.GetByteArrayAsync(new Uri($"/recommendations/summary/{round.RoundId}?handler=Excel", UriKind.Relative))), 10);
        Assert.Equal(["1", "无锡市", "组织", "无锡汇总有限公司", organisation.Identifier], book.Rows[1].Take(5));
        var foreign = SpreadsheetReader.Read(new MemoryStream(await other.Client.GetByteArrayAsync(new Uri($"/recommendations/summary/{round.RoundId}?handler=Excel", UriKind.Relative))), 10);
        Assert.Single(foreign.Rows);
        using var pdf = await office.Client.GetAsync(new Uri($"/recommendations/summary/{round.RoundId}?handler=Pdf", UriKind.Relative));
        Assert.Contains("无锡汇总有限公司", string.Concat(PdfWords.Read(new MemoryStream(await pdf.Content.ReadAsByteArrayAsync())).Where(c => !char.IsWhiteSpace(c))).Normalize(System.Text.NormalizationForm.FormKC), StringComparison.Ordinal);
        await office.GetAsync($"/recommendations/{id}/papers/certificate", HttpStatusCode.NotFound);
        await office.GetAsync($"/recommendations/summary/{Guid.NewGuid()}", HttpStatusCode.NotFound);
    }

    /// <summary>The same applicant through another channel: refused with the receipt number of the case that is there; in a second window, before a receipt, by its name.</summary>
    private async Task AssertOneChannelAsync(WholeRound round, Guid company)
    {
        var receipt = await site.ReadAsync(db => db.Applications.Where(a => a.Id == company).Select(a => a.ReceiptNumber).SingleAsync());
        var owner = await site.Given.ActorAsync("paper-org");
        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.Given.DoAsync<StartApplication>(o => o.RunAsync(round.RoundId, Track.Organisation, "lyg-industry", owner, default)));
        Assert.Equal("second-channel", refused.Code);
        Assert.Contains($"已通过“海州区”申报（申报编号 {receipt}），不得再通过“连云港市工业和信息化局”重复申报", refused.Message, StringComparison.Ordinal);
        Assert.Contains("第十条第（一）项", refused.Clause, StringComparison.Ordinal);

        await site.Given.OrganisationAsync("paper-twice", 905);
        using var applicant = await site.LogInAsync("paper-twice");
        var (first, second) = (await applicant.GetAsync($"/applications/start/{round.RoundId}"), await applicant.GetAsync($"/applications/start/{round.RoundId}"));
        Assert.Contains(first.All("optgroup"), g => g.GetAttribute("label") == "市级部门（本行业的市属组织和个人）");
        await first.Form("开始申报").Fill("推荐单位", "海州区").SubmitAsync("开始申报");
        var again = await second.Form("开始申报").Fill("推荐单位", "连云港市工业和信息化局").SubmitAsync("开始申报", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("已有一份通过“海州区”推荐、正在填写的申报", Assert.Single(again.Errors), StringComparison.Ordinal);
    }

    private static readonly IReadOnlyDictionary<string, string> Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["scope.is-exporter"] = "no", ["scope.is-group"] = "no" };
}
