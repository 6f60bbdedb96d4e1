using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>Something that waits for somebody until a day (到期事项).</summary>
/// <param name="EventCode">The reminder in the messages file.</param>
/// <param name="RecipientId">Who has to do it; the query that found it stands under that person's rights.</param>
public sealed record DueItem(string EventCode, Guid RoundId, Guid? ApplicationId, DateOnly DueOn, Guid RecipientId)
{
    /// <summary>A day on which somebody wants it reminded of, besides those of the template.</summary>
    public DateOnly? RemindOn { get; init; }
}

/// <summary>A step's contribution to the reminders (到期事项来源). All are found by scanning; each asks the database once for everybody.</summary>
public interface IDueSource
{
    /// <summary>What is open and due at most <see cref="MessageTemplate.MaxDays"/> days before or after today.</summary>
    public Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, CancellationToken cancellationToken);

    /// <summary>Keeps where the matter itself is shown that somebody was reminded of it today; in the transaction of the messages.</summary>
    public Task RemindedAsync(IReadOnlyList<DueItem> reminded, DateOnly today, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Drafts before the closing date, corrections before their due date, for the applicant; corrections that did not come, for whoever asked for them.</summary>
public sealed class ApplicationsDue(QualityAwardDbContext db) : IDueSource
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var (from, until) = (today.AddDays(-MessageTemplate.MaxDays), today.AddDays(MessageTemplate.MaxDays));
        // Whoever may only read has nothing to do.
        var writers = db.Set<Collaborator>().Where(c => c.State == CollaboratorState.Active && c.Right != CaseRight.View)
            .Join(db.Users.Where(u => u.State == AccountState.Active && u.Role == Role.Applicant), c => c.UserId, u => u.Id, (c, u) => new { c.ApplicationId, u.Id });
        var drafts = await db.Applications.Where(a => a.Position.Ending == null && a.Position.Stage == Stage.Application)
            .Join(db.Rounds.Where(r => r.State == RoundState.Published && r.OpensOn <= today && r.ClosesOn >= from), a => a.RoundId, r => r.Id, (a, r) => new { a.Id, a.RoundId, a.PartyId, r.ClosesOn, r.LateAccesses })
            .Join(writers, a => a.Id, w => w.ApplicationId, (a, w) => new { a.Id, a.RoundId, a.PartyId, a.ClosesOn, a.LateAccesses, Recipient = w.Id })
            .AsNoTracking().ToListAsync(cancellationToken);
        var corrections = await db.Applications.Where(a => a.Position.Ending == null)
            .SelectMany(a => a.Corrections.Where(c => c.ClosedAt == null && c.DueOn >= today && c.DueOn <= until), (a, c) => new { a.Id, a.RoundId, c.DueOn })
            .Join(writers, a => a.Id, w => w.ApplicationId, (a, w) => new DueItem("correction-due", a.RoundId, a.Id, a.DueOn, w.Id)).ToListAsync(cancellationToken);
        var overdue = db.Applications.Where(a => a.Position.Ending == null)
            .SelectMany(a => a.Corrections.Where(c => c.ClosedAt == null && c.DueOn < today && c.DueOn >= from), (a, c) => new { a.Id, a.RoundId, a.AuthorityCode, a.ChannelCode, a.Position.Stage, c.DueOn });
        // Whoever returned it waits for it: in pre-review the recommending office, afterwards the award's office.
        var office = await overdue.Where(a => a.Stage != Stage.Recommendation)
            .Join(db.Users.Where(u => u.State == AccountState.Active && u.Role == Role.Office), a => a.AuthorityCode, u => u.AuthorityCode, (a, u) => new DueItem("correction-overdue", a.RoundId, a.Id, a.DueOn, u.Id))
            .ToListAsync(cancellationToken);
        var recommending = await overdue.Where(a => a.Stage == Stage.Recommendation)
            .Join(db.Users.Where(u => u.State == AccountState.Active && u.Role == Role.RecommendingOffice), a => a.ChannelCode, u => u.AuthorityCode, (a, u) => new DueItem("correction-overdue-recommender", a.RoundId, a.Id, a.DueOn, u.Id))
            .ToListAsync(cancellationToken);
        return
        [
            .. drafts.Select(d => new DueItem("draft-due", d.RoundId, d.Id, ChinaCalendar.DateOf(ApplicationWindow.ClosesFor(d.PartyId, d.ClosesOn, d.LateAccesses).AddTicks(-1)), d.Recipient)).Where(d => d.DueOn >= today),
            .. corrections, .. office, .. recommending,
        ];
    }
}

