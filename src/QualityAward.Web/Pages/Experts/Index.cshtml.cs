using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Experts;

/// <summary>A row of the pool.</summary>
public sealed record ExpertRow(Guid Id, string Name, string EmployerName, string Title, IReadOnlyList<string> Specialities, int Panels, int Cases);

/// <summary>专家库: the office's pool of experts.</summary>
[RequirePermission(Permission.ManageExperts)]
public sealed class IndexModel(QualityAwardDbContext db) : ActorPage
{
    private static readonly Stage[] ReviewStages = [Stage.EligibilityReview, Stage.DocumentReview, Stage.SiteVisit, Stage.Presentation, Stage.PanelReport];

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    public IReadOnlyList<ExpertRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = db.Set<Expert>().AsNoTracking().Where(e => e.AuthorityCode == Actor.AuthorityCode);
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(e => EF.Functions.ILike(e.Name, text) || EF.Functions.ILike(e.EmployerName, text));
        }

        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        // What has gone on to the shortlist, or has ended, keeps its seats but gives nobody work any more.
        var underReview = db.Applications.Where(a => a.Position.Ending == null && ReviewStages.Contains(a.Position.Stage));
        Rows = await query.OrderBy(e => e.Name).ThenBy(e => e.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(e => new ExpertRow(
                e.Id, e.Name, e.EmployerName, e.Title, e.Specialities, db.Set<PanelMember>().Count(m => m.ExpertId == e.Id),
                db.Set<Seat>().Count(s => s.ExpertId == e.Id && (s.State == SeatState.ToDeclare || s.State == SeatState.Cleared) && underReview.Any(a => a.Id == s.ApplicationId))))
            .ToListAsync(cancellationToken);
    }
}
