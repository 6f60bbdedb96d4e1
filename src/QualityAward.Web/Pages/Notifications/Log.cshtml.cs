using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>One message of the log.</summary>
public sealed record LogRow(Guid Id, string Title, string EventCode, string Recipient, Role Role, DateTimeOffset At, DateTimeOffset? ReadAt, MailState MailState, DateTimeOffset? MailedAt, int MailAttempts, string? MailNote);

/// <summary>What was sent in a round, to whom and with what success (发送记录).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class LogModel(QualityAwardDbContext db, RoundRulesReader reader, MessageCatalogue catalogue, RetryMessages retry, IMailSender mail) : RoundPage(reader)
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public MailState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<LogRow> Rows { get; private set; } = [];

    public IReadOnlyDictionary<MailState, int> Counts { get; private set; } = new Dictionary<MailState, int>();

    /// <summary>Happenings that the job gave up on.</summary>
    public int GivenUp { get; private set; }

    public Paging Paging { get; private set; } = new(1, 0);

    public MessageNav Nav { get; private set; } = null!;

    public bool HasMail => mail.IsOn;

    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<MailState>().Select(s => new SelectListItem(MessageNames.Of(s), s.ToString()))];

    public string EventName(string code) => catalogue.Find(code)?.Name ?? "合并提醒";

    public static Tone ToneOf(MailState state) => state switch
    {
        MailState.Sent => Tone.Success,
        MailState.Failed => Tone.Danger,
        MailState.Unknown => Tone.Warning,
        MailState.Waiting or MailState.Sending => Tone.Info,
        MailState.NoServer or MailState.Declined or MailState.NoAddress or MailState.Unconfirmed or MailState.Withdrawn => Tone.Neutral,
    };

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(Guid? message, CancellationToken cancellationToken)
    {
        var count = await retry.MailsAsync(Id, message, Actor, cancellationToken);
        TempData.Flash($"{count} 封邮件将重新发送。");
        return Redirect(MessageLinks.Log(Id));
    }

    public async Task<IActionResult> OnPostHappeningsAsync(CancellationToken cancellationToken)
    {
        var count = await retry.HappeningsAsync(Id, Actor, cancellationToken);
        TempData.Flash($"{count} 件事项将重新生成通知。");
        return Redirect(MessageLinks.Log(Id));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Nav = await MessageNav.OfAsync(db, Id, MessageLinks.Log(Id), cancellationToken);
        GivenUp = await RetryMessages.GivenUp(db, Id).CountAsync(cancellationToken);
        var all = db.Set<Message>().AsNoTracking().Join(db.Set<Notification>().Where(n => n.RoundId == Id), m => m.NotificationId, n => n.Id, (m, n) => new { Message = m, Notification = n })
            .Join(db.Users, x => x.Message.RecipientId, u => u.Id, (x, u) => new { x.Message, x.Notification, User = u });
        Counts = await all.GroupBy(x => x.Message.MailState).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = Q.Trim();
            all = all.Where(x => x.Notification.Title.Contains(text) || x.User.DisplayName.Contains(text));
        }

        if (State is { } state)
        {
            all = all.Where(x => x.Message.MailState == state);
        }

        Paging = new Paging(PageNumber, await all.CountAsync(cancellationToken));
        Rows = await all.OrderByDescending(x => x.Message.At).ThenByDescending(x => x.Message.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(x => new LogRow(
                x.Message.Id, x.Notification.Title, x.Notification.EventCode, x.User.DisplayName, x.User.Role, x.Message.At, x.Message.ReadAt, x.Message.MailState, x.Message.MailedAt, x.Message.MailAttempts, x.Message.MailNote))
            .ToListAsync(cancellationToken);
        return true;
    }
}
