using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>A newly arrived message on the desk (最近通知).</summary>
public sealed record NewestMessage(Guid Id, string Title, DateTimeOffset At, bool IsRead);

/// <summary>What happened last (最近通知): the newest of the inbox, for everybody who has one.</summary>
public sealed class InboxDesk(QualityAwardDbContext db) : IDeskSource
{
    public const int Most = 5;

    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (!RolePermissions.Allows(actor.Role, Permission.OwnAccount))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.Set<Message>().Where(m => m.RecipientId == actor.UserId).OrderByDescending(m => m.At).ThenByDescending(m => m.Id).Take(Most)
                .Join(db.Set<Notification>(), m => m.NotificationId, n => n.Id, (m, n) => new { m.Id, n.Title, m.At, IsRead = m.ReadAt != null }).OrderByDescending(x => x.At).ThenByDescending(x => x.Id),
            static (row, desk) => desk.Messages.Add(new NewestMessage(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetBoolean(3))));
    }
}
