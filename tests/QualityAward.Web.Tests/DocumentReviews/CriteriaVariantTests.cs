using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Eligibility;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Tests.DocumentReviews;

/// <summary>The award whose criteria differ by kind of applicant, from the kind's choice to the proclamation.</summary>
public sealed class CriteriaVariantTests(Site site) : IClassFixture<Site>
{
    private const string Programme = "wuhan-mayor";

    [Fact]
    public async Task Each_applicant_is_judged_by_the_criteria_of_the_own_kind_from_the_form_to_the_certificate()
    {
        var round = await WholeRound.OpenAsync(site, Programme, "wh-wuchang");
        var (senior, staff, other) = (Person(1, "senior"), Person(2, "staff"), Person(3, "other", "middle"));
        var cases = new List<Guid> { await round.RecommendedAsync(senior), await round.RecommendedAsync(staff), await round.RecommendedAsync(other) };

        // The applicant sees the own part and the kind.
        using (var visitor = await site.LogInAsync(staff.UserName))
        {
            var overview = await visitor.GetAsync($"/applications/{cases[1]}");
            var view = await visitor.GetAsync($"/applications/{cases[1]}/view");
            Assert.Contains("三、关键要求（三）员工", overview.Text, StringComparison.Ordinal);
            Assert.Contains("自评：关键要求（三）员工", view.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("自评：关键要求（一）高层管理者", view.Text, StringComparison.Ordinal);
        }

        Assert.All(await site.ReadAsync(db => db.Submissions.AsNoTracking().ToListAsync()), s => Assert.Equal(Domain.Applications.SubmissionHash.Of(s.Content), s.Sha256));

        // 其他人员 are accepted only once the office has said by which kind they are judged.
        round.Stage.On(2022, 7, 4);
        await round.Scenes.AcceptAsync(cases[0]);
        await round.Scenes.AcceptAsync(cases[1]);
        await round.Scenes.ConfirmAsync(cases[2]);
        using (var office = await site.LogInAsync(round.Office))
        {
            var page = await office.GetAsync($"/eligibility/{cases[2]}");
            var early = await page.Form("予以受理").SubmitAsync("予以受理", HttpStatusCode.UnprocessableEntity);
            var unexplained = await page.Form("确定评分类别").Fill("参照的评分类别", "staff").SubmitAsync("确定评分类别", HttpStatusCode.UnprocessableEntity);
            var agreed = await page.Form("确定评分类别").Fill("参照的评分类别", "middle").SubmitAsync("确定评分类别");
            var accepted = await agreed.Form("予以受理").SubmitAsync("予以受理");
            Assert.Contains("请先确定参照哪一类别评审", Assert.Single(early.Errors), StringComparison.Ordinal);
            Assert.Contains("须写明理由", Assert.Single(unexplained.Errors), StringComparison.Ordinal);
            Assert.Equal("staff", unexplained.Document.QuerySelector("select[name='Input.Variant'] option[selected]")!.GetAttribute("value"));
            Assert.Contains("已确定评分类别：三、关键要求（二）中层管理者。", agreed.Text, StringComparison.Ordinal);
            Assert.Contains("已予以受理", accepted.Text, StringComparison.Ordinal);
        }

        // A case without a kind keeps the review closed; no page makes one, so it is taken away here.
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update applications set criteria_variant = null where id = {cases[1]}"));
        var closed = await Assert.ThrowsAsync<RefusedException>(round.OpenReviewAsync);
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update applications set criteria_variant = 'staff' where id = {cases[1]}"));
        Assert.Equal("criteria-variant-not-chosen", closed.Code);
        Assert.Contains(staff.Name, closed.Message, StringComparison.Ordinal);
        await round.ReopenReviewAsync();

        using (var expert = await site.LogInAsync(round.Leader))
        {
            foreach (var (id, items, title) in new[] { (cases[0], 42, "高层管理者"), (cases[1], 35, "员工"), (cases[2], 39, "中层管理者") })
            {
                var workspace = await expert.GetAsync($"/scoring/{id}/document-review");
                Assert.Equal(items, workspace.All("[data-score-item]").Count());
                Assert.Contains(title, workspace.Text, StringComparison.Ordinal);
                Assert.Contains("满分 100 分", workspace.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("没有与本条目直接对应的自评内容", workspace.Text, StringComparison.Ordinal);
            }
        }

        foreach (var (id, who) in cases.Zip([senior, staff, other]))
        {
            await round.ReviewAsync(id, who, 0.8m, "award");
        }

        var scores = await site.InScopeAsync(async services =>
            await services.GetRequiredService<ScoreBoard>().ForRoundAsync(await services.GetRequiredService<RoundRulesReader>().GetAsync(round.RoundId), default));
        Assert.All(scores, s => Assert.InRange(s.Total!.Value, 60m, 100m));
        await round.DecideAsync([.. cases.Select(id => (id, "award"))]);
        Assert.Equal(3, await site.ReadAsync(db => db.Set<Domain.Honours.HonourEntry>().CountAsync(h => h.ProgrammeCode == Programme)));
        using var anybody = site.Visit();
        Assert.Contains(other.Name, (await anybody.GetAsync("/honours")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_is_not_chosen_is_refused_at_its_field_even_with_a_reason_for_the_blank()
    {
        var office = await site.Given.StaffAsync("office-kind", Domain.Access.Role.Office, "wh");
        site.Clock.Set(2022, 6, 1);
        var roundId = await site.Given.PublishedRoundAsync(office, "评分类别未选", Programme);
        var who = Person(9, "senior");
        await site.Given.DoAsync<Pages.Account.RegisterApplicant>(o => o.RunAsync(
            new Pages.Account.ApplicantRegistration(who.Kind, who.UserName, Site.Password, who.Name, who.Identifier, who.UserName + "@example.com"), address: null, default));
        using var visitor = await site.LogInAsync(who.UserName);
        var overview = await (await visitor.GetAsync($"/applications/start/{roundId}?track=individual")).Form("开始申报").Fill("推荐单位", "wh-wuchang").SubmitAsync("开始申报");
        var id = overview.Path.Split('/')[^1];

        var section = await visitor.GetAsync($"/applications/{id}/sections/applicant");
        await section.Form("保存").Set("why.kind", "没有合适的类别").SubmitAsync("保存");
        var missing = await visitor.GetAsync($"/applications/{id}/sections/applicant?missing=true");
        var refused = await (await visitor.GetAsync($"/applications/{id}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);
        var chosen = await visitor.GetAsync($"/applications/{id}/sections/applicant");
        await chosen.Form("保存").Fill("申报人类别", "middle").SubmitAsync("保存");
        var after = await visitor.GetAsync($"/applications/{id}");

        Assert.Contains("评分类别", overview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("自评：关键要求", overview.Text, StringComparison.Ordinal);
        Assert.Contains("请选择“申报人类别”，评价准则按它分别评分。", missing.Text, StringComparison.Ordinal);
        Assert.Contains("申报人类别：请选择“申报人类别”，评价准则按它分别评分。", refused.Errors);
        Assert.Contains("三、关键要求（二）中层管理者", after.Text, StringComparison.Ordinal);
        Assert.Contains("自评：关键要求（二）中层管理者", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("自评：关键要求（三）员工", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_office_does_not_determine_a_kind()
    {
        var office = await site.Given.StaffAsync("office-other", Domain.Access.Role.Office, "lyg");

        await Assert.ThrowsAsync<RefusedException>(() => site.InScopeAsync(services => services.GetRequiredService<DetermineVariant>().RunAsync(Guid.NewGuid(), "staff", null, null, office, default)));
    }

    private static DemoApplicant Person(int number, string kind, string? nearest = null) =>
        new($"wh-person{number}", Track.Individual, $"武汉示例{number}", DemoIdentifiers.ResidentId("420106", new DateOnly(1980, 3, 1), number * 2), "质量技术服务", "wh-wuchang", new DateOnly(2002, 7, 1))
        {
            Own = new Dictionary<string, string>(StringComparer.Ordinal) { ["applicant.kind"] = kind, ["applicant.nearest"] = nearest ?? "senior", ["organisation.is-head"] = "no" },
        };
}
