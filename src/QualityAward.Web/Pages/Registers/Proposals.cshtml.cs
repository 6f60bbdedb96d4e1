using System.Runtime.CompilerServices;
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
    /// <summary>Part of what is entered, or of who proposed it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public ProposalState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public RegisterKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

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
        var query = Filtered();
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await Project(Ordered(query).Skip(Paging.Skip).Take(Paging.Size)).ToListAsync(cancellationToken);
    }

    public IActionResult OnGetExport(string? format) => new ListExport(
        "登记复核", ListExport.IsText(format),
        [new("登记内容", 48), new("事项", 12), new("行数", 8), new("提出", 30), new("提出时间", 18), new("状态", 12), new("复核", 30), new("复核时间", 18)],
        ExportAsync(HttpContext.RequestAborted));

    private IQueryable<RegisterProposal> Filtered()
    {
        var query = view.Proposals(Actor).AsNoTracking().Where(p => (State == null || p.State == State) && (Kind == null || p.Kind == Kind));
        var text = Q?.Trim() ?? "";
        return text.Length == 0 ? query : query.Where(p => p.Title.Contains(text) || p.ProposedBy.Contains(text));
    }

    private IOrderedQueryable<RegisterProposal> Ordered(IQueryable<RegisterProposal> proposals)
    {
        var (key, down) = ListSort.Read(Sort);
        var sorted = key switch
        {
            "title" => proposals.By(down, p => p.Title),
            "kind" => proposals.By(down, p => p.Kind),
            "rows" => proposals.By(down, p => p.RowCount),
            "proposed" => proposals.By(down, p => p.ProposedAt),
            "state" => proposals.By(down, p => p.State),
            _ => proposals.OrderByDescending(p => p.State == ProposalState.Proposed),
        };
        return sorted.ThenByDescending(p => p.ProposedAt).ThenBy(p => p.Id);
    }

    private static IQueryable<ProposalRow> Project(IQueryable<RegisterProposal> proposals) =>
        proposals.Select(p => new ProposalRow(p.Id, p.Kind, p.Title, p.RowCount, p.State, p.ProposedBy, p.ProposedAt, p.DecidedBy, p.DecidedAt));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var p in Project(Ordered(Filtered()).Take(ListExport.MaxRows)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return
            [
                p.Title, RegisterKinds.NameOf(p.Kind), $"{p.RowCount}", p.ProposedBy, ChinaTime.Moment(p.ProposedAt), ProposalStates.NameOf(p.State), p.DecidedBy ?? "", p.DecidedAt is { } at ? ChinaTime.Moment(at) : "",
            ];
        }
    }
}
