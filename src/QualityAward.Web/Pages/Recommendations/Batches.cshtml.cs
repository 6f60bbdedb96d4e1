using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Batches that were handed in (报送批次): a unit's own, or all that came to the office.</summary>
[RequirePermission(Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise)]
public sealed class BatchesModel(QualityAwardDbContext db) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = db.VisibleBatches(Actor).AsNoTracking();
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = [.. (await query.OrderByDescending(b => b.HandedInAt).ThenBy(b => b.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Join(db.Rounds, b => b.RoundId, r => r.Id, (b, r) => new { b.Id, b.Receipt, b.ChannelName, b.Number, b.Entries, b.HandedInBy, b.HandedInAt, Round = r.Name }).ToListAsync(cancellationToken))
            .Select(b => new Row(b.Id, b.Receipt, b.ChannelName, b.Number, b.Entries.Count, b.HandedInBy, b.HandedInAt, b.Round))];
    }

    public sealed record Row(Guid Id, string Receipt, string ChannelName, int Number, int Count, string HandedInBy, DateTimeOffset HandedInAt, string RoundName);
}
