using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Eligibility;
using QualityAward.Web.Tests.Recommendations;

namespace QualityAward.Web.Tests.Eligibility;

/// <summary>The office's review page: evidence beside the list, second person, bulk acceptance, printed notice, re-check.</summary>
public sealed class ReviewPageTests(CaseSite site) : IClassFixture<CaseSite>
{
    private const string Planted = "机密标记7731";

    [Fact]
    public async Task The_panel_shows_inputs_with_their_source_for_the_chosen_condition()
    {
        var id = await site.CaseAsync("海州佐证有限公司", Stage.EligibilityReview, founded: "2018-03-01");
        using var office = await site.LogInAsync("office");

        var page = await office.GetAsync($"/eligibility/{id}?c=org-operating-3y");
        var panel = page.All("#evidence").Single();
        Assert.Contains("第 2 项的依据和佐证", panel.TextContent, StringComparison.Ordinal);
        Assert.Contains("申报表：组织成立日期：2018-03-01", Flat(panel.TextContent), StringComparison.Ordinal);
        Assert.Equal("#reading-basic", panel.QuerySelector("li a")!.GetAttribute("href"));
        Assert.NotNull(page.Document.GetElementById("reading-basic"));

        // The part alone, as scripts fetch it, and of a clean record with its department.
        var part = await office.GetAsync($"/eligibility/{id}?handler=Evidence&c=org-no-complaints");
        Assert.Contains("部门意见：市场监管", Flat(part.Text), StringComparison.Ordinal);
        Assert.DoesNotContain("<html", part.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_list_shows_what_is_left()
    {
        var id = await site.CaseAsync("海州筛选有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");

        var doubtful = await office.GetAsync($"/eligibility/{id}?show=Doubtful");
        Assert.All(doubtful.All("li.qa-condition"), c => Assert.True(c.GetAttribute("data-outcome") is "NotMet" or "NeedsEvidence"));
        Assert.NotEmpty(doubtful.All("li.qa-condition"));
        Assert.Empty((await office.GetAsync($"/eligibility/{id}?show=Overrides")).All("li.qa-condition"));
    }

    [Fact]
    public async Task An_override_is_approved_by_another_account_only()
    {
        var id = await site.CaseAsync("海州改判批准有限公司", Stage.EligibilityReview, founded: "2021-01-01");
        using var office = await site.LogInAsync("office");
        var page = await office.GetAsync($"/eligibility/{id}");
        page = await page.Form("确认第 2 项").Fill("第 2 项结论", "符合").Fill("第 2 项理由", "承继原企业").SubmitAsync("确认第 2 项");

        Assert.Contains("由您提出，须由本办公室另一名工作人员批准", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.All("button[formaction*=ApproveOverride]"));
        // The button is not there; whoever sends it all the same is refused and recorded.
        var refused = await page.Form("不同意第 2 项改判").SubmitToAsync($"/eligibility/{id}?handler=ApproveOverride&code=org-operating-3y", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("须由本办公室另一名工作人员批准", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "Refused:second-person")));

        // Who proposed it has nothing to approve; the desk calls the other one.
        Assert.DoesNotContain("批准资格条件改判", (await office.GetAsync("/")).Text, StringComparison.Ordinal);
        using var second = await site.LogInAsync("office2");
        Assert.Contains("批准资格条件改判", (await second.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Contains("海州改判批准有限公司", (await second.GetAsync("/eligibility?state=Overrides")).Text, StringComparison.Ordinal);
        page = await second.GetAsync($"/eligibility/{id}");
        page = await page.Form("批准第 2 项改判").SubmitAsync("批准第 2 项改判");
        Assert.Contains("office2批准改判", page.Text, StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == id && e.Action == "ApproveOverride" && e.Reason == "承继原企业")));
    }

    [Fact]
    public async Task A_declined_override_needs_a_reason_and_is_open_again()
    {
        var id = await site.CaseAsync("海州不同意改判有限公司", Stage.EligibilityReview, founded: "2021-01-01");
        using var office = await site.LogInAsync("office");
        await (await office.GetAsync($"/eligibility/{id}")).Form("确认第 2 项").Fill("第 2 项结论", "符合").Fill("第 2 项理由", "承继原企业").SubmitAsync("确认第 2 项");
        using var second = await site.LogInAsync("office2");
        var page = await second.GetAsync($"/eligibility/{id}");

        page = await page.Form("不同意第 2 项改判").SubmitAsync("不同意第 2 项改判", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("请写明不同意改判的理由", Assert.Single(page.Errors), StringComparison.Ordinal);
        page = await page.Form("不同意第 2 项改判").Fill("第 2 项不同意或撤回的理由", "承继不成立").SubmitAsync("不同意第 2 项改判");

        Assert.Contains("须重新确认", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_decision_the_next_of_the_queue_is_one_step_away()
    {
        var first = await site.CaseAsync("队列甲有限公司", Stage.EligibilityReview);
        var second = await site.CaseAsync("队列乙有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        Assert.Equal(["队列甲有限公司", "队列乙有限公司"], (await office.GetAsync("/eligibility?state=UnderReview&q=队列&sort=-name")).Table("资格审查").Select(r => r[1]));
        Assert.Equal(["队列乙有限公司", "队列甲有限公司"], (await office.GetAsync("/eligibility?state=UnderReview&q=队列&sort=name")).Table("资格审查").Select(r => r[1]));
        var round = await site.ReadAsync(db => db.Applications.Where(a => a.Id == first).Select(a => a.RoundId).SingleAsync());
        Assert.Contains("队列甲有限公司", (await office.GetAsync($"/eligibility?round={round}&q=队列")).Text, StringComparison.Ordinal);
        Assert.Contains("没有符合条件的申报", (await office.GetAsync($"/eligibility?round={Guid.NewGuid()}")).Text, StringComparison.Ordinal);

        var reject = await office.GetAsync($"/eligibility/{first}/reject");
        var page = await reject.Form("不予受理").Fill("不予受理的理由", "材料不属实").SubmitAsync("不予受理");

        var next = page.All("a.btn").Single(a => a.TextContent.StartsWith("审查下一份", StringComparison.Ordinal)).GetAttribute("href")!;
        // The rest of the queue follows in the order in which it came in.
        var seen = new List<string>();
        while (!next.EndsWith($"{second}", StringComparison.Ordinal))
        {
            Assert.DoesNotContain(next, seen);
            seen.Add(next);
            page = await office.GetAsync(next);
            next = page.All("a.btn").Single(a => a.TextContent.StartsWith("审查下一份", StringComparison.Ordinal)).GetAttribute("href")!;
        }

        Assert.Equal("队列乙有限公司", (await office.GetAsync(next)).Heading);
        var file = await office.Client.GetStringAsync(new Uri("/eligibility?handler=Export&format=csv&q=队列&state=All", UriKind.Relative));
        Assert.Contains("队列甲有限公司", file, StringComparison.Ordinal);
        Assert.Contains("不予受理", file, StringComparison.Ordinal);
        Assert.DoesNotContain("批量", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bulk_acceptance_takes_the_plainly_eligible_and_names_the_others()
    {
        var ready = await site.CaseAsync("批量甲有限公司", Stage.EligibilityReview);
        var open = await site.CaseAsync("批量乙有限公司", Stage.EligibilityReview);
        var elsewhere = await site.CaseAsync("批量丙有限公司");
        using var office = await site.LogInAsync("office");
        await ReviewActs.ConfirmAllAsync(await office.GetAsync($"/eligibility/{ready}"));
        await ReviewActs.ApproveAllAsync(site, ready);

        var list = await office.GetAsync("/eligibility?state=UnderReview&q=批量");
        var page = await list.Form("批量受理所选申报").Check("选择批量甲有限公司").Check("选择批量乙有限公司").SubmitAsync("批量受理所选申报");

        Assert.Contains("已予以受理 1 份：批量甲有限公司。", page.Text, StringComparison.Ordinal);
        Assert.Contains("批量乙有限公司：", page.Text, StringComparison.Ordinal);
        Assert.Contains("项条件须由工作人员逐项确认", page.Text, StringComparison.Ordinal);
        Assert.Equal([Stage.DocumentReview, Stage.EligibilityReview], await StagesAsync(ready, open));

        // Another's case sent along does not exist, and is not named.
        page = await office.GetAsync("/eligibility?state=UnderReview&q=批量");
        page = await page.Form("批量受理所选申报").Set("Input.Ids", elsewhere.ToString()).SubmitAsync("批量受理所选申报");
        Assert.DoesNotContain("批量丙有限公司", page.Text, StringComparison.Ordinal);
        page = await (await office.GetAsync("/eligibility?state=UnderReview&q=批量")).Form("批量受理所选申报").SubmitAsync("批量受理所选申报", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请至少选择一份申报。"], page.Errors);
    }

    [Fact]
    public async Task A_correction_begins_from_its_condition_and_its_rounds_are_counted()
    {
        var id = await site.CaseAsync("海州往返有限公司", Stage.EligibilityReview, founded: "2021-01-01");
        using var office = await site.LogInAsync("office");

        var form = await (await office.GetAsync($"/eligibility/{id}?c=org-operating-3y")).FollowAsync("就本条退回补正");
        Assert.Contains("“连续正常生产经营3年以上”", form.All("textarea").Select(t => t.TextContent).Single(t => t.Length > 0), StringComparison.Ordinal);
        var page = await form.Form("退回补正").Fill("补正期限", "2022-06-10").SubmitAsync("退回补正");

        Assert.Contains("补正记录（共退回 1 次）", page.Text, StringComparison.Ordinal);
        Assert.Contains("退回补正 1 次", (await office.GetAsync("/eligibility?q=海州往返")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_is_printed_for_the_office_and_the_applicant_only()
    {
        var id = await site.CaseAsync("海州通知书有限公司", Stage.EligibilityReview, founded: "2021-01-01");
        var other = await site.CaseAsync("海州无通知书有限公司", Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        await (await office.GetAsync($"/eligibility/{id}")).Form("确认第 2 项").Fill("第 2 项结论", "不符合").SubmitAsync("确认第 2 项");
        var page = await (await office.GetAsync($"/eligibility/{id}/reject")).Form("不予受理").Fill("不予受理的理由", "经营不满三年").SubmitAsync("不予受理");

        Assert.Contains(page.All("a"), a => string.Equals(a.GetAttribute("href"), $"/eligibility/{id}/notice", StringComparison.Ordinal));
        var notice = await site.InScopeAsync(services => services.GetRequiredService<PrintRejection>().FindAsync(id, CancellationToken.None));
        var unmet = Assert.Single(notice!.Unmet);
        Assert.Equal(("连续正常生产经营3年以上", "经营不满三年"), (unmet.Text, notice.Reason));
        Assert.Contains("满 3 年之日为 2024-01-01", unmet.Facts, StringComparison.Ordinal);
        Assert.Contains("第八条第（一）项", unmet.Clause, StringComparison.Ordinal);
        using (var printed = await office.Client.GetAsync(new Uri($"/eligibility/{id}/notice", UriKind.Relative)))
        {
            Assert.Equal("application/pdf", printed.Content.Headers.ContentType?.MediaType);
            var pdf = await printed.Content.ReadAsByteArrayAsync();
            Assert.Equal("%PDF-"u8.ToArray(), pdf[..5]);
        }

        await office.GetAsync($"/eligibility/{other}/notice", HttpStatusCode.NotFound);
        using var stranger = await site.LogInAsync("other-office");
        await stranger.GetAsync($"/eligibility/{id}/notice", HttpStatusCode.NotFound);
        using var county = await site.LogInAsync("ganyu");
        await county.GetAsync($"/eligibility/{id}/notice", HttpStatusCode.NotFound);
        using var department = await site.LogInAsync("dept-market");
        await department.GetAsync($"/eligibility/{id}/notice", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_new_bar_becomes_a_task_that_two_persons_decide()
    {
        var id = await AcceptedAsync("海州复核有限公司");
        await BarAsync(id, new DateOnly(2022, 7, 1));
        site.Clock.Set(2022, 7, 2, 9, 0);
        // The job finds it once, and once only.
        Assert.True(await site.InScopeAsync(services => services.GetRequiredService<RecheckCases>().RunAsync(CancellationToken.None)));
        while (await site.InScopeAsync(services => services.GetRequiredService<RecheckCases>().RunAsync(CancellationToken.None)))
        {
        }

        using var office = await site.LogInAsync("office");
        Assert.Contains("处理资格复核发现", (await office.GetAsync("/")).Text, StringComparison.Ordinal);
        var list = await (await office.GetAsync("/eligibility")).Form("立即复核已受理的申报").SubmitAsync("立即复核已受理的申报");
        Assert.Contains("没有新的发现", list.Text, StringComparison.Ordinal);
        var page = await (await office.GetAsync("/eligibility?state=Findings&q=海州复核")).FollowAsync("海州复核有限公司");
        Assert.Contains("申报截止日 2022-06-26 之后作出", page.Text, StringComparison.Ordinal);

        page = await page.Form("维持受理").SubmitAsync("维持受理", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请写明处理理由。"], page.Errors);
        page = await page.Form("维持受理").Fill("处理理由", "限制记录登记有误").SubmitAsync("维持受理");
        Assert.Contains("该意见由您提出，须由本办公室另一名工作人员批准", page.Text, StringComparison.Ordinal);
        await Refused(id);

        using var second = await site.LogInAsync("office2");
        await (await second.GetAsync($"/eligibility/{id}")).Form("批准维持受理").SubmitAsync("批准维持受理");
        await Passes();
        site.Clock.Set(2022, 6, 1, 9, 0);

        async Task Refused(Guid of)
        {
            var thrown = await Assert.ThrowsAsync<RefusedException>(() => GuardAsync());
            Assert.Equal("recheck-open", thrown.Code);
            Assert.Contains("海州复核有限公司（未因提供虚假材料", thrown.Message, StringComparison.Ordinal);
            Assert.True(await site.ReadAsync(db => db.AuditEntries.AnyAsync(e => e.ChainId == of && e.Action == "RecheckEligibility")));
        }

        Task Passes() => GuardAsync();
    }

    [Theory]
    [InlineData(IncidentKind.SafetyAccident, Severity.Considerable, "org-no-accidents")]
    [InlineData(IncidentKind.FailedInspection, null, "org-no-failed-sampling-2y")]
    public async Task An_incident_after_the_closing_date_keeps_the_notice_back_until_it_is_handled(IncidentKind kind, Severity? severity, string condition)
    {
        var id = await AcceptedAsync($"海州事后{kind}有限公司");
        var party = await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.PartyId).SingleAsync());
        await site.ReadAsync(async db =>
        {
            db.Add(Incident.Enter(Guid.NewGuid(), party, kind, severity, new DateOnly(2022, 8, 1), "部门通报", "", "lyg", Guid.NewGuid()));
            return await db.SaveChangesAsync();
        });
        site.Clock.Set(2022, 8, 2, 9, 0);

        var thrown = await Assert.ThrowsAsync<RefusedException>(() => GuardAsync());

        Assert.Equal("recheck-open", thrown.Code);
        Assert.Contains("不能发布公示", thrown.Message, StringComparison.Ordinal);
        var findings = await site.ReadAsync(db => db.Set<RecheckFinding>().Where(f => f.ApplicationId == id && f.ClosedAt == null).ToListAsync());
        Assert.Contains(findings, f => f.ConditionCode == condition && f.Now == VerdictOutcome.NotMet && f.Facts.Contains("2022-08-01", StringComparison.Ordinal));
        using var office = await site.LogInAsync("office");
        var page = await office.GetAsync($"/eligibility/{id}");
        Assert.Contains($"资格复核有 {findings.Count} 项发现尚未处理完毕。处理完毕之前，本届不能发布公示、不能登记批准。", page.Text, StringComparison.Ordinal);
        Assert.Contains($"复核待处理 {findings.Count} 项", (await office.GetAsync("/eligibility?q=海州事后" + kind)).Text, StringComparison.Ordinal);

        // Dropped, it no longer stands in the way of the others.
        await page.Form("取消资格").Fill("处理理由", "经查属实").SubmitAsync("取消资格");
        await GuardAsync();
        site.Clock.Set(2022, 6, 1, 9, 0);
    }

    [Fact]
    public async Task A_certificate_that_lies_too_long_back_keeps_the_notice_back_until_the_office_says_so()
    {
        var id = await AcceptedAsync("海州旧证明有限公司");
        site.Clock.Set(2023, 4, 25, 9, 0);
        await GuardAsync();
        // The county recorded the opinions on 1 June on paper: they are good longer than the certificate.
        site.Clock.Set(2023, 4, 26, 9, 0);
        var thrown = await Assert.ThrowsAsync<RefusedException>(() => GuardAsync());
        Assert.Equal(("recheck-open", "《2022年连云港市市长质量奖申报通告》附件2"), (thrown.Code, thrown.Clause));
        Assert.Contains("（《连云港市市长质量奖申报组织无不良记录证明》在复核时仍有效）", thrown.Message, StringComparison.Ordinal);

        using var office = await site.LogInAsync("office");
        var page = await office.GetAsync($"/eligibility/{id}");
        Assert.Contains("证明期间至 2022-04-25；2022年连云港市市长质量奖年度设置“复核时证明、意见的有效期”为 12 个月，2023-04-26 起须重新核实", page.Text, StringComparison.Ordinal);
        await page.Form("维持受理").Fill("处理理由", "已向盖章部门重新核实").SubmitAsync("维持受理");
        await GuardAsync();

        site.Clock.Set(2023, 6, 2, 9, 0);
        Assert.Contains("部门意见在复核时仍有效", (await Assert.ThrowsAsync<RefusedException>(() => GuardAsync())).Message, StringComparison.Ordinal);
        await (await office.GetAsync($"/eligibility/{id}")).Form("取消资格").Fill("处理理由", "未能重新取得证明").SubmitAsync("取消资格");
        site.Clock.Set(2022, 6, 1, 9, 0);
    }

    [Fact]
    public async Task Dropping_a_case_after_a_finding_ends_it()
    {
        var id = await AcceptedAsync("海州取消有限公司");
        await BarAsync(id, new DateOnly(2022, 6, 1));
        using var office = await site.LogInAsync("office");
        await (await office.GetAsync("/eligibility")).Form("立即复核已受理的申报").SubmitAsync("立即复核已受理的申报");

        var page = await (await office.GetAsync($"/eligibility/{id}")).Form("取消资格").Fill("处理理由", "经查属实").SubmitAsync("取消资格");

        Assert.Contains("该申报已终止：取消申报资格", page.Text, StringComparison.Ordinal);
        Assert.Equal(Ending.Disqualified, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Ending).SingleAsync()));
    }

    [Theory]
    [InlineData("applicant", HttpStatusCode.Forbidden)]
    [InlineData("haizhou", HttpStatusCode.Forbidden)]
    [InlineData("dept-market", HttpStatusCode.Forbidden)]
    [InlineData("supervisor", HttpStatusCode.Forbidden)]
    [InlineData("other-office", HttpStatusCode.NotFound)]
    public async Task Nobody_else_reads_reasons_findings_or_facts(string userName, HttpStatusCode status)
    {
        var id = await site.CaseAsync($"海州泄密{userName}有限公司", Stage.EligibilityReview, founded: "2021-01-01");
        using (var office = await site.LogInAsync("office"))
        {
            await (await office.GetAsync($"/eligibility/{id}")).Form("确认第 2 项").Fill("第 2 项结论", "符合").Fill("第 2 项理由", Planted).SubmitAsync("确认第 2 项");
            Assert.Contains(Planted, (await office.GetAsync($"/eligibility/{id}")).Text, StringComparison.Ordinal);
        }

        using var visitor = await site.LogInAsync(userName);
        await visitor.GetAsync($"/eligibility/{id}", status);
        await visitor.GetAsync($"/eligibility/{id}?handler=Evidence&c=org-operating-3y", status);
        foreach (var address in new[] { "/", "/eligibility?state=Overrides", "/eligibility?q=海州泄密", "/applications", $"/applications/{id}", "/recommendations", $"/recommendations/{id}", "/audit" })
        {
            using var response = await visitor.Client.GetAsync(new Uri(address, UriKind.Relative));
            var body = await response.Content.ReadAsStringAsync();
            // The trail is the supervisor's to read.
            Assert.False(body.Contains(Planted, StringComparison.Ordinal) && !(userName is "supervisor" && address is "/audit"), $"{userName} reads it at {address}");
        }
    }

    private static string Flat(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    private async Task<Guid> AcceptedAsync(string name)
    {
        var id = await site.CaseAsync(name, Stage.EligibilityReview);
        using var office = await site.LogInAsync("office");
        await ReviewActs.ConfirmAllAsync(await office.GetAsync($"/eligibility/{id}"));
        await ReviewActs.ApproveAllAsync(site, id);
        await (await office.GetAsync($"/eligibility/{id}")).Form("予以受理").SubmitAsync("予以受理");
        return id;
    }

    private Task BarAsync(Guid id, DateOnly decidedOn) => site.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<QualityAwardDbContext>();
        var application = await db.Applications.SingleAsync(a => a.Id == id);
        var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync(application);
        db.Add(Bar.Impose(Guid.NewGuid(), application.PartyId, rules.Pack.Code, rules.Pack.Bars.First(b => b.Ground == BarGround.FalseMaterial), decidedOn, "第十四条"));
        await db.SaveChangesAsync();
        return 0;
    });

    /// <summary>What stands before the public notice, for the stage in which the case is.</summary>
    private Task GuardAsync() => site.InScopeAsync(async services =>
    {
        var db = services.GetRequiredService<QualityAwardDbContext>();
        var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync((await db.Rounds.SingleAsync()).Id);
        await services.GetRequiredService<RecheckEligibility>().RequireDecidedAsync(rules, Stage.DocumentReview, "发布公示", await CaseSite.ActorAsync(db, "office"), CancellationToken.None);
        return 0;
    });

    private Task<List<Stage>> StagesAsync(Guid first, Guid second) => site.ReadAsync(async db =>
    {
        var stages = await db.Applications.Where(a => a.Id == first || a.Id == second).ToDictionaryAsync(a => a.Id, a => a.Position.Stage);
        return new List<Stage> { stages[first], stages[second] };
    });
}
