using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>The parts of a round's notifications (通知导航): model of <c>_MessageNav</c>.</summary>
public sealed record MessageNav(Guid RoundId, string Here, int Held, int Failed)
{
    public static async Task<MessageNav> OfAsync(QualityAwardDbContext db, Guid roundId, string here, CancellationToken cancellationToken) => new(
        roundId, here,
        await db.Set<Notification>().CountAsync(n => n.RoundId == roundId && n.State == NotificationState.Held, cancellationToken),
        await db.Set<Message>().CountAsync(m => (m.MailState == MailState.Failed || m.MailState == MailState.Unknown) && db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.RoundId == roundId), cancellationToken));
}

/// <summary>What the office has to look at before it goes out, mails that did not arrive, and an own address that is not confirmed (通知待办).</summary>
public sealed class NotificationsDesk(QualityAwardDbContext db, IMailSender mail) : IDeskSource
{
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        if (mail.IsOn && RolePermissions.Allows(actor.Role, Permission.OwnAccount))
        {
            yield return new DeskQuery(
                db.Users.Where(u => u.Id == actor.UserId && u.Email != null && !u.EmailConfirmed && !u.MailOff).Select(u => new { u.Id }),
                static (_, desk) => desk.Items.Add(new DeskItem("确认您的电子邮箱，确认后才能收到邮件", MessageLinks.Settings)));
        }

        if (!RolePermissions.Allows(actor.Role, Permission.ManageRounds))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.Set<Message>().Where(m => m.MailState == MailState.Failed)
                .Join(db.Set<Notification>().Where(n => n.AuthorityCode == actor.AuthorityCode && n.RoundId != null), m => m.NotificationId, n => n.Id, (_, n) => n.RoundId)
                .GroupBy(r => r).Select(g => new { RoundId = g.Key!.Value, Name = db.Rounds.Where(r => r.Id == g.Key).Select(r => r.Name).First(), Count = g.Count() }),
            static (row, desk) => desk.Items.Add(new DeskItem($"邮件未送达，请重新发送或联系收件人：{row.GetString(1)}", MessageLinks.Log(row.GetGuid(0), nameof(MailState.Failed)), Count: row.GetInt32(2))));
        yield return new DeskQuery(
            db.Set<Notification>().Where(n => n.State == NotificationState.Held && n.AuthorityCode == actor.AuthorityCode && n.RoundId != null)
                .GroupBy(n => n.RoundId).Select(g => new { RoundId = g.Key!.Value, Name = db.Rounds.Where(r => r.Id == g.Key).Select(r => r.Name).First(), Count = g.Count() }),
            static (row, desk) => desk.Items.Add(new DeskItem($"审核待发通知：{row.GetString(1)}", MessageLinks.Held(row.GetGuid(0)), Count: row.GetInt32(2))));
    }
}

/// <summary>Writes the next version of an event's template (修改通知模板).</summary>
public sealed class ChangeMessageTemplate(QualityAwardDbContext db, MessageCatalogue catalogue, TimeProvider time) : IOperation
{
    /// <param name="seen">Number of the version that the person saw; 0: the data file's.</param>
    public async Task<MessageTemplate> RunAsync(Guid roundId, string eventCode, int seen, MessageChoice choice, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        var given = catalogue.Find(eventCode) ?? throw new RefusedException("no-such-event", "没有这个通知事项。");
        var present = await db.Set<MessageTemplate>().Where(t => t.RoundId == roundId && t.EventCode == eventCode).OrderByDescending(t => t.Number).FirstOrDefaultAsync(cancellationToken);
        if ((present?.Number ?? 0) != seen)
        {
            throw new StaleVersionException("您打开页面之后，他人已修改了这个模板。您填写的内容仍在页面上，请核对后再保存。");
        }

        var now = time.GetUtcNow();
        var template = MessageTemplate.Write(Guid.CreateVersion7(now), round, given, present, choice, actor, now);
        db.Add(template);
        await db.SaveChangesAsync(cancellationToken);
        return template;
    }
}

