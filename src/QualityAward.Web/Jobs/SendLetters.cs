using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;

namespace QualityAward.Web.Jobs;

/// <summary>
/// Sends the letters of accounts (发送账号邮件), claimed as in <see cref="SendMails"/>. The link's secret is made here and never stored: each attempt has a new one, and only the
/// last one's hash is known.
/// </summary>
public sealed class SendLetters(QualityAwardDbContext db, IMailSender sender, TimeProvider time) : IOperation, IJob
{
    private const int AtATime = 20;

    private const string Ending = "本邮件由政府质量奖评审系统自动发出，请勿回复。";

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        if (!sender.IsOn)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var lost = now - Message.SendingTime;
        await db.Set<AccountLetter>().Where(l => l.State == MailState.Sending && l.ClaimedAt < lost).ExecuteUpdateAsync(s => s.SetProperty(l => l.State, MailState.Unknown), cancellationToken);
        var taken = await db.Set<AccountLetter>().FromSql(
            $"""
            with next as (select id from account_letters where state = 'Waiting' and (next_at is null or next_at <= {now}) order by requested_at, id limit {AtATime} for update skip locked)
            update account_letters l set state = 'Sending', attempts = l.attempts + 1, claimed_at = {now} from next where l.id = next.id returning l.*
            """).AsNoTracking().ToListAsync(cancellationToken);
        if (taken.Count == 0)
        {
            var old = now - AccountLetter.Kept;
            await db.Set<AccountLetter>().Where(l => l.RequestedAt < old && (l.ExpiresAt == null || l.ExpiresAt < now)).ExecuteDeleteAsync(cancellationToken);
            return false;
        }

        using var connection = sender.Connect();
        foreach (var letter in taken)
        {
            await SendAsync(letter, connection, cancellationToken);
        }

        return true;
    }

    private async Task SendAsync(AccountLetter letter, IMailConnection connection, CancellationToken cancellationToken)
    {
        if (letter.UsedAt is not null || await FindContentAsync(letter, cancellationToken) is not { } content)
        {
            await SettleAsync(letter, MailState.Withdrawn, null);
            return;
        }

        var (secret, now) = (LinkSecret.New(), time.GetUtcNow());
        DateTimeOffset? expires = content.Until ?? now + AccountLetter.Lasts(letter.Purpose);
        // Known before it goes out: whoever gets it must be able to use it.
        await db.Set<AccountLetter>().Where(l => l.Id == letter.Id).ExecuteUpdateAsync(s => s.SetProperty(l => l.TokenHash, LinkSecret.HashOf(secret)).SetProperty(l => l.ExpiresAt, expires), cancellationToken);
        var (subject, text) = content.Write(secret, expires!.Value);
        var result = await connection.SendAsync(new Mail(letter.Id, letter.Address, subject, text), cancellationToken);
        var (state, note) = result.Outcome switch
        {
            MailOutcome.Taken => (MailState.Sent, null),
            MailOutcome.Later when letter.Attempts < Message.MaxMailAttempts => (MailState.Waiting, result.Note),
            MailOutcome.Later or MailOutcome.Refused => (MailState.Failed, result.Note),
            MailOutcome.Unknown => (MailState.Unknown, result.Note),
        };
        await SettleAsync(letter, state, note);
    }

    /// <summary>What a letter says; null: whatever it was about is no more.</summary>
    private async Task<Content?> FindContentAsync(AccountLetter letter, CancellationToken cancellationToken)
    {
        if (letter.RefereeRequestId is { } requestId)
        {
            var now = time.GetUtcNow();
            var asked = await db.Set<RefereeRequest>().AsNoTracking().Where(r => r.Id == requestId && r.State == RefereeState.Asked && r.ExpiresAt > now)
                .Join(db.Applications.Where(a => a.Position.Stage == Stage.Application && a.Position.Ending == null), r => r.ApplicationId, a => a.Id, (r, a) => new { r.Name, r.ExpiresAt, r.RemindedAt, a.ApplicantName, a.RoundId })
                .Join(db.Rounds, x => x.RoundId, r => r.Id, (x, r) => new { x.Name, x.ExpiresAt, x.RemindedAt, x.ApplicantName, RoundName = r.Name }).SingleOrDefaultAsync(cancellationToken);
            var again = letter.RequestedAt >= asked?.RemindedAt;
            return asked is null ? null : new Content(asked.ExpiresAt, (secret, until) => (again ? "提醒：请填写推荐人意见" : "请填写推荐人意见",
                $"{asked.Name}：\n\n{asked.ApplicantName}申报{asked.RoundName}，请您作为推荐人填写意见。{(again ? "目前还没有收到您的意见，特此提醒。" : "")}\n\n请在 {ChinaCalendar.Text(until)} 前打开下面的链接填写，不需要登录，链接只能用一次，请不要转发：\n{sender.SiteAddress}{ApplicationLinks.Referee(secret)}\n\n您不认识申报人或不愿填写的，不必理会。\n\n{Ending}"));
        }

        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == letter.UserId && u.State == AccountState.Active, cancellationToken);
        return user is null ? null : new Content(null, (secret, until) => Text(letter.Purpose, user, secret, until));
    }

    private (string Subject, string Text) Text(LetterPurpose purpose, AppUser user, string secret, DateTimeOffset expires)
    {
        var until = ChinaCalendar.Text(expires);
        return purpose switch
        {
            LetterPurpose.ConfirmAddress => ("请确认您的邮箱",
                $"有人在政府质量奖评审系统中把这个邮箱设为账号 {user.UserName} 的电子邮箱。\n\n是您本人的，请在 {until} 前打开下面的链接确认，确认后才会向这个邮箱发送通知：\n{sender.SiteAddress}{AccountLinks.Confirm(secret)}\n\n不是您本人的，不必理会，这个邮箱不会被使用。\n\n{Ending}"),
            LetterPurpose.ResetPassword => ("重设密码",
                $"有人申请重设政府质量奖评审系统账号 {user.UserName} 的密码。\n\n是您本人的，请在 {until} 前打开下面的链接设置新密码，链接只能用一次：\n{sender.SiteAddress}{AccountLinks.Reset(secret)}\n\n不是您本人的，不必理会，原密码继续有效。\n\n{Ending}"),
            LetterPurpose.Referee => throw new InvalidOperationException("A referee has no account."),
        };
    }

    private async Task SettleAsync(AccountLetter letter, MailState state, string? note)
    {
        DateTimeOffset? next = state == MailState.Waiting ? time.GetUtcNow() + BackOff.After(letter.Attempts) : null;
        await db.Set<AccountLetter>().Where(l => l.Id == letter.Id && l.Attempts == letter.Attempts)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.State, state).SetProperty(l => l.Note, note).SetProperty(l => l.NextAt, next), CancellationToken.None);
    }

    /// <param name="Until">When its link ends; null: as the purpose says.</param>
    /// <param name="Write">Subject and text with a secret and the end of the link.</param>
    private sealed record Content(DateTimeOffset? Until, Func<string, DateTimeOffset, (string Subject, string Text)> Write);
}
