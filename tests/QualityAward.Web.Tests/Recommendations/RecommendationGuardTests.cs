using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Recommendations;

namespace QualityAward.Web.Tests.Recommendations;

/// <summary>Refusals of the operations that no page offers a way to, and of fields that a browser would not send so.</summary>
public sealed class RecommendationGuardTests(CaseSite site) : IClassFixture<CaseSite>
{
    [Fact]
    public async Task Papers_lists_requests_and_answers_that_are_not_due_or_not_there_are_refused_by_name()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州护栏有限公司");
        var round = await site.ReadAsync(db => db.Rounds.Select(r => r.Id).SingleAsync());
        var day = new DateOnly(2022, 4, 25);

        Assert.Equal("not-recommended", await RefusedAsync<PrintPaper>((o, a) => o.RegisterAsync(id, ScanKind.Endorsement, a, default)));
        Assert.Equal("ranks-incomplete", await RefusedAsync<HandInRecommendations>((o, a) => o.PrintListAsync(round, null, a, default)));
        Assert.Equal("no-such-section", await RefusedAsync<PreReviewApplication>((o, a) => o.RunAsync(id, "unknown", Answers.Empty, 0, a, default)));
        Assert.Equal("too-many", await RefusedAsync<RequestDepartmentOpinions>((o, a) => o.RunAsync(
            [.. Enumerable.Range(0, RequestDepartmentOpinions.Most + 1).Select(_ => Guid.NewGuid())], ["emergency"], day, day, new AskedUntil(new DateOnly(2022, 6, 10), null, null), a, default)));
        Assert.Equal("no-such-application", await RefusedAsync<RequestDepartmentOpinions>((o, a) => o.RunAsync([Guid.NewGuid()], ["emergency"], day, day, new AskedUntil(new DateOnly(2022, 6, 10), null, null), a, default)));
        Assert.Equal("not-asked", await RefusedAsync<AnswerDepartmentOpinions>(
            (o, a) => o.RunAsync([Guid.NewGuid()], new OpinionContent("", OpinionFinding.Clear, null, [], "", new DateOnly(2022, 6, 1), null), null, a, default), "dept-emergency"));
        Assert.Null(await site.ReadAsync(db => db.Set<Recommendation>().SingleOrDefaultAsync(r => r.ApplicationId == id)));
    }

    [Fact]
    public async Task A_note_that_is_too_long_is_refused_at_its_field_and_stays_typed()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州长备注有限公司");
        using var office = await site.LogInAsync("haizhou");
        var text = new string('字', DetailModel.OpinionLimit + 1);

        var refused = await (await office.GetAsync($"/recommendations/{id}")).Form("保存备注").Fill("备注", text).SubmitAsync("保存备注", HttpStatusCode.UnprocessableEntity);

        Assert.Equal([$"备注不超过 {DetailModel.OpinionLimit} 字，请精简。"], refused.Errors);
        Assert.Equal(text, refused.Form("保存备注").Value("备注"));
    }

    [Fact]
    public async Task A_scan_that_was_not_chosen_is_asked_for_at_its_field()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync("海州没选文件有限公司");
        using var office = await site.LogInAsync("haizhou");

        var refused = await (await office.GetAsync($"/recommendations/{id}")).Form("上传盖章的预审意见").SubmitAsync("上传盖章的预审意见", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请选择盖章的预审意见扫描件。"], refused.Errors);
    }

    private async Task<string> RefusedAsync<T>(Func<T, Actor, Task> act, string userName = "haizhou")
        where T : IOperation => (await Assert.ThrowsAsync<RefusedException>(() => site.InScopeAsync(async services =>
            await act(services.GetRequiredService<T>(), await CaseSite.ActorAsync(services.GetRequiredService<QualityAwardDbContext>(), userName))))).Code;
}
