using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Web.Access;

namespace QualityAward.Web.Tests.Notifications;

public sealed class SpreadTests(NotificationSite site) : IClassFixture<NotificationSite>, IAsyncLifetime
{
    private static readonly string[] OfRounds = ["PublishCall", "PublishForm", "ChangeTerms", "ConveneMeeting", "EndNotice", "PublishNotice", "FileObjection"];

    public Task InitializeAsync()
    {
        site.Clock.Set(2022, 6, 1, 9, 0);
        return site.SpreadAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_submission_reaches_the_applicant_and_the_recommending_office_and_the_header_counts_it()
    {
        var id = await site.FilledAsync("org2");
        var receipt = await site.SubmitAsync("org2", id);
        await site.SpreadAsync();
        using var applicant = await site.LogInAsync("org2");
        using var county = await site.LogInAsync("county-haizhou");
        using var other = await site.LogInAsync("county-ganyu");

        var home = await applicant.GetAsync("/");
        var inbox = await applicant.GetAsync("/messages");
        var message = await inbox.FollowAsync($"已收到您的申报，编号 {receipt.ReceiptNumber}");
        var link = message.All("a").Single(a => a.TextContent == "查看详情").GetAttribute("href");
        var after = await applicant.GetAsync("/messages");

        Assert.Contains(home.All("a"), a => a.GetAttribute("aria-label") == "站内信，1 条未读");
        Assert.Contains("下一步由海州区质量发展委员会办公室预审并推荐", message.Text, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}", link);
        Assert.Contains(after.All("a"), a => a.GetAttribute("aria-label") == "站内信");
        Assert.Contains($"收到新的申报 {receipt.ReceiptNumber}，请预审", (await county.GetAsync("/messages")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(receipt.ReceiptNumber, (await other.GetAsync("/messages")).Text, StringComparison.Ordinal);
        await other.GetAsync(message.Path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_rolled_back_is_told_to_nobody()
    {
        var id = await site.DraftAsync("org3");
        var before = await site.ReadAsync(db => db.Set<Happening>().CountAsync());

        await site.ReadAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.RecordAsync(new CaseEvent(id, "AcceptApplication", Actor.System, site.Clock.GetUtcNow(), "受理"));
            Assert.Equal(before + 1, await db.Set<Happening>().CountAsync());
            await transaction.RollbackAsync();
            return true;
        });

        Assert.Equal(before, await site.ReadAsync(db => db.Set<Happening>().CountAsync()));
    }

    [Fact]
    public async Task A_draft_is_known_to_its_applicant_only_whatever_happens_to_it()
    {
        var id = await site.DraftAsync("org4");
        foreach (var action in await ActionsAsync(MessageSubject.Case))
        {
            await site.HappensAsync(id, action);
        }

        await site.SpreadAsync();

        var people = await site.ReadAsync(db => db.Set<Message>().Where(m => db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.ApplicationId == id))
            .Select(m => db.Users.Where(u => u.Id == m.RecipientId).Select(u => u.UserName).First()).Distinct().ToListAsync());
        Assert.Equal(["org4"], people);
    }

    [Theory]
    [InlineData(Stage.Recommendation)]
    [InlineData(Stage.EligibilityReview)]
    [InlineData(Stage.DocumentReview)]
    [InlineData(Stage.PublicNotice)]
    public async Task Whoever_hears_of_a_case_may_see_it_and_no_secret_of_it_is_in_the_text(Stage stage)
    {
        var id = await site.CaseAsync(stage, "judge1");
        var expert = await site.ReadAsync(db => NotificationSite.ActorAsync(db, "judge1"));
        foreach (var action in await ActionsAsync(MessageSubject.Case))
        {
            await site.HappensAsync(id, action, string.Join('；', NotificationSite.Secrets), expert.UserId, dueOn: new DateOnly(2022, 6, 20));
        }

        await site.SpreadAsync();

        var sent = await site.ReadAsync(db => db.Set<Notification>().Where(n => n.ApplicationId == id)
            .Join(db.Set<Message>(), n => n.Id, m => m.NotificationId, (n, m) => new { Text = n, m.RecipientId }).ToListAsync());
        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent, s => NotificationSite.Secrets.Any(secret => (s.Text.Title + s.Text.Body).Contains(secret, StringComparison.Ordinal)));
        Assert.DoesNotContain(sent, s => s.Text.Title.Contains(NotificationSite.Name, StringComparison.Ordinal));
        foreach (var (recipient, events) in sent.GroupBy(s => s.RecipientId).Select(g => (g.Key, g.Select(s => s.Text.EventCode).Distinct().ToList())))
        {
            await site.ReadAsync(async db =>
            {
                var user = await db.Users.SingleAsync(u => u.Id == recipient);
                var sees = await db.VisibleApplications(new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode)).AnyAsync(a => a.Id == id);
                // An expert who has not signed yet is asked to sign, and told of nothing else.
                Assert.True(sees || (user.UserName == "judge1" && events is ["assigned"]), $"{user.UserName} at {stage}: {string.Join(' ', events)}");
                return true;
            });
        }
    }

