using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>Puts a notification into inboxes (投递站内信): one statement, however many people; whoever has it already does not get it twice.</summary>
public sealed class Postbox(QualityAwardDbContext db, IMailSender mail, UnreadCounts counts, TimeProvider time) : IOperation
{
    public Task<int> PutAsync(Guid notificationId, IReadOnlyCollection<Guid> recipients, DateTimeOffset at, DateOnly? reminderOn, CancellationToken cancellationToken) =>
        PutAsync([.. recipients.Select(r => (notificationId, r))], at, reminderOn, cancellationToken);

    public async Task<int> PutAsync(IReadOnlyList<(Guid Notification, Guid Recipient)> messages, DateTimeOffset at, DateOnly? reminderOn, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Guid[] ids = [.. messages.Select(_ => Guid.CreateVersion7(now))];
        Guid[] notifications = [.. messages.Select(m => m.Notification)];
        Guid[] recipients = [.. messages.Select(m => m.Recipient)];
        var (noServer, declined, noAddress) = (nameof(MailState.NoServer), nameof(MailState.Declined), nameof(MailState.NoAddress));
        var (unconfirmed, waiting) = (nameof(MailState.Unconfirmed), nameof(MailState.Waiting));
        var put = await db.Database.ExecuteSqlAsync(
            $"""
            insert into messages (id, notification_id, recipient_id, at, reminder_on, mail_attempts, mail_state)
            select m.id, m.notification_id, u.id, {at.ToUniversalTime()}, {reminderOn}, 0,
                case when {!mail.IsOn} then {noServer} when u.mail_off then {declined} when coalesce(u.email, '') = '' then {noAddress}
                    when not u.email_confirmed then {unconfirmed} else {waiting} end
            from unnest({ids}, {notifications}, {recipients}) as m (id, notification_id, recipient_id) join users u on u.id = m.recipient_id
            on conflict do nothing
            """, cancellationToken);
        counts.Forget();
        return put;
    }
}

/// <summary>
/// How many unread messages somebody has (未读数), for the header of every page: kept for some seconds, so that walking through pages asks the database rarely. What
/// happens in this process is seen at once, what happens in another one after those seconds.
/// </summary>
public sealed class UnreadCounts
{
    private const int MaxKept = 10_000;
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<Guid, (int Count, long At)> _kept = new();

    public int? Find(Guid userId) => _kept.TryGetValue(userId, out var kept) && TimeProvider.System.GetElapsedTime(kept.At) < Keep ? kept.Count : null;

    public void Set(Guid userId, int count)
    {
        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }

        _kept[userId] = (count, TimeProvider.System.GetTimestamp());
    }

    public void Forget() => _kept.Clear();

    public void Forget(Guid userId) => _kept.TryRemove(userId, out _);
}

/// <summary>The header's number (未读站内信数).</summary>
public sealed class UnreadMessages(QualityAwardDbContext db, UnreadCounts counts) : IOperation
{
    /// <summary>More are shown as 99+.</summary>
    public const int Most = 100;

    public async Task<int> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (counts.Find(actor.UserId) is { } known)
        {
            return known;
        }

        // Which hundred it finds does not matter; an order by what is the same in all of them costs no sort.
        var count = await db.Set<Message>().Where(m => m.RecipientId == actor.UserId && m.ReadAt == null).OrderBy(m => m.RecipientId).Select(m => m.Id).Take(Most).CountAsync(cancellationToken);
        counts.Set(actor.UserId, count);
        return count;
    }
}