/// <summary>Declarations of interest that experts have not signed; they fall due so many days after the expert was seated.</summary>
public sealed class DeclarationsDue(QualityAwardDbContext db, MessageCatalogue catalogue) : IDueSource
{
    private const string Code = "declaration-due";

    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, CancellationToken cancellationToken)
    {
        if (catalogue.Find(Code) is not { WithinDays: { } days })
        {
            return [];
        }

        var since = ChinaCalendar.StartOf(today.AddDays(-MessageTemplate.MaxDays - days)).ToUniversalTime();
        var seats = await db.Set<Seat>().Where(s => s.State == SeatState.ToDeclare && s.SeatedAt >= since)
            .Join(db.Applications.Where(a => a.Position.Ending == null), s => s.ApplicationId, a => a.Id, (s, a) => new { s.ExpertId, s.SeatedAt, a.Id, a.RoundId })
            .Join(db.Users.Where(u => u.State == AccountState.Active && u.Role == Role.Expert), s => s.ExpertId, u => u.Id, (s, u) => s).ToListAsync(cancellationToken);
        return [.. seats.Select(s => new DueItem(Code, s.RoundId, s.Id, ChinaCalendar.DateOf(s.SeatedAt).AddDays(days), s.ExpertId))];
    }
}

/// <summary>Score sheets that experts have not handed in; they fall due so many days after the review of the stage was opened.</summary>
public sealed class ReviewsDue(QualityAwardDbContext db, MessageCatalogue catalogue) : IDueSource
{
    private const string Expert = "review-due";
    private const string Office = "review-overdue";

    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, CancellationToken cancellationToken)
    {
        if (catalogue.Find(Expert) is not { WithinDays: { } days })
        {
            return [];
        }

        var since = ChinaCalendar.StartOf(today.AddDays(-MessageTemplate.MaxDays - days)).ToUniversalTime();
        var sheets = await db.Set<ScoreSheet>().Where(s => s.State == SheetState.Draft && s.VoidReason == null && s.OpenedAt >= since)
            .Where(s => db.Set<StageReview>().Any(r => r.ApplicationId == s.ApplicationId && r.Stage == s.Stage && r.ClosedAt == null)
                && db.Set<Seat>().Any(x => x.ApplicationId == s.ApplicationId && x.ExpertId == s.ExpertId && x.State == SeatState.Cleared))
            .Join(db.Applications.Where(a => a.Position.Ending == null), s => s.ApplicationId, a => a.Id, (s, a) => new { s.ExpertId, s.OpenedAt, s.Stage, At = a.Position.Stage, a.Id, a.RoundId, a.AuthorityCode })
            .Where(s => s.Stage == s.At)
            .Join(db.Users.Where(u => u.State == AccountState.Active && u.Role == Role.Expert), s => s.ExpertId, u => u.Id, (s, u) => s).ToListAsync(cancellationToken);
        var late = sheets.Select(s => (s.RoundId, s.AuthorityCode, DueOn: DueOn(s.OpenedAt))).Where(s => s.DueOn < today).Distinct().ToList();
        var authorities = late.Select(s => s.AuthorityCode).Distinct(StringComparer.Ordinal).ToList();
        var offices = authorities.Count == 0 ? [] : await db.Users.Where(u => u.State == AccountState.Active && u.Role == Role.Office && authorities.Contains(u.AuthorityCode!)).Select(u => new { u.Id, u.AuthorityCode }).ToListAsync(cancellationToken);
        return
        [
            .. sheets.Select(s => new DueItem(Expert, s.RoundId, s.Id, DueOn(s.OpenedAt), s.ExpertId)),
            .. late.SelectMany(s => offices.Where(u => string.Equals(u.AuthorityCode, s.AuthorityCode, StringComparison.Ordinal)).Select(u => new DueItem(Office, s.RoundId, null, s.DueOn, u.Id))),
        ];

        DateOnly DueOn(DateTimeOffset openedAt) => ChinaCalendar.DateOf(openedAt).AddDays(days);
    }
}

