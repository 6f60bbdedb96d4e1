using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Registers;
using QualityAward.Infrastructure.Files;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>One entry by hand (登记): the fields are the columns of the kind's sheet; a second person confirms it.</summary>
[RequirePermission(Permission.ManageRegisters)]
[RequestSizeLimit(25 * 1024 * 1024)]
public sealed class NewModel(RegisterView view, ProposeEntry propose, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "kind")]
    public string Slug { get; set; } = "";

    /// <summary>The code of the party that the entry is about.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    /// <summary>The honour that is verified.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Target { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RegisterKind Kind { get; private set; }

    public RegisterContext Context { get; private set; } = null!;

    public IReadOnlyList<RegisterColumn> Columns { get; private set; } = [];

    public HonourEntry? Honour { get; private set; }

    /// <summary>Name of the party with the given code, where the actor may see it.</summary>
    public string? KnownName { get; private set; }

    public static string Accept { get; } = FileKinds.Accept(RegisterUpload.Rule.Kinds);

    public static int ReasonLimit => RegisterProposal.ReasonLimit;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (RegisterKinds.FromSlug(Slug) is not { } kind || kind == RegisterKind.Withdrawal)
        {
            context.Result = NotFound();
            return;
        }

        Kind = kind;
        Context = view.ContextOf(Actor, time.Today());
        Columns = RegisterSheets.ColumnsOf(kind, Context);
        if (kind == RegisterKind.Verification)
        {
            Honour = await view.OwnHonours(Actor).AsNoTracking().SingleOrDefaultAsync(h => h.Id == Target, cancellationToken);
            if (Honour is null)
            {
                context.Result = NotFound();
                return;
            }

            // An organisation has a code, a person a number.
            Columns = [.. Columns.Where(c => c.Key != (Honour.Track == Domain.Programmes.Track.Organisation ? RegisterKeys.ResidentId : RegisterKeys.CreditCode))];
        }
        else if (Code is not null)
        {
            KnownName = await view.Parties(Actor).Where(p => p.CreditCode == Code).Select(p => p.Name).SingleOrDefaultAsync(cancellationToken);
        }

        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await using var scan = Input.Document?.OpenReadStream();
        var typed = Input.Cells.ToDictionary(c => c.Key, c => c.Value ?? "", StringComparer.Ordinal);
        var id = await propose.RunAsync(Kind, typed, Input.Reason, scan is null ? null : new RegisterUpload(scan, Input.Document!.FileName), Target, Actor, cancellationToken);
        TempData.Flash("已提交复核。由本机关另一人复核通过后，写入登记簿。");
        return Redirect(RegisterLinks.Proposal(id));
    }

    /// <summary>The value that a field starts with.</summary>
    public string? ValueOf(RegisterColumn column) => Input.Cells.GetValueOrDefault(column.Key) ?? column.Key switch
    {
        RegisterKeys.CreditCode => Code,
        RegisterKeys.Name when Kind != RegisterKind.Rename => KnownName,
        _ => null,
    };

    public IEnumerable<SelectListItem>? ItemsOf(RegisterColumn column) => RegisterSheets.Options(column.Cell, Context)?.Select(o => new SelectListItem(o.Label, o.Value));

    public static string TypeOf(RegisterColumn column) => column.Cell switch
    {
        RegisterCell.Date => "date",
        RegisterCell.Percent or RegisterCell.Year => "number",
        RegisterCell.Programme or RegisterCell.Tier or RegisterCell.Ground or RegisterCell.IncidentKind or RegisterCell.Severity => "select",
        RegisterCell.Text when column.MaxLength > 200 => "textarea",
        RegisterCell.Text or RegisterCell.CreditCode or RegisterCell.ResidentId => "text",
    };

    /// <summary>The years of each ground, as the award's rules say.</summary>
    public IEnumerable<string> BarRules => Context.Own.SelectMany(p => p.Bars.Where(b => b.Ground != Domain.Programmes.BarGround.Winner)
        .Select(b => $"{p.Name}：{Domain.Eligibility.ConditionEvaluator.NameOf(b.Ground)}，{b.Years} 年（{p.Cite(b.Clause)}）"));

    public sealed class InputModel
    {
        public Dictionary<string, string?> Cells { get; set; } = new(StringComparer.Ordinal);

        public string? Reason { get; set; }

        public IFormFile? Document { get; set; }
    }
}
