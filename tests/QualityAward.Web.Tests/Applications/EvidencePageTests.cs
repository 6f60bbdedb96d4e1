using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Testing;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Pdf;

namespace QualityAward.Web.Tests.Applications;

public sealed class EvidencePageTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task The_applicant_ties_a_file_to_items_with_pages_and_the_offices_read_what_was_frozen()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org1");
        var file = await AttachAsync("org1", id);
        using var owner = await site.LogInAsync("org1");

        var before = await owner.GetAsync($"/applications/{id}/evidence?file={file.Id}");
        var wrong = await before.Form("登记").Fill("文件", file.Id.ToString()).Fill("证明的条目或字段", "4.1.2 高层领导的作用").Fill("起始页码", "10").Fill("结束页码", "13").SubmitAsync("登记", HttpStatusCode.UnprocessableEntity);
        var unread = await wrong.Form("登记").Fill("起始页码", "三").SubmitAsync("登记", HttpStatusCode.UnprocessableEntity);
        var tied = await unread.Form("登记").Fill("起始页码", "３").Fill("结束页码", "５").SubmitAsync("登记");
        var twice = await before.Form("登记").Fill("文件", file.Id.ToString()).Fill("证明的条目或字段", "4.1.2 高层领导的作用").Fill("起始页码", "3").Fill("结束页码", "5").SubmitAsync("登记", HttpStatusCode.UnprocessableEntity);
        await tied.Form("登记").Fill("文件", file.Id.ToString()).Fill("证明的条目或字段", "4.1.3 组织治理").SubmitAsync("登记");
        var section = await owner.GetAsync($"/applications/{id}/sections/evidence");

        Assert.Contains("没有说明证明内容的附件（1 个）", before.Text, StringComparison.Ordinal);
        Assert.Equal(["这个文件共 12 页，页码不能超过 12。"], wrong.Errors);
        Assert.Equal("13", wrong.Form("登记").Value("结束页码"));
        Assert.StartsWith("起始页码须是整数", Assert.Single(unread.Errors), StringComparison.Ordinal);
        Assert.Equal(["已经登记过这一条目和页码，不需要重复登记。"], twice.Errors);
        Assert.DoesNotContain("没有说明证明内容的附件", tied.Text, StringComparison.Ordinal);
        Assert.Contains("证明：4.1.2（第3–5页）；4.1.3（全文）", section.Text, StringComparison.Ordinal);

        await site.SubmitAsync("org1", id);
        using var county = await site.LogInAsync("county-haizhou");
        using var ganyu = await site.LogInAsync("county-ganyu");
        var read = await county.GetAsync($"/applications/{id}/evidence");
        var link = read.All("a").Single(a => a.TextContent.StartsWith("管理手册.pdf（第3–5页）", StringComparison.Ordinal));
        Assert.Equal($"/applications/{id}/files/{file.Id}#page=3", link.GetAttribute("href"));
        Assert.DoesNotContain(read.Document.Forms, f => f.TextContent.Contains("登记", StringComparison.Ordinal));
        await ganyu.GetAsync($"/applications/{id}/evidence", HttpStatusCode.NotFound);

        // The office cannot tie anything, whatever it sends; nor can the applicant after submission.
        var forged = await (await county.GetAsync($"/applications/{id}/evidence")).Form("大字版").Set("Input.File", file.Id.ToString()).Set("Input.Target", "Item:4.1.4").SubmitToAsync($"/applications/{id}/evidence", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["找不到该申报，请从“我的申报”重新进入。"], forged.Errors);
        Assert.Equal(2, (await site.ReadAsync(db => db.Attachments.SingleAsync(a => a.Id == file.Id))).Evidence.Count);
    }

    [Fact]
    public async Task A_link_is_taken_back_and_gaps_and_files_without_purpose_are_named()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org2");
        var file = await AttachAsync("org2", id);
        await site.DoAsync<TieEvidence, bool>("org2", async (o, a) =>
        {
            await o.AddAsync(id, file.Id, new Domain.Files.EvidenceLink(Domain.Files.EvidenceTargetKind.Item, "4.1.2", 1, 2), a, default);
            return true;
        });
        using var owner = await site.LogInAsync("org2");
        using var other = await site.LogInAsync("org3");
        var page = await owner.GetAsync($"/applications/{id}/evidence");

        const string button = "删除“管理手册.pdf”第1–2页与4.1.2 高层领导的作用的对应";
        var removed = await page.Form(button).SubmitAsync(button);
        var again = await page.Form(button).SubmitAsync(button, HttpStatusCode.UnprocessableEntity);

        Assert.DoesNotContain("4.1.2 高层领导的作用”有自评内容", page.Text, StringComparison.Ordinal);
        Assert.Contains("“4.1.3 组织治理”有自评内容，但没有对应的证据。", page.Text, StringComparison.Ordinal);
        Assert.Contains("没有说明证明内容的附件（1 个）", removed.Text, StringComparison.Ordinal);
        Assert.Equal(["找不到这一对应关系，可能已被删除。"], again.Errors);
        await other.GetAsync($"/applications/{id}/evidence", HttpStatusCode.NotFound);
    }

    private Task<Attachment> AttachAsync(string userName, Guid id) =>
        site.DoAsync<AttachFile, Attachment>(userName, (o, a) => o.RunAsync(id, "evidence", "other", new MemoryStream(SamplePdfs.Table(12)), "管理手册.pdf", a, default));
}

/// <summary>Evidence beside the item that an expert marks.</summary>
public sealed class ExpertEvidenceTests(ReviewSite site) : IClassFixture<ReviewSite>
{
    [Fact]
    public async Task An_expert_sees_the_pages_beside_the_item_and_never_what_is_hidden()
    {
        await site.OpenReviewAsync(ReviewSite.Organisations[0]);
        await site.OpenReviewAsync(ReviewSite.Person, Domain.Programmes.Track.Individual);
        await site.DeclareAsync(ReviewSite.Organisations[0], ReviewSite.Leader);
        await site.DeclareAsync(ReviewSite.Person, ReviewSite.Leader);
        using var leader = await site.LogInAsync("leader");

        var workspace = await leader.GetAsync($"/scoring/{ReviewSite.Organisations[0]}/document-review");
        var person = await leader.GetAsync($"/applications/{ReviewSite.Person}/evidence");

        var item = workspace.All("[data-score-item]").Single(i => i.Id == "item-4-1-2");
        var link = item.QuerySelector(".qa-proofs a")!;
        Assert.StartsWith("管理手册.pdf（第3–5页）", link.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("#page=3", link.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("申报人没有为本条目指明证据", workspace.All("[data-score-item]").Single(i => i.Id == "item-4-1-3").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(ReviewSite.HiddenFile, person.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
    }
}