/// <summary>Requests for a department's opinion: for the department until the due date, for the recommending office after it.</summary>
public sealed class OpinionsDue(QualityAwardDbContext db) : IDueSource
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var (from, until) = (today.AddDays(-MessageTemplate.MaxDays), today.AddDays(MessageTemplate.MaxDays));
        // An answer is taken while the case is in pre-review.
        var open = db.Set<OpinionRequest>().Where(r => r.OpinionId == null && r.DueOn >= from && r.DueOn <= until
            && db.Applications.Any(a => a.Id == r.ApplicationId && a.Position.Ending == null && a.Position.Stage == Stage.Recommendation)
            && db.Set<Recommendation>().Any(x => x.Id == r.RecommendationId && x.RecommendedAt == null));
        var people = db.Users.Where(u => u.State == AccountState.Active);
        var asked = await open.Where(r => r.DueOn >= today).Select(r => new { r.RoundId, r.DueOn, r.RemindOn, r.DepartmentCode }).Distinct()
            .Join(people.Where(u => u.Role == Role.Department), r => r.DepartmentCode, u => u.AuthorityCode, (r, u) => new { r.RoundId, r.DueOn, r.RemindOn, u.Id }).ToListAsync(cancellationToken);
        var asking = await open.Where(r => r.DueOn < today).Select(r => new { r.RoundId, r.DueOn, r.ChannelCode }).Distinct()
            .Join(people.Where(u => u.Role == Role.RecommendingOffice), r => r.ChannelCode, u => u.AuthorityCode, (r, u) => new { r.RoundId, r.DueOn, u.Id }).ToListAsync(cancellationToken);
        return
        [
            .. asked.Select(r => new DueItem("opinion-due", r.RoundId, null, r.DueOn, r.Id) { RemindOn = r.RemindOn }),
            .. asking.Select(r => new DueItem("opinion-overdue", r.RoundId, null, r.DueOn, r.Id)),
        ];
    }

    public async Task RemindedAsync(IReadOnlyList<DueItem> reminded, DateOnly today, CancellationToken cancellationToken)
    {
        foreach (var alike in reminded.Where(d => string.Equals(d.EventCode, "opinion-due", StringComparison.Ordinal)).GroupBy(d => (d.RoundId, d.DueOn)))
        {
            var people = alike.Select(d => d.RecipientId).ToList();
            await db.Set<OpinionRequest>().Where(r => r.RoundId == alike.Key.RoundId && r.DueOn == alike.Key.DueOn && r.OpinionId == null && db.Users.Any(u => people.Contains(u.Id) && u.AuthorityCode == r.DepartmentCode))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.RemindedOn, today), cancellationToken);
        }
    }
}

/// <summary>Meetings for their members, objections to verify for the office.</summary>
public sealed class DecisionsDue(QualityAwardDbContext db) : IDueSource
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var (from, until) = (today.AddDays(-MessageTemplate.MaxDays), today.AddDays(MessageTemplate.MaxDays));
        var objections = await db.Set<Objection>().Where(o => o.State == ObjectionState.Filed && o.DueOn != null && o.DueOn >= from && o.DueOn <= until)
            .Join(db.Users.Where(u => u.State == AccountState.Active && u.Role == Role.Office), o => o.AuthorityCode, u => u.AuthorityCode, (o, u) => new DueItem("objection-due", o.RoundId, null, o.DueOn!.Value, u.Id))
            .ToListAsync(cancellationToken);
        var meetings = await db.Set<Meeting>().AsNoTracking().Where(m => m.State == MeetingState.Convened && m.HeldOn >= today && m.HeldOn <= until).Select(m => new { m.RoundId, m.HeldOn, m.Members }).ToListAsync(cancellationToken);
        var members = meetings.SelectMany(m => m.Members.Select(p => p.UserId)).Distinct().ToList();
        var present = await db.Users.Where(u => members.Contains(u.Id) && u.State == AccountState.Active && u.Role == Role.CommitteeMember).Select(u => u.Id).ToListAsync(cancellationToken);
        return [.. objections.Distinct(), .. meetings.SelectMany(m => m.Members.Where(p => present.Contains(p.UserId)).Select(p => new DueItem("meeting-due", m.RoundId, null, m.HeldOn, p.UserId)))];
    }
}
