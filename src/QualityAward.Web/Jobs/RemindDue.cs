using System.Text;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Notifications;

namespace QualityAward.Web.Jobs;

/// <summary>
/// Reminds of what is nearly due or overdue (到期提醒), on the days that the round's templates name. Everybody gets one message a day at most, with all that is due for
/// them; the database holds that even when two instances remind at the same time.
/// </summary>
public sealed class RemindDue(
    QualityAwardDbContext db, IEnumerable<IDueSource> sources, MessageCatalogue catalogue, MessageFactsReader facts, RoundRulesReader reader, Postbox postbox, AuthorityTree authorities, WorkingCalendar calendar,
    TimeProvider time)
    : IOperation, IJob
{
    private const string Digest = "digest";
    private const int MostLines = 20;

    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = ChinaCalendar.DateOf(now);
        if (now < ChinaCalendar.StartOf(today).AddHours(catalogue.RemindFromHour))
        {
            return false;
        }

        var due = new List<DueItem>();
        foreach (var source in sources)
        {
            due.AddRange(await source.DueAsync(today, cancellationToken));
        }

        due = await OfTodayAsync(due, today, cancellationToken);
        if (due.Count == 0)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended('remind-due', 0))", cancellationToken);
        var reminded = (await db.Set<Message>().Where(m => m.ReminderOn == today).Select(m => m.RecipientId).ToListAsync(cancellationToken)).ToHashSet();
        due.RemoveAll(d => reminded.Contains(d.RecipientId));
        var texts = await TextsAsync(due, today, cancellationToken);
        var messages = new List<(Guid Notification, Guid Recipient)>();
        // People who are reminded of the same things share one text.
        foreach (var alike in due.GroupBy(d => d.RecipientId).GroupBy(person => string.Join('|', person.Select(Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)), StringComparer.Ordinal))
        {
            var items = alike.First().DistinctBy(Key, StringComparer.Ordinal).OrderBy(d => d.DueOn).ToList();
            var notification = items.Count == 1 ? Single(items[0], texts[Key(items[0])], now) : Several(items, texts, now);
            db.Add(notification);
            messages.AddRange(alike.Select(person => (notification.Id, person.Key)));
        }

        await db.SaveChangesAsync(cancellationToken);
        await postbox.PutAsync(messages, now, today, cancellationToken);
        foreach (var source in sources)
        {
            await source.RemindedAsync(due, today, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return false;
    }

    private static string Key(DueItem item) => $"{item.EventCode}/{item.RoundId}/{item.ApplicationId}/{item.DueOn.DayNumber}";

    /// <summary>
    /// Those whose template names the number of days that is left or over. Nobody reads it in an office on a day off (工作日): what would remind of a due date then does so on the
    /// last working day before, what reminds of a delay on the next one. Applicants and experts are reminded on the day itself.
    /// </summary>
    private async Task<List<DueItem>> OfTodayAsync(List<DueItem> due, DateOnly today, CancellationToken cancellationToken)
    {
        var found = new List<DueItem>();
        foreach (var alike in due.GroupBy(d => (d.RoundId, d.EventCode)))
        {
            if (catalogue.Find(alike.Key.EventCode) is { } given)
            {
                var (choice, _) = await facts.ChoiceAsync(alike.Key.RoundId, given, cancellationToken);
                var (ahead, back) = Days(given.To, today);
                found.AddRange(alike.Where(d => ahead.Exists(day => d.RemindOn == day || (d.DueOn >= day && choice.Before.Contains(d.DueOn.DayNumber - day.DayNumber)))
                    || back.Exists(day => d.DueOn < day && choice.After.Contains(day.DayNumber - d.DueOn.DayNumber))));
            }
        }

        return found;
    }

    /// <summary>The days whose reminders go out today: before due dates, and of delays.</summary>
    private (List<DateOnly> Ahead, List<DateOnly> Back) Days(Audience audience, DateOnly today)
    {
        if (audience is not (Audience.Department or Audience.RecommendingOffice or Audience.Office or Audience.Supervisor or Audience.CommitteeMember or Audience.GovernmentApprover))
        {
            return ([today], [today]);
        }

        if (!calendar.IsWorkingDay(today))
        {
            return ([], []);
        }

        var (ahead, back) = (new List<DateOnly> { today }, new List<DateOnly> { today });
        for (var day = today.AddDays(1); !calendar.IsWorkingDay(day); day = day.AddDays(1))
        {
            ahead.Add(day);
        }

        for (var day = today.AddDays(-1); !calendar.IsWorkingDay(day); day = day.AddDays(-1))
        {
            back.Add(day);
        }

        return (ahead, back);
    }

    private async Task<Dictionary<string, ReminderText>> TextsAsync(List<DueItem> due, DateOnly today, CancellationToken cancellationToken)
    {
        var cases = (await facts.CasesAsync([.. due.Select(d => d.ApplicationId).OfType<Guid>().Distinct()], cancellationToken)).ToDictionary(c => c.Id);
        var texts = new Dictionary<string, ReminderText>(StringComparer.Ordinal);
        foreach (var alike in due.GroupBy(d => (d.RoundId, d.EventCode)))
        {
            var given = catalogue.Require(alike.Key.EventCode);
            var rules = await reader.GetAsync(alike.Key.RoundId, cancellationToken);
            var (choice, number) = await facts.ChoiceAsync(alike.Key.RoundId, given, cancellationToken);
            foreach (var item in alike.DistinctBy(Key, StringComparer.Ordinal))
            {
                var about = new MessageFacts(rules, item.ApplicationId is { } id ? cases[id] : null);
                texts[Key(item)] = new ReminderText(MessageText.Fill(choice.Wording, about.Values(authorities, item.DueOn, today)), about.UrlOf(given), about.AuthorityCode, number);
            }
        }

        return texts;
    }

    private static Notification Single(DueItem item, ReminderText text, DateTimeOffset now) =>
        Notification.Of(Guid.CreateVersion7(now), item.EventCode, item.RoundId, item.ApplicationId, text.AuthorityCode, text.Wording, text.Url, item.DueOn, now, templateNumber: text.Number, isTask: true);

    private Notification Several(List<DueItem> items, Dictionary<string, ReminderText> texts, DateTimeOffset now)
    {
        var body = new StringBuilder(catalogue.Digest.Body);
        foreach (var item in items.Take(MostLines))
        {
            body.Append('\n').Append("· ").Append(texts[Key(item)].Wording.Title);
        }

        if (items.Count > MostLines)
        {
            body.Append('\n').Append(System.Globalization.CultureInfo.InvariantCulture, $"· 其余 {items.Count - MostLines} 件见工作台");
        }

        var values = new Dictionary<string, string?>(StringComparer.Ordinal) { [MessageText.Count] = items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        var title = MessageText.Fill(new MessageWording(catalogue.Digest.Title, "·"), values).Title;
        Guid? round = items.Select(i => i.RoundId).Distinct().Count() == 1 ? items[0].RoundId : null;
        var authority = items.Select(i => texts[Key(i)].AuthorityCode).Distinct(StringComparer.Ordinal).ToList();
        return Notification.Of(
            Guid.CreateVersion7(now), Digest, round, applicationId: null, authority.Count == 1 ? authority[0] : null, new MessageWording(title, body.ToString()), "/", items[0].DueOn, now, isTask: true);
    }

    private sealed record ReminderText(MessageWording Wording, string Url, string AuthorityCode, int Number);
}
