using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Identity;
using QualityAward.Testing;
using QualityAward.Testing.Smtp;
using QualityAward.Web.Commands.Demo;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Tests.Programmes;
using QualityAward.Web.Tests.Recommendations;

namespace QualityAward.Web.Tests.Applications;

/// <summary>Statements of referees over links by mail, on the example award whose form asks for them.</summary>
public sealed partial class RefereeTests(CountySite site) : IClassFixture<CountySite>, IAsyncLifetime
{
    private const string Statement = "机密推荐意见：该组织长期坚持质量第一。";

    private static WholeRound? _round;

    private SmtpServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SmtpServer.StartAsync();
        site.Mail.Port = _server.Port;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_referee_answers_over_the_mail_and_the_application_can_be_handed_in_then_and_not_before()
    {
        var (id, who) = await DraftAsync(11);
        using var owner = await site.LogInAsync(who.UserName);

        var early = await HandInAsync(owner, id, HttpStatusCode.UnprocessableEntity);
        var overview = await owner.GetAsync($"/applications/{id}");
        var asked = await AskAsync(owner, id, "推荐甲", "jia11@example.com");
        var link = await LinkAsync("jia11@example.com");
        using var referee = site.Visit();
        var page = await referee.GetAsync(link);
        var untouched = await StateAsync(id);
        var wrong = await page.Form("提交意见").Fill("对申报组织质量管理和经营绩效的评价", Statement).SubmitAsync("提交意见", HttpStatusCode.UnprocessableEntity);
        var thanks = await wrong.Form("提交意见").Set("Input.Declared", "true").SubmitAsync("提交意见");
        using var second = site.Visit();
        var again = await second.GetAsync(link, HttpStatusCode.NotFound);
        var twice = await page.Form("提交意见").Fill("对申报组织质量管理和经营绩效的评价", "另一份意见").Set("Input.Declared", "true").SubmitAsync("提交意见", HttpStatusCode.UnprocessableEntity);
        var seen = await owner.GetAsync($"/applications/{id}/referees");
        var receipt = await HandInAsync(owner, id);

        Assert.Contains("至少 1 位推荐人填写后才能提交，现有 0 位已填写（依据：《东海县县长质量奖管理办法（示例）》第七条）", string.Join(' ', early.Errors), StringComparison.Ordinal);
        Assert.Contains("至少 1 位、最多 3 位推荐人，已有 0 位填写", overview.Text, StringComparison.Ordinal);
        Assert.Contains("已发出", asked.Text, StringComparison.Ordinal);
        Assert.Contains(who.Name, page.Text, StringComparison.Ordinal);
        Assert.Contains("质量奖办公室、推荐单位、监督人员、评审专家阅读", page.Text, StringComparison.Ordinal);
        Assert.Equal(RefereeState.Asked, untouched);
        Assert.Equal("请阅读并勾选声明后再提交。", Assert.Single(wrong.Errors));
        Assert.Equal(Statement, wrong.Form("提交意见").Value("对申报组织质量管理和经营绩效的评价"));
        Assert.Contains(RefereeRequest.HashOf(Statement), thanks.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(who.Name, again.Text, StringComparison.Ordinal);
        // Nothing typed is lost, and nothing is told.
        Assert.Contains("另一份意见", twice.All("textarea").Single().TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(who.Name, twice.Text, StringComparison.Ordinal);
        Assert.Contains("已填写", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("机密推荐意见", seen.Text, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}/receipt", receipt.Path);

        // Frozen, read by the office that recommends and not by the applicant, and personal data nowhere in the clear.
        var frozen = Assert.Single((await site.ReadAsync(db => db.Submissions.AsNoTracking().SingleAsync(s => s.ApplicationId == id))).Content.Referees);
        Assert.Equal(RefereeRequest.HashOf(Statement), frozen.Sha256);
        using var county = await site.LogInAsync($"{CountySite.Programme}-recommend");
        Assert.Contains(Statement, (await county.GetAsync($"/applications/{id}/view")).Text, StringComparison.Ordinal);
        Assert.Contains(Statement, (await county.GetAsync($"/recommendations/{id}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("机密推荐意见", (await owner.GetAsync($"/applications/{id}/view")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("机密推荐意见", Regex.Unescape(await owner.Client.GetStringAsync(new Uri($"/applications/{id}/data", UriKind.Relative))), StringComparison.Ordinal);
        Assert.Contains("机密推荐意见", Regex.Unescape(await county.Client.GetStringAsync(new Uri($"/applications/{id}/data", UriKind.Relative))), StringComparison.Ordinal);
        await owner.GetAsync($"/recommendations/{id}", HttpStatusCode.Forbidden);
        // The offices' book holds the text, the applicant's says where it went.
        var (full, own) = (await BookAsync(county, id), await BookAsync(owner, id));
        Assert.Contains("机密推荐意见:该组织长期坚持质量第一。", full, StringComparison.Ordinal);
        Assert.Contains("推荐甲(某行业协会)", full, StringComparison.Ordinal);
        Assert.DoesNotContain("机密推荐意见", own, StringComparison.Ordinal);
        Assert.Contains("共1份,由推荐人凭邮件中的链接填写", own, StringComparison.Ordinal);
        Assert.Contains("由推荐人直接提交质量奖办公室和推荐单位,不装入本册", own, StringComparison.Ordinal);
        var stored = await site.ReadAsync(db => db.Database.SqlQuery<string>($"select concat_ws(' ', name, unit, email, statement) as \"Value\" from referee_requests where application_id = {id}").SingleAsync());
        var trail = await site.ReadAsync(db => db.AuditEntries.Where(e => e.ChainId == id).Select(e => $"{e.Action} {e.Summary} {e.PublicText} {e.NewValue} {e.Reason}").ToListAsync());
        Assert.All(new[] { "推荐甲", "example.com", "机密" }, secret =>
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(trail, t => t.Contains(secret, StringComparison.Ordinal));
        });
        Assert.Contains(trail, t => t.StartsWith("AnswerReferee", StringComparison.Ordinal));
        Assert.Equal("请填写推荐人意见", _server.Mails.Last(m => m.To == "jia11@example.com").Subject);
    }

    [Fact]
    public async Task A_link_ends_when_it_is_taken_back_sent_anew_or_its_time_is_over_and_says_nothing_then()
    {
        var (id, who) = await DraftAsync(12);
        using var owner = await site.LogInAsync(who.UserName);
        await AskAsync(owner, id, "推荐乙", "yi12@example.com");
        var first = await LinkAsync("yi12@example.com");
        await (await owner.GetAsync($"/applications/{id}/referees")).Form("重新发送").SubmitAsync("重新发送");
        var second = await LinkAsync("yi12@example.com");
        using var referee = site.Visit();

        var gone = await referee.GetAsync(first, HttpStatusCode.NotFound);
        await referee.GetAsync(second);
        site.Clock.Set(2022, 6, 19, 23, 59);
        var open = await referee.GetAsync(second);
        site.Clock.Set(2022, 6, 20, 0, 0);
        var late = await open.Form("提交意见").Fill("对申报组织质量管理和经营绩效的评价", Statement).Set("Input.Declared", "true").SubmitAsync("提交意见", HttpStatusCode.UnprocessableEntity);
        var wrong = await referee.GetAsync("/referees/never-given", HttpStatusCode.NotFound);
        var expired = await owner.GetAsync($"/applications/{id}/referees");
        await expired.Form("重新发送").SubmitAsync("重新发送");
        var third = await LinkAsync("yi12@example.com");
        var taken = await (await owner.GetAsync($"/applications/{id}/referees")).Form("收回邀请").SubmitAsync("收回邀请");
        await referee.GetAsync(third, HttpStatusCode.NotFound);

        Assert.Contains("已失效", expired.Text, StringComparison.Ordinal);
        Assert.Contains("已收回", taken.Text, StringComparison.Ordinal);
        Assert.Equal(wrong.All("main").Single().TextContent, gone.All("main").Single().TextContent);
        Assert.DoesNotContain(who.Name, late.Text, StringComparison.Ordinal);
        Assert.Contains(Statement, late.All("textarea").Single().TextContent, StringComparison.Ordinal);
        Assert.Equal(RefereeState.TakenBack, await StateAsync(id));
    }

    [Fact]
    public async Task Who_has_not_answered_gets_one_mail_more_and_both_links_are_good_until_one_is_used()
    {
        var (id, who) = await DraftAsync(15);
        using var owner = await site.LogInAsync(who.UserName);
        await AskAsync(owner, id, "推荐丁", "ding15@example.com");
        var first = await LinkAsync("ding15@example.com");
        site.Clock.Set(2022, 6, 15, 9, 0);
        await RemindAsync();
        Assert.Single(Mails());
        // The link ends on Sunday the 19th: three days before is a Thursday.
        site.Clock.Set(2022, 6, 16, 7, 59);
        await RemindAsync();
        Assert.Single(Mails());
        site.Clock.Set(2022, 6, 16, 8, 0);
        await Task.WhenAll(RemindAsync(), RemindAsync());
        var second = await LinkAsync("ding15@example.com");
        await RemindAsync();
        site.Clock.Set(2022, 6, 17, 9, 0);
        await RemindAsync();

        Assert.Equal(["请填写推荐人意见", "提醒：请填写推荐人意见"], Mails().Select(m => m.Subject));
        Assert.Contains("目前还没有收到您的意见，特此提醒。", Mails()[1].Body, StringComparison.Ordinal);
        Assert.Contains(" 已提醒，链接有效至", (await owner.GetAsync($"/applications/{id}/referees")).Text, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        using var referee = site.Visit();
        await referee.GetAsync(second);
        var page = await referee.GetAsync(first);
        await page.Form("提交意见").Fill("对申报组织质量管理和经营绩效的评价", Statement).Set("Input.Declared", "true").SubmitAsync("提交意见");
        using var again = site.Visit();
        await again.GetAsync(second, HttpStatusCode.NotFound);
        Assert.Equal(1, await site.ReadAsync(db => db.AuditEntries.CountAsync(e => e.ChainId == id && e.Action == "RemindReferee")));

        List<Mail> Mails() => [.. _server.Mails.Where(m => m.To == "ding15@example.com").Select(m => new Mail(m.Subject, m.Body))];

        async Task RemindAsync()
        {
            await site.InScopeAsync(services => services.GetRequiredService<RemindReferees>().RunAsync(default));
            while (await site.InScopeAsync(services => services.GetRequiredService<SendLetters>().RunAsync(default)))
            {
            }
        }
    }

    private sealed record Mail(string Subject, string Body);

    private static async Task<string> BookAsync(Visitor reader, Guid id)
    {
        using var response = await reader.Client.GetAsync(new Uri($"/applications/{id}/book", UriKind.Relative));
        Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
        return PaperText.Of(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Others_find_nothing_a_reader_asks_nobody_and_what_was_typed_wrong_comes_back()
    {
        var (id, who) = await DraftAsync(13);
        var (_, stranger) = await DraftAsync(14);
        using var owner = await site.LogInAsync(who.UserName);
        using var other = await site.LogInAsync(stranger.UserName);
        await other.GetAsync($"/applications/{id}/referees", HttpStatusCode.NotFound);
        await (await owner.GetAsync($"/applications/{id}/collaborators")).Form("建立邀请").Fill("对方的用户名或电子邮箱", stranger.UserName).Fill("授予的权限", nameof(CaseRight.View)).SubmitAsync("建立邀请");
        var invitation = await site.ReadAsync(db => db.Set<Collaborator>().Where(c => c.ApplicationId == id && c.State == CollaboratorState.Invited).Select(c => c.Id).SingleAsync());
        await (await other.GetAsync($"/invitations/{invitation}")).Form("接受邀请").SubmitAsync("接受邀请");

        var wrong = await (await owner.GetAsync($"/applications/{id}/referees")).Form("发送邀请").Fill("推荐人姓名", "推荐丙").Fill("所在单位", "某协会").Fill("电子邮箱", "不是邮箱").SubmitAsync("发送邀请", HttpStatusCode.UnprocessableEntity);
        await AskAsync(owner, id, "推荐丙", "bing13@example.com");
        var reading = await other.GetAsync($"/applications/{id}/referees");
        var refused = await Assert.ThrowsAsync<Domain.RefusedException>(() => _round!.Stage.DoAsync<AskReferee>(stranger.UserName, (o, a) => o.RunAsync(id, new RefereePerson("甲", "乙", "x@example.com"), a, default)));

        Assert.Equal("推荐丙", wrong.Form("发送邀请").Value("推荐人姓名"));
        Assert.Single(wrong.Errors);
        Assert.Contains("推荐丙", reading.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("bing13@example.com", reading.Text, StringComparison.Ordinal);
        Assert.Empty(reading.All("form button.btn-primary"));
        Assert.Equal("no-edit-right", refused.Code);
    }

    private async Task<(Guid Id, DemoApplicant Who)> DraftAsync(int number)
    {
        _round ??= await WholeRound.OpenAsync(site, CountySite.Programme, CountySite.Channel);
        site.Clock.Set(2022, 6, 5, 9, 0);
        var who = new DemoApplicant($"ref-org{number}", Track.Organisation, $"东海推荐{number}号有限公司", DemoIdentifiers.CreditCode(91320722, number), "通用设备制造业", CountySite.Channel, new DateOnly(2012, 3, 1));
        await _round.RegisterAsync(who);
        return (await _round.Scenes.FillAsync(who), who);
    }

    private static async Task<Page> AskAsync(Visitor owner, Guid id, string name, string email) =>
        await (await owner.GetAsync($"/applications/{id}/referees")).Form("发送邀请").Fill("推荐人姓名", name).Fill("所在单位", "某行业协会").Fill("电子邮箱", email).SubmitAsync("发送邀请");

    private static async Task<Page> HandInAsync(Visitor owner, Guid id, HttpStatusCode expected = HttpStatusCode.OK) =>
        await (await owner.GetAsync($"/applications/{id}/submit")).Form("提交申报材料").Set("Input.Declared", "true").SubmitAsync("提交申报材料", expected);

    private Task<RefereeState> StateAsync(Guid id) => site.ReadAsync(db => db.Set<RefereeRequest>().Where(r => r.ApplicationId == id).Select(r => r.State).SingleAsync());

    /// <summary>The link in the newest mail to this address.</summary>
    private async Task<string> LinkAsync(string address)
    {
        while (await site.InScopeAsync(services => services.GetRequiredService<SendLetters>().RunAsync(default)))
        {
        }

        var match = Link().Match(_server.Mails.Last(m => m.To == address).Body);
        Assert.True(match.Success);
        Assert.False(await site.ReadAsync(db => db.Set<AccountLetter>().AnyAsync(l => l.TokenHash == match.Groups["secret"].Value)));
        return match.Groups["path"].Value;
    }

    [GeneratedRegex(@"https://award\.example\.cn(?<path>/referees/(?<secret>[\w-]+))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
