using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>Which messages the inbox shows (筛选).</summary>
public enum InboxFilter
{
    All,
    Unread,

    /// <summary>待办: something to do, and the date has not passed.</summary>
    Tasks,

    /// <summary>有期限.</summary>
    Due,
}

/// <summary>A line of the inbox.</summary>
public sealed record InboxRow(Guid Id, string Title, string? RoundName, DateOnly? DueOn, DateTimeOffset At, DateTimeOffset? ReadAt, bool IsTask);

/// <summary>Messages of whoever is signed in (站内信): what there is to do, by when, where.</summary>
[RequirePermission(Permission.OwnAccount)]
public sealed class InboxModel(QualityAwardDbContext db, MarkMessagesRead mark, IMailSender mail, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public InboxFilter Show { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<InboxRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public IReadOnlyDictionary<InboxFilter, int> Counts { get; private set; } = new Dictionary<InboxFilter, int>();

    public DateOnly Today => time.Today();

    public bool HasMail => mail.IsOn;

    public static string NameOf(InboxFilter filter) => filter switch
    {
        InboxFilter.All => "全部",
        InboxFilter.Unread => "未读",
        InboxFilter.Tasks => "须办理",
        InboxFilter.Due => "期限未到",
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var today = Today;
        var mine = db.Set<Message>().AsNoTracking().Where(m => m.RecipientId == Actor.UserId)
            .Join(db.Set<Notification>(), m => m.NotificationId, n => n.Id, (m, n) => new { Message = m, Notification = n });
        var unread = mine.Where(x => x.Message.ReadAt == null);
        var due = mine.Where(x => x.Notification.DueOn >= today);
        var tasks = mine.Where(x => x.Notification.IsTask && (x.Notification.DueOn == null || x.Notification.DueOn >= today));
        Counts = new Dictionary<InboxFilter, int>
        {
            [InboxFilter.All] = await mine.CountAsync(cancellationToken), [InboxFilter.Unread] = await unread.CountAsync(cancellationToken), [InboxFilter.Tasks] = await tasks.CountAsync(cancellationToken),
            [InboxFilter.Due] = await due.CountAsync(cancellationToken),
        };
        Paging = new Paging(PageNumber, Counts.GetValueOrDefault(Show));
        var chosen = Show switch { InboxFilter.Unread => unread, InboxFilter.Tasks => tasks, InboxFilter.Due => due, _ => mine };
        var ordered = Show == InboxFilter.Due ? chosen.OrderBy(x => x.Notification.DueOn).ThenByDescending(x => x.Message.At) : chosen.OrderByDescending(x => x.Message.At);
        Rows = await ordered.ThenByDescending(x => x.Message.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(x => new InboxRow(
                x.Message.Id, x.Notification.Title, db.Rounds.Where(r => r.Id == x.Notification.RoundId).Select(r => r.Name).FirstOrDefault(), x.Notification.DueOn, x.Message.At, x.Message.ReadAt, x.Notification.IsTask))
            .ToListAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAllReadAsync(CancellationToken cancellationToken)
    {
        var count = await mark.AllAsync(Actor, cancellationToken);
        TempData.Flash($"已将 {count} 条站内信标为已读。");
        return Redirect(MessageLinks.Inbox);
    }
}

/// <summary>Marks own messages as read (标为已读); nobody else's can be reached.</summary>
public sealed class MarkMessagesRead(QualityAwardDbContext db, UnreadCounts counts, TimeProvider time) : IOperation
{
    public async Task<int> AllAsync(Actor actor, CancellationToken cancellationToken) =>
        await MarkAsync(db.Set<Message>().Where(m => m.RecipientId == actor.UserId), actor, cancellationToken);

    public Task<int> OneAsync(Guid messageId, Actor actor, CancellationToken cancellationToken) =>
        MarkAsync(db.Set<Message>().Where(m => m.Id == messageId && m.RecipientId == actor.UserId), actor, cancellationToken);

    private async Task<int> MarkAsync(IQueryable<Message> messages, Actor actor, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        var marked = await messages.Where(m => m.ReadAt == null).ExecuteUpdateAsync(s => s.SetProperty(m => m.ReadAt, now), cancellationToken);
        counts.Forget(actor.UserId);
        return marked;
    }
}
