using System.Net;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Web.Links;

namespace QualityAward.Web.Tests.Notifications;

public sealed class OfficeTests(NotificationSite site) : IClassFixture<NotificationSite>, IAsyncLifetime
{
    public Task InitializeAsync()
    {
        site.Clock.Set(2022, 6, 1, 9, 0);
        return site.SpreadAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_office_previews_and_saves_a_template_and_the_next_message_reads_so()
    {
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync(MessageLinks.Template(await site.RoundIdAsync(), "accepted"));

        var preview = await page.Form("保存模板").Fill("标题", "{评奖名称}受理通知 {申报编号}").Fill("正文", "{申报对象}：已受理。\n请于{截止日期}前准备评审。").SubmitAsync("预览");
        var saved = await preview.Form("保存模板").SubmitAsync("保存模板");
        var id = await site.CaseAsync(Stage.DocumentReview);
        await site.HappensAsync(id, "AcceptApplication");
        await site.SpreadAsync();

        Assert.Contains("2022年连云港市市长质量奖受理通知 2022-0001", preview.Text, StringComparison.Ordinal);
        Assert.Contains("模板已保存为本届第1版", saved.Text, StringComparison.Ordinal);
        var sent = await site.ReadAsync(db => db.Set<Notification>().SingleAsync(n => n.ApplicationId == id && n.EventCode == "accepted"));
        Assert.Matches("^2022年连云港市市长质量奖受理通知 测试-", sent.Title);
        // Nothing is due, so that the line which names the date is left out.
        Assert.Equal("示例甲企业：已受理。", sent.Body);
        Assert.Equal(1, sent.TemplateNumber);
        var trail = await site.ReadAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "ChangeMessageTemplate" && e.Summary.Contains("予以受理（申报人）")));
        Assert.Contains("予以受理，进入评审环节", trail.OldValue, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_field_a_name_in_the_title_and_a_number_of_a_person_are_refused_at_the_field_and_the_text_is_kept()
    {
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync(MessageLinks.Template(await site.RoundIdAsync(), "rejected"));

        var refused = await page.Form("保存模板").Fill("标题", "{申报对象}不予受理").Fill("正文", "证件号 11010519491231002X，{得分}").SubmitAsync("保存模板", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(3, refused.Errors.Count);
        Assert.Contains(refused.Errors, e => e.Contains("“{得分}”不是可用的字段", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, e => e.Contains("标题不能使用字段“申报对象”", StringComparison.Ordinal));
        Assert.Contains(refused.Errors, e => e.Contains("不能写入证件号码", StringComparison.Ordinal));
        Assert.Equal("{申报对象}不予受理", refused.Form("保存模板").Value("标题"));
        Assert.Empty(await site.ReadAsync(db => db.Set<MessageTemplate>().Where(t => t.EventCode == "rejected").ToListAsync()));
    }

    [Fact]
    public async Task Two_windows_on_one_template_do_not_overwrite_each_other()
    {
        using var office = await site.LogInAsync("office-lyg");
        var address = MessageLinks.Template(await site.RoundIdAsync(), "declined");
        var one = await office.GetAsync(address);
        var other = await office.GetAsync(address);
        await one.Form("保存模板").Fill("标题", "第一个窗口").SubmitAsync("保存模板");

        var lost = await other.Form("保存模板").Fill("标题", "第二个窗口").SubmitAsync("保存模板", HttpStatusCode.Conflict);

        Assert.Contains("他人已修改了这个模板", Assert.Single(lost.Errors), StringComparison.Ordinal);
        Assert.Equal("第二个窗口", lost.Form("保存模板").Value("标题"));
    }

    [Fact]
    public async Task What_is_held_reaches_nobody_until_it_was_looked_at_reworded_and_sent()
    {
        var (round, id, held) = await HeldAsync();
        using var office = await site.LogInAsync("office-lyg");
        var before = (await site.TitlesAsync("org1")).Count;

        var desk = await office.GetAsync("/");
        var list = await office.GetAsync(MessageLinks.Held(round));
        var page = await office.GetAsync(MessageLinks.HeldOne(round, held));
        var sent = await page.Form("发送").Fill("标题", "审议情况告知").Fill("正文", "经委员会审议，后续安排请登录系统查看。").SubmitAsync("发送");
        var again = await page.Form("发送").Fill("正文", "晚了一步的正文").SubmitAsync("发送", HttpStatusCode.Conflict);
        Assert.Contains("您填写的正文（没有提交） 晚了一步的正文", again.Text, StringComparison.Ordinal);

        Assert.Contains("审核待发通知", desk.Text, StringComparison.Ordinal);
        Assert.Contains("已经委员会审议", list.Text, StringComparison.Ordinal);
        Assert.Contains("收件人 1 人", page.Text, StringComparison.Ordinal);
        Assert.Contains("通知已发送，共 1 人", sent.Text, StringComparison.Ordinal);
        Assert.Contains("他人已修改或发送了这份通知", Assert.Single(again.Errors), StringComparison.Ordinal);
        var titles = await site.TitlesAsync("org1");
        Assert.Equal(before + 1, titles.Count);
        Assert.Contains("审议情况告知", titles);
        Assert.Equal(["ReleaseMessage", "RewordMessage"], await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id && e.Action.EndsWith("Message")).Select(e => e.Action).OrderBy(a => a).ToListAsync()));
    }

    [Fact]
    public async Task A_held_one_can_be_dropped_with_a_reason_and_several_can_be_sent_at_once()
    {
        var (round, _, dropped) = await HeldAsync();
        var (_, _, one) = await HeldAsync();
        var (_, _, two) = await HeldAsync();
        using var office = await site.LogInAsync("office-lyg");
        var page = await office.GetAsync(MessageLinks.HeldOne(round, dropped));

        var without = await page.Form("不发送").SubmitAsync("不发送", HttpStatusCode.UnprocessableEntity);
        await page.Form("不发送").Fill("不发送的理由", "已电话告知").SubmitAsync("不发送");
        var nothing = await (await office.GetAsync(MessageLinks.Held(round))).Form("发送选中的通知").SubmitAsync("发送选中的通知", HttpStatusCode.UnprocessableEntity);
        using var post = new FormUrlEncodedContent([new("Chosen", one.ToString()), new("Chosen", two.ToString()), new("__RequestVerificationToken", nothing.All("input[name=__RequestVerificationToken]").First().GetAttribute("value")!)]);
        using var sent = await office.Client.PostAsync(new Uri(MessageLinks.Held(round), UriKind.Relative), post);

        Assert.Equal(["请填写不发送的理由。"], without.Errors);
        Assert.Equal(["请选择要发送的通知。"], nothing.Errors);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var states = await site.ReadAsync(db => db.Set<Notification>().Where(n => n.Id == dropped || n.Id == one || n.Id == two).ToDictionaryAsync(n => n.Id, n => n.State));
        Assert.Equal((NotificationState.Cancelled, NotificationState.Sent, NotificationState.Sent), (states[dropped], states[one], states[two]));
    }

    [Fact]
    public async Task Another_office_finds_none_of_it_and_other_roles_are_refused()
    {
        var (round, _, held) = await HeldAsync();
        using var other = await site.LogInAsync("office-js");
        using var applicant = await site.LogInAsync("org1");

        foreach (var address in new[] { MessageLinks.Templates(round), MessageLinks.Template(round, "accepted"), MessageLinks.Held(round), MessageLinks.HeldOne(round, held), MessageLinks.Log(round) })
        {
            await other.GetAsync(address, HttpStatusCode.NotFound);
            await applicant.GetAsync(address, HttpStatusCode.Forbidden);
        }

        using var office = await site.LogInAsync("office-lyg");
        await office.GetAsync(MessageLinks.Template(round, "no-such-event"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_log_names_every_recipient_with_the_state_of_message_and_mail()
    {
        var id = await site.CaseAsync(Stage.EligibilityReview);
        site.Clock.Advance(TimeSpan.FromHours(1));
        await site.HappensAsync(id, "RejectApplication");
        await site.SpreadAsync();
        using var applicant = await site.LogInAsync("org1");
        await (await applicant.GetAsync("/messages")).All(".qa-inbox a").Take(1).Select(a => applicant.GetAsync(a.GetAttribute("href")!)).Single();
        using var office = await site.LogInAsync("office-lyg");
        var round = await site.RoundIdAsync();

        var log = await office.GetAsync(MessageLinks.Log(round));
        var none = await office.GetAsync(MessageLinks.Log(round, nameof(MailState.Failed)));

        var rows = log.Table("发送记录");
        Assert.Contains(rows, r => r[0].Contains("不予受理", StringComparison.Ordinal) && r[1].Contains("申报人", StringComparison.Ordinal) && r[3].StartsWith("已读", StringComparison.Ordinal) && r[4] == "未配置邮件");
        Assert.Contains(rows, r => r[0].Contains("推荐的申报", StringComparison.Ordinal) && r[1].Contains("推荐单位", StringComparison.Ordinal) && r[3] == "未读");
        Assert.Contains("没有符合条件的记录", none.Text, StringComparison.Ordinal);
        Assert.Contains("本系统没有配置邮件发送", log.Text, StringComparison.Ordinal);
    }

    private async Task<(Guid Round, Guid Application, Guid Held)> HeldAsync()
    {
        var id = await site.CaseAsync(Stage.PublicNotice);
        await site.HappensAsync(id, "CloseBallot");
        await site.SpreadAsync();
        return (await site.RoundIdAsync(), id, await site.ReadAsync(db => db.Set<Notification>().Where(n => n.ApplicationId == id && n.State == NotificationState.Held).Select(n => n.Id).SingleAsync()));
    }
}
