using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Tests.Applications;

public sealed class CompareTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task Two_submissions_are_compared_and_what_was_taken_back_stays_with_the_applicant()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.FilledAsync("org1");
        await site.SubmitAsync("org1", id);
        await site.DoAsync<RecallSubmission, int>("org1", async (o, a) =>
        {
            await o.RunAsync(id, a, default);
            return 0;
        });
        await RenameAsync(id, "改名以后的有限公司");
        await site.SubmitAsync("org1", id);
        using var owner = await site.LogInAsync("org1");
        using var county = await site.LogInAsync("county-haizhou");
        using var ganyu = await site.LogInAsync("county-ganyu");
        using var expert = await site.LogInAsync("expert1");

        var compared = await (await owner.GetAsync($"/applications/{id}/view")).FollowAsync("比较两版材料");
        var same = await owner.GetAsync($"/applications/{id}/compare?from=2&to=0");
        var office = await county.GetAsync($"/applications/{id}/compare?from=1&to=2");

        Assert.Contains(compared.All(".qa-compare ins"), e => e.TextContent.Contains("改名以后", StringComparison.Ordinal));
        Assert.NotEmpty(compared.All(".qa-compare del"));
        Assert.Contains("系统中现在的内容", compared.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("现在的草稿", compared.Text, StringComparison.Ordinal);
        Assert.Single(compared.All("main h2"));
        Assert.Contains("两版内容相同", same.Text, StringComparison.Ordinal);
        // The county was never to read the first one again.
        Assert.Equal(["2", "2"], office.All("select option").Select(o => o.GetAttribute("value")));
        Assert.Empty(office.All(".qa-compare"));
        await ganyu.GetAsync($"/applications/{id}/compare", HttpStatusCode.NotFound);
        await expert.GetAsync($"/applications/{id}/compare", HttpStatusCode.Forbidden);
    }

    [Fact]
    public void Personal_data_stays_masked_and_a_change_of_it_is_told()
    {
        var context = new FormContext(2022, new DateOnly(2022, 6, 26), new DateOnly(2022, 6, 1));
        var section = new FormSection
        {
            Id = "s",
            Title = "部分",
            Questions =
            [
                new IdentifierQuestion { Id = "id", Label = "身份证号", Kind = IdentifierKind.ResidentId, Personal = true },
                new GrowingTableQuestion { Id = "people", Label = "联系人", Columns = [new Column { Id = "phone", Label = "电话", Kind = CellKind.Phone, Personal = true }] },
            ],
        };

        var compared = ComparedSection.Of(section, context, With("320705197904060019", "13800000001"), With("110101197904060019", "13900000001"), ReadingRights.Office).Answers;

        Assert.Empty(compared[0].Parts);
        Assert.DoesNotContain("13800000001", string.Concat(compared[1].Parts.Where(p => p.Kind != DiffKind.Added).Select(p => p.Text)), StringComparison.Ordinal);

        Answers With(string number, string phone) => new AnswersBuilder(section, context).Set("id", number).Rows("people", [new Dictionary<string, string>(StringComparer.Ordinal) { ["phone"] = phone }]).Build();
    }

    private Task<SavedSection> RenameAsync(Guid id, string name) => site.DoAsync<SaveSection, SavedSection>("org1", async (o, a) =>
    {
        var rules = await site.InScopeAsync(async s => await s.GetRequiredService<RoundRulesReader>().GetAsync(await site.RoundIdAsync()));
        var stored = await site.ReadAsync(db => db.Applications.Where(x => x.Id == id).SelectMany(x => x.Sections).SingleAsync(x => x.SectionId == "basic"));
        var answers = new AnswersBuilder(rules.Track(Track.Organisation).Form.Section("basic")!, new FormContext(2022, rules.Round.ClosesOn, new DateOnly(2022, 6, 1)), stored.Answers).Set("name", name);
        return await o.RunAsync(id, "basic", answers.Build(), stored.Version, a, default);
    });
}
