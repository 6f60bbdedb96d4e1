using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Testing;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Experts;
using QualityAward.Web.Pages.Presentations;
using QualityAward.Web.Pages.Reports;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Tests.Scoring;

public sealed class ReviewPagesTests(ReviewSite site) : IClassFixture<ReviewSite>
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task An_organisation_goes_from_assignment_to_the_panel_report_in_the_browser()
    {
        var id = ReviewSite.Organisations[0];
        var name = ReviewSite.NameOf(id);
        using var office = await site.LogInAsync("office");
        var panels = await office.GetAsync($"/experts/panels?round={ReviewSite.RoundId}");
        Assert.Contains("组长张（组长）", panels.Text, StringComparison.Ordinal);
        panels = await panels.Form("分配").Fill("专家组", "组织一组（组织）").Check($"{name}（组织）").SubmitAsync("分配");
        var scoring = await panels.Form("开始资料审查（1）").SubmitAsync("开始资料审查（1）");
        Assert.Contains("已开始 1 份申报的资料审查", scoring.Text, StringComparison.Ordinal);

        using var leader = await site.LogInAsync("leader");
        await DeclareByPageAsync(leader, id);
        await site.DeclareAsync(id, ReviewSite.Third);
        await site.RunAsync<DeclareInterest>(o => o.RunAsync(id, null, "同名机构，与本人无关", ReviewSite.Second, None));

        // Off the grid: 422, the typed text stays, at the field.
        var workspace = await leader.GetAsync($"/scoring/{id}/document-review");
        Assert.Contains(ReviewSite.Secret, workspace.Text, StringComparison.Ordinal);
        var refused = await workspace.Form("保存").Fill("4.1.2 评分", "47").Fill("4.1.2 优势", "愿景清晰").SubmitAsync("保存", HttpStatusCode.UnprocessableEntity);
        Assert.StartsWith("4.1.2 高层领导的作用的评分须为 5%的倍数", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal(("47", "愿景清晰"), (refused.Form("保存").Value("4.1.2 评分"), refused.Form("保存").Value("4.1.2 优势").Trim()));

        // Incomplete: everything that is missing is named, what was typed is saved.
        var incomplete = await refused.Form("提交评分表").Fill("4.1.2 评分", "45").SubmitAsync("提交评分表", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("4.1.3 组织治理尚未评分。", incomplete.Errors);

        var form = incomplete.Form("提交评分表");
        foreach (var item in (await site.CriteriaAsync(id)).Items)
        {
            form.Fill($"{item.Code} 评分", string.Equals(item.Code, "4.1.2", StringComparison.Ordinal) ? "45" : "50").Fill($"{item.Code} 优势", "系统有效").Fill($"{item.Code} 现场核实事项", item.Code == "4.1.2" ? "核对会议记录" : "");
        }

        var confirm = await form.SubmitAsync("提交评分表");
        Assert.EndsWith("/submit", confirm.Path, StringComparison.Ordinal);
        await confirm.Form("确认提交").SubmitAsync("确认提交");

        // Submitted: read only; peers and the office see no marks before all are in.
        var locked = await leader.GetAsync($"/scoring/{id}/document-review");
        Assert.Contains("已提交，不能修改", locked.Text, StringComparison.Ordinal);
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Second, 50);
        foreach (var visitor in new[] { leader, office })
        {
            var hidden = await visitor.GetAsync($"/scoring/{id}/document-review/consensus");
            Assert.Contains("还有 1 位专家未提交", hidden.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("评语", hidden.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("45%", hidden.Text, StringComparison.Ordinal);
        }

        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Third, 70);
        var consensus = await leader.GetAsync($"/scoring/{id}/document-review/consensus");
        Assert.Contains("还有 23 个条目评分差异较大", consensus.Text, StringComparison.Ordinal);
        var offGrid = await consensus.Form("记录合议值").Fill("合议条目", "4.1.2").Fill("合议值", "52").Fill("合议理由", "复核证据").SubmitAsync("记录合议值", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("复核证据", offGrid.Form("记录合议值").Value("合议理由").Trim());
        await offGrid.Form("记录合议值").Fill("合议值", "55").SubmitAsync("记录合议值");

        var early = await office.GetAsync($"/scoring/{id}/document-review/close");
        early = await early.Form("结束资料审查").SubmitAsync("结束资料审查", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("须先合议", Assert.Single(early.Errors), StringComparison.Ordinal);
        foreach (var item in (await site.CriteriaAsync(id)).Items.Skip(1))
        {
            await site.RunAsync<ReachConsensus>(o => o.RunAsync(id, Stage.DocumentReview, item.Code, 55, "合议", ReviewSite.Leader, None));
        }

        var close = await office.GetAsync($"/scoring/{id}/document-review/close");
        await close.Form("结束资料审查").SubmitAsync("结束资料审查");
        Assert.Equal(Stage.SiteVisit, await site.StageOfAsync(id));
        Assert.Equal(550m, (await site.ScoreOfAsync(id))!.Stages[0].Points);
        Assert.Null((await site.ScoreOfAsync(id))!.Total);

        // Site visit: recorded, every issue answered, scored again, signed.
        site.Clock.Set(2022, 8, 1);
        var visit = await leader.GetAsync($"/site-visits/{id}");
        visit = await visit.Form("保存记录").Fill("现场评审日期", "2022-08-02").Fill("地点", "厂区").Fill("参加人员", "专家组").SubmitAsync("保存记录", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["现场评审日期不能晚于今天。"], visit.Errors);
        visit = await visit.Form("保存记录").Fill("现场评审日期", "2022-08-01").SubmitAsync("保存记录");
        foreach (var expert in new[] { ReviewSite.Leader, ReviewSite.Second, ReviewSite.Third })
        {
            await site.ScoreAsync(id, Stage.SiteVisit, expert, 60);
        }

        var sign = await leader.GetAsync($"/scoring/{id}/site-visit/sign");
        sign = await sign.Form("签署结果").SubmitAsync("签署结果", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("核实事项尚未答复", Assert.Single(sign.Errors), StringComparison.Ordinal);
        visit = await visit.Form("保存记录").Fill("1. 4.1.2：核对会议记录", "三年记录齐全").SubmitAsync("保存记录");
        sign = await leader.GetAsync($"/scoring/{id}/site-visit/sign");
        await sign.Form("签署结果").SubmitAsync("签署结果");
        Assert.Equal(Stage.PanelReport, await site.StageOfAsync(id));

        var report = await leader.GetAsync($"/reports/{id}");
        Assert.Contains("580.00", report.Text, StringComparison.Ordinal);
        report = await report.Form("提交专家组评审报告").Fill("总体优势", "战略清晰").SubmitAsync("提交专家组评审报告", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("战略清晰", report.Form("提交专家组评审报告").Value("总体优势").Trim());
        report = await report.Form("提交专家组评审报告").Fill("总体改进空间", "趋势数据").Fill("推荐等次", "不推荐").Fill("推荐意见", "继续培育").Check("报告已经全组讨论，提交后不能修改")
            .SubmitAsync("提交专家组评审报告");
        Assert.Contains("报告已提交", report.Text, StringComparison.Ordinal);
        Assert.Equal(Stage.Synthesis, await site.StageOfAsync(id));
        Assert.Equal((550m * 0.4m) + (600m * 0.6m), (await site.ScoreOfAsync(id))!.Total);

        // The trail has every submitted sheet and agreed value; no expert's name reaches the public text.
        var trail = await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id).ToListAsync());
        Assert.Equal(6, trail.Count(e => e.Action == "SubmitScoreSheet"));
        Assert.Contains(trail, e => e.Action == "ReachConsensus" && e is { NewValue: "55", Reason: "复核证据" });
        Assert.DoesNotContain(trail, e => e.PublicText is { } text && (text.Contains('张', StringComparison.Ordinal) || text.Contains("专家李", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_recused_expert_sees_nothing_of_the_case_any_more()
    {
        var id = ReviewSite.Organisations[1];
        await site.OpenReviewAsync(id);
        using var third = await site.LogInAsync("third");

        // Before signing: the name only.
        var list = await third.GetAsync("/scoring");
        Assert.Contains(ReviewSite.NameOf(id), list.Text, StringComparison.Ordinal);
        await AssertNothingAsync(third, id, nameIsShown: true);

        await DeclareByPageAsync(third, id);
        Assert.Contains(ReviewSite.Secret, (await third.GetAsync($"/scoring/{id}/document-review")).Text, StringComparison.Ordinal);
        Assert.Contains(ReviewSite.Secret, (await third.GetAsync($"/scoring/{id}/material")).Text, StringComparison.Ordinal);
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Third, 90);

        // A late recusal recorded by the office: the sheet is kept but void.
        using var office = await site.LogInAsync("office");
        var seats = await office.GetAsync($"/experts/seats/{id}");
        var unsure = await seats.Form("登记回避").Fill("回避的专家", "专家王").Fill("回避情形", "任职关系").Fill("回避理由", "曾任独立董事").SubmitAsync("登记回避", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["登记回避后不能撤销，请核对后勾选确认。"], unsure.Errors);
        await unsure.Form("登记回避").Check("我已核对，登记后不能撤销").SubmitAsync("登记回避");
        await AssertNothingAsync(third, id, nameIsShown: false);
        var sheet = await site.ReadAsync(db => db.Set<ScoreSheet>().SingleAsync(s => s.ApplicationId == id && s.ExpertId == ReviewSite.Third.UserId));
        Assert.True(sheet.IsVoid);
        Assert.Equal(90m, sheet.Mark("4.1.2")!.Value);

        // The register shows it; the rest of the panel goes on, and the void sheet does not count.
        Assert.Contains("曾任独立董事", (await office.GetAsync("/experts/recusals")).Text, StringComparison.Ordinal);
        var recusals = (await office.GetAsync("/supervision?sort=-recusals")).Table("申报办理情况").Select(r => int.Parse(r[4], CultureInfo.InvariantCulture)).ToList();
        Assert.NotEqual(0, recusals[0]);
        Assert.Equal(recusals.OrderDescending(), recusals);
        await site.DeclareAsync(id, ReviewSite.Leader);
        await site.RunAsync<DeclareInterest>(o => o.RunAsync(id, null, "同名机构", ReviewSite.Second, None));
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Leader, 50);
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Second, 50);
        await site.RunAsync<CloseDocumentReview>(o => o.RunAsync(id, ReviewSite.Office, None));
        var score = (await site.ScoreOfAsync(id))!.Stages[0];
        Assert.Equal(500m, score.Points);
        Assert.Contains("2 位专家", score.How, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declared_conflict_closes_the_case_at_once_and_a_hit_must_be_explained()
    {
        var id = ReviewSite.Organisations[2];
        await site.OpenReviewAsync(id);
        using var second = await site.LogInAsync("second");

        var page = await second.GetAsync($"/scoring/{id}/declare");
        Assert.Contains("披露中列有您的工作单位", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ReviewSite.Secret, page.Text, StringComparison.Ordinal);
        page = await page.Form("签署声明").Check("本人与申报人无任职、咨询辅导、亲属等可能影响公正评审的利害关系，将独立、保密、公正评审").SubmitAsync("签署声明", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["系统核对发现可能的利害关系，声明无利害关系的须说明理由。"], page.Errors);
        page = await page.Form("签署声明").Check("本人与申报人有利害关系，申请回避").Fill("回避情形", "咨询、辅导、培训关系").Fill("说明", "曾提供辅导").SubmitAsync("签署声明");
        Assert.Equal("/scoring", page.Path);
        await AssertNothingAsync(second, id, nameIsShown: true, flashed: true);
        await AssertNothingAsync(second, id, nameIsShown: false);

        // Replaced: the new expert declares first and then has a sheet; the old one stays out.
        await site.RunAsync<ReplaceExpert>(o => o.RunAsync(id, ReviewSite.Second.UserId, ReviewSite.Spare.UserId, "补位", ReviewSite.Office, None));
        using var spare = await site.LogInAsync("spare");
        await spare.GetAsync($"/scoring/{id}/document-review", HttpStatusCode.NotFound);
        await DeclareByPageAsync(spare, id);
        await spare.GetAsync($"/scoring/{id}/document-review");
        await AssertNothingAsync(second, id, nameIsShown: false);
    }

    [Fact]
    public async Task A_returned_sheet_is_kept_and_what_was_agreed_must_be_agreed_anew()
    {
        var id = ReviewSite.Organisations[3];
        await site.OpenReviewAsync(id);
        await site.DeclareAsync(id, ReviewSite.Leader, ReviewSite.Third);
        await site.RunAsync<DeclareInterest>(o => o.RunAsync(id, null, "同名机构", ReviewSite.Second, None));
        foreach (var (expert, value) in new[] { (ReviewSite.Leader, 50m), (ReviewSite.Second, 50m), (ReviewSite.Third, 50m) })
        {
            await site.ScoreAsync(id, Stage.DocumentReview, expert, value);
        }

        await site.RunAsync<ReachConsensus>(o => o.RunAsync(id, Stage.DocumentReview, "4.1.2", 60, "合议", ReviewSite.Leader, None));
        using var office = await site.LogInAsync("office");
        var page = await office.GetAsync($"/scoring/{id}/document-review/consensus");
        page = await page.Form("退回评分表").Fill("评分表", "专家王（第1版）").SubmitAsync("退回评分表", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请填写退回理由。"], page.Errors);
        page = await page.Form("退回评分表").Fill("退回理由", "评语与评分不符").SubmitAsync("退回评分表");
        Assert.Contains("退回修改中", page.Text, StringComparison.Ordinal);

        using var third = await site.LogInAsync("third");
        Assert.Contains("评语与评分不符", (await third.GetAsync($"/scoring/{id}/document-review")).Text, StringComparison.Ordinal);
        await site.ScoreAsync(id, Stage.DocumentReview, ReviewSite.Third, 55);
        var sheets = await site.ReadAsync(db => db.Set<ScoreSheet>().Where(s => s.ApplicationId == id && s.ExpertId == ReviewSite.Third.UserId).OrderBy(s => s.Number).ToListAsync());
        Assert.Equal([(1, SheetState.Returned, 50m), (2, SheetState.Submitted, 55m)], sheets.Select(s => (s.Number, s.State, s.Mark("4.1.2")!.Value!.Value)));
        Assert.Empty((await site.ReadAsync(db => db.Set<StageReview>().SingleAsync(r => r.ApplicationId == id))).Consensus);
        var trail = await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id && e.Action == "SubmitScoreSheet").OrderBy(e => e.Sequence).LastAsync());
        Assert.Contains("4.1.2=50", trail.OldValue, StringComparison.Ordinal);
        Assert.Contains("4.1.2=55", trail.NewValue, StringComparison.Ordinal);

        // Not passing ends the case with a reason.
        var end = await office.GetAsync($"/scoring/{id}/document-review/end");
        end = await end.Form("资料审查不通过").SubmitAsync("资料审查不通过", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请填写理由。"], end.Errors);
        await end.Form("资料审查不通过").Fill("理由", "基础数据不足").SubmitAsync("资料审查不通过");
        Assert.Equal(Ending.NotShortlisted, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Ending).SingleAsync()));
    }

    [Fact]
    public async Task The_autosave_answers_in_json_and_an_old_page_gets_both_texts()
    {
        var id = ReviewSite.Organisations[4];
        await site.OpenReviewAsync(id);
        await site.DeclareAsync(id, ReviewSite.Leader);
        using var leader = await site.LogInAsync("leader");
        var page = await leader.GetAsync($"/scoring/{id}/document-review");
        var token = page.All("input[name=__RequestVerificationToken]").First(i => i.Closest("form[data-scoring]") is not null).GetAttribute("value")!;
        var address = new Uri($"/scoring/{id}/document-review?handler=Autosave", UriKind.Relative);

        using var saved = await leader.Client.PostAsync(address, Body(token, "0", "45", "第一稿"));
        Assert.Equal(HttpStatusCode.OK, saved.StatusCode);
        Assert.Contains("\"version\":1", await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var stale = await leader.Client.PostAsync(address, Body(token, "0", "50", "第二稿"));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        using var conflict = System.Text.Json.JsonDocument.Parse(await stale.Content.ReadAsStringAsync());
        Assert.Contains(conflict.RootElement.GetProperty("fields").EnumerateArray(), f => f.GetProperty("yours").GetString() == "第二稿" && f.GetProperty("theirs").GetString() == "第一稿");

        using var offGrid = await leader.Client.PostAsync(address, Body(token, "1", "46", "第三稿"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, offGrid.StatusCode);
        Assert.Contains("Input.Marks[0].Value", await offGrid.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var form = (await leader.GetAsync($"/scoring/{id}/document-review")).Form("保存");
        Assert.Equal("第一稿", form.Value("4.1.2 优势").Trim());
        await page.Form("保存").Fill("4.1.2 优势", "旧页面的文字").SubmitAsync("保存", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_person_is_scored_in_points_and_heard_before_the_report()
    {
        var id = ReviewSite.Person;
        await site.OpenReviewAsync(id, Track.Individual);
        await site.DeclareAsync(id, ReviewSite.Leader, ReviewSite.Second, ReviewSite.Third);
        using var leader = await site.LogInAsync("leader");
        var page = await leader.GetAsync($"/scoring/{id}/document-review");
        page = await page.Form("保存").Fill("1.1 评分", "2.25").SubmitAsync("保存", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("须为 0.5 分的倍数", Assert.Single(page.Errors), StringComparison.Ordinal);
        await ScoreAllAsync(id, Stage.DocumentReview);
        await site.RunAsync<CloseDocumentReview>(o => o.RunAsync(id, ReviewSite.Office, None));
        Assert.Equal(Stage.Presentation, await site.StageOfAsync(id));

        site.Clock.Set(2022, 8, 1);
        var held = await leader.GetAsync($"/presentations/{id}");
        held = await held.Form("保存记录").Fill("演讲陈述日期", "2022-08-01").Fill("地点", "会议室").Fill("参加人员", "专家组").SubmitAsync("保存记录", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(["请填写陈述与问答摘要。"], held.Errors);
        await held.Form("保存记录").Fill("陈述与问答摘要", "陈述清楚").SubmitAsync("保存记录");
        await ScoreAllAsync(id, Stage.Presentation);
        await site.RunAsync<SignPresentation>(o => o.RunAsync(id, ReviewSite.Leader, None));
        await site.RunAsync<WritePanelReport>(o => o.RunAsync(id, "优势", "改进", null, "意见", ReviewSite.Leader, None));
        Assert.Equal(Stage.Synthesis, await site.StageOfAsync(id));
        Assert.Equal(48m, (await site.ScoreOfAsync(id))!.Total);
        Assert.Null((await site.ScoreOfAsync(id))!.TieBreakPoints);

        async Task ScoreAllAsync(Guid application, Stage stage)
        {
            foreach (var expert in new[] { ReviewSite.Leader, ReviewSite.Second, ReviewSite.Third })
            {
                await site.ScoreAsync(application, stage, expert, 50);
            }
        }
    }

    [Fact]
    public async Task The_wrong_role_is_refused_and_another_offices_case_is_not_found()
    {
        var id = ReviewSite.Organisations[5];
        await site.OpenReviewAsync(id);
        using var applicant = await site.LogInAsync("applicant");
        foreach (var address in new[] { "/scoring", "/experts", "/experts/panels", "/experts/recusals", $"/experts/seats/{id}", $"/scoring/{id}/document-review/consensus", $"/reports/{id}" })
        {
            await applicant.GetAsync(address, HttpStatusCode.Forbidden);
        }

        using var other = await site.LogInAsync("other-office");
        foreach (var address in new[] { $"/experts/seats/{id}", $"/scoring/{id}/document-review/consensus", $"/experts/panels?round={ReviewSite.RoundId}", $"/experts/panels/new?round={ReviewSite.RoundId}" })
        {
            await other.GetAsync(address, HttpStatusCode.NotFound);
        }

        using var expert = await site.LogInAsync("leader");
        await expert.GetAsync("/experts", HttpStatusCode.Forbidden);
        await expert.GetAsync($"/experts/seats/{id}", HttpStatusCode.Forbidden);
        using var fifth = await site.LogInAsync("fifth");
        await fifth.GetAsync($"/scoring/{id}/declare", HttpStatusCode.NotFound);
        using var supervisor = await site.LogInAsync("supervisor");
        await supervisor.GetAsync("/experts/recusals");
        Assert.Contains("评分进度", (await supervisor.GetAsync($"/scoring/{id}/document-review/consensus")).Text, StringComparison.Ordinal);

        // Operations refuse on their own, whoever calls them.
        var refused = await Assert.ThrowsAsync<RefusedException>(() => site.RunAsync<ReturnScoreSheet>(o => o.RunAsync(id, Stage.DocumentReview, ReviewSite.Leader.UserId, "理由", ReviewSite.Leader, None)));
        Assert.Equal("permission", refused.Code);
        refused = await Assert.ThrowsAsync<RefusedException>(() => site.RunAsync<SaveScores>(o => o.RunAsync(id, Stage.DocumentReview, [], null, ReviewSite.Leader, None)));
        Assert.Equal("no-such-case", refused.Code);
    }

    [Fact]
    public async Task The_office_registers_an_expert_and_forms_a_panel_of_the_rounds_size()
    {
        using var office = await site.LogInAsync("office");
        var register = await office.GetAsync("/experts/register");
        register = await register.Form("登记专家").Fill("专家账号", "专家钱（fifth）").Fill("工作单位", "某研究院").SubmitAsync("登记专家", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("某研究院", register.Form("登记专家").Value("工作单位"));
        var list = await register.Form("登记专家").Fill("职务、职称", "研究员").Fill("专业领域", "机械、化工").SubmitAsync("登记专家");
        Assert.Contains("某研究院", list.Text, StringComparison.Ordinal);
        Assert.Contains("机械、化工", list.Text, StringComparison.Ordinal);

        var form = await office.GetAsync($"/experts/panels/new?round={ReviewSite.RoundId}");
        form = await form.Form("组建专家组").Fill("申报类别", "组织（3 人）").Fill("专家组名称", "组织二组").Fill("组长", "组长张（某大学，质量管理）").Check("组长张（某大学，质量管理）").Check("专家钱（某研究院，机械、化工）")
            .SubmitAsync("组建专家组", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("为 3 人，现选择了 2 人", Assert.Single(form.Errors), StringComparison.Ordinal);
        var panels = await form.Form("组建专家组").Check("专家赵（某大学，质量管理）").SubmitAsync("组建专家组");
        Assert.Contains("组织二组", panels.Text, StringComparison.Ordinal);
    }

    private static FormUrlEncodedContent Body(string token, string version, string value, string strengths) => new(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["__RequestVerificationToken"] = token, ["Input.Version"] = version, ["Input.Marks[0].Item"] = "4.1.2", ["Input.Marks[0].Value"] = value, ["Input.Marks[0].Strengths"] = strengths,
    });

    private static async Task DeclareByPageAsync(Visitor expert, Guid id)
    {
        var page = await expert.GetAsync($"/scoring/{id}/declare");
        await page.Form("签署声明").Check("本人与申报人无任职、咨询辅导、亲属等可能影响公正评审的利害关系，将独立、保密、公正评审").SubmitAsync("签署声明");
    }

    private static async Task AssertNothingAsync(Visitor expert, Guid id, bool nameIsShown, bool flashed = false)
    {
        foreach (var address in new[]
        {
            $"/scoring/{id}/document-review", $"/scoring/{id}/document-review/consensus", $"/scoring/{id}/document-review/submit", $"/scoring/{id}/site-visit", $"/scoring/{id}/presentation",
            $"/scoring/{id}/material", $"/site-visits/{id}", $"/presentations/{id}", $"/reports/{id}",
        })
        {
            var page = await expert.GetAsync(address, HttpStatusCode.NotFound);
            Assert.DoesNotContain(ReviewSite.Secret, page.Text, StringComparison.Ordinal);
        }

        foreach (var address in new[] { "/", "/scoring", $"/scoring?q={Uri.EscapeDataString(ReviewSite.NameOf(id))}" })
        {
            var page = await expert.GetAsync(address);
            Assert.DoesNotContain(ReviewSite.Secret, page.Text, StringComparison.Ordinal);
            if (!nameIsShown && !flashed)
            {
                Assert.DoesNotContain(page.All("main a, main td, main th"), e => e.TextContent.Contains(ReviewSite.NameOf(id), StringComparison.Ordinal));
            }
        }

        if (!nameIsShown)
        {
            await expert.GetAsync($"/scoring/{id}/declare", HttpStatusCode.NotFound);
        }
    }
}
