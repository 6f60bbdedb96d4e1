using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Workflow;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Recommendations;

namespace QualityAward.Web.Tests.Notifications;

public sealed class ReminderTests(NotificationSite site) : IClassFixture<NotificationSite>
{
    [Fact]
    public async Task A_draft_is_reminded_of_on_the_days_that_the_template_names_once_a_day_and_not_before_eight()
    {
        site.Clock.Set(2022, 6, 1);
        await site.DraftAsync("org2");
        var seen = new List<string>();
        for (var day = 10; day <= 26; day++)
        {
            site.Clock.Set(2022, 6, day, 7, 59);
            var early = (await RemindersAsync("org2")).Count;
            await site.RemindAsync();
            Assert.Equal(early, (await RemindersAsync("org2")).Count);
            site.Clock.Set(2022, 6, day, 8, 0);
            await Task.WhenAll(site.RemindAsync(), site.RemindAsync());
            await site.RemindAsync();
            seen.AddRange((await RemindersAsync("org2")).Skip(seen.Count).Select(n => $"{day}: {n.Title}"));
        }

        // Closes on the 26th: 14, 7, 3, 1 and 0 days before.
        Assert.Equal(["12", "19", "23", "25", "26"], seen.Select(s => s[..2]));
        Assert.Equal("12: 申报尚未提交，2022年6月26日截止", seen[0]);
    }