    [Fact]
    public async Task A_round_is_told_to_its_own_people_only()
    {
        var round = await site.RoundIdAsync();
        foreach (var action in OfRounds)
        {
            await site.HappensAsync(round, action, dueOn: new DateOnly(2022, 6, 10));
        }

        await site.SpreadAsync();

        Assert.Contains("2022年连云港市市长质量奖收到异议，请核实", await site.TitlesAsync("office-lyg"));
        Assert.Contains("2022年连云港市市长质量奖开始公示", await site.TitlesAsync("watch-lyg"));
        Assert.Contains("请参加2022年连云港市市长质量奖审议会议", await site.TitlesAsync("member-lyg"));
        Assert.Contains("2022年连云港市市长质量奖公示期满，报请批准", await site.TitlesAsync("gov-lyg"));
        Assert.Contains("2022年连云港市市长质量奖申报通告已发布", await site.TitlesAsync("county-ganyu"));
        foreach (var stranger in new[] { "watch-js", "office-js", "judge3", "dept-health", "admin-system" })
        {
            Assert.Empty(await site.TitlesAsync(stranger));
        }
    }

    [Fact]
    public async Task A_department_that_is_asked_about_many_applicants_at_once_gets_one_message_that_names_none_of_them()
    {
        var cases = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            cases.Add(await site.CaseAsync(Stage.Recommendation));
        }

        var due = new DateOnly(2022, 6, 15);
        foreach (var id in cases)
        {
            await site.HappensAsync(id, "RequestDepartmentOpinion", string.Join('；', NotificationSite.Secrets), authority: "lyg-environment", dueOn: due);
        }

        await site.HappensAsync(cases[0], "RequestDepartmentOpinion", authority: "lyg-emergency", dueOn: due);
        await Task.WhenAll(site.SpreadAsync(), site.SpreadAsync());
        using var department = await site.LogInAsync("dept-env");
        var inbox = await department.GetAsync("/messages");
        var message = await inbox.FollowAsync("有 5 件征求意见，请在2022年6月15日前答复");

        Assert.Single(inbox.All(".qa-inbox > li"));
        Assert.Contains("海州区质量发展委员会办公室就2022年连云港市市长质量奖的申报对象征求贵单位意见，共 5 件", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(NotificationSite.Name, message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("测试-", message.Text, StringComparison.Ordinal);
        var opened = await message.FollowAsync("去办理");
        Assert.Equal("/opinions", opened.Path);
    }

    [Fact]
    public async Task Two_processes_spread_each_happening_once()
    {
        var id = await site.CaseAsync(Stage.EligibilityReview);
        await site.SpreadAsync();
        var before = (await site.TitlesAsync("org1")).Count;
        for (var i = 0; i < 12; i++)
        {
            await site.HappensAsync(id, "AcceptApplication");
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.SpreadAsync()));

        Assert.Equal(before + 12, (await site.TitlesAsync("org1")).Count);
        Assert.Equal(0, await site.ReadAsync(db => db.Set<Happening>().CountAsync(h => h.DoneAt == null && h.GivenUpAt == null)));
    }

    [Fact]
    public async Task What_cannot_be_spread_is_tried_again_and_given_up_where_the_office_sees_it()
    {
        var id = await site.CaseAsync(Stage.EligibilityReview);
        await site.SpreadAsync();
        // A round that cannot be read: its pack is gone from the process's and the database's point of view.
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update applications set track = 'Nonsense' where id = {id}"));
        await site.HappensAsync(id, "AcceptApplication");
        for (var i = 0; i < Happening.MaxAttempts; i++)
        {
            await site.SpreadAsync();
            site.Clock.Advance(TimeSpan.FromHours(5));
        }

        await site.SpreadAsync();
        var happening = await site.ReadAsync(db => db.Set<Happening>().SingleAsync(h => h.ChainId == id && h.Action == "AcceptApplication"));
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update applications set track = 'Organisation' where id = {id}"));

        Assert.Equal(Happening.MaxAttempts, happening.Attempts);
        Assert.NotNull(happening.GivenUpAt);
        Assert.Null(happening.DoneAt);
    }

