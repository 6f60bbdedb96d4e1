using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Testing;

namespace QualityAward.Web.Tests.Applications;

/// <summary>A case as JSON and lists of cases as tables: what the screen shows, and nothing more.</summary>
public sealed class CaseDataTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task The_whole_case_goes_out_as_json_with_official_names_and_masked_numbers_and_the_reading_is_in_the_trail()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org1");
        await site.SubmitAsync("org1", id);
        using var office = await site.LogInAsync("office-lyg");
        using var county = await site.LogInAsync("county-haizhou");
        using var owner = await site.LogInAsync("org1");
        await owner.GetAsync($"/applications/{id}");

        var (read, header) = await JsonAsync(county, id);
        var (own, _) = await JsonAsync(owner, id);
        var (reviewed, _) = await JsonAsync(office, id);
        var submission = await site.ReadAsync(db => db.Submissions.SingleAsync(s => s.ApplicationId == id));

        Assert.StartsWith("attachment; filename=", header, StringComparison.Ordinal);
        Assert.Equal(submission.Sha256, read.GetProperty("case").GetProperty("sha256").GetString());
        var basic = read.GetProperty("sections").EnumerateArray().Single(s => s.GetProperty("id").GetString() == "basic").GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal("海州示例精密机械有限公司", Value(basic, "组织名称"));
        Assert.Matches(@"^\*+\w{4}$", Value(basic, "法定代表人证件号或个人身份证号"));
        var stored = submission.Content.AnswersOf("basic").Text("legal-representative-id")!;
        Assert.DoesNotContain(stored, read.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(stored, own.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(stored, reviewed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(submission.Content.Files.Count, read.GetProperty("files").GetArrayLength());
        Assert.All(read.GetProperty("files").EnumerateArray(), f => Assert.Equal(64, f.GetProperty("sha256").GetString()!.Length));
        Assert.Equal(1, read.GetProperty("versions").GetArrayLength());
        Assert.True(read.TryGetProperty("trail", out _));
        Assert.False(own.TryGetProperty("trail", out _));
        Assert.Equal([nameof(Role.RecommendingOffice), nameof(Role.Office)], await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id && e.Action == "ExportCase").OrderBy(e => e.Sequence).Select(e => e.ActorRole).ToListAsync()));
    }

    [Fact]
    public async Task The_owner_takes_the_draft_along_and_others_find_nothing()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org2");
        using var owner = await site.LogInAsync("org2");
        using var other = await site.LogInAsync("org3");
        using var county = await site.LogInAsync("county-haizhou");
        using var admin = await site.LogInAsync("admin-system");
        await owner.GetAsync($"/applications/{id}");

        var (draft, _) = await JsonAsync(owner, id);

        Assert.True(draft.GetProperty("case").GetProperty("isDraft").GetBoolean());
        Assert.Equal(JsonValueKind.Null, draft.GetProperty("case").GetProperty("version").ValueKind);
        await other.GetAsync($"/applications/{id}/data", HttpStatusCode.NotFound);
        await county.GetAsync($"/applications/{id}/data", HttpStatusCode.NotFound);
        await admin.GetAsync($"/applications/{id}/data", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_lists_of_the_recommender_and_the_office_are_exported_with_their_filters_and_no_formulas()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org4");
        await site.SubmitAsync("org4", id);
        await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.ApplicantName, "=HYPERLINK(\"http://evil\")")));
        using var county = await site.LogInAsync("county-haizhou");
        using var office = await site.LogInAsync("office-lyg");
        using var applicant = await site.LogInAsync("org4");

        var all = await county.Client.GetStringAsync("/recommendations?handler=Export&format=csv");
        var none = await county.Client.GetStringAsync("/recommendations?handler=Export&format=csv&q=没有这个名称");
        using var sheet = await county.Client.GetAsync(new Uri("/recommendations?handler=Export&format=xlsx", UriKind.Relative));
        var review = await office.Client.GetStringAsync("/eligibility?handler=Export&format=csv");
        var papers = await office.Client.GetStringAsync("/applications/paper?handler=Export&format=csv");

        Assert.Contains("\"'=HYPERLINK(", all, StringComparison.Ordinal);
        Assert.Single(none.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet.Content.Headers.ContentType?.MediaType);
        Assert.Contains("申报编号", review, StringComparison.Ordinal);
        Assert.Contains("代录原因", papers, StringComparison.Ordinal);
        foreach (var list in new[] { "/recommendations", "/eligibility", "/applications/paper" })
        {
            await applicant.GetAsync($"{list}?handler=Export&format=csv", HttpStatusCode.Forbidden);
        }
    }

    private static string? Value(List<JsonElement> answers, string label) => answers.Single(a => a.GetProperty("label").GetString() == label).GetProperty("value").GetString();

    private static async Task<(JsonElement Json, string Disposition)> JsonAsync(Visitor visitor, Guid id)
    {
        using var answer = await visitor.Client.GetAsync(new Uri($"/applications/{id}/data", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return (JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement, answer.Content.Headers.ContentDisposition!.ToString());
    }
}
