using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

[RequirePermission(Permission.Apply)]
public sealed class StartModel(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, StartApplication start, TermsGate terms, TimeProvider time) : ActorPage
{
    public sealed class InputModel
    {
        public string? ChannelCode { get; set; }
    }

    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    [BindProperty(SupportsGet = true, Name = "track")]
    public string? TrackSlug { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RoundRules Rules { get; private set; } = null!;

    public Track Track { get; private set; }

    public Party? Party { get; private set; }

    /// <summary>My application of this round, if there is one already.</summary>
    public Guid? Existing { get; private set; }

    public bool WindowIsOpen => Rules.Round.WindowFor(Party?.Id).IsOpen(time.GetUtcNow());

    public IReadOnlyList<SelectListItem> Channels
    {
        get
        {
            var ways = Rules.Pack.Recommendation;
            var groups = ways.Channels.ToDictionary(c => c.Code, c => new SelectListGroup { Name = c.For is null ? c.Name : $"{c.Name}（{c.For}）" }, StringComparer.Ordinal);
            return
            [
                .. authorities.RecommendersFor(Rules.Round.AuthorityCode).Where(ways.Takes)
                    .Select(a => new SelectListItem(a.Name, a.Code) { Group = ways.ChannelOf(a.Kind) is { } way ? groups[way.Code] : null }),
            ];
        }
    }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var round = await db.VisibleRounds(Actor).SingleOrDefaultAsync(r => r.Id == RoundId, cancellationToken);
        Party = await db.Users.Where(u => u.Id == Actor.UserId).Join(db.Parties, u => u.PartyId, p => p.Id, (_, p) => p).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (round is null || (TrackNames.FromSlug(TrackSlug) ?? Party?.Kind) is not { } track)
        {
            context.Result = NotFound();
            return;
        }

        // A new application is written on the newest form.
        Rules = await reader.OfAsync(round, round.FormHash(track), cancellationToken);
        Track = track;
        if (Rules.Pack.TrackOf(track) is null)
        {
            context.Result = NotFound();
            return;
        }

        if (WindowIsOpen && await terms.AskAsync(Rules, Actor, Request, cancellationToken) is { } ask)
        {
            context.Result = ask;
            return;
        }

        var party = Party?.Id;
        Existing = await db.VisibleApplications(Actor).Where(a => a.RoundId == RoundId && a.PartyId == party && a.Position.Ending != Ending.Withdrawn).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(cancellationToken);
        await next();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) =>
        Redirect(ApplicationLinks.Overview((await start.RunAsync(RoundId, Track, Input.ChannelCode, Actor, cancellationToken)).Id));
}
