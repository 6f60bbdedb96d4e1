using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>A meeting, one row of the list.</summary>
public sealed record MeetingRow(Guid Id, string RoundName, DateOnly HeldOn, string Place, MeetingState State);

/// <summary>A confirmed list that waits for a meeting.</summary>
public sealed record WaitingRound(Guid RoundId, string Name);

[RequirePermission(Permission.Deliberate, Permission.ManageDeliberation, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<MeetingRow> Rows { get; private set; } = [];

    public IReadOnlyList<WaitingRound> Waiting { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public bool IsOffice => RolePermissions.Allows(Actor.Role, Permission.ManageDeliberation);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var meetings = db.VisibleMeetings(Actor).AsNoTracking();
        Paging = new Paging(PageNumber, await meetings.CountAsync(cancellationToken));
        Rows = await meetings.OrderByDescending(m => m.HeldOn).Skip(Paging.Skip).Take(Paging.Size)
            .Select(m => new MeetingRow(m.Id, db.Rounds.Where(r => r.Id == m.RoundId).Select(r => r.Name).First(), m.HeldOn, m.Place, m.State))
            .ToListAsync(cancellationToken);
        if (IsOffice)
        {
            Waiting = await db.Set<Shortlist>().AsNoTracking()
                .Where(s => s.AuthorityCode == Actor.AuthorityCode && s.State == ShortlistState.Confirmed && !db.Set<Meeting>().Any(m => m.RoundId == s.RoundId))
                .Select(s => new WaitingRound(s.RoundId, db.Rounds.Where(r => r.Id == s.RoundId).Select(r => r.Name).First())).ToListAsync(cancellationToken);
        }
    }
}
