using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Testing.Smtp;
using QualityAward.Web.Jobs;

namespace QualityAward.Web.Tests.Notifications;

/// <summary>The site with a mail server that each test starts and stops.</summary>
public sealed class MailSite : NotificationSite
{
    public MailOptions Mail { get; } = new() { Host = "127.0.0.1", Security = MailSecurity.None, From = "award@lyg.example.cn", SiteAddress = "https://award.example.cn/", TimeoutSeconds = 20 };

    public Task<bool> SendAsync() => InScopeAsync(services => services.GetRequiredService<SendMails>().RunAsync(default));

    public async Task SendAllAsync()
    {
        while (await SendAsync())
        {
        }
    }

    protected override void Configure(IServiceCollection services)
    {
        services.RemoveAll<IMailSender>();
        services.AddSingleton<IMailSender>(new SmtpMailSender(Mail));
    }
}

public sealed class MailTests(MailSite site) : IClassFixture<MailSite>, IAsyncLifetime
{
    private SmtpServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SmtpServer.StartAsync();
        (site.Mail.Port, site.Mail.Security, site.Mail.User, site.Mail.Password, site.Mail.CaFile) = (_server.Port, MailSecurity.None, null, null, null);
        site.Clock.Set(2022, 6, 1, 9, 0);
        // What other tests left is none of this one's.
        await DropAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_mail_says_what_there_is_and_where_to_log_in_and_nothing_of_the_answers()
    {
        var id = await AcceptedAsync("org1@example.com");

        await site.SendAllAsync();

        var mail = Assert.Single(_server.Mails, m => m.To == "org1@example.com");
        Assert.StartsWith("申报 测试-", mail.Subject, StringComparison.Ordinal);
        Assert.EndsWith(" 予以受理", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(NotificationSite.Name, mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"https://award.example.cn/applications/{id}", mail.Body, StringComparison.Ordinal);
        Assert.Equal("award@lyg.example.cn", mail.From);
        Assert.Contains("Auto-Submitted: auto-generated", mail.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_server.Mails, m => NotificationSite.Secrets.Any(s => (m.Subject + m.Body + m.Headers).Contains(s, StringComparison.Ordinal)));
        var message = await MessageAsync(id);
        Assert.Equal(MailState.Sent, message.MailState);
        Assert.Equal(1, message.MailAttempts);
        Assert.Contains($"<{message.Id:N}@lyg.example.cn>", mail.Headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Four_processes_at_once_send_each_mail_once()
    {
        await AddressAsync("org1@example.com");
        var cases = new List<Guid>();
        for (var i = 0; i < 60; i++)
        {
            cases.Add(await site.CaseAsync(Stage.DocumentReview));
        }

        await DropAsync();
        foreach (var id in cases)
        {
            await site.HappensAsync(id, "AcceptApplication");
        }

        await site.SpreadAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.SendAllAsync()));

        var ids = _server.Mails.Where(m => m.To == "org1@example.com").Select(m => m.Headers.Split('\n').Single(h => h.StartsWith("Message-ID", StringComparison.OrdinalIgnoreCase))).ToList();
        Assert.Equal(60, ids.Count);
        Assert.Equal(60, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task What_the_server_puts_off_is_tried_again_after_a_while_and_not_before()
    {
        var id = await AcceptedAsync("busy1@example.com");

        await site.SendAllAsync();
        var after = await MessageAsync(id);
        await site.SendAllAsync();
        var tooEarly = _server.Mails.Count(m => m.To == "busy1@example.com");
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        await site.SendAllAsync();

        Assert.Equal((MailState.Waiting, "邮件服务器暂时不能接收（451）"), (after.MailState, after.MailNote));
        Assert.Equal(0, tooEarly);
        Assert.Single(_server.Mails, m => m.To == "busy1@example.com");
        Assert.Equal(MailState.Sent, (await MessageAsync(id)).MailState);
    }

    [Fact]
    public async Task What_the_server_refuses_is_given_up_at_once_and_the_office_sees_it_and_sends_it_again()
    {
        var id = await AcceptedAsync("gone1@example.com");
        await site.SendAllAsync();
        using var office = await site.LogInAsync("office-lyg");
        var round = await site.RoundIdAsync();

        var log = await office.GetAsync($"/rounds/{round}/messages/log?state=Failed");
        await AddressAsync("org1@example.com");
        var again = await log.Form("重新发送失败的 1 封邮件").SubmitAsync("重新发送失败的 1 封邮件");
        await site.SendAllAsync();

        Assert.Contains("邮件服务器拒绝接收（550）", log.Text, StringComparison.Ordinal);
        Assert.Contains("1 封邮件将重新发送", again.Text, StringComparison.Ordinal);
        Assert.Equal(MailState.Sent, (await MessageAsync(id)).MailState);
        Assert.Single(_server.Mails, m => m.Subject.EndsWith("予以受理", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_breaks_after_the_text_was_taken_is_of_unknown_outcome_and_not_sent_again_by_itself()
    {
        var id = await AcceptedAsync("cut1@example.com");

        await site.SendAllAsync();
        site.Clock.Advance(TimeSpan.FromHours(6));
        await site.SendAllAsync();

        var message = await MessageAsync(id);
        Assert.Equal(MailState.Unknown, message.MailState);
        Assert.Contains("可能已送达", message.MailNote, StringComparison.Ordinal);
        Assert.Single(_server.Mails, m => m.To == "cut1@example.com");
    }

    [Fact]
    public async Task A_process_that_died_while_sending_leaves_the_mail_to_the_office()
    {
        var id = await AcceptedAsync("org1@example.com");
        await site.ReadAsync(db => db.Database.ExecuteSqlAsync($"update messages set mail_state = 'Sending', mail_attempts = 1, claimed_at = {site.Clock.GetUtcNow()} where mail_state = 'Waiting'"));

        await site.SendAllAsync();
        var early = (await MessageAsync(id)).MailState;
        site.Clock.Advance(TimeSpan.FromMinutes(11));
        await site.SendAllAsync();

        Assert.Equal(MailState.Sending, early);
        Assert.Equal(MailState.Unknown, (await MessageAsync(id)).MailState);
        Assert.Empty(_server.Mails);
    }

    [Fact]
    public async Task A_server_that_is_away_is_waited_for_and_in_the_end_given_up()
    {
        await _server.DisposeAsync();
        var id = await AcceptedAsync("org1@example.com");
        for (var i = 1; i < Message.MaxMailAttempts; i++)
        {
            await site.SendAllAsync();
            Assert.Equal((MailState.Waiting, i), ((await MessageAsync(id)).MailState, (await MessageAsync(id)).MailAttempts));
            site.Clock.Advance(TimeSpan.FromHours(5));
        }

        await site.SendAllAsync();

        var message = await MessageAsync(id);
        Assert.Equal((MailState.Failed, "无法连接邮件服务器，已试 8 次"), (message.MailState, message.MailNote));
        _server = await SmtpServer.StartAsync();
    }

    [Fact]
    public async Task Whoever_wants_no_mail_has_no_address_or_lost_the_right_gets_none()
    {
        var id = await site.CaseAsync(Stage.DocumentReview, "judge1");
        await site.ReadAsync(async db =>
        {
            await db.Users.Where(u => u.UserName == "county-haizhou").ExecuteUpdateAsync(s => s.SetProperty(u => u.Email, "county@example.com").SetProperty(u => u.EmailConfirmed, true).SetProperty(u => u.MailOff, true));
            await db.Users.Where(u => u.UserName == "judge1").ExecuteUpdateAsync(s => s.SetProperty(u => u.Email, "judge1@example.com").SetProperty(u => u.EmailConfirmed, true));
            await db.Users.Where(u => u.UserName == "org1").ExecuteUpdateAsync(s => s.SetProperty(u => u.Email, (string?)null));
            return true;
        });
        await site.HappensAsync(id, "AcceptApplication");
        await site.HappensAsync(id, "AssignPanel");
        await site.SpreadAsync();
        await site.ReadAsync(db => db.Set<Seat>().Where(s => s.ApplicationId == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.State, SeatState.Recused)));

        await site.SendAllAsync();

        var states = await site.ReadAsync(db => db.Set<Message>().Where(m => db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.ApplicationId == id && n.EventCode != "submitted" && n.EventCode != "submitted-recommender"))
            .Join(db.Users, m => m.RecipientId, u => u.Id, (m, u) => new { u.UserName, m.MailState }).OrderBy(x => x.UserName).Select(x => $"{x.UserName} {x.MailState}").ToListAsync());
        Assert.Equal(["county-haizhou Declined", "judge1 Withdrawn", "org1 NoAddress"], states);
        Assert.Empty(_server.Mails);
    }

    [Fact]
    public async Task It_logs_in_where_the_server_asks_for_it_and_a_wrong_password_loses_no_mail()
    {
        await using var server = await SmtpServer.StartAsync("award", "right");
        (site.Mail.Port, site.Mail.User, site.Mail.Password) = (server.Port, "award", "wrong");
        var id = await AcceptedAsync("org1@example.com");

        await site.SendAllAsync();
        var wrong = await MessageAsync(id);
        site.Mail.Password = "right";
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        await site.SendAllAsync();

        Assert.Equal(MailState.Waiting, wrong.MailState);
        Assert.Equal(MailState.Sent, (await MessageAsync(id)).MailState);
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task A_server_whose_certificate_nobody_vouches_for_gets_nothing()
    {
        await using var server = await SmtpServer.StartAsync(tls: true);
        (site.Mail.Port, site.Mail.Security) = (server.Port, MailSecurity.StartTls);
        var id = await AcceptedAsync("org1@example.com");

        await site.SendAllAsync();

        Assert.Empty(server.Mails);
        Assert.Equal(MailState.Waiting, (await MessageAsync(id)).MailState);
    }

    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task A_server_of_ones_own_authority_gets_its_mail_encrypted_and_after_a_login(MailSecurity security)
    {
        await using var server = await SmtpServer.StartAsync("award", "right", tls: true, isImplicit: security == MailSecurity.Tls);
        (site.Mail.Port, site.Mail.Security, site.Mail.CaFile, site.Mail.User, site.Mail.Password) = (server.Port, security, server.CaFile, "award", "right");
        var id = await AcceptedAsync("org1@example.com");
        await site.HappensAsync(id, "ReturnForCorrection", dueOn: new DateOnly(2022, 6, 20));
        await site.SpreadAsync();

        await site.SendAllAsync();

        Assert.Equal(2, server.Mails.Count);
        Assert.All(server.Mails, m => Assert.True(m.Encrypted));
        Assert.Equal(MailState.Sent, (await MessageAsync(id)).MailState);
        // Both in one session.
        Assert.Single(server.Log.Split('\n'), l => l.Contains("login", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(MailSecurity.StartTls)]
    [InlineData(MailSecurity.Tls)]
    public async Task A_server_that_another_authority_vouches_for_or_that_has_another_name_gets_nothing(MailSecurity security)
    {
        await using var other = await SmtpServer.StartAsync(tls: true);
        await using var renamed = await SmtpServer.StartAsync(tls: true, isImplicit: security == MailSecurity.Tls, name: "mail.example.org");
        await using var server = await SmtpServer.StartAsync(tls: true, isImplicit: security == MailSecurity.Tls);
        (site.Mail.Port, site.Mail.Security, site.Mail.CaFile) = (server.Port, security, other.CaFile);
        var id = await AcceptedAsync("org1@example.com");
        await site.SendAllAsync();
        var foreign = await MessageAsync(id);
        (site.Mail.Port, site.Mail.CaFile) = (renamed.Port, renamed.CaFile);
        site.Clock.Advance(TimeSpan.FromMinutes(5));

        await site.SendAllAsync();

        Assert.Empty(server.Mails);
        Assert.Empty(renamed.Mails);
        Assert.Equal((MailState.Waiting, "邮件服务器的证书不受信任"), (foreign.MailState, foreign.MailNote));
        Assert.Equal((MailState.Waiting, "邮件服务器的证书不受信任"), ((await MessageAsync(id)).MailState, (await MessageAsync(id)).MailNote));
    }

    [Fact]
    public async Task A_long_subject_and_a_body_that_begins_with_dots_arrive_as_they_were_written()
    {
        var subject = string.Concat(Enumerable.Repeat("质量奖𠮷，", 20));
        using var connection = new SmtpMailSender(site.Mail).Connect();

        var result = await connection.SendAsync(new Mail(Guid.NewGuid(), "org1@example.com", subject, ".\n..第二行\n\n末行"), default);

        var mail = Assert.Single(_server.Mails);
        Assert.Equal((MailOutcome.Taken, subject, ".\n..第二行\n\n末行"), (result.Outcome, mail.Subject, mail.Body));
    }

    [Fact]
    public async Task An_address_with_a_line_break_never_reaches_the_server()
    {
        using var connection = new SmtpMailSender(site.Mail).Connect();

        var result = await connection.SendAsync(new Mail(Guid.NewGuid(), "org1@example.com>\r\nRCPT TO:<other@example.com", "标题", "正文"), default);

        Assert.Equal(MailOutcome.Refused, result.Outcome);
        Assert.Empty(_server.Mails);
    }

    [Fact]
    public async Task A_server_that_offers_no_encryption_gets_nothing_where_it_is_asked_for()
    {
        site.Mail.Security = MailSecurity.StartTls;
        var id = await AcceptedAsync("org1@example.com");

        await site.SendAllAsync();

        Assert.Empty(_server.Mails);
        Assert.NotEqual(MailState.Sent, (await MessageAsync(id)).MailState);
    }

    [Theory]
    [InlineData("award.example.cn", null, "https://a.cn", null, MailSecurity.StartTls, 587, "Mail:From")]
    [InlineData("award.example.cn", "a@b.cn", null, null, MailSecurity.StartTls, 587, "Mail:SiteAddress")]
    [InlineData("award.example.cn", "a@b.cn", "https://a.cn", "user", MailSecurity.None, 587, "in clear")]
    [InlineData("award.example.cn", "a@b.cn", "https://a.cn", null, MailSecurity.StartTls, 465, "465")]
    public void Settings_that_cannot_work_stop_the_start(string host, string? from, string? site, string? user, MailSecurity security, int port, string expected)
    {
        var options = new MailOptions { Host = host, From = from, SiteAddress = site, User = user, Password = user, Security = security, Port = port };

        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(options.Check).Message, StringComparison.Ordinal);
    }

    /// <summary>A case of org1 whose mail about its acceptance is the only one that waits.</summary>
    private async Task<Guid> AcceptedAsync(string address)
    {
        await site.ReadAsync(db => db.Users.Where(u => u.UserName == "county-haizhou").ExecuteUpdateAsync(s => s.SetProperty(u => u.Email, (string?)null)));
        await AddressAsync(address);
        var id = await site.CaseAsync(Stage.DocumentReview);
        await DropAsync();
        await site.HappensAsync(id, "AcceptApplication", string.Join('；', NotificationSite.Secrets));
        await site.SpreadAsync();
        return id;
    }

    /// <summary>What waits so far is not sent.</summary>
    private async Task DropAsync()
    {
        await site.SpreadAsync();
        await site.ReadAsync(db => db.Set<Message>().Where(m => m.MailState == MailState.Waiting || m.MailState == MailState.Sending || m.MailState == MailState.Failed)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.MailState, MailState.Withdrawn)));
    }

    private Task AddressAsync(string address) => site.ReadAsync(db => db.Users.Where(u => u.UserName == "org1").ExecuteUpdateAsync(s => s.SetProperty(u => u.Email, address).SetProperty(u => u.EmailConfirmed, true)));

    private Task<Message> MessageAsync(Guid id) => site.ReadAsync(db => db.Set<Message>().AsNoTracking()
        .SingleAsync(m => db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.ApplicationId == id && n.EventCode == "accepted")));
}
