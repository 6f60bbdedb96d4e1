using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>A line of the register of incidents.</summary>
public sealed record RegisterIncident(
    Guid Id, Guid PartyId, string PartyName, string? CreditCode, IncidentKind Kind, Severity? Severity, DateOnly OccurredOn, string Source, string Summary, DateTimeOffset? WithdrawnAt, string? WithdrawnReason, Guid? ProposalId);

/// <summary>The register of incidents (不良记录登记簿).</summary>
[RequirePermission(Permission.ManageRegisters, Permission.Supervise)]
public sealed class IncidentsModel(QualityAwardDbContext db, RegisterView view) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public IncidentKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public Severity? Severity { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? Since { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<RegisterIncident> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public IEnumerable<SelectListItem> Kinds => Enum.GetValues<IncidentKind>().Select(k => new SelectListItem(IncidentKinds.NameOf(k), k.ToString()));

    public IEnumerable<SelectListItem> Severities => Enum.GetValues<Severity>().Select(s => new SelectListItem(ConditionEvaluator.NameOf(s), s.ToString()));

    public bool MayWithdraw(RegisterIncident incident) => RegisterView.MayManage(Actor) && incident.WithdrawnAt is null;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = Filtered();
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await Project(query).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    public IActionResult OnGetExport(string? format) => new ListExport(
        "不良记录登记簿", ListExport.IsText(format),
        [new("名称或姓名", 36), new("统一社会信用代码", 22), new("类别", 20), new("等级", 10), new("发生日期", 12), new("来源", 40), new("情况摘要", 50), new("状态", 10)],
        ExportAsync(HttpContext.RequestAborted));

    private IQueryable<Incident> Filtered()
    {
        var query = view.Incidents(Actor).AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var parties = view.Parties(Actor).Matching(Q);
            query = query.Where(i => parties.Any(p => p.Id == i.PartyId));
        }

        return query.Where(i => (Kind == null || i.Kind == Kind) && (Severity == null || i.Severity == Severity) && (Since == null || i.OccurredOn >= Since));
    }

    private IOrderedQueryable<Incident> Ordered(IQueryable<Incident> incidents)
    {
        var (key, down) = ListSort.Read(Sort);
        var sorted = key switch
        {
            "name" => incidents.By(down, i => db.Parties.Where(p => p.Id == i.PartyId).Select(p => p.Name).First()),
            "kind" => incidents.By(down, i => i.Kind),
            "day" => incidents.By(down, i => i.OccurredOn),
            "source" => incidents.By(down, i => i.Source),
            _ => incidents.OrderByDescending(i => i.OccurredOn),
        };
        return sorted.ThenByDescending(i => i.OccurredOn).ThenBy(i => i.Id);
    }

    private IQueryable<RegisterIncident> Project(IQueryable<Incident> incidents) => Ordered(incidents).Join(db.Parties, i => i.PartyId, p => p.Id, (i, p) => new RegisterIncident(
        i.Id, p.Id, p.Name, p.CreditCode, i.Kind, i.Severity, i.OccurredOn, i.Source, i.Summary, i.WithdrawnAt, i.WithdrawnReason, i.ProposalId));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var i in Project(Filtered()).Take(ListExport.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return
            [
                i.PartyName, i.CreditCode ?? "", IncidentKinds.NameOf(i.Kind), PartyModel.NameOf(i.Severity), i.OccurredOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), i.Source, i.Summary,
                i.WithdrawnAt is null ? "有效" : "已撤回",
            ];
        }
    }
}
