using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Supervision;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>Where a bar stands on the day of reading (限制申报状态).</summary>
public enum BarState
{
    Running,
    Over,
    Withdrawn,
}

/// <summary>A line of the register of bars.</summary>
public sealed record RegisterBar(
    Guid Id, Guid PartyId, string PartyName, string? CreditCode, string ProgrammeCode, BarGround Ground, DateOnly From, int Years, DateOnly Until, string Clause, string? Source, DateTimeOffset? WithdrawnAt,
    string? WithdrawnReason, Guid? ProposalId)
{
    public string Arithmetic => Bar.ArithmeticOf(From, Years, Until);

    public BarState StateOn(DateOnly today) => WithdrawnAt is not null ? BarState.Withdrawn : Until >= today ? BarState.Running : BarState.Over;
}

/// <summary>The register of bars (限制申报登记簿) with the day arithmetic of each.</summary>
[RequirePermission(Permission.ManageRegisters, Permission.Supervise)]
public sealed class BarsModel(QualityAwardDbContext db, RegisterView view, ProgrammeCatalogue catalogue, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public BarGround? Ground { get; set; }

    [BindProperty(SupportsGet = true)]
    public BarState? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<RegisterBar> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public DateOnly Today => time.Today();

    public IEnumerable<SelectListItem> Grounds => Enum.GetValues<BarGround>().Select(g => new SelectListItem(ConditionEvaluator.NameOf(g), g.ToString()));

    public static IEnumerable<SelectListItem> States => Enum.GetValues<BarState>().Select(s => new SelectListItem(NameOf(s), s.ToString()));

    public bool MayWithdraw(RegisterBar bar) => RegisterView.MayManage(Actor) && bar is { WithdrawnAt: null, ProposalId: not null };

    public string ProgrammeName(string code) => catalogue.ByCode(code)?.Name ?? code;

    public static string NameOf(BarState state) => state switch
    {
        BarState.Running => "限制期内",
        BarState.Over => "已届满",
        BarState.Withdrawn => "已撤回",
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = Filtered();
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await Project(query).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    public IActionResult OnGetExport(string? format) => new ListExport(
        "限制申报登记簿", ListExport.IsText(format),
        [new("名称或姓名", 36), new("统一社会信用代码", 22), new("奖项", 24), new("事由", 24), new("决定日期", 12), new("最后限制日", 12), new("期间计算", 70), new("依据", 50), new("来源", 30), new("状态", 10)],
        ExportAsync(HttpContext.RequestAborted));

    private IQueryable<Bar> Filtered()
    {
        var today = Today;
        var query = view.Bars(Actor).AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var parties = view.Parties(Actor).Matching(Q);
            query = query.Where(b => parties.Any(p => p.Id == b.PartyId));
        }

        if (Ground is { } ground)
        {
            query = query.Where(b => b.Ground == ground);
        }

        return State is not { } wanted ? query : wanted switch
        {
            BarState.Running => query.Where(b => b.WithdrawnAt == null && b.Until >= today),
            BarState.Over => query.Where(b => b.WithdrawnAt == null && b.Until < today),
            BarState.Withdrawn => query.Where(b => b.WithdrawnAt != null),
        };
    }

    private IOrderedQueryable<Bar> Ordered(IQueryable<Bar> bars)
    {
        var (key, down) = ListSort.Read(Sort);
        var sorted = key switch
        {
            "name" => bars.By(down, b => db.Parties.Where(p => p.Id == b.PartyId).Select(p => p.Name).First()),
            "ground" => bars.By(down, b => b.Ground),
            "until" => bars.By(down, b => b.Until),
            _ => bars.OrderByDescending(b => b.Until),
        };
        return sorted.ThenByDescending(b => b.Until).ThenBy(b => b.Id);
    }

    private IQueryable<RegisterBar> Project(IQueryable<Bar> bars) => Ordered(bars).Join(db.Parties, b => b.PartyId, p => p.Id, (b, p) => new RegisterBar(
        b.Id, p.Id, p.Name, p.CreditCode, b.ProgrammeCode, b.Ground, b.From, b.Years, b.Until, b.Clause, b.Source, b.WithdrawnAt, b.WithdrawnReason, b.ProposalId));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var today = Today;
        await foreach (var b in Project(Filtered()).Take(ListExport.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return
            [
                b.PartyName, b.CreditCode ?? "", ProgrammeName(b.ProgrammeCode), ConditionEvaluator.NameOf(b.Ground), b.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                b.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), b.Arithmetic, b.Clause, b.Source ?? "", NameOf(b.StateOn(today)),
            ];
        }
    }
}
