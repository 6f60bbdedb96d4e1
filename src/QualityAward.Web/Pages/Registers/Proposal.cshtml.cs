using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Registers;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>A row as it is shown: ID numbers show their last four characters only.</summary>
public sealed record ShownRow(int Line, IReadOnlyList<string> Cells, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes, string? Arithmetic);

/// <summary>One proposal: its author submits or takes back, a second person confirms or not (登记复核).</summary>
[RequirePermission(Permission.ManageRegisters, Permission.Supervise)]
[RequestSizeLimit(25 * 1024 * 1024)]
public sealed class ProposalModel(QualityAwardDbContext db, RegisterView view, SubmitImport submit, DecideProposal decide, FileDownloads files, TimeProvider time) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Only the rows with something wrong.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Wrong { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RegisterProposal Proposal { get; private set; } = null!;

    public IReadOnlyList<RegisterColumn> Columns { get; private set; } = [];

    public IReadOnlyList<ShownRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public Guid? CaseId => Id;

    public bool IsAuthor => Proposal.ProposedById == Actor.UserId;

    public bool MayManage => RegisterView.MayManage(Actor);

    public bool MayDecide => MayManage && !IsAuthor && Proposal.State == ProposalState.Proposed;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (await view.Proposals(Actor).AsNoTracking().SingleOrDefaultAsync(p => p.Id == Id, cancellationToken) is not { } proposal)
        {
            context.Result = NotFound();
            return;
        }

        Proposal = proposal;
        var shown = view.ContextOf(Actor, time.Today());
        Columns = RegisterSheets.ColumnsOf(proposal.Kind, shown);
        var rows = db.Set<RegisterRow>().AsNoTracking().Where(r => r.ProposalId == Id && (!Wrong || r.Problems != null));
        Paging = new Paging(PageNumber, await rows.CountAsync(cancellationToken));
        Rows = [.. (await rows.OrderBy(r => r.Line).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken)).Select(r => Shown(r, shown))];
        if (Columns.Count > 0 && Rows.Count > 0)
        {
            // A column that nobody filled says nothing.
            var filled = Enumerable.Range(0, Columns.Count).Where(i => Columns[i].Required || Rows.Any(r => r.Cells[i].Length > 0)).ToList();
            Rows = [.. Rows.Select(r => r with { Cells = [.. filled.Select(i => r.Cells[i])] })];
            Columns = [.. filled.Select(i => Columns[i])];
        }

        await next();
    }

    public void OnGet() => Version = Proposal.Version;

    public async Task<IActionResult> OnGetDocumentAsync(CancellationToken cancellationToken) => Proposal.Document is { } document
        && await files.FindAsync(Response, new StoredFile(document.Sha256, document.Length, document.ContentType), document.FileName, preview: true, byOwner: IsAuthor, cancellationToken) is { } file
            ? file
            : NotFound();

    public async Task<IActionResult> OnPostSubmitAsync(CancellationToken cancellationToken)
    {
        await using var scan = Input.Document?.OpenReadStream();
        await submit.RunAsync(Id, Version, Input.Reason, scan is null ? null : new RegisterUpload(scan, Input.Document!.FileName), Actor, cancellationToken);
        return Done("已提交复核。由本机关另一人复核通过后，写入登记簿。");
    }

    public async Task<IActionResult> OnPostApproveAsync(CancellationToken cancellationToken)
    {
        await decide.ApproveAsync(Id, Version, Actor, cancellationToken);
        return Done("复核通过，已写入登记簿。");
    }

    public async Task<IActionResult> OnPostRejectAsync(CancellationToken cancellationToken)
    {
        await decide.RejectAsync(Id, Version, Reason, Actor, cancellationToken);
        return Done("复核未通过，登记簿没有变化。");
    }

    public async Task<IActionResult> OnPostCancelAsync(CancellationToken cancellationToken)
    {
        await decide.CancelAsync(Id, Version, Actor, cancellationToken);
        return Done("已撤销，登记簿没有变化。");
    }

    private RedirectResult Done(string message)
    {
        TempData.Flash(message);
        return Redirect(RegisterLinks.Proposal(Id));
    }

    private ShownRow Shown(RegisterRow row, RegisterContext context)
    {
        var cells = JsonSerializer.Deserialize<Dictionary<string, string>>(row.Cells, JsonColumn.Options)!;
        var arithmetic = Proposal.Kind == RegisterKind.Bar && RegisterSheets.RuleOf(cells, context) is { } found && cells.GetValueOrDefault(RegisterKeys.On) is { } on && Domain.Forms.AnswerText.ReadDate(on) is { } day
            ? $"{Bar.ArithmeticOf(day, found.Rule.Years, Bar.LastDay(day, found.Rule.Years))}（{found.Pack.Cite(found.Rule.Clause)}）。"
            : null;
        return new ShownRow(row.Line, [.. Columns.Select(c => RegisterSheets.Shown(c, cells.GetValueOrDefault(c.Key) ?? "", context))], Lines(row.Problems), Lines(row.Notes), arithmetic);
    }

    private static string[] Lines(string? text) => text?.Split('\n') ?? [];

    public sealed class InputModel
    {
        public string? Reason { get; set; }

        public IFormFile? Document { get; set; }
    }
}
