using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Notifications;

namespace QualityAward.Web.Jobs;

/// <summary>
/// Turns the next happening of the outbox into notifications and messages (生成通知). Several instances share the outbox: each takes a row that no other has locked, and
/// all that comes of it is written together with the row's end, so that it comes of it once.
/// </summary>
public sealed partial class SpreadNotifications(
    QualityAwardDbContext db, NpgsqlDataSource source, MessageCatalogue catalogue, MessageFactsReader facts, Recipients recipients, Postbox postbox, AuthorityTree authorities, TimeProvider time, ILogger<SpreadNotifications> logger)
    : IOperation, IJob
{
    /// <summary>Number of the lock by which instances take turns; any number that nothing else uses.</summary>
    private const long Claiming = 5_719_581;

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await ClaimAsync(now, cancellationToken) is not [var happening, ..] together)
        {
            return false;
        }

        await transaction.CreateSavepointAsync("before", cancellationToken);
        try
        {
            await SpreadAsync(happening, together.Count, cancellationToken);
            together.ForEach(h => h.Finish(now));
            await db.SaveChangesAsync(cancellationToken);
        }
#pragma warning disable CA1031 // Whatever goes wrong with one, the others go on.
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(logger, happening.Id, happening.Action, fault);
            await transaction.RollbackToSavepointAsync("before", cancellationToken);
            db.ChangeTracker.Clear();
            db.Attach(happening);
            happening.PutOff(fault.GetType().Name, now);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Locks the next happening and all that goes with it; none: nothing is left, or others have it.</summary>
    private async Task<List<Happening>> ClaimAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // One instance claims at a time, or two would begin at different ends of what belongs in one message. Only claiming waits; spreading goes on side by side,
        // so the turn is a short transaction of its own, which ends whatever happens.
        await using var turn = await source.OpenConnectionAsync(cancellationToken);
        await using var taken = await turn.BeginTransactionAsync(cancellationToken);
        await using var take = new NpgsqlCommand("select pg_advisory_xact_lock($1)", turn, taken) { Parameters = { new NpgsqlParameter<long> { TypedValue = Claiming } } };
        await take.ExecuteNonQueryAsync(cancellationToken);
        var first = await db.Set<Happening>().FromSql(
            $"select * from happenings where done_at is null and given_up_at is null and (next_at is null or next_at <= {now}) order by at, id limit 1 for update skip locked").SingleOrDefaultAsync(cancellationToken);
        return first is null ? [] : await TogetherAsync(first, cancellationToken);
    }

    /// <summary>What the same act did for the same authority, when one message is to name it all; else the happening alone.</summary>
    private async Task<List<Happening>> TogetherAsync(Happening first, CancellationToken cancellationToken) =>
        first.ConcernedAuthority is { } authority && catalogue.On(first.Action).Any(e => e.Gather)
            ? await db.Set<Happening>().FromSql(
                $"""
                select * from happenings where done_at is null and given_up_at is null and action = {first.Action} and at = {first.At} and concerned_authority = {authority}
                    and due_on is not distinct from {first.DueOn} and (id = {first.Id} or chain_id in (select a.id from applications a join applications b on a.round_id = b.round_id where b.id = {first.ChainId}))
                order by id for update skip locked
                """).ToListAsync(cancellationToken)
            : [first];

    private async Task SpreadAsync(Happening happening, int count, CancellationToken cancellationToken)
    {
        if (await facts.FindAsync(happening.ChainId, cancellationToken, happening.ConcernedAccount) is not { } about)
        {
            return;
        }

        var concerns = happening.ConcernedAccount is not null || happening.ConcernedAuthority is not null;
        foreach (var given in catalogue.On(happening.Action).Where(e => e.About == about.Subject && (about.Case is not { } one || e.Applies(one.Stage, one.Ended, concerns))))
        {
            var who = await recipients.OfAsync(given, about, happening.ConcernedAccount, happening.ConcernedAuthority, cancellationToken);
            if (who.Count == 0)
            {
                continue;
            }

            var (choice, number) = await facts.ChoiceAsync(about.RoundId, given, cancellationToken);
            var values = new Dictionary<string, string?>(about.Values(authorities, happening.DueOn, ChinaCalendar.DateOf(happening.At)), StringComparer.Ordinal)
            {
                [MessageText.Count] = count.ToString(System.Globalization.CultureInfo.InvariantCulture),
            };
            if (given.Gather)
            {
                // It speaks of several cases, or of one that the reader sees nothing of.
                (values[MessageText.Applicant], values[MessageText.Receipt], values[MessageText.Stage]) = (null, null, null);
            }

            var text = MessageText.Fill(choice.Wording, values);
            var notification = Notification.Of(
                Guid.CreateVersion7(time.GetUtcNow()), given.Code, about.RoundId, given.Gather ? null : about.Case?.Id, about.AuthorityCode, text, (given.Gather ? about with { Case = null } : about).UrlOf(given), happening.DueOn, happening.At, choice.Handling, number, happening.Id, given.Task);
            db.Add(notification);
            await db.SaveChangesAsync(cancellationToken);
            if (notification.State == NotificationState.Sent)
            {
                await postbox.PutAsync(notification.Id, who, happening.At, reminderOn: null, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Happening {Id} ({Action}) could not be turned into notifications; it is tried again.")]
    private static partial void LogFailed(ILogger logger, Guid id, string action, Exception exception);
}
