using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Testing;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Links;

namespace QualityAward.Browser.Tests.Journeys;

/// <summary>资格审查: the office returns for correction, the applicant corrects, the office accepts; evidence stands beside the list.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EligibilityJourneyTests(BrowserFixture browser, StagedSite site) : IClassFixture<StagedSite>
{
    [Fact]
    public async Task The_office_returns_the_applicant_corrects_and_the_office_accepts()
    {
        var who = DemoPeople.Of("person1");
        site.Stage.On(2022, 1, 6);
        var scenes = await site.OpenRoundAsync("2022年个人奖资格审查", new DateOnly(2022, 1, 10), new DateOnly(2022, 2, 28));
        site.Stage.On(2022, 2, 10);
        var id = await scenes.ApplyAsync(who);
        site.Stage.On(2022, 2, 17);
        await scenes.RecommendAsync(id, who);
        var conditions = site.Services.GetRequiredService<ProgrammeCatalogue>().Require(Given.Programme).RequireTrack(Track.Individual).Conditions;

        site.Clock.Set(2022, 3, 4);
        await using (var office = await browser.AsAsync(site, StagedSite.Office, EligibilityLinks.List))
        {
            await office.FollowAsync(who.Name);
            await office.AssertAccessibleAsync();
            await office.ShootAsync("eligibility-review");
            // The evidence of another condition comes beside the list, what was typed stays.
            var index = conditions.ToList().FindIndex(c => string.Equals(c.Code, "ind-quality-work-10y", StringComparison.Ordinal)) + 1;
            var last = conditions.Count;
            var reason = office.Field($"第 {last} 项理由");
            await reason.FillAsync("先写在这里");
            await office.Page.Locator("#condition-ind-quality-work-10y [data-evidence-link]").ClickAsync();
            await Assertions.Expect(office.Page.Locator("#evidence h3")).ToHaveTextAsync($"第 {index} 项的依据和佐证");
            await Assertions.Expect(office.Page.Locator("#evidence")).ToContainTextAsync("质量工作经历");
            await Assertions.Expect(reason).ToHaveValueAsync("先写在这里");
            await office.FollowAsync("就本条退回补正");
            await office.FillAsync("补正期限", "2022-03-20");
            await office.ShootAsync("eligibility-correction");
            await office.PressAsync("退回补正");
            await office.SeesAsync("补正记录（共退回 1 次）");
        }

        await using (var applicant = await browser.AsAsync(site, who.UserName, $"/applications/{id}/sections/experience"))
        {
            await applicant.SeesAsync("办公室的补正意见");
            await applicant.FillAsync("第1行 岗位", "质量总监");
            await applicant.PressAsync("保存");
            await applicant.GoAsync($"/applications/{id}/check");
            await applicant.SeesAsync("申报条件自查");
            await applicant.ShootAsync("eligibility-check-answers");
            await applicant.FollowAsync("下一步：声明并提交");
            await applicant.Page.Locator("#Input_Declared").CheckAsync();
            await applicant.PressAsync("提交补正材料");
            await applicant.SeesAsync("申报编号");
        }

        await using var accepting = await browser.AsAsync(site, StagedSite.Office, EligibilityLinks.Case(id));
        for (var number = 1; number <= conditions.Count; number++)
        {
            var outcome = accepting.Field(string.Create(CultureInfo.InvariantCulture, $"第 {number} 项结论"));
            if ((await outcome.InputValueAsync()).Length == 0)
            {
                await outcome.SelectOptionAsync(new SelectOptionValue { Label = "符合" });
                await accepting.FillAsync(string.Create(CultureInfo.InvariantCulture, $"第 {number} 项理由"), "经查阅申报材料和部门意见，符合条件。");
            }
        }

        await accepting.PressAsync("确认全部已选结论");
        await accepting.SeesAsync("已全部确认");
        await accepting.ShootAsync("eligibility-confirmed");
        await accepting.PressAsync("予以受理");
        await accepting.SeesAsync($"已予以受理：{who.Name}。");
        Assert.Equal(Stage.DocumentReview, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Stage).SingleAsync()));
    }
}
