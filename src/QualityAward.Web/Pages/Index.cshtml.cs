using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages;

/// <summary>A published round on the home page.</summary>
public sealed record CurrentRound(Guid Id, string ProgrammeCode, string Name, int Year, DateOnly OpensOn, DateOnly ClosesOn);

/// <summary>A line of the honour roll on the home page.</summary>
public sealed record RecentHonour(string HolderName, string ProgrammeName, string TierName, int AwardYear);

/// <summary>One of the newest public notices on the home page.</summary>
public sealed record NewestNotice(Guid Id, string Title, DateTimeOffset PublishedAt, DateOnly LastDay);

/// <summary>Home: the programmes with their rounds for everybody, the role's desk for whoever is signed in.</summary>
[AllowAnonymous]
public sealed class IndexModel(QualityAwardDbContext db, ProgrammeCatalogue catalogue, IEnumerable<IDeskSource> sources, TimeProvider time) : PageModel
{
    public Actor? Actor { get; private set; }

    public IReadOnlyList<DeskItem> Desk { get; private set; } = [];

    public IReadOnlyList<ProgrammePack> Programmes => catalogue.All;

    public ILookup<string, CurrentRound> Rounds { get; private set; } = Array.Empty<CurrentRound>().ToLookup(r => r.ProgrammeCode, StringComparer.Ordinal);

    public IReadOnlyList<RecentHonour> Honours { get; private set; } = [];

    public IReadOnlyList<NewestNotice> Notices { get; private set; } = [];

    /// <summary>What the applicant who is logged in may apply as; null: nobody has said yet.</summary>
    public Track? Kind { get; private set; }

    public DateOnly Today => time.Today();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Actor = HttpContext.FindActor();
        if (Actor is not null)
        {
            var items = new List<DeskItem>();
            foreach (var source in sources)
            {
                items.AddRange(await source.ItemsAsync(Actor, cancellationToken));
            }

            Kind = await db.Users.Where(u => u.Id == Actor.UserId).Join(db.Parties, u => u.PartyId, p => p.Id, (_, p) => (Track?)p.Kind).SingleOrDefaultAsync(cancellationToken);
            Desk = [.. items.OrderBy(i => i.DueOn ?? DateOnly.MaxValue)];
        }

        var rounds = await db.Rounds.AsNoTracking().Where(r => r.State == RoundState.Published).OrderByDescending(r => r.Year).ThenByDescending(r => r.ClosesOn)
            .Select(r => new CurrentRound(r.Id, r.ProgrammeCode, r.Name, r.Year, r.OpensOn, r.ClosesOn)).Take(50).ToListAsync(cancellationToken);
        Rounds = rounds.ToLookup(r => r.ProgrammeCode, StringComparer.Ordinal);
        Notices = await db.Set<Notice>().AsNoTracking().OrderByDescending(n => n.PublishedAt).Select(n => new NewestNotice(n.Id, n.Title, n.PublishedAt, n.LastDay)).Take(5)
            .ToListAsync(cancellationToken);
        Honours = await db.Set<HonourEntry>().AsNoTracking().Where(h => h.Status == HonourStatus.InForce).OrderByDescending(h => h.AwardYear).ThenBy(h => h.HolderName)
            .Select(h => new RecentHonour(h.HolderName, h.ProgrammeName, h.TierName, h.AwardYear)).Take(8).ToListAsync(cancellationToken);
    }
}
