using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>One notification that waits for the office: reword it, send it, or not (审核待发通知).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class HeldMessageModel(QualityAwardDbContext db, RoundRulesReader reader, MessageCatalogue catalogue, ReviewMessages review) : RoundPage(reader)
{
    private const int MostNames = 25;

    [BindProperty(SupportsGet = true)]
    public Guid NotificationId { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public Notification Notification { get; private set; } = null!;

    public IReadOnlyList<string> Names { get; private set; } = [];

    public int RecipientCount { get; private set; }

    public bool IsHeld => Notification.State == NotificationState.Held;

    public string EventName => catalogue.Find(Notification.EventCode)?.Name ?? "通知";

    private MessageWording Typed => new(AnswerText.Line(Input.Title), AnswerText.Lines(Input.Body));

    public void OnGet() => Input = new InputModel { Title = Notification.Title, Body = Notification.Body, Version = Notification.Version };

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await review.RewordAsync(NotificationId, Input.Version, Typed, Actor, cancellationToken);
        TempData.Flash("修改已保存，通知还没有发送。");
        return Redirect(MessageLinks.HeldOne(Id, NotificationId));
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        var count = await review.SendAsync(NotificationId, Input.Version, Typed, Actor, cancellationToken);
        TempData.Flash($"通知已发送，共 {count} 人。");
        return Redirect(MessageLinks.Held(Id));
    }

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken)
    {
        await review.CancelAsync(NotificationId, Input.Version, Input.Reason, Actor, cancellationToken);
        TempData.Flash("已决定不发送这份通知，理由记入留痕。", Tone.Info);
        return Redirect(MessageLinks.Held(Id));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await db.Set<Notification>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == NotificationId && n.RoundId == Id && (n.State == NotificationState.Held || n.ReviewedAt != null), cancellationToken) is not { } found)
        {
            return false;
        }

        Notification = found;
        var who = IsHeld ? await review.RecipientsAsync(found, cancellationToken) : await db.Set<Message>().Where(m => m.NotificationId == NotificationId).Select(m => m.RecipientId).ToListAsync(cancellationToken);
        RecipientCount = who.Count;
        Names = await db.Users.Where(u => who.Contains(u.Id)).OrderBy(u => u.DisplayName).Select(u => u.DisplayName).Take(MostNames).ToListAsync(cancellationToken);
        return true;
    }

    public sealed class InputModel
    {
        public string? Title { get; set; }

        public string? Body { get; set; }

        public string? Reason { get; set; }

        public int Version { get; set; }
    }
}
