using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>A message as its recipient reads it.</summary>
public sealed record ReadMessage(string Title, string Body, string Url, DateOnly? DueOn, DateTimeOffset At, string? RoundName, MailState MailState, bool IsTask);

/// <summary>One own message (站内信); somebody else's is not found. Opening it marks it as read.</summary>
[RequirePermission(Permission.OwnAccount)]
public sealed class MessageModel(QualityAwardDbContext db, MarkMessagesRead mark, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public ReadMessage Message { get; private set; } = null!;

    public DateOnly Today => time.Today();

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var found = await db.Set<Message>().AsNoTracking().Where(m => m.Id == Id && m.RecipientId == Actor.UserId)
            .Join(db.Set<Notification>(), m => m.NotificationId, n => n.Id, (m, n) => new ReadMessage(
                n.Title, n.Body, n.Url, n.DueOn, m.At, db.Rounds.Where(r => r.Id == n.RoundId).Select(r => r.Name).FirstOrDefault(), m.MailState, n.IsTask))
            .SingleOrDefaultAsync(HttpContext.RequestAborted);
        if (found is null)
        {
            context.Result = NotFound();
            return;
        }

        Message = found;
        await next();
    }

    public Task OnGetAsync(CancellationToken cancellationToken) => mark.OneAsync(Id, Actor, cancellationToken);
}
