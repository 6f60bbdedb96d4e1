using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Pdf;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>Papers printed with a code, sealed, scanned back and checked against the data.</summary>
public sealed class SealedPaperTests(CaseSite site) : IClassFixture<CaseSite>
{
    [Fact]
    public async Task The_printed_certificate_bears_its_code_and_comes_back_without_typing()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州盖章有限公司");
        using var office = await site.LogInAsync("haizhou");
        var code = await RecommendationPageTests.CodeAsync(office, id, "certificate");

        var pdf = await PdfAsync(office, id, "certificate");
        var words = PdfWords.Read(new MemoryStream(pdf));

        Assert.Contains(code, words, StringComparison.Ordinal);
        foreach (var part in new[] { "兹证明海州盖章有限公司", "2019年4月26日至2022年4月25日", "声明", "自2022年4月26日至2022年6月1日" })
        {
            Assert.Contains(part, string.Concat(words.Where(c => !char.IsWhiteSpace(c))).Normalize(NormalizationForm.FormKC), StringComparison.Ordinal);
        }

        var page = await (await office.GetAsync($"/recommendations/{id}")).Form("上传无不良记录证明").Attach("无不良记录证明扫描件", "证明.pdf", "application/pdf", pdf).SubmitAsync("上传无不良记录证明");
        Assert.Contains($"校验码 {code}，证明期间 2019年4月26日 至 2022年4月25日", page.Text, StringComparison.Ordinal);
        var verified = await office.GetAsync($"/recommendations/papers/{code}");
        Assert.Contains("与现有数据一致", verified.Text, StringComparison.Ordinal);
        Assert.Contains("已上传", verified.Text, StringComparison.Ordinal);
        using var other = await site.LogInAsync("ganyu");
        await other.GetAsync($"/recommendations/papers/{code}", HttpStatusCode.NotFound);
        await other.GetAsync($"/recommendations/{id}/papers/certificate?handler=Pdf", HttpStatusCode.NotFound);
        using var applicant = await site.LogInAsync("applicant");
        await applicant.GetAsync($"/recommendations/papers/{code}", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_scan_of_another_version_or_with_another_code_on_it_is_refused_and_recorded()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州旧版有限公司");
        var stranger = await site.CaseAsync("海州别件有限公司");
        using var office = await site.LogInAsync("haizhou");
        var pdf = await PdfAsync(office, id, "pre-review");
        var old = await RecommendationPageTests.CodeAsync(office, id, "pre-review");
        var opinions = await office.GetAsync($"/recommendations/{id}/opinions");
        await opinions.Form("登记意见").Fill("部门", "统计部门").Check("无不良记录").Fill("意见日期", "2022-06-01").SubmitAsync("登记意见");
        var now = await RecommendationPageTests.CodeAsync(office, id, "pre-review");
        var elsewhere = await site.InScopeAsync(async services => (await ((Web.Pages.Recommendations.PrintPaper)services.GetService(typeof(Web.Pages.Recommendations.PrintPaper))!)
            .RegisterAsync(stranger, ScanKind.StampedOpinion, await site.Given.ActorAsync("haizhou"), default)).Code);
        var page = await office.GetAsync($"/recommendations/{id}");

        Task<Page> Upload(string code, byte[] scan) => page.Form("上传盖章的预审意见").Fill("盖章的预审意见校验码", code).Attach("盖章的预审意见扫描件", "预审.pdf", "application/pdf", scan)
            .SubmitAsync("上传盖章的预审意见", HttpStatusCode.UnprocessableEntity);
        var late = await Upload(old, CaseSite.Pdf);
        var foreign = await Upload(elsewhere, CaseSite.Pdf);
        var mixed = await Upload(now, pdf);
        var slip = await Upload("AAAAA-AAAAA", CaseSite.Pdf);

        Assert.NotEqual(old, now);
        Assert.Contains($"扫描件上的校验码 {old} 不是盖章的预审意见现有数据版本的校验码（该版本打印于 2022-06-01 09:00）", Assert.Single(late.Errors), StringComparison.Ordinal);
        Assert.Equal(old, late.Form("上传盖章的预审意见").Value("盖章的预审意见校验码"));
        Assert.Contains("这是另一件申报的表单", Assert.Single(foreign.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("海州别件", foreign.Text, StringComparison.Ordinal);
        Assert.Contains($"识别到的校验码是 {old}，与填写的 {now} 不一致", Assert.Single(mixed.Errors), StringComparison.Ordinal);
        Assert.Equal(["校验码有误，请对照纸面逐位核对。"], slip.Errors);
        Assert.Null(await site.ReadAsync(db => db.Set<Recommendation>().Where(r => r.ApplicationId == id).Select(r => r.StampedOpinion).SingleAsync()));
        Assert.Equal(2, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "Refused:paper-version")));
        Assert.Contains("打印后数据已有改动", (await office.GetAsync($"/recommendations/papers/{old}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_whose_days_leave_a_gap_is_refused_and_keeps_what_was_typed()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州缺口有限公司");
        using var office = await site.LogInAsync("haizhou");
        var code = await RecommendationPageTests.CodeAsync(office, id, "certificate");
        var page = await office.GetAsync($"/recommendations/{id}");

        page = await page.Form("上传无不良记录证明").Fill("无不良记录证明校验码", code).Fill("证明期间截止日期", "2022-03-31").Attach("无不良记录证明扫描件", "证明.pdf", "application/pdf", CaseSite.Pdf)
            .SubmitAsync("上传无不良记录证明", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("证明期间有缺口：2022年4月1日至2022年4月25日没有部门证明", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Contains("附件2", page.Text, StringComparison.Ordinal);
        Assert.Equal(("2022-03-31", code), (page.Form("上传无不良记录证明").Value("证明期间截止日期"), page.Form("上传无不良记录证明").Value("无不良记录证明校验码")));
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "Refused:certificate-gap")));
    }

    private static async Task<byte[]> PdfAsync(Visitor office, Guid id, string paper)
    {
        using var response = await office.Client.GetAsync(new Uri($"/recommendations/{id}/papers/{paper}?handler=Pdf", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "application/pdf"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        var pdf = await response.Content.ReadAsByteArrayAsync();
        Directory.CreateDirectory(Path.Combine(Checkout.Root, "artifacts", "papers"));
        await File.WriteAllBytesAsync(Path.Combine(Checkout.Root, "artifacts", "papers", $"{paper}.pdf"), pdf);
        return pdf;
    }
}
