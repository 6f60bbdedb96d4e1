using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Tests.Applications;

public sealed class SubmissionTests(ApplicationSite site) : IClassFixture<ApplicationSite>
{
    [Fact]
    public async Task An_incomplete_case_is_refused_with_everything_that_is_missing()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.DraftAsync("org1");
        using var visitor = await site.LogInAsync("org1");
        var submit = await visitor.GetAsync($"/applications/{id}/submit");

        var undeclared = await submit.Form("提交申报材料").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);
        var refused = await submit.Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["请阅读并勾选声明后再提交。"], undeclared.Errors);
        Assert.Contains("一、组织基本情况：“统一社会信用代码”尚未填写。", refused.Errors);
        Assert.True(refused.Errors.Count > 50);
        Assert.Equal(Stage.Application, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Position.Stage).SingleAsync()));
    }

    [Fact]
    public async Task A_complete_case_is_submitted_once_however_often_the_button_is_pressed()
    {
        site.Clock.Set(2022, 6, 2, 10);
        var id = await site.FilledAsync("org2");
        using var visitor = await site.LogInAsync("org2");
        var submit = await visitor.GetAsync($"/applications/{id}/submit");

        var receipt = await submit.Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料");
        var again = await submit.Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料");

        var stored = await site.ReadAsync(db => db.Submissions.SingleAsync(s => s.ApplicationId == id));
        var number = await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.ReceiptNumber).SingleAsync());
        Assert.StartsWith(ApplicationSite.Receipt, number, StringComparison.Ordinal);
        Assert.Contains(number!, receipt.Text, StringComparison.Ordinal);
        Assert.Contains(stored.Sha256, receipt.Text, StringComparison.Ordinal);
        Assert.Contains("2022-06-02 10:00:00", receipt.Text, StringComparison.Ordinal);
        Assert.Equal(receipt.Path, again.Path);
        Assert.Equal(SubmissionHash.Of(stored.Content), stored.Sha256);
        Assert.Contains("提交申报材料", (await visitor.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains(number!, (await visitor.GetAsync($"/applications/{id}/receipt?print=true")).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_have_no_gap_when_many_submit_at_once()
    {
        site.Clock.Set(2022, 6, 2);
        string[] names = ["org3", "org4", "person1", "person2"];
        var ids = new List<(string Name, Guid Id)>();
        foreach (var name in names)
        {
            ids.Add((name, await site.FilledAsync(name)));
        }

        await Task.WhenAll(ids.SelectMany(i => new[] { site.SubmitAsync(i.Name, i.Id), site.SubmitAsync(i.Name, i.Id) }));

        var numbers = await site.ReadAsync(db => db.Applications.Where(a => a.ReceiptNumber != null).Select(a => a.ReceiptNumber!).ToListAsync());
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(i => $"{ApplicationSite.Receipt}{i:0000}"), numbers.Order(StringComparer.Ordinal));
        Assert.Equal(ids.Count, await site.ReadAsync(db => db.Submissions.CountAsync(s => ids.Select(i => i.Id).Contains(s.ApplicationId))));
    }

    [Fact]
    public async Task The_window_closes_at_24_00_of_the_last_day()
    {
        site.Clock.Set(2022, 6, 26, 23, 50);
        var id = await site.FilledAsync("org5");
        using var visitor = await site.LogInAsync("org5");
        var submit = await visitor.GetAsync($"/applications/{id}/submit");
        var section = await visitor.GetAsync($"/applications/{id}/sections/overview");
        site.Clock.Set(2022, 6, 27);

        var late = await submit.Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);
        var lateText = await section.Form("保存").Fill("组织概述", "最后一刻写下的话").SubmitAsync("保存", HttpStatusCode.UnprocessableEntity);
        site.Clock.Set(2022, 6, 26, 23, 59, 59);
        var inTime = await site.SubmitAsync("org5", id);

        Assert.Equal(["“2022年连云港市市长质量奖”的申报已于2022年6月26日24:00截止，不能再提交；已填写的内容全部保留。"], late.Errors);
        Assert.Equal(late.Errors, lateText.Errors);
        Assert.Contains("最后一刻写下的话", lateText.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "Refused:window-closed" && e.Summary.Contains("/submit"))));
        Assert.Equal(1, inTime.Number);
    }

    [Fact]
    public async Task A_submission_can_be_taken_back_for_ten_minutes_and_keeps_its_number()
    {
        site.Clock.Set(2022, 6, 3, 9);
        var id = await site.FilledAsync("org6");
        var first = await site.SubmitAsync("org6", id);
        using var visitor = await site.LogInAsync("org6");
        site.Clock.Set(2022, 6, 3, 9, 10);

        var overview = await (await visitor.GetAsync($"/applications/{id}/recall")).Form("撤回修改").SubmitAsync("撤回修改");
        var nothing = await (await visitor.GetAsync($"/applications/{id}/recall")).Form("撤回修改").SubmitAsync("撤回修改", HttpStatusCode.UnprocessableEntity);
        var second = await site.SubmitAsync("org6", id);
        var recall = await visitor.GetAsync($"/applications/{id}/recall");
        site.Clock.Set(2022, 6, 3, 9, 20, 1);
        var late = await recall.Form("撤回修改").SubmitAsync("撤回修改", HttpStatusCode.UnprocessableEntity);

        Assert.Contains("已撤回提交", overview.Text, StringComparison.Ordinal);
        Assert.Equal((first.ReceiptNumber, 2), (second.ReceiptNumber, second.Number));
        Assert.Equal(["这份申报现在没有提交，不需要撤回，可以直接修改。"], nothing.Errors);
        Assert.Equal(["提交超过 10 分钟后不能自行撤回修改；如需更正，请联系推荐单位。"], late.Errors);
    }

    [Fact]
    public async Task A_withdrawn_case_has_a_reason_and_makes_room_for_another()
    {
        site.Clock.Set(2022, 6, 4);
        var id = await site.DraftAsync("org7");
        using var visitor = await site.LogInAsync("org7");
        var page = await visitor.GetAsync($"/applications/{id}/withdraw");

        var refused = await page.Form("撤回申报").SubmitAsync("撤回申报", HttpStatusCode.UnprocessableEntity);
        var ended = await page.Form("撤回申报").Fill("撤回原因", "推荐单位选错").SubmitAsync("撤回申报");

        Assert.Equal(["请填写撤回原因。"], refused.Errors);
        Assert.Contains("已撤回", ended.Text, StringComparison.Ordinal);
        Assert.NotEqual(id, await site.DraftAsync("org7"));
    }

    [Fact]
    public async Task Only_returned_sections_open_for_a_correction_and_its_answer_is_a_new_version()
    {
        site.Clock.Set(2022, 6, 5);
        var id = await site.FilledAsync("org8");
        await site.SubmitAsync("org8", id);
        await site.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<QualityAwardDbContext>();
            var application = await db.Applications.Include(a => a.Corrections).SingleAsync(a => a.Id == id);
            var rules = await services.GetRequiredService<RoundRulesReader>().GetAsync(application.RoundId);
            var county = await ApplicationSite.ActorAsync(services, "county-haizhou");
            application.Advance(Stage.Recommendation, rules, new Domain.Audit.CaseEvent(id, "RecommendApplication", county, site.Clock.GetUtcNow(), "推荐"));
            application.ReturnForCorrection(Guid.NewGuid(), [new CorrectionSection("overview", "请补充主要顾客群")], new DateOnly(2022, 6, 30), await ApplicationSite.ActorAsync(services, "office-lyg"), site.Clock.GetUtcNow());
            db.AddRange(application.Corrections);
            await db.SaveChangesAsync();
        });
        site.Clock.Set(2022, 6, 29);
        using var visitor = await site.LogInAsync("org8");

        var overview = await visitor.GetAsync($"/applications/{id}");
        var locked = await visitor.GetAsync($"/applications/{id}/sections/basic");
        var open = await visitor.GetAsync($"/applications/{id}/sections/overview");
        await open.Form("保存").Fill("组织概述", "补充：主要顾客群为装备制造企业。").SubmitAsync("保存");
        var corrected = await visitor.GetAsync($"/applications/{id}");
        var receipt = await (await visitor.GetAsync($"/applications/{id}/submit")).Form("提交补正材料").Set("Input.Declared", "true").SubmitAsync("提交补正材料");

        Assert.Contains("补正意见：请补充主要顾客群", overview.Text, StringComparison.Ordinal);
        Assert.Contains("退回补正 1 个部分，已修改 0 个", overview.Text, StringComparison.Ordinal);
        Assert.Equal(["待补正"], overview.All(".qa-tasks .qa-badge").Select(b => b.TextContent.Trim()).Where(t => t != "已完成" && t != "无需填写"));
        Assert.Contains("退回补正 1 个部分，已修改 1 个", corrected.Text, StringComparison.Ordinal);
        Assert.Contains("这一部分没有退回补正，不能修改。", locked.Text, StringComparison.Ordinal);
        Assert.Contains("第 2 版", receipt.Text, StringComparison.Ordinal);
        Assert.True(await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).AllAsync(a => a.Corrections.All(c => c.ClosedAt != null))));
    }

    [Fact]
    public async Task The_office_and_the_recommender_read_what_was_frozen_with_personal_numbers_masked()
    {
        site.Clock.Set(2022, 6, 6);
        var id = await site.FilledAsync("person3");
        var resident = DemoPeople.Applicants.Single(a => a.UserName == "person3").Identifier;
        await site.SubmitAsync("person3", id);
        using var county = await site.LogInAsync("county-haizhou");
        using var office = await site.LogInAsync("office-lyg");
        using var ganyu = await site.LogInAsync("county-ganyu");
        using var expert = await site.LogInAsync("expert1");

        var read = await county.GetAsync($"/applications/{id}/view");
        var file = read.All(".qa-files a").First().GetAttribute("href")!;

        Assert.Contains(resident[^4..], read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(resident, read.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        await office.GetAsync($"/applications/{id}/view");
        await ganyu.GetAsync($"/applications/{id}/view", HttpStatusCode.NotFound);
        await expert.GetAsync($"/applications/{id}/view", HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await office.Client.GetAsync(new Uri(file, UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await ganyu.Client.GetAsync(new Uri(file, UriKind.Relative))).StatusCode);
        Assert.Equal(Track.Individual, await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.Track).SingleAsync()));
    }

    [Fact]
    public async Task A_hard_condition_that_is_not_met_keeps_the_case_from_being_submitted()
    {
        site.Clock.Set(2022, 6, 7);
        var id = await site.FilledAsync("person4");
        await site.DoAsync<SaveSection, SavedSection>("person4", async (o, a) =>
        {
            var rules = await site.InScopeAsync(async s => await s.GetRequiredService<RoundRulesReader>().GetAsync(await site.RoundIdAsync()));
            var section = rules.Track(Track.Individual).Form.Section("experience")!;
            var stored = await site.ReadAsync(db => db.Applications.Where(x => x.Id == id).SelectMany(x => x.Sections).SingleAsync(x => x.SectionId == "experience"));
            var table = section.Question("periods")!;
            var answers = new Domain.Forms.AnswersBuilder(section, new(2022, rules.Round.ClosesOn, new(2022, 6, 7)), stored.Answers)
                .Rows(table.Id, [stored.Answers.Rows(table.Id)[0].ToDictionary(c => c.Key, c => c.Key switch { "from" => "2021-01-01", "to" => "2022-01-01", _ => c.Value })]);
            return await o.RunAsync(id, "experience", answers.Build(), stored.Version, a, default);
        });
        using var visitor = await site.LogInAsync("person4");

        var refused = await (await visitor.GetAsync($"/applications/{id}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", HttpStatusCode.UnprocessableEntity);

        // Rules and notice both ask for it, each with its own clause.
        Assert.Equal(2, refused.Errors.Count);
        Assert.All(refused.Errors, e => Assert.StartsWith("不符合申报条件：在本市从事质量或质量相关工作10年以上", e, StringComparison.Ordinal));
    }
}
