using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Audit;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Audit;

/// <summary>The supervisor's and audit administrator's reading of the trail (留痕记录): filter, one chain at a time, and the check of the chain.</summary>
[RequirePermission(Permission.ReadAudit)]
public sealed class IndexModel(QualityAwardDbContext db, AuditSealer sealer) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>One case's chain; null: all.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Chain { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool RefusedOnly { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    /// <summary>Result of the check of the chain on show; null when no single chain is shown.</summary>
    public ChainCheck? Check { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = db.VisibleAuditEntries(Actor).AsNoTracking();
        if (Chain is { } chain)
        {
            query = query.Where(e => e.ChainId == chain);
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(e => EF.Functions.ILike(e.Summary, text) || EF.Functions.ILike(e.ActorName, text) || EF.Functions.ILike(e.Action, text));
        }

        if (From is { } from)
        {
            var start = Domain.ChinaCalendar.StartOf(from);
            query = query.Where(e => e.At >= start);
        }

        if (To is { } to && to < DateOnly.MaxValue)
        {
            var end = Domain.ChinaCalendar.EndOf(to);
            query = query.Where(e => e.At < end);
        }

        if (RefusedOnly)
        {
            query = query.Where(e => e.Action.StartsWith("Refused:"));
        }

        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Entries = await query.OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
        if (Chain is { } one && Entries.Count > 0)
        {
            Check = ChainCheck.Of(await db.AuditEntries.AsNoTracking().Where(e => e.ChainId == one).OrderBy(e => e.Sequence).ToListAsync(cancellationToken), sealer);
        }
    }
}

/// <summary>Whether a chain is whole (留痕链校验): no gap, every hash fits its entry and the one before.</summary>
/// <param name="Length">Entries in the chain.</param>
/// <param name="BrokenAt">Sequence of the first entry that does not fit; null when whole.</param>
/// <param name="Head">Hash of the last entry, to be published or written down.</param>
public sealed record ChainCheck(int Length, int? BrokenAt, string Head)
{
    public static ChainCheck Of(IReadOnlyList<AuditEntry> entries, AuditSealer sealer)
    {
        var previous = AuditSealer.Start;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Sequence != i + 1 || !string.Equals(entry.PreviousHash, previous, StringComparison.Ordinal) || !sealer.IsIntact(entry))
            {
                return new ChainCheck(entries.Count, i + 1, previous);
            }

            previous = entry.Hash;
        }

        return new ChainCheck(entries.Count, null, previous);
    }
}
