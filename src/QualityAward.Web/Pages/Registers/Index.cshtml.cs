using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Parties;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>A line of the register of parties; no ID number, not even its end.</summary>
public sealed record PartyRow(Guid Id, string Name, Track Kind, string? CreditCode, int Applications, int Honours, DateOnly? BarredUntil, int Incidents);

/// <summary>Parties with something that one looks for (主体筛选).</summary>
public enum PartyFilter
{
    Barred,
    Honoured,
    Incident,
}

/// <summary>The register of parties (主体登记簿), under the actor's rights.</summary>
[RequirePermission(Permission.ManageRegisters, Permission.Recommend, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db, RegisterView view, PersonalDataCipher cipher, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public Track? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public PartyFilter? With { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty]
    public string? ResidentNumber { get; set; }

    public IReadOnlyList<PartyRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    /// <summary>An organisation with exactly this code that the actor's lists do not show.</summary>
    public string? KnownElsewhere { get; private set; }

    public bool IsKeeper => RegisterView.IsKeeper(Actor);

    public IEnumerable<SelectListItem> KindItems => Enum.GetValues<Track>().Select(t => new SelectListItem(TrackNames.Of(t), t.ToString()));

    public IEnumerable<SelectListItem> WithItems =>
        [new("限制申报期内", nameof(PartyFilter.Barred)), new("有荣誉", nameof(PartyFilter.Honoured)), .. IsKeeper ? [new SelectListItem("有不良记录", nameof(PartyFilter.Incident))] : Array.Empty<SelectListItem>()];

    public override async Task OnPageHandlerExecutionAsync(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context, Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutionDelegate next)
    {
        // An export reads its rows itself.
        if (!string.Equals(context.HandlerMethod?.Name, "Export", StringComparison.OrdinalIgnoreCase))
        {
            await LoadAsync(HttpContext.RequestAborted);
        }

        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public IActionResult OnGetExport(string? format) => new ListExport(
        "主体登记簿", ListExport.IsText(format),
        [new("名称或姓名", 36), new("类别", 8), new("统一社会信用代码", 22), new("申报", 8), new("荣誉", 8), new("限制申报至", 14), .. IsKeeper ? [new Infrastructure.Spreadsheets.SheetColumn("不良记录", 10)] : Array.Empty<Infrastructure.Spreadsheets.SheetColumn>()],
        ExportAsync(HttpContext.RequestAborted));

    /// <summary>By ID number, which never stands in an address: the page of the person, when the actor may see it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (ResidentId.Problem(ResidentNumber ?? "", time.Today()) is { } problem)
        {
            ResidentNumber = null;
            throw new InvalidInputException(nameof(ResidentNumber), problem);
        }

        var hash = cipher.KeyedHash(ResidentId.Normalise(ResidentNumber!));
        var found = await view.Parties(Actor).Where(p => p.ResidentIdHash == hash).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken);
        return found is { } id ? Redirect(RegisterLinks.Party(id)) : throw new InvalidInputException(nameof(ResidentNumber), "登记簿中没有您可以查看的该证号的个人。");
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var query = Filtered();
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await Project(Ordered(query).Skip(Paging.Skip).Take(Paging.Size)).ToListAsync(cancellationToken);
        if (Paging.Total == 0 && IsKeeper && CreditCode.Problem(Q ?? "") is null)
        {
            var code = CreditCode.Normalise(Q!);
            KnownElsewhere = await db.Parties.Where(p => p.CreditCode == code).Select(p => p.Name).SingleOrDefaultAsync(cancellationToken);
        }
    }

    private IQueryable<Party> Filtered()
    {
        var today = time.Today();
        var query = view.Parties(Actor).AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            query = query.Matching(Q);
        }

        if (Kind is { } kind)
        {
            query = query.Where(p => p.Kind == kind);
        }

        return With is not { } wanted ? query : wanted switch
        {
            PartyFilter.Barred => query.Where(p => view.Bars(Actor).Any(b => b.PartyId == p.Id && b.WithdrawnAt == null && b.Until >= today)),
            PartyFilter.Honoured => query.Where(p => db.Set<HonourEntry>().Any(h => h.PartyId == p.Id && h.WithdrawnAt == null)),
            PartyFilter.Incident => query.Where(p => view.Incidents(Actor).Any(i => i.PartyId == p.Id && i.WithdrawnAt == null)),
        };
    }

    private IOrderedQueryable<Party> Ordered(IQueryable<Party> parties)
    {
        var today = time.Today();
        var (bars, incidents, cases) = (view.Bars(Actor), view.Incidents(Actor), db.VisibleApplications(Actor));
        var (key, down) = ListSort.Read(Sort);
        var sorted = key switch
        {
            "kind" => parties.By(down, p => p.Kind),
            "code" => parties.By(down, p => p.CreditCode),
            "applications" => parties.By(down, p => cases.Count(a => a.PartyId == p.Id)),
            "honours" => parties.By(down, p => db.Set<HonourEntry>().Count(h => h.PartyId == p.Id && h.WithdrawnAt == null && h.Status == HonourStatus.InForce)),
            // No bar is less than any bar.
            "barred" => parties.By(down, p => bars.Where(b => b.PartyId == p.Id && b.WithdrawnAt == null && b.Until >= today).Max(b => (DateOnly?)b.Until) ?? DateOnly.MinValue),
            "incidents" => parties.By(down, p => incidents.Count(i => i.PartyId == p.Id && i.WithdrawnAt == null)),
            _ => parties.By(down, p => p.Name),
        };
        return sorted.ThenBy(p => p.Name).ThenBy(p => p.Id);
    }

    private IQueryable<PartyRow> Project(IQueryable<Party> parties)
    {
        var today = time.Today();
        var (bars, incidents, cases) = (view.Bars(Actor), view.Incidents(Actor), db.VisibleApplications(Actor));
        return parties.Select(p => new PartyRow(
            p.Id, p.Name, p.Kind, p.CreditCode, cases.Count(a => a.PartyId == p.Id), db.Set<HonourEntry>().Count(h => h.PartyId == p.Id && h.WithdrawnAt == null && h.Status == HonourStatus.InForce),
            bars.Where(b => b.PartyId == p.Id && b.WithdrawnAt == null && b.Until >= today).Max(b => (DateOnly?)b.Until), incidents.Count(i => i.PartyId == p.Id && i.WithdrawnAt == null)));
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in Project(Ordered(Filtered()).Take(ListExport.MaxRows)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            string[] cells = [row.Name, TrackNames.Of(row.Kind), row.CreditCode ?? "", $"{row.Applications}", $"{row.Honours}", row.BarredUntil?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? "", $"{row.Incidents}"];
            yield return IsKeeper ? cells : cells[..^1];
        }
    }
}
