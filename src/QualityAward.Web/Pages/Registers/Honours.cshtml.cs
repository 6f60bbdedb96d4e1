using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Registers;

/// <summary>Honours with something that one looks for (荣誉筛选).</summary>
public enum HonourFilter
{
    InForce,
    Unverified,
    Revoked,
    Withdrawn,
}

/// <summary>The honours that the authority keeps (荣誉登记簿): its own decisions, what it entered, and published history that waits for a document.</summary>
[RequirePermission(Permission.ManageRegisters, Permission.Supervise)]
public sealed class HonoursModel(RegisterView view) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Year { get; set; }

    [BindProperty(SupportsGet = true)]
    public HonourFilter? State { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<HonourEntry> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public static IEnumerable<SelectListItem> States =>
        [new("有效", nameof(HonourFilter.InForce)), new("待核实", nameof(HonourFilter.Unverified)), new("已撤销", nameof(HonourFilter.Revoked)), new("登记已撤回", nameof(HonourFilter.Withdrawn))];

    public bool MayManage => RegisterView.MayManage(Actor);

    public bool MayWithdraw(HonourEntry honour) => MayManage && honour is { WithdrawnAt: null, ImportSource: not null };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Years = [.. (await view.OwnHonours(Actor).Select(h => h.AwardYear).Distinct().OrderByDescending(y => y).ToListAsync(cancellationToken)).Select(y => new SelectListItem($"{y} 年", $"{y}"))];
        var query = Filtered();
        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        Rows = await Ordered(query).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    public IActionResult OnGetExport(string? format) => new ListExport(
        "荣誉登记簿", ListExport.IsText(format),
        [new("年度", 8), new("获奖组织或个人", 36), new("类别", 8), new("等次", 28), new("决定日期", 12), new("批准文号", 22), new("证书编号", 20), new("状态", 14), new("来源", 40)],
        ExportAsync(HttpContext.RequestAborted));

    public static string StateOf(HonourEntry honour) =>
        honour.WithdrawnAt is not null ? "登记已撤回" : honour.Status switch
        {
            HonourStatus.InForce => honour.IsUnverified ? "待核实" : "有效",
            HonourStatus.Revoked => "已撤销",
            HonourStatus.Candidate => "公示候选",
        };

    private IOrderedQueryable<HonourEntry> Ordered(IQueryable<HonourEntry> honours)
    {
        var (key, down) = ListSort.Read(Sort);
        var sorted = key switch
        {
            "year" => honours.By(down, h => h.AwardYear),
            "name" => honours.By(down, h => h.HolderName),
            "tier" => honours.By(down, h => h.TierName),
            // A day that nobody knows is earlier than all.
            "decided" => honours.By(down, h => h.DecidedOn ?? DateOnly.MinValue),
            _ => honours.OrderByDescending(h => h.AwardYear),
        };
        return sorted.ThenByDescending(h => h.AwardYear).ThenBy(h => h.HolderName).ThenBy(h => h.Id);
    }

    private IQueryable<HonourEntry> Filtered()
    {
        var query = view.OwnHonours(Actor).AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var parties = view.Parties(Actor).Matching(Q);
            var text = Q.Trim();
            query = query.Where(h => h.HolderName.Contains(text) || parties.Any(p => p.Id == h.PartyId));
        }

        if (Year is { } year)
        {
            query = query.Where(h => h.AwardYear == year);
        }

        return State is not { } wanted ? query : wanted switch
        {
            HonourFilter.InForce => query.Where(h => h.WithdrawnAt == null && h.Status == HonourStatus.InForce),
            HonourFilter.Unverified => query.Where(h => h.WithdrawnAt == null && h.ImportSource != null && h.VerifiedAt == null),
            HonourFilter.Revoked => query.Where(h => h.WithdrawnAt == null && h.Status == HonourStatus.Revoked),
            HonourFilter.Withdrawn => query.Where(h => h.WithdrawnAt != null),
        };
    }

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var h in Ordered(Filtered()).Take(ListExport.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return
            [
                $"{h.AwardYear}", h.HolderName, TrackNames.Of(h.Track), h.TierName, h.DecidedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", h.DocumentNumber ?? "", h.CertificateNumber ?? "", StateOf(h),
                h.ImportSource ?? "",
            ];
        }
    }
}
