using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>One row of the office's list of rounds.</summary>
public sealed record RoundRow(Guid Id, string Name, int Year, DateOnly OpensOn, DateOnly ClosesOn, RoundState State, int Drafts, int Submitted);

[RequirePermission(Permission.ManageRounds)]
public sealed class IndexModel(QualityAwardDbContext db, ProgrammeCatalogue catalogue) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<RoundRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public bool MayOpen => catalogue.All.Any(p => string.Equals(p.Owner, Actor.AuthorityCode, StringComparison.Ordinal));

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = db.Rounds.AsNoTracking().Where(r => r.AuthorityCode == Actor.AuthorityCode);
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await query.OrderByDescending(r => r.Year).ThenByDescending(r => r.CreatedAt).Skip(Paging.Skip).Take(Paging.Size)
            .Select(r => new RoundRow(
                r.Id, r.Name, r.Year, r.OpensOn, r.ClosesOn, r.State,
                db.Applications.Count(a => a.RoundId == r.Id && a.ReceiptNumber == null && a.Position.Ending == null),
                db.Applications.Count(a => a.RoundId == r.Id && a.ReceiptNumber != null)))
            .ToListAsync(cancellationToken);
    }
}
