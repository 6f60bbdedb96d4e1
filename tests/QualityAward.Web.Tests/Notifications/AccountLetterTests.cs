using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Identity;
using QualityAward.Testing;
using QualityAward.Testing.Smtp;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Tests.Notifications;

/// <summary>Links by e-mail: whose address it is, and a forgotten password.</summary>
public sealed partial class AccountLetterTests(MailSite site) : IClassFixture<MailSite>, IAsyncLifetime
{
    private SmtpServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SmtpServer.StartAsync();
        site.Mail.Port = _server.Port;
        site.Clock.Advance(TimeSpan.FromHours(3));
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_address_is_used_once_its_owner_has_opened_the_link_and_pressed_the_button()
    {
        using var visitor = await site.LogInAsync("org1");
        var settings = await visitor.GetAsync("/messages/settings");

        var wrong = await settings.Form("保存接收设置").Fill("电子邮箱", "new1@example.com").SubmitAsync("保存接收设置", HttpStatusCode.UnprocessableEntity);
        var saved = await wrong.Form("保存接收设置").Fill("登录密码", Site.Password).SubmitAsync("保存接收设置");
        var before = await AddressAsync("org1");
        var link = await LinkAsync("new1@example.com");
        using var reader = site.Visit();
        var page = await reader.GetAsync(link);
        var untouched = await AddressAsync("org1");
        var confirmed = await page.Form("确认这个邮箱").SubmitAsync("确认这个邮箱");
        var again = await reader.GetAsync(link, HttpStatusCode.NotFound);
        var after = await visitor.GetAsync("/messages/settings");

        Assert.Equal(["密码不正确，请重新输入您的登录密码。"], wrong.Errors);
        Assert.Contains("new1@example.com", saved.Text, StringComparison.Ordinal);
        Assert.False(before.Confirmed);
        Assert.Contains("org1", page.Text, StringComparison.Ordinal);
        // Programs that look at links for viruses read the page, too.
        Assert.False(untouched.Confirmed);
        Assert.Contains("邮箱已确认", confirmed.Text, StringComparison.Ordinal);
        Assert.Equal(("new1@example.com", true), await AddressAsync("org1"));
        Assert.Contains("已经用过或已过有效期", again.Text, StringComparison.Ordinal);
        Assert.Contains("已确认", after.Text, StringComparison.Ordinal);
        Assert.All(_server.Mails, m => Assert.DoesNotContain("org1", m.Subject, StringComparison.Ordinal));
        Assert.DoesNotContain(await site.ReadAsync(db => db.AuditEntries.Select(e => e.Summary).ToListAsync()), s => s.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_ends_after_a_day_and_when_another_address_is_asked_for_and_the_confirmed_one_stays_in_use_meanwhile()
    {
        await ConfirmedAsync("org2", "kept2@example.com");
        await SaveAddressAsync("org2", "late2@example.com");
        var first = await LinkAsync("late2@example.com");
        await SaveAddressAsync("org2", "other2@example.com");
        var second = await LinkAsync("other2@example.com");
        using var reader = site.Visit();

        await reader.GetAsync(first, HttpStatusCode.NotFound);
        var page = await reader.GetAsync(second);
        site.Clock.Advance(TimeSpan.FromHours(24));
        var late = await page.Form("确认这个邮箱").SubmitAsync("确认这个邮箱", HttpStatusCode.UnprocessableEntity);
        await reader.GetAsync("/account/confirm/anything", HttpStatusCode.NotFound);

        Assert.Contains("已经用过或已过有效期", late.Text, StringComparison.Ordinal);
        Assert.Equal(("kept2@example.com", true), await AddressAsync("org2"));
    }

    [Fact]
    public async Task Whoever_registers_gets_a_letter_and_no_notification_before_the_link_was_used()
    {
        var user = await site.InScopeAsync(services => services.GetRequiredService<RegisterApplicant>().RunAsync(
            new ApplicantRegistration(Domain.Programmes.Track.Organisation, "fresh1", Site.Password, "新注册企业", Web.Commands.Demo.DemoIdentifiers.CreditCode(91320700, 771), "fresh1@example.com"), null, default));

        await LinkAsync("fresh1@example.com");
        var states = await site.ReadAsync(async db =>
        {
            var notification = Notification.Of(Guid.NewGuid(), "accepted", await db.Rounds.Select(r => r.Id).SingleAsync(), null, "lyg", new MessageWording("通知", "正文"), "/", null, site.Clock.GetUtcNow());
            db.Add(notification);
            await db.SaveChangesAsync();
            return notification.Id;
        });
        await site.InScopeAsync(services => services.GetRequiredService<Pages.Notifications.Postbox>().PutAsync(states, [user.Id], site.Clock.GetUtcNow(), null, default));

        Assert.Equal(MailState.Unconfirmed, await site.ReadAsync(db => db.Set<Message>().Where(m => m.RecipientId == user.Id).Select(m => m.MailState).SingleAsync()));
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_once_and_every_login_ends()
    {
        await ConfirmedAsync("org4", "org4@example.com");
        using var elsewhere = await site.LogInAsync("org4");
        using var visitor = site.Visit();
        var login = await visitor.GetAsync("/account/login");
        var forgot = await login.FollowAsync("忘记密码");

        var asked = await forgot.Form("发送重设密码的邮件").Fill("用户名", "ORG4").Fill("电子邮箱", "org4@example.com").SubmitAsync("发送重设密码的邮件");
        var link = await LinkAsync("org4@example.com");
        var page = await visitor.GetAsync(link);
        var weak = await page.Form("重设密码").Fill("新密码", "short").Fill("确认新密码", "short").SubmitAsync("重设密码", HttpStatusCode.UnprocessableEntity);
        var done = await weak.Form("重设密码").Fill("新密码", "Other-2026!").Fill("确认新密码", "Other-2026!").SubmitAsync("重设密码");
        await visitor.GetAsync(link, HttpStatusCode.NotFound);
        using var again = await site.LogInAsync("org4", "Other-2026!");
        var stamp = await site.ReadAsync(db => db.Users.Where(u => u.UserName == "org4").Select(u => u.SecurityStamp).SingleAsync());

        Assert.Contains("几分钟内会收到重设密码的邮件", asked.Text, StringComparison.Ordinal);
        Assert.NotEmpty(weak.Errors);
        Assert.Contains("密码已重设", done.Text, StringComparison.Ordinal);
        Assert.Equal("/messages", (await again.GetAsync("/messages")).Path);
        // The stamp in the older login is another one, and the next look at it ends that login (AccountCheck).
        Assert.NotNull(stamp);
        Assert.Contains("凭邮件链接重设密码", await site.ReadAsync(db => db.AuditEntries.Where(e => e.Action == "ResetPassword").Select(e => e.Summary).ToListAsync()));
    }

    [Fact]
    public async Task Whoever_asks_for_an_account_that_is_not_or_an_address_that_is_not_confirmed_hears_the_same_and_nothing_is_sent()
    {
        await site.ReadAsync(db => db.Users.Where(u => u.UserName == "org3").ExecuteUpdateAsync(s => s.SetProperty(u => u.EmailConfirmed, false)));
        var answers = new List<string>();
        foreach (var (name, address) in new[] { ("nobody", "nobody@example.com"), ("org3", "org3@example.com"), ("org3", "wrong3@example.com") })
        {
            using var visitor = site.Visit();
            var page = await (await visitor.GetAsync("/account/forgot")).Form("发送重设密码的邮件").Fill("用户名", name).Fill("电子邮箱", address).SubmitAsync("发送重设密码的邮件");
            answers.Add(page.Text);
        }

        await site.InScopeAsync(services => services.GetRequiredService<SendLetters>().RunAsync(default));

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Empty(_server.Mails);
    }

    [Fact]
    public async Task One_address_gets_five_letters_in_an_hour_also_when_all_are_asked_for_at_once()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            try
            {
                await site.InScopeAsync(services => services.GetRequiredService<AskPasswordReset>().RunAsync("nobody", "flood@example.com", "203.0.113.9", default));
                return true;
            }
            catch (Domain.RefusedException refused) when (refused.Code == "too-many-letters")
            {
                return false;
            }
        }));

