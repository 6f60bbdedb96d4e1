using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Eligibility;
using QualityAward.Web.Tests.Recommendations;

namespace QualityAward.Web.Tests.Eligibility;

public sealed class EligibilityPageTests(CaseSite site) : IClassFixture<CaseSite>
{
    [Fact]
    public async Task The_office_confirms_every_condition_and_accepts()
    {
        var id = await site.CaseAsync("海州受理有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        var page = await (await office.GetAsync("/eligibility?q=受理有限")).FollowAsync("海州受理有限公司");

        await ReviewActs.ConfirmAllAsync(page);
        page = await ReviewActs.ApproveAllAsync(site, id);
        page = await (await office.GetAsync($"/eligibility/{id}")).Form("予以受理").SubmitAsync("予以受理");

        Assert.Contains("已予以受理（office），目前处于“资料审查”环节", page.Text, StringComparison.Ordinal);
        var saved = await site.ReadAsync(db => db.Set<EligibilityReview>().Include(r => r.Confirmed).SingleAsync(r => r.ApplicationId == id));
        Assert.Equal((EligibilityDecision.Accepted, await ConditionCountAsync()), (saved.Decision, saved.Confirmed.Count));
        Assert.Equal(Stage.DocumentReview, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Stage).SingleAsync()));
    }

    [Fact]
    public async Task A_condition_is_shown_with_its_clause_and_computed_dates()
    {
        var id = await site.CaseAsync("海州事实有限公司", Stage.EligibilityReview, founded: "2018-03-01");
        using var office = await site.LogInAsync("office");

        var page = await office.GetAsync($"/eligibility/{id}");

        Assert.Contains("《连云港市市长质量奖管理办法》（连政办发〔2021〕26号）第八条第（一）项", page.Text, StringComparison.Ordinal);
        Assert.Contains("成立于 2018-03-01，至 2022-06-26 已 4 年 3 个月 25 天，要求 ≥ 3 年", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unconfirmed_condition_keeps_the_application_out()
    {
        var id = await site.CaseAsync("海州未确认有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        var page = await office.GetAsync($"/eligibility/{id}");

        page = await page.Form("予以受理").SubmitAsync("予以受理", HttpStatusCode.UnprocessableEntity);

        Assert.StartsWith("还有 ", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "Refused:conditions-unconfirmed")));
    }

    [Fact]
    public async Task An_override_without_a_reason_is_refused_at_its_field()
    {
        var id = await site.CaseAsync("海州改判有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        var page = await office.GetAsync($"/eligibility/{id}");

        page = await page.Form("确认第 2 项").Fill("第 2 项结论", "不符合").SubmitAsync("确认第 2 项", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("系统结论为“符合”，确认为“不符合”须写明理由", Assert.Single(page.Errors), StringComparison.Ordinal);
        Assert.Equal("不符合", page.Form("确认第 2 项").Value("第 2 项结论"));
        Assert.Contains(page.All("[data-error-summary] a"), a => page.Document.GetElementById(a.GetAttribute("href")![1..]) is not null);
    }

    [Fact]
    public async Task One_condition_is_confirmed_by_its_own_button()
    {
        var id = await site.CaseAsync("海州单项有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        var page = await office.GetAsync($"/eligibility/{id}");

        await page.Form("确认第 1 项").Fill("第 1 项结论", "符合").Fill("第 1 项理由", "营业执照已核对").SubmitAsync("确认第 1 项");

        var confirmed = Assert.Single(await site.ReadAsync(db => db.Set<EligibilityReview>().Where(r => r.ApplicationId == id).SelectMany(r => r.Confirmed).ToListAsync()));
        Assert.Equal((VerdictOutcome.Met, VerdictOutcome.NeedsEvidence, "营业执照已核对", "office"), (confirmed.Outcome, confirmed.Computed, confirmed.Reason, confirmed.ConfirmedBy));
    }

    [Fact]
    public async Task The_loser_of_two_reviewers_keeps_what_was_typed()
    {
        var id = await site.CaseAsync("海州抢先有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        var first = await office.GetAsync($"/eligibility/{id}");
        var second = await office.GetAsync($"/eligibility/{id}");
        await first.Form("确认第 1 项").Fill("第 1 项结论", "符合").Fill("第 1 项理由", "甲").SubmitAsync("确认第 1 项");

        var page = await second.Form("确认第 1 项").Fill("第 1 项结论", "不符合").Fill("第 1 项理由", "乙").SubmitAsync("确认第 1 项", HttpStatusCode.Conflict);

        Assert.Equal("乙", page.Form("确认第 1 项").Value("第 1 项理由"));
    }

    [Fact]
    public async Task A_correction_names_sections_remarks_and_a_day()
    {
        var id = await site.CaseAsync("海州补正有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        var form = await (await office.GetAsync($"/eligibility/{id}")).FollowAsync("退回补正");
        var heading = await SectionHeadingAsync("basic");

        var empty = await form.Form("退回补正").SubmitAsync("退回补正", HttpStatusCode.UnprocessableEntity);
        var noRemark = await empty.Form("退回补正").Check(heading).Fill("补正期限", "2022-06-10").SubmitAsync("退回补正", HttpStatusCode.UnprocessableEntity);
        var page = await noRemark.Form("退回补正").Fill($"“{heading}”补正意见", "请补充住所").SubmitAsync("退回补正");

        Assert.Equal(["请填写补正期限。", "请至少选择一个需要补正的部分，并写明补正意见。"], empty.Errors.OrderBy(e => e.Length));
        Assert.Equal([$"请写明“{heading}”的补正意见。"], noRemark.Errors);
        Assert.Contains("已退回补正，等待申报人在 2022年6月10日 24:00 前提交补正材料", page.Text, StringComparison.Ordinal);
        var correction = await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).SelectMany(a => a.Corrections).SingleAsync());
        Assert.Equal(("请补充住所", new DateOnly(2022, 6, 10)), (Assert.Single(correction.Sections).Remark, correction.DueOn));
    }

    [Fact]
    public async Task A_rejection_asks_once_more_and_ends_the_case()
    {
        var id = await site.CaseAsync("海州不受理有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        var confirm = await (await office.GetAsync($"/eligibility/{id}")).FollowAsync("不予受理");

        var page = await confirm.Form("不予受理").Fill("不予受理的理由", "经营不满三年").SubmitAsync("不予受理");

        Assert.Contains("该申报已终止：不予受理。经营不满三年", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registers_are_asked_by_party_and_never_by_name()
    {
        var id = await site.CaseAsync("同名示例有限公司", Stage.EligibilityReview);
        await site.CaseAsync("同名示例有限公司");
        var facts = await site.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<QualityAwardDbContext>();
            var parties = await db.Applications.Where(a => a.ApplicantName == "同名示例有限公司").Select(a => new { a.Id, a.PartyId }).ToListAsync();
            var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync((await db.Rounds.SingleAsync()).Id);
            var other = parties.Single(p => p.Id != id).PartyId;
            var winners = rules.Pack.Bars.Single(b => b.Ground == BarGround.Winner);
            db.Add(HonourEntry.Proclaimed(Guid.NewGuid(), rules.RoundId, parties.Single(p => p.Id != id).Id, other, "同名示例有限公司", Track.Organisation, rules.Pack.Code, rules.Pack.Name,
                rules.Pack.Tiers[0], 2021, new DateOnly(2021, 12, 1), "连政发〔2021〕1号", "LYG-2021-001"));
            db.Add(Bar.Impose(Guid.NewGuid(), other, rules.Pack.Code, winners, new DateOnly(2021, 12, 1), "第十六条"));
            await db.SaveChangesAsync();
            var gather = services.GetRequiredService<GatherRegisterFacts>();
            return (Mine: await gather.RunAsync(parties.Single(p => p.Id == id).PartyId, rules, id, null, CancellationToken.None), Theirs: await gather.RunAsync(other, rules, null, null, CancellationToken.None));
        });

        Assert.Equal((0, 0, 0), (facts.Mine.Bars.Count, facts.Mine.Wins.Count, facts.Mine.OtherApplications.Count));
        Assert.Equal((1, new DateOnly(2021, 12, 1), 1), (facts.Theirs.Bars.Count, facts.Theirs.Wins.Single().DecidedOn, facts.Theirs.OtherApplications.Count));
    }

    [Fact]
    public async Task Another_authoritys_case_is_not_found()
    {
        var id = await site.CaseAsync("海州他市有限公司", Stage.EligibilityReview);
        using var other = await site.LogInAsync("other-office");

        await other.GetAsync($"/eligibility/{id}", HttpStatusCode.NotFound);
        await other.GetAsync($"/eligibility/{id}/correction", HttpStatusCode.NotFound);
        await other.GetAsync($"/eligibility/{id}/reject", HttpStatusCode.NotFound);
        Assert.DoesNotContain("海州他市有限公司", (await other.GetAsync("/eligibility")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_still_with_the_county_is_not_found()
    {
        var id = await site.CaseAsync("海州未报送有限公司");
        using var office = await site.LogInAsync("office");

        await office.GetAsync($"/eligibility/{id}", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("applicant")]
    [InlineData("haizhou")]
    [InlineData("supervisor")]
    public async Task Other_roles_are_kept_out(string userName)
    {
        using var visitor = await site.LogInAsync(userName);

        await visitor.GetAsync("/eligibility", HttpStatusCode.Forbidden);
    }

    private Task<int> ConditionCountAsync() => WithRulesAsync(t => t.Conditions.Count);

    private Task<string> SectionHeadingAsync(string id) => WithRulesAsync(t => t.Form.Section(id)!.Heading);

    private Task<T> WithRulesAsync<T>(Func<TrackDefinition, T> read) => site.InScopeAsync(async services =>
    {
        var round = await services.GetRequiredService<QualityAwardDbContext>().Rounds.SingleAsync();
        return read((await services.GetRequiredService<RoundRulesReader>().OfAsync(round)).Track(Track.Organisation));
    });
}
