using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Notifications;
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
            await db.Set<AccountLetter>().Where(l => l.RequestedAt < old).ExecuteDeleteAsync(cancellationToken);
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
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == letter.UserId && u.State == AccountState.Active, cancellationToken);
        if (user is null || letter.UsedAt is not null)
        {
            await SettleAsync(letter, MailState.Withdrawn, null);
            return;
        }

        var (secret, now) = (LinkSecret.New(), time.GetUtcNow());
        DateTimeOffset? expires = now + AccountLetter.Lasts(letter.Purpose);
        // Known before it goes out: whoever gets it must be able to use it.
        await db.Set<AccountLetter>().Where(l => l.Id == letter.Id).ExecuteUpdateAsync(s => s.SetProperty(l => l.TokenHash, LinkSecret.HashOf(secret)).SetProperty(l => l.ExpiresAt, expires), cancellationToken);
        var (subject, text) = Text(letter.Purpose, user, secret, expires.Value);
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

    private (string Subject, string Text) Text(LetterPurpose purpose, AppUser user, string secret, DateTimeOffset expires)
    {
        const string Ending = "本邮件由政府质量奖评审系统自动发出，请勿回复。";
        var until = ChinaCalendar.Text(expires);
        return purpose switch
        {
            LetterPurpose.ConfirmAddress => ("请确认您的邮箱",
                $"有人在政府质量奖评审系统中把这个邮箱设为账号 {user.UserName} 的电子邮箱。\n\n是您本人的，请在 {until} 前打开下面的链接确认，确认后才会向这个邮箱发送通知：\n{sender.SiteAddress}{AccountLinks.Confirm(secret)}\n\n不是您本人的，不必理会，这个邮箱不会被使用。\n\n{Ending}"),
            LetterPurpose.ResetPassword => ("重设密码",
                $"有人申请重设政府质量奖评审系统账号 {user.UserName} 的密码。\n\n是您本人的，请在 {until} 前打开下面的链接设置新密码，链接只能用一次：\n{sender.SiteAddress}{AccountLinks.Reset(secret)}\n\n不是您本人的，不必理会，原密码继续有效。\n\n{Ending}"),
        };
    }

    private async Task SettleAsync(AccountLetter letter, MailState state, string? note)
    {
        DateTimeOffset? next = state == MailState.Waiting ? time.GetUtcNow() + BackOff.After(letter.Attempts) : null;
        await db.Set<AccountLetter>().Where(l => l.Id == letter.Id && l.Attempts == letter.Attempts)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.State, state).SetProperty(l => l.Note, note).SetProperty(l => l.NextAt, next), CancellationToken.None);
    }
}
