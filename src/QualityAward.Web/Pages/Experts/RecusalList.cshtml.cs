using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Experts;

/// <summary>A line of the register of recusals.</summary>
public sealed record RecusalRow(Guid ApplicationId, string Applicant, string Expert, ConflictKind? Kind, string? Reason, bool IsDeclared, DateTimeOffset? LeftAt);

/// <summary>回避登记: who stood aside where and why; the supervisor reads it too.</summary>
[RequirePermission(Permission.ManageExperts, Permission.Supervise)]
public sealed class RecusalListModel(QualityAwardDbContext db) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<RecusalRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = db.Set<Seat>().AsNoTracking().Where(s => s.State == SeatState.Recused)
            .Join(db.VisibleApplications(Actor), s => s.ApplicationId, a => a.Id, (s, a) => new { Seat = s, a.ApplicantName });
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await query.OrderByDescending(x => x.Seat.LeftAt).ThenBy(x => x.Seat.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(x => new RecusalRow(
                x.Seat.ApplicationId, x.ApplicantName, db.Set<Expert>().Where(e => e.Id == x.Seat.ExpertId).Select(e => e.Name).First(), x.Seat.Conflict, x.Seat.Reason,
                x.Seat.DeclaredAt == x.Seat.LeftAt, x.Seat.LeftAt))
            .ToListAsync(cancellationToken);
    }
}
