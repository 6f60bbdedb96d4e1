using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Notifications;

namespace QualityAward.Web.Jobs;

/// <summary>
/// Sends waiting e-mails, a handful at a time (发送邮件). A row is first taken (<c>Sending</c>) and that is committed before the server hears of it, so that no two processes
/// send the same and none sends it again after a crash: what was under way then is of unknown outcome, for the office to look at. What certainly was not taken is tried
/// again after 1, 2, 4 … minutes.
/// </summary>
public sealed class SendMails(QualityAwardDbContext db, IMailSender sender, MessageCatalogue catalogue, MessageFactsReader facts, Recipients recipients, TimeProvider time) : IOperation, IJob
{
    private const int AtATime = 20;

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!sender.IsOn)
        {
            // What waited for a server that is gone is told apart from what was sent.
            await db.Set<Message>().Where(m => m.MailState == MailState.Waiting).ExecuteUpdateAsync(s => s.SetProperty(m => m.MailState, MailState.NoServer), cancellationToken);
            return false;
        }

        var lost = now - Message.SendingTime;
        await db.Set<Message>().Where(m => m.MailState == MailState.Sending && m.ClaimedAt < lost)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.MailState, MailState.Unknown).SetProperty(m => m.MailNote, "发送过程中断，可能已送达"), cancellationToken);
        var taken = await db.Set<Message>().FromSql(
            $"""
            with next as (select id from messages where mail_state = 'Waiting' and (next_mail_at is null or next_mail_at <= {now}) order by at, id limit {AtATime} for update skip locked)
            update messages m set mail_state = 'Sending', mail_attempts = m.mail_attempts + 1, claimed_at = {now} from next where m.id = next.id returning m.*
            """).AsNoTracking().ToListAsync(cancellationToken);
        if (taken.Count == 0)
        {
            return false;
        }

        using var connection = sender.Connect();
        foreach (var group in taken.GroupBy(m => m.NotificationId))
        {
            await SendAsync(group.Key, [.. group], connection, cancellationToken);
        }

        return true;
    }

    private async Task SendAsync(Guid notificationId, IReadOnlyList<Message> messages, IMailConnection connection, CancellationToken cancellationToken)
    {
        var notification = await db.Set<Notification>().AsNoTracking().SingleAsync(n => n.Id == notificationId, cancellationToken);
        var ids = messages.Select(m => m.RecipientId).ToList();
        var people = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id) && u.State == AccountState.Active)
            .Select(u => new { u.Id, u.Email, u.EmailConfirmed, u.MailOff }).ToDictionaryAsync(u => u.Id, cancellationToken);
        var entitled = await EntitledAsync(notification, cancellationToken);
        var text = $"{notification.Body}\n\n请登录系统办理：{sender.SiteAddress}{notification.Url}\n\n本邮件由政府质量奖评审系统自动发出，请勿回复。如不再接收邮件，请登录后在“站内信—接收设置”中关闭。";
        foreach (var message in messages)
        {
            var person = people.GetValueOrDefault(message.RecipientId);
            var (state, note) = person is null || entitled?.Contains(person.Id) == false ? (MailState.Withdrawn, "收件人已无权查看或已办理")
                : person.MailOff ? (MailState.Declined, null)
                : string.IsNullOrEmpty(person.Email) ? (MailState.NoAddress, null)
                : !person.EmailConfirmed ? (MailState.Unconfirmed, null)
                : Outcome(await connection.SendAsync(new Mail(message.Id, person.Email, notification.Title, text), cancellationToken), message.MailAttempts);
            await SettleAsync(message, state, note);
        }
    }

    /// <summary>Who may still hear of the case; null: it is about none.</summary>
    private async Task<IReadOnlyCollection<Guid>?> EntitledAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (notification.ApplicationId is not { } caseId || catalogue.Find(notification.EventCode) is not { } given || await facts.FindAsync(caseId, cancellationToken) is not { } about)
        {
            return null;
        }

        var happening = await db.Set<Happening>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == notification.HappeningId, cancellationToken);
        return await recipients.OfAsync(given, about, happening?.ConcernedAccount, happening?.ConcernedAuthority, cancellationToken);
    }

    private static (MailState State, string? Note) Outcome(MailResult result, int attempts) => result.Outcome switch
    {
        MailOutcome.Taken => (MailState.Sent, null),
        MailOutcome.Later when attempts < Message.MaxMailAttempts => (MailState.Waiting, result.Note),
        MailOutcome.Later => (MailState.Failed, $"{result.Note}，已试 {attempts} 次"),
        MailOutcome.Refused => (MailState.Failed, result.Note),
        MailOutcome.Unknown => (MailState.Unknown, $"{result.Note}，可能已送达"),
    };

    /// <summary>Written down whatever happens to the job: what was sent must not be forgotten.</summary>
    private async Task SettleAsync(Message message, MailState state, string? note)
    {
        var now = time.GetUtcNow();
        DateTimeOffset? mailed = state == MailState.Sent ? now : null;
        DateTimeOffset? next = state == MailState.Waiting ? now + BackOff.After(message.MailAttempts) : null;
        await db.Set<Message>().Where(m => m.Id == message.Id && m.MailAttempts == message.MailAttempts).ExecuteUpdateAsync(
            s => s.SetProperty(m => m.MailState, state).SetProperty(m => m.MailNote, note).SetProperty(m => m.MailedAt, mailed).SetProperty(m => m.NextMailAt, next), CancellationToken.None);
    }
}
