using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Registers;

/// <summary>An application of the party that the actor may see.</summary>
public sealed record PartyCase(Guid Id, string ReceiptNumber, string RoundName, Stage Stage, Ending? Ending);

/// <summary>A holding from either side.</summary>
public sealed record HoldingRow(Guid Id, Guid OtherId, string OtherName, bool Holds, decimal? Share, DateOnly From, DateOnly? Until, DateTimeOffset? WithdrawnAt, Guid? ProposalId);

/// <summary>A headship from either side.</summary>
public sealed record HeadshipRow(Guid Id, Guid OtherId, string OtherName, string Post, DateOnly From, DateOnly? Until, DateTimeOffset? WithdrawnAt, Guid? ProposalId);

/// <summary>One party with everything that the actor may see of it (主体详情).</summary>
[RequirePermission(Permission.ManageRegisters, Permission.Recommend, Permission.Supervise, Permission.Apply)]
public sealed class PartyModel(QualityAwardDbContext db, RegisterView view, ProgrammeCatalogue catalogue) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Party Party { get; private set; } = null!;

    public IReadOnlyList<PartyCase> Cases { get; private set; } = [];

    public IReadOnlyList<HonourEntry> Honours { get; private set; } = [];

    public IReadOnlyList<Bar> Bars { get; private set; } = [];

    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    public IReadOnlyList<HoldingRow> Holdings { get; private set; } = [];

    public IReadOnlyList<HeadshipRow> Headships { get; private set; } = [];

    public bool IsKeeper => RegisterView.IsKeeper(Actor);

    public bool MayManage => RegisterView.MayManage(Actor);

    /// <summary>Incidents are the office's; the party itself knows its own.</summary>
    public bool SeesIncidents => IsKeeper || Actor.Role == Role.Applicant;

    public bool IsOwn => Actor.Role == Role.Applicant;

    public string ProgrammeName(string code) => catalogue.ByCode(code)?.Name ?? code;

    public string AuthorityName(string code) => catalogue.Authorities.Find(code)?.Name ?? code;

    /// <summary>Withdrawable: an entry of a proposal that stands.</summary>
    public bool MayWithdraw(RegisterEntry entry) => MayManage && entry is { WithdrawnAt: null, ProposalId: not null };

    public static string NameOf(Severity? severity) => severity is { } known ? ConditionEvaluator.NameOf(known) : "未定级";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (await view.Parties(Actor).AsNoTracking().Include(p => p.FormerNames).SingleOrDefaultAsync(p => p.Id == Id, cancellationToken) is not { } party)
        {
            context.Result = NotFound();
            return;
        }

        Party = party;
        Cases = await db.VisibleApplications(Actor).AsNoTracking().Where(a => a.PartyId == Id && a.ReceiptNumber != null).OrderByDescending(a => a.SubmittedAt)
            .Select(a => new PartyCase(a.Id, a.ReceiptNumber!, db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Name).First(), a.Position.Stage, a.Position.Ending)).ToListAsync(cancellationToken);
        // Titles are public; what an office entered by mistake is its own affair.
        var own = view.OwnHonours(Actor);
        Honours = await db.Set<HonourEntry>().AsNoTracking().Where(h => h.PartyId == Id && (h.WithdrawnAt == null || (IsKeeper && own.Any(o => o.Id == h.Id)))).OrderByDescending(h => h.AwardYear).ToListAsync(cancellationToken);
        Bars = await view.Bars(Actor).AsNoTracking().Where(b => b.PartyId == Id).OrderByDescending(b => b.Until).ToListAsync(cancellationToken);
        Incidents = await view.Incidents(Actor).AsNoTracking().Where(i => i.PartyId == Id).OrderByDescending(i => i.OccurredOn).ToListAsync(cancellationToken);
        if (IsKeeper)
        {
            Holdings = await view.Holdings(Actor).AsNoTracking().Where(h => h.HolderId == Id || h.HeldId == Id).OrderBy(h => h.From)
                .Select(h => new HoldingRow(
                    h.Id, h.HolderId == Id ? h.HeldId : h.HolderId, db.Parties.Where(p => p.Id == (h.HolderId == Id ? h.HeldId : h.HolderId)).Select(p => p.Name).First(), h.HolderId == Id, h.Share, h.From, h.Until,
                    h.WithdrawnAt, h.ProposalId))
                .ToListAsync(cancellationToken);
            Headships = await view.Headships(Actor).AsNoTracking().Where(h => h.OrganisationId == Id || h.PersonId == Id).OrderBy(h => h.From)
                .Select(h => new HeadshipRow(
                    h.Id, h.OrganisationId == Id ? h.PersonId : h.OrganisationId, db.Parties.Where(p => p.Id == (h.OrganisationId == Id ? h.PersonId : h.OrganisationId)).Select(p => p.Name).First(), h.Post, h.From, h.Until,
                    h.WithdrawnAt, h.ProposalId))
                .ToListAsync(cancellationToken);
        }

        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public string KindText => TrackNames.Of(Party.Kind);
}
