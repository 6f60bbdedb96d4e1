using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>
/// Somebody's due dates as a calendar to subscribe to (日历订阅, RFC 5545), under a secret address: what stands on the desk with a date, by the rights of the moment when it is fetched.
/// </summary>
public sealed class OwnCalendar(QualityAwardDbContext db, DeskReader desks, IMailSender mail, TimeProvider time) : IOperation
{
    /// <summary>Makes a new address (生成日历地址); the one before is good for nothing.</summary>
    public async Task<string> RenewAsync(Actor actor, CancellationToken cancellationToken)
    {
        var secret = LinkSecret.New();
        await SetAsync(LinkSecret.HashOf(secret), "生成日历订阅地址", actor, cancellationToken);
        return secret;
    }

    /// <summary>Ends it (停止日历订阅).</summary>
    public Task EndAsync(Actor actor, CancellationToken cancellationToken) => SetAsync(null, "停止日历订阅", actor, cancellationToken);

    /// <summary>The calendar of this address; null: there is none.</summary>
    /// <param name="site">Address of the site, for links.</param>
    public async Task<string?> FindAsync(string secret, string site, CancellationToken cancellationToken)
    {
        var hash = LinkSecret.HashOf(secret);
        var user = await db.Users.AsNoTracking().Where(u => u.CalendarHash == hash && u.State == AccountState.Active).Select(u => new { u.Id, u.DisplayName, u.Role, u.AuthorityCode }).SingleOrDefaultAsync(cancellationToken);
        if (user is null)
        {
            return null;
        }

        var desk = await desks.ReadAsync(new Actor(user.Id, user.DisplayName, user.Role, user.AuthorityCode), cancellationToken);
        return Text(user.Id, desk.Items, mail.SiteAddress.Length > 0 ? mail.SiteAddress : site, time.GetUtcNow());
    }

    /// <summary>The file's text: one all-day event on each due date, because what is due is due until 24:00 of the day.</summary>
    public static string Text(Guid owner, IEnumerable<DeskItem> items, string site, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Lines(
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//QualityAward//CN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", $"X-WR-CALNAME:{Escaped("政府质量奖办理期限")}", "X-WR-TIMEZONE:Asia/Shanghai",
            "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
            "BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE");
        foreach (var item in items.Where(i => i.DueOn is not null).OrderBy(i => i.DueOn).ThenBy(i => i.Title, StringComparer.Ordinal))
        {
            var due = item.DueOn!.Value;
            // The same matter keeps its identity when its date is put off.
            var identity = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner}|{item.Url}|{item.Title}")))[..32];
            var title = item.Count is { } count ? $"{item.Title}（{count} 件）" : item.Title;
            Lines(
                "BEGIN:VEVENT", $"UID:{identity}@quality-award", $"DTSTAMP:{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}",
                $"DTSTART;VALUE=DATE:{Day(due)}", $"DTEND;VALUE=DATE:{Day(due.AddDays(1))}", $"SUMMARY:{Escaped(title)}",
                $"DESCRIPTION:{Escaped($"{ChinaCalendar.Text(due)}24:00截止（北京时间），请登录系统办理：\n{site}{item.Url}")}", $"URL:{site}{item.Url}", "TRANSP:TRANSPARENT",
                "BEGIN:VALARM", "ACTION:DISPLAY", $"DESCRIPTION:{Escaped(title)}", "TRIGGER:-PT15H", "END:VALARM", "END:VEVENT");
        }

        Lines("END:VCALENDAR");
        return text.ToString();

        void Lines(params IEnumerable<string> lines)
        {
            foreach (var line in lines)
            {
                Fold(line, text);
            }
        }

        static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
    }

    /// <summary>Backslash, semicolon, comma and line break have a meaning in a text (RFC 5545 3.3.11); other control characters may not stand there.</summary>
    private static string Escaped(string value)
    {
        var text = new StringBuilder();
        foreach (var c in value.ReplaceLineEndings("\n"))
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                ';' => text.Append("\\;"),
                ',' => text.Append("\\,"),
                '\n' => text.Append("\\n"),
                _ when char.IsControl(c) => text,
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }

    /// <summary>Lines are at most 75 octets long and go on after a blank (RFC 5545 3.1); a character is not cut in two.</summary>
    private static void Fold(string line, StringBuilder text)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > 75)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }

    private async Task SetAsync(string? hash, string summary, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.OwnAccount);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Users.Where(u => u.Id == actor.UserId).ExecuteUpdateAsync(s => s.SetProperty(u => u.CalendarHash, hash), cancellationToken);
        await db.RecordAsync(new CaseEvent(actor.UserId, hash is null ? "EndCalendar" : "RenewCalendar", actor, time.GetUtcNow(), summary), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
