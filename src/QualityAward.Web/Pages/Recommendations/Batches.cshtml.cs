using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
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

    [BindProperty(SupportsGet = true)]
    public Guid? Round { get; set; }

    /// <summary>Part of the receipt's number or of the unit's name.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>The rounds of the batches that the reader may see.</summary>
    public IReadOnlyList<SelectListItem> Rounds { get; private set; } = [];

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = db.VisibleBatches(Actor).AsNoTracking();
        Rounds = await db.Rounds.Where(r => query.Any(b => b.RoundId == r.Id)).OrderByDescending(r => r.OpensOn).Select(r => new SelectListItem(r.Name, r.Id.ToString())).ToListAsync(cancellationToken);
        if (Round is { } round)
        {
            query = query.Where(b => b.RoundId == round);
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(b => EF.Functions.ILike(b.Receipt, text) || EF.Functions.ILike(b.ChannelName, text));
        }

        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = [.. (await query.OrderByDescending(b => b.HandedInAt).ThenBy(b => b.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Join(db.Rounds, b => b.RoundId, r => r.Id, (b, r) => new { b.Id, b.Receipt, b.ChannelName, b.Number, b.Entries, b.HandedInAt, Round = r.Name }).ToListAsync(cancellationToken))
            .Select(b => new Row(b.Id, b.Receipt, b.ChannelName, b.Number, b.Entries.Count, b.HandedInAt, b.Round))];
    }

    public sealed record Row(Guid Id, string Receipt, string ChannelName, int Number, int Count, DateTimeOffset HandedInAt, string RoundName);
}