        Assert.Equal(AccountLetters.MostToAddress, results.Count(r => r));
    }

    [Fact]
    public async Task One_network_address_may_ask_twenty_times_in_an_hour()
    {
        for (var i = 0; i < AccountLetters.MostFromRemote; i++)
        {
            await site.InScopeAsync(services => services.GetRequiredService<AskPasswordReset>().RunAsync("nobody", $"many{i}@example.com", "203.0.113.8", default));
        }

        var refused = await Assert.ThrowsAsync<Domain.RefusedException>(() => site.InScopeAsync(services => services.GetRequiredService<AskPasswordReset>().RunAsync("nobody", "one-more@example.com", "203.0.113.8", default)));

        Assert.Equal("too-many-letters", refused.Code);
    }

    [Fact]
    public async Task Two_processes_send_a_letter_once_and_the_database_does_not_hold_its_secret()
    {
        await SaveAddressAsync("org5", "twice5@example.com");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => site.InScopeAsync(services => services.GetRequiredService<SendLetters>().RunAsync(default))));

        var mail = Assert.Single(_server.Mails, m => m.To == "twice5@example.com");
        var secret = Secret().Match(mail.Body).Groups["secret"].Value;
        var letter = await site.ReadAsync(db => db.Set<AccountLetter>().Where(l => l.State == MailState.Sent && db.Users.Any(u => u.Id == l.UserId && u.UserName == "org5")).OrderByDescending(l => l.RequestedAt).FirstAsync());
        Assert.NotEqual(secret, letter.TokenHash);
        Assert.DoesNotContain("twice5", await site.ReadAsync(db => db.Database.SqlQuery<string>($"select address as \"Value\" from account_letters where id = {letter.Id}").SingleAsync()), StringComparison.Ordinal);
    }

    /// <summary>The link in the newest letter to this address, below the site's.</summary>
    private async Task<string> LinkAsync(string address)
    {
        while (await site.InScopeAsync(services => services.GetRequiredService<SendLetters>().RunAsync(default)))
        {
        }

        var match = Secret().Match(_server.Mails.Last(m => m.To == address).Body);
        Assert.True(match.Success);
        return match.Groups["path"].Value;
    }

    private async Task SaveAddressAsync(string userName, string address)
    {
        using var visitor = await site.LogInAsync(userName);
        await (await visitor.GetAsync("/messages/settings")).Form("保存接收设置").Fill("电子邮箱", address).Fill("登录密码", Site.Password).SubmitAsync("保存接收设置");
    }

    private Task ConfirmedAsync(string userName, string address) => site.ReadAsync(db => db.Users.Where(u => u.UserName == userName)
        .ExecuteUpdateAsync(s => s.SetProperty(u => u.Email, address).SetProperty(u => u.NormalizedEmail, address.ToUpperInvariant()).SetProperty(u => u.EmailConfirmed, true)));

    private async Task<(string? Email, bool Confirmed)> AddressAsync(string userName)
    {
        var user = await site.ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.UserName == userName));
        return (user.Email, user.EmailConfirmed);
    }

    [GeneratedRegex(@"https://award\.example\.cn(?<path>/account/(confirm|reset)/(?<secret>[\w-]+))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