    [Fact]
    public async Task A_thousand_recipients_do_not_hold_the_request_up_and_cost_one_statement()
    {
        await site.DraftsAsync(1000, "bulk");
        var round = await site.RoundIdAsync();
        await site.SpreadAsync();
        await site.HappensAsync(round, "PublishForm");
        var outbox = await site.ReadAsync(db => db.Set<Happening>().CountAsync(h => h.DoneAt == null && h.ChainId == round));
        var written = await site.ReadAsync(db => db.Set<Message>().CountAsync(m => db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.EventCode == "form-published")));
        var watch = Stopwatch.StartNew();

        await site.SpreadAsync();

        var sent = await site.ReadAsync(db => db.Set<Message>().CountAsync(m => db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.EventCode == "form-published")));
        Assert.Equal(1, outbox);
        Assert.True(sent - written >= 1000, $"{sent - written} messages");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task The_inbox_turns_pages_filters_and_marks_all_as_read()
    {
        var id = await site.CaseAsync(Stage.EligibilityReview);
        await site.ReadAsync(async db =>
        {
            var who = await NotificationSite.ActorAsync(db, "judge2");
            for (var i = 0; i < 30; i++)
            {
                var text = Notification.Of(Guid.NewGuid(), "accepted", await db.Rounds.Select(r => r.Id).SingleAsync(), id, "lyg", new MessageWording($"第 {i} 条", "正文"), "/", i < 3 ? new DateOnly(2022, 6, 4 - i) : null, site.Clock.GetUtcNow().AddMinutes(i));
                db.Add(text);
                db.Add(new Message { Id = Guid.NewGuid(), NotificationId = text.Id, RecipientId = who.UserId, At = text.At });
            }

            await db.SaveChangesAsync();
            return true;
        });
        using var visitor = await site.LogInAsync("judge2");

        var first = await visitor.GetAsync("/messages");
        var second = await visitor.GetAsync("/messages?p=2");
        var due = await visitor.GetAsync("/messages?show=Due");
        var read = await first.Form("全部标为已读").SubmitAsync("全部标为已读");
        var unread = await visitor.GetAsync("/messages?show=Unread");

        Assert.Equal(25, first.All(".qa-inbox > li").Count());
        Assert.StartsWith("第 29 条", first.All(".qa-inbox a").First().TextContent, StringComparison.Ordinal);
        Assert.Equal(5, second.All(".qa-inbox > li").Count());
        Assert.Equal(["第 2 条", "第 1 条", "第 0 条"], due.All(".qa-inbox a").Select(a => a.TextContent));
        Assert.Contains("已将 30 条站内信标为已读", read.Text, StringComparison.Ordinal);
        Assert.Contains("没有符合条件的站内信", unread.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_wants_no_mail_still_gets_the_message_and_a_wrong_address_keeps_the_typed_text()
    {
        using var visitor = await site.LogInAsync("org5");
        var settings = await visitor.GetAsync("/messages/settings");

        var wrong = await settings.Form("保存接收设置").Fill("电子邮箱", "no-address").SubmitAsync("保存接收设置", HttpStatusCode.UnprocessableEntity);
        var saved = await settings.Form("保存接收设置").Fill("电子邮箱", "").Check("通知同时发到我的邮箱", on: false).SubmitAsync("保存接收设置");

        Assert.Contains("本系统没有配置邮件发送", settings.Text, StringComparison.Ordinal);
        Assert.Single(wrong.Errors);
        Assert.Equal("no-address", wrong.All("input[type=email]").Single().GetAttribute("value"));
        Assert.Contains("只收站内信", saved.Text, StringComparison.Ordinal);
        var trail = await site.ReadAsync(db => db.AuditEntries.Where(e => e.Action == "ChangeMailPreference").Select(e => e.Summary).SingleAsync());
        Assert.DoesNotContain("@", trail, StringComparison.Ordinal);
    }

    private Task<List<string>> ActionsAsync(MessageSubject about) => site.InScopeAsync(services => Task.FromResult(
        services.GetRequiredService<MessageCatalogue>().Events.Where(e => e.About == about).SelectMany(e => e.On).Distinct(StringComparer.Ordinal).ToList()));
}
