using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Shortlists;

/// <summary>A round with its list, one row of the overview.</summary>
public sealed record ShortlistRow(Guid RoundId, string Name, int Waiting, int UnderReview, ShortlistState? State, DateTimeOffset? ConfirmedAt);

[RequirePermission(Permission.ManageShortlist, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<ShortlistRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var rounds = db.Rounds.AsNoTracking().Where(r => r.AuthorityCode == Actor.AuthorityCode && r.State != RoundState.Preparing);
        Paging = new Paging(PageNumber, await rounds.CountAsync(cancellationToken));
        var underReview = ShortlistCandidates.UnderReview;
        Rows = await rounds.OrderByDescending(r => r.Year).ThenByDescending(r => r.CreatedAt).Skip(Paging.Skip).Take(Paging.Size)
            .Select(r => new ShortlistRow(
                r.Id, r.Name,
                db.Applications.Count(a => a.RoundId == r.Id && a.Position.Ending == null && a.Position.Stage == Stage.Synthesis),
                db.Applications.Count(a => a.RoundId == r.Id && a.Position.Ending == null && underReview.Contains(a.Position.Stage)),
                db.Set<Shortlist>().Where(s => s.RoundId == r.Id).Select(s => (ShortlistState?)s.State).FirstOrDefault(),
                db.Set<Shortlist>().Where(s => s.RoundId == r.Id).Select(s => s.ConfirmedAt).FirstOrDefault()))
            .ToListAsync(cancellationToken);
    }
}
