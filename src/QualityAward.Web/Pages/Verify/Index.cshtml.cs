using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Verify;

/// <summary>What anybody may learn from a certificate's number.</summary>
public sealed record VerifiedHonour(string HolderName, Track Track, string ProgrammeName, string TierName, int AwardYear, DateOnly? DecidedOn, string? DocumentNumber, HonourStatus Status);

/// <summary>Checks a certificate by its number (证书查验); the QR code leads here.</summary>
[AllowAnonymous]
public sealed class IndexModel(QualityAwardDbContext db) : PageModel
{
    /// <summary>Longest number that is looked up.</summary>
    private const int LongestNumber = 80;

    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    public VerifiedHonour? Honour { get; private set; }

    public string? Asked => string.IsNullOrWhiteSpace(Number) ? null : Number.Trim();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (Asked is not { Length: <= LongestNumber } asked)
        {
            return;
        }

        var number = asked.ToUpperInvariant();
        Honour = await db.Set<HonourEntry>().AsNoTracking().Where(h => h.CertificateNumber == number)
            .Select(h => new VerifiedHonour(h.HolderName, h.Track, h.ProgrammeName, h.TierName, h.AwardYear, h.DecidedOn, h.DocumentNumber, h.Status))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
