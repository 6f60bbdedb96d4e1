using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Honours;

/// <summary>A line of the public register.</summary>
public sealed record HonourRow(string HolderName, Track Track, string ProgrammeName, string TierName, int AwardYear, string? CertificateNumber, HonourStatus Status, string? ImportSource, bool IsUnverified);

/// <summary>The public honour register (获奖名册) by year, programme and tier; revoked ones are shown as revoked.</summary>
[AllowAnonymous]
public sealed class IndexModel(QualityAwardDbContext db) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Programme { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Tier { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Search { get; set; }

    public IReadOnlyList<HonourRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Programmes { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Tiers { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        // What an office entered by mistake and withdrew is not published.
        var all = db.Set<HonourEntry>().AsNoTracking().Where(h => h.WithdrawnAt == null);
        Years = [.. (await all.Select(h => h.AwardYear).Distinct().OrderByDescending(y => y).ToListAsync(cancellationToken)).Select(y => new SelectListItem($"{y} 年", $"{y}", y == Year))];
        Programmes = [.. (await all.Select(h => new { h.ProgrammeCode, h.ProgrammeName }).Distinct().OrderBy(p => p.ProgrammeName).ToListAsync(cancellationToken))
            .Select(p => new SelectListItem(p.ProgrammeName, p.ProgrammeCode, string.Equals(p.ProgrammeCode, Programme, StringComparison.Ordinal)))];
        Tiers = [.. (await all.Select(h => h.TierName).Distinct().OrderBy(t => t).ToListAsync(cancellationToken)).Select(t => new SelectListItem(t, t, string.Equals(t, Tier, StringComparison.Ordinal)))];

        var found = all.Where(h => (Year == null || h.AwardYear == Year) && (string.IsNullOrEmpty(Programme) || h.ProgrammeCode == Programme) && (string.IsNullOrEmpty(Tier) || h.TierName == Tier));
        if (!string.IsNullOrWhiteSpace(Search))
        {
            var text = Search.Trim();
            found = found.Where(h => h.HolderName.Contains(text));
        }

        Paging = new Paging(PageNumber, await found.CountAsync(cancellationToken));
        Rows = await found.OrderByDescending(h => h.AwardYear).ThenBy(h => h.ProgrammeName).ThenBy(h => h.TierName).ThenBy(h => h.CertificateNumber).ThenBy(h => h.HolderName).Skip(Paging.Skip).Take(Paging.Size)
            .Select(h => new HonourRow(h.HolderName, h.Track, h.ProgrammeName, h.TierName, h.AwardYear, h.CertificateNumber, h.Status, h.ImportSource, h.ImportSource != null && h.VerifiedAt == null)).ToListAsync(cancellationToken);
    }
}
