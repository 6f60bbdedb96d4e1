using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Notifications;
using QualityAward.Web.Jobs;
using QualityAward.Web.Pages.Notifications;

namespace QualityAward.Web.Commands.Demo;

/// <summary>The demo's messages (演示站内信): all of them come of what the demo plays.</summary>
internal static class DemoMessages
{
    /// <summary>Takes the outbox's job by hand until nothing waits.</summary>
    public static async Task SpreadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        bool more;
        do
        {
            await using var scope = services.CreateAsyncScope();
            more = await scope.ServiceProvider.GetRequiredService<SpreadNotifications>().RunAsync(cancellationToken);
        }
        while (more);
    }

    /// <summary>Takes the schedule's job by hand: 统计 is reminded on its last day.</summary>
    public static Task RemindAsync(DemoStage stage) => stage.DoAsync<RemindDue>("office-lyg", (o, _) => o.RunAsync(stage.Cancel));

    /// <summary>Everybody has an address and has confirmed it; no letter goes out, for nobody reads it.</summary>
    public static Task ConfirmAddressesAsync(DemoStage stage) => stage.ReadAsync(db => db.Users.ExecuteUpdateAsync(
        s => s.SetProperty(u => u.Email, u => u.UserName + "@example.com").SetProperty(u => u.NormalizedEmail, u => u.NormalizedUserName + "@EXAMPLE.COM").SetProperty(u => u.EmailConfirmed, true), stage.Cancel));

    /// <summary>A round that is over: what was held went out, and everybody has read what came.</summary>
    public static async Task ReadAsync(DemoStage stage, string office, Guid roundId)
    {
        var held = await stage.ReadAsync(db => db.Set<Notification>().Where(n => n.RoundId == roundId && n.State == NotificationState.Held).Select(n => n.Id).ToListAsync(stage.Cancel));
        if (held.Count > 0)
        {
            await stage.DoAsync<ReviewMessages>(office, (o, a) => o.SendAllAsync(roundId, held, a, stage.Cancel));
        }

        var names = await stage.ReadAsync(db => db.Users.Where(u => db.Set<Message>().Any(m => m.RecipientId == u.Id)).Select(u => u.UserName!).ToListAsync(stage.Cancel));
        foreach (var name in names)
        {
            await stage.DoAsync<MarkMessagesRead>(name, (o, a) => o.AllAsync(a, stage.Cancel));
        }
    }

    /// <summary>The office wants to look at the messages of this event first.</summary>
    public static Task HoldAsync(DemoStage stage, MessageEvent given, string office, Guid roundId) => stage.DoAsync<ChangeMessageTemplate>(
        office, (o, a) => o.RunAsync(roundId, given.Code, seen: 0, MessageChoice.Of(given) with { Handling = MessageHandling.Hold }, a, stage.Cancel));
}