    [Fact]
    public async Task Whoever_has_two_things_due_gets_one_message_and_a_reader_none()
    {
        site.Clock.Set(2022, 6, 1);
        await site.DraftAsync("org3");
        var correcting = await site.CaseAsync(Stage.EligibilityReview);
        site.Clock.Set(2022, 6, 20);
        await site.ReadAsync(async db =>
        {
            var owner = await NotificationSite.ActorAsync(db, "org3");
            // The correction of another case is on the same desk.
            await db.Set<Collaborator>().Where(c => c.ApplicationId == correcting).ExecuteUpdateAsync(s => s.SetProperty(c => c.UserId, owner.UserId));
            var application = await db.Applications.Include(a => a.Corrections).SingleAsync(a => a.Id == correcting);
            application.ReturnForCorrection(Guid.NewGuid(), [new CorrectionSection("basic", "请补充")], new DateOnly(2022, 6, 26), await NotificationSite.ActorAsync(db, "office-lyg"), site.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return true;
        });
        site.Clock.Set(2022, 6, 23);
        await site.RemindAsync();

        var one = Assert.Single(await RemindersAsync("org3"));
        Assert.Equal("您有 2 件事项需要在期限内办理", one.Title);
        Assert.Contains("· 补正材料尚未提交，2022年6月26日截止", one.Body, StringComparison.Ordinal);
        Assert.Contains("· 申报尚未提交，2022年6月26日截止", one.Body, StringComparison.Ordinal);

        // After the day only the office hears, the applicant cannot hand it in any more.
        site.Clock.Set(2022, 6, 27);
        await site.RemindAsync();
        Assert.Contains("补正逾期 1 天", Assert.Single(await RemindersAsync("office-lyg")).Title, StringComparison.Ordinal);
        Assert.Single(await RemindersAsync("org3"));
    }

    [Fact]
    public async Task A_silent_department_is_reminded_on_the_day_that_was_asked_for_and_after_the_due_date_the_recommending_office_hears()
    {
        site.Clock.Set(2022, 6, 1);
        var id = await site.CaseAsync(Stage.Recommendation);
        await site.InScopeAsync(async services => await services.GetRequiredService<RequestDepartmentOpinions>().RunAsync(
            [id], ["health"], new DateOnly(2020, 6, 1), new DateOnly(2022, 5, 31), new AskedUntil(new DateOnly(2022, 6, 13), new DateOnly(2022, 6, 6)), await Applications.ApplicationSite.ActorAsync(services, "county-haizhou"), default));
        var (department, county) = (new List<int>(), new List<int>());
        for (var day = 2; day <= 17; day++)
        {
            site.Clock.Set(2022, 6, day);
            await site.RemindAsync();
            var (asked, asking) = ((await RemindersAsync("dept-health")).Count, (await RemindersAsync("county-haizhou")).Count);
            department.AddRange(Enumerable.Repeat(day, asked - department.Count));
            county.AddRange(Enumerable.Repeat(day, asking - county.Count));
        }

        // One day before is a Sunday: nobody is in the office, and the Friday before has reminded of the same date.
        Assert.Equal([6, 10, 13], department);
        Assert.Equal([14, 16], county);
        var request = await site.ReadAsync(db => db.Set<OpinionRequest>().SingleAsync(r => r.ApplicationId == id));
        Assert.Equal(new DateOnly(2022, 6, 13), request.RemindedOn);
        using var unit = await site.LogInAsync("county-haizhou");
        Assert.Contains("已提醒 2022年6月13日", (await unit.GetAsync("/recommendations/opinions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_office_chooses_the_days_and_an_expert_is_reminded_of_the_declaration()
    {
        site.Clock.Set(2022, 6, 20);
        await site.CaseAsync(Stage.DocumentReview, "judge1");
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync(MessageLinks.Template(await site.RoundIdAsync(), "declaration-due"));
        var wrong = await page.Form("保存模板").Fill("到期前几天提醒", "两天").SubmitAsync("保存模板", System.Net.HttpStatusCode.UnprocessableEntity);
        await page.Form("保存模板").Fill("到期前几天提醒", "2").Fill("逾期几天提醒", "1，4").SubmitAsync("保存模板");
        var days = new List<int>();
        for (var day = 20; day <= 30; day++)
        {
            site.Clock.Set(2022, 6, day);
            await site.RemindAsync();
            if ((await RemindersAsync("judge1")).Count > days.Count)
            {
                days.Add(day);
            }
        }

        // Due on the 23rd, three days after the expert was seated.
        Assert.Equal(["请填写天数，用顿号分开，如 7、3、1。"], wrong.Errors);
        Assert.Equal([21, 24, 27], days);
    }

    [Fact]
    public async Task What_pre_review_returned_and_did_not_come_is_told_to_the_recommending_office_on_the_next_working_day()
    {
        site.Clock.Set(2022, 6, 6);
        var id = await site.CaseAsync(Stage.Recommendation);
        await site.ReadAsync(async db =>
        {
            var application = await db.Applications.Include(a => a.Corrections).SingleAsync(a => a.Id == id);
            // A Friday: a day after it nobody is in the office.
            application.ReturnForCorrection(Guid.NewGuid(), [new CorrectionSection("basic", "请补充")], new DateOnly(2022, 6, 10), await NotificationSite.ActorAsync(db, "county-haizhou"), site.Clock.GetUtcNow(), Stage.Recommendation);
            await db.SaveChangesAsync();
            return true;
        });
        site.Clock.Set(2022, 6, 11);
        await site.RemindAsync();
        var onSaturday = (await RemindersAsync("county-haizhou")).Any(n => n.EventCode == "correction-overdue-recommender");
        site.Clock.Set(2022, 6, 13);
        await site.RemindAsync();
        await site.ReadAsync(db => db.Applications.Where(a => a.Id == id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Position.Ending, Ending.Withdrawn)));

        Assert.False(onSaturday);
        Assert.Contains(await RemindersAsync("county-haizhou"), n => n.Title.EndsWith("补正逾期 3 天", StringComparison.Ordinal));
        Assert.DoesNotContain(await RemindersAsync("office-lyg"), n => n.ApplicationId == id);
    }

    private Task<List<Notification>> RemindersAsync(string userName) => site.ReadAsync(db => db.Set<Message>().Where(m => m.ReminderOn != null && db.Users.Any(u => u.Id == m.RecipientId && u.UserName == userName))
        .Join(db.Set<Notification>(), m => m.NotificationId, n => n.Id, (_, n) => n).OrderBy(n => n.At).ToListAsync());
}
