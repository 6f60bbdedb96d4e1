using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Applications;
using QualityAward.Web.Pages.Notifications;
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
public sealed class IndexModel(ProgrammeCatalogue catalogue, DeskReader reader, TimeProvider time) : PageModel
{
    public Actor? Actor { get; private set; }

    public IReadOnlyList<DeskItem> Desk { get; private set; } = [];

    public IReadOnlyList<ProgrammePack> Programmes => catalogue.All;

    public ILookup<string, CurrentRound> Rounds { get; private set; } = Array.Empty<CurrentRound>().ToLookup(r => r.ProgrammeCode, StringComparer.Ordinal);

    public IReadOnlyList<RecentHonour> Honours { get; private set; } = [];

    public IReadOnlyList<NewestMessage> Messages { get; private set; } = [];

    public IReadOnlyList<NewestNotice> Notices { get; private set; } = [];

    /// <summary>What the applicant who is logged in may apply as; null: nobody has said yet.</summary>
    public Track? Kind { get; private set; }

    /// <summary>By round: where the applicant who is logged in takes part already.</summary>
    public IReadOnlyDictionary<Guid, OwnApplication> Own { get; private set; } = new Dictionary<Guid, OwnApplication>();

    /// <summary>Who works on applications needs no presentation of the awards.</summary>
    public bool IsAtWork => Actor is { Role: not Role.Applicant };

    public DateOnly Today => time.Today();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Actor = HttpContext.FindActor();
        var desk = await reader.ReadAsync(Actor, cancellationToken);
        Desk = [.. desk.Items.OrderBy(i => i.DueOn ?? DateOnly.MaxValue)];
        (Kind, Own) = (desk.Kind, desk.Own);
        Rounds = desk.Rounds.ToLookup(r => r.ProgrammeCode, StringComparer.Ordinal);
        Messages = desk.Messages;
        Notices = desk.Notices;
        Honours = desk.Honours;
    }
}
