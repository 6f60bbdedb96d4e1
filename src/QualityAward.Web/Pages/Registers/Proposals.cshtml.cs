using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Registers;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>A line of the list of proposals.</summary>
public sealed record ProposalRow(Guid Id, RegisterKind Kind, string Title, int RowCount, ProposalState State, string ProposedBy, DateTimeOffset ProposedAt, string? DecidedBy, DateTimeOffset? DecidedAt);

/// <summary>Proposals of the authority (登记复核), those that wait first.</summary>
[RequirePermission(Permission.ManageRegisters, Permission.Supervise)]
public sealed class ProposalsModel(RegisterView view) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public ProposalState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public RegisterKind? Kind { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<ProposalRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public IEnumerable<SelectListItem> States => Enum.GetValues<ProposalState>().Select(s => new SelectListItem(ProposalStates.NameOf(s), s.ToString()));

    public IEnumerable<SelectListItem> Kinds => Enum.GetValues<RegisterKind>().Select(k => new SelectListItem(RegisterKinds.NameOf(k), k.ToString()));

    public static Tone ToneOf(ProposalState state) => state switch
    {
        ProposalState.Draft => Tone.Info,
        ProposalState.Proposed => Tone.Warning,
        ProposalState.Approved => Tone.Success,
        ProposalState.Rejected => Tone.Danger,
        ProposalState.Cancelled => Tone.Neutral,
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = view.Proposals(Actor).AsNoTracking().Where(p => (State == null || p.State == State) && (Kind == null || p.Kind == Kind));
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await query.OrderByDescending(p => p.State == ProposalState.Proposed).ThenByDescending(p => p.ProposedAt).Skip(Paging.Skip).Take(Paging.Size)
            .Select(p => new ProposalRow(p.Id, p.Kind, p.Title, p.RowCount, p.State, p.ProposedBy, p.ProposedAt, p.DecidedBy, p.DecidedAt)).ToListAsync(cancellationToken);
    }
}