/// <summary>Rewords, sends or drops notifications that are held (审核待发通知).</summary>
public sealed class ReviewMessages(QualityAwardDbContext db, MessageCatalogue catalogue, MessageFactsReader facts, Recipients recipients, Postbox postbox, TimeProvider time) : IOperation
{
    /// <param name="seen">Version that the person saw.</param>
    public async Task RewordAsync(Guid notificationId, int seen, MessageWording wording, Actor actor, CancellationToken cancellationToken)
    {
        var notification = await FindAsync(notificationId, seen, cancellationToken);
        notification.Reword(wording, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Sends one as it is on the page.</summary>
    public async Task<int> SendAsync(Guid notificationId, int seen, MessageWording wording, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var notification = await FindAsync(notificationId, seen, cancellationToken);
        notification.Reword(wording, actor, time.GetUtcNow());
        var count = await ReleaseAsync(notification, actor, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    /// <summary>Sends several of a round as they are; all or none.</summary>
    public async Task<int> SendAllAsync(Guid roundId, IReadOnlyCollection<Guid> notificationIds, Actor actor, CancellationToken cancellationToken)
    {
        if (notificationIds.Count == 0)
        {
            throw new InvalidInputException("Chosen", "请选择要发送的通知。");
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var chosen = await db.Set<Notification>().Where(n => n.RoundId == roundId && notificationIds.Contains(n.Id)).OrderBy(n => n.Id).ToListAsync(cancellationToken);
        var count = 0;
        foreach (var notification in chosen)
        {
            count += await ReleaseAsync(notification, actor, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    public async Task CancelAsync(Guid notificationId, int seen, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        var notification = await FindAsync(notificationId, seen, cancellationToken);
        notification.Cancel(reason ?? "", actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Who would get it if it were sent now; rights may have changed since it was written.</summary>
    public async Task<IReadOnlyList<Guid>> RecipientsAsync(Notification notification, CancellationToken cancellationToken)
    {
        if (catalogue.Find(notification.EventCode) is not { } given || (notification.ApplicationId ?? notification.RoundId) is not { } chain || await facts.FindAsync(chain, cancellationToken) is not { } about)
        {
            return [];
        }

        var happening = await db.Set<Happening>().AsNoTracking().SingleOrDefaultAsync(h => h.Id == notification.HappeningId, cancellationToken);
        return await recipients.OfAsync(given, about, happening?.ConcernedAccount, happening?.ConcernedAuthority, cancellationToken);
    }

    private async Task<int> ReleaseAsync(Notification notification, Actor actor, CancellationToken cancellationToken)
    {
        var who = await RecipientsAsync(notification, cancellationToken);
        var now = time.GetUtcNow();
        notification.Release(who.Count, actor, now);
        await db.SaveChangesAsync(cancellationToken);
        return await postbox.PutAsync(notification.Id, who, now, reminderOn: null, cancellationToken);
    }

    private async Task<Notification> FindAsync(Guid notificationId, int seen, CancellationToken cancellationToken)
    {
        var notification = await db.Set<Notification>().SingleAsync(n => n.Id == notificationId, cancellationToken);
        return notification.Version == seen ? notification : throw new StaleVersionException("您打开页面之后，他人已修改或发送了这份通知。您填写的内容仍在页面上，请核对后再办理。");
    }
}

/// <summary>Tries again what failed for good (重新发送): e-mails, and happenings that came to no notification.</summary>
public sealed class RetryMessages(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    /// <summary>E-mails of the round; <paramref name="messageId"/> null: all that failed, but none of unknown outcome, which might arrive twice.</summary>
    public async Task<int> MailsAsync(Guid roundId, Guid? messageId, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        round.RequireOffice(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var failed = db.Set<Message>().Where(m => db.Set<Notification>().Any(n => n.Id == m.NotificationId && n.RoundId == roundId));
        failed = messageId is { } one
            ? failed.Where(m => m.Id == one && (m.MailState == MailState.Failed || m.MailState == MailState.Unknown))
            : failed.Where(m => m.MailState == MailState.Failed);
        var count = await failed.ExecuteUpdateAsync(
            s => s.SetProperty(m => m.MailState, MailState.Waiting).SetProperty(m => m.MailAttempts, 0).SetProperty(m => m.NextMailAt, (DateTimeOffset?)null).SetProperty(m => m.MailNote, (string?)null), cancellationToken);
        if (count == 0)
        {
            throw new RefusedException("nothing-to-retry", "没有可以重新发送的邮件，可能已经重新发送。");
        }

        await db.RecordAsync(new CaseEvent(roundId, "ResendMail", actor, time.GetUtcNow(), $"重新发送邮件 {count} 封"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    public async Task<int> HappeningsAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        round.RequireOffice(actor);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var count = await GivenUp(db, roundId).ExecuteUpdateAsync(
            s => s.SetProperty(h => h.GivenUpAt, (DateTimeOffset?)null).SetProperty(h => h.NextAt, (DateTimeOffset?)null).SetProperty(h => h.Attempts, 0), cancellationToken);
        await db.RecordAsync(new CaseEvent(roundId, "RetryHappenings", actor, time.GetUtcNow(), $"重新生成通知 {count} 件"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return count;
    }

    /// <summary>What the job gave up on, of the round and its cases.</summary>
    public static IQueryable<Happening> GivenUp(QualityAwardDbContext db, Guid roundId) =>
        db.Set<Happening>().Where(h => h.GivenUpAt != null && h.DoneAt == null && (h.ChainId == roundId || db.Applications.Any(a => a.Id == h.ChainId && a.RoundId == roundId)));
}
