using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Registers;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>The office's list of eligibility reviews (资格审查列表).</summary>
[RequirePermission(Permission.ReviewEligibility)]
public sealed class IndexModel(QualityAwardDbContext db, ProgrammeCatalogue catalogue, AcceptPlainly acceptPlainly, RecheckEligibility recheck, FindPriorities priorities) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public EligibilityFilter State { get; set; }

    /// <summary>Part of the applicant's name or of the receipt number.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>One round; null: all.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Round { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>What came of accepting several at once; null: nothing was accepted on this page.</summary>
    public BulkAcceptance? Bulk { get; private set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>The rounds that have applications here.</summary>
    public IReadOnlyList<SelectListItem> Rounds { get; private set; } = [];

    public IReadOnlyDictionary<EligibilityFilter, int> Counts { get; private set; } = new Dictionary<EligibilityFilter, int>();

    public Paging Paging { get; private set; } = new(1, 0);

    /// <summary>The same list with another state.</summary>
    public string Address(EligibilityFilter filter) =>
        QueryHelpers.AddQueryString(EligibilityLinks.List, new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = filter.ToString(), ["round"] = Round?.ToString(), ["q"] = string.IsNullOrWhiteSpace(Q) ? null : Q });

    public Task OnGetAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public async Task<IActionResult> OnPostAcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            Bulk = await acceptPlainly.RunAsync(Input.Ids, Actor, cancellationToken);
        }
        finally
        {
            await LoadAsync(cancellationToken);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostRecheckAsync(CancellationToken cancellationToken)
    {
        var result = await recheck.RunAsync(Actor, cancellationToken);
        TempData.Flash(result.Found == 0 ? $"已复核 {result.Cases} 份申报，没有新的发现。" : $"已复核 {result.Cases} 份申报，新发现 {result.Found} 项，请逐项处理。", result.Found == 0 ? Tone.Success : Tone.Warning);
        return Redirect($"{EligibilityLinks.List}?state={(result.Found == 0 ? State : EligibilityFilter.Findings)}");
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var query = Searched();
        var counts = new Dictionary<EligibilityFilter, int>();
        foreach (var filter in Enum.GetValues<EligibilityFilter>())
        {
            counts[filter] = await EligibilityQueue.Filter(db, query, filter).CountAsync(cancellationToken);
        }

        Counts = counts;
        var all = EligibilityQueue.Of(db, Actor);
        Rounds = await db.Rounds.Where(r => all.Any(a => a.RoundId == r.Id)).OrderByDescending(r => r.OpensOn).Select(r => new SelectListItem(r.Name, r.Id.ToString())).ToListAsync(cancellationToken);
        Paging = new Paging(PageNumber, counts.GetValueOrDefault(State));
        Rows = await Project(Ordered(EligibilityQueue.Filter(db, query, State))).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    /// <summary>What waits for the office stands first, the oldest of it at the top.</summary>
    private IOrderedQueryable<Application> Ordered(IQueryable<Application> applications)
    {
        var (key, down) = ListSort.Read(Sort);
        var sorted = key switch
        {
            "name" => applications.By(down, a => a.ApplicantName),
            "number" => applications.By(down, a => a.ReceiptNumber),
            "round" => applications.By(down, a => db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Name).First()),
            "channel" => applications.By(down, a => a.ChannelCode),
            "since" => applications.By(down, a => a.Position.Since),
            _ => applications.OrderByDescending(a => a.Position.Ending == null && a.Position.Stage == Stage.EligibilityReview && a.Corrections.All(c => c.ClosedAt != null))
                .ThenByDescending(a => a.Position.Ending == null && a.Position.Stage == Stage.EligibilityReview),
        };
        return sorted.ThenBy(a => a.Position.Since).ThenBy(a => a.Id);
    }

    private IQueryable<Row> Project(IQueryable<Application> applications) => applications.Join(db.Rounds, a => a.RoundId, r => r.Id, (a, r) => new Row(
        a.Id, a.ReceiptNumber!, a.ApplicantName, a.Track, r.Name, a.ChannelCode, a.Position.Stage, a.Position.Ending, a.Position.Since,
        a.Corrections.Where(c => c.ClosedAt == null).Select(c => (DateOnly?)c.DueOn).FirstOrDefault(), a.Corrections.Count,
        db.Set<EligibilityReview>().Where(e => e.ApplicationId == a.Id).SelectMany(e => e.Confirmed).Count(c => c.ReopenedAt == null),
        db.Set<EligibilityReview>().Where(e => e.ApplicationId == a.Id).SelectMany(e => e.Confirmed).AsQueryable().Count(EligibilityQueue.OpenOverride),
        db.Set<RecheckFinding>().Where(EligibilityQueue.OpenFinding).Count(f => f.ApplicationId == a.Id)));

    private IQueryable<Application> Searched()
    {
        var query = EligibilityQueue.Of(db, Actor);
        if (Round is { } round)
        {
            query = query.Where(a => a.RoundId == round);
        }

        if (string.IsNullOrWhiteSpace(Q))
        {
            return query;
        }

        var text = $"%{Q.Trim()}%";
        return query.Where(a => EF.Functions.ILike(a.ApplicantName, text) || EF.Functions.ILike(a.ReceiptNumber!, text));
    }

    /// <summary>The list with its filter and order as a file.</summary>
    public IActionResult OnGetExport(string? format) => new ListExport(
        "资格审查", ListExport.IsText(format),
        [new("申报编号", 20), new("申报人", 36), new("评奖", 36), new("类别", 8), new("推荐渠道", 24), new("状态", 30), new("进入本环节", 18), new("已确认条件", 12), new("退回补正次数", 12), new("优先推荐", 60)],
        ExportAsync(HttpContext.RequestAborted));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await Project(Ordered(EligibilityQueue.Filter(db, Searched(), State))).Take(ListExport.MaxRows).ToListAsync(cancellationToken);
        var first = await priorities.RunAsync([.. rows.Select(r => r.Id)], cancellationToken);
        foreach (var row in rows)
        {
            yield return
            [
                row.ReceiptNumber, row.ApplicantName, row.RoundName, TrackNames.Of(row.Track), ChannelName(row), string.Join('，', row.Waiting.Prepend(row.Status.Text)), ChinaTime.Moment(row.Since), $"{row.Confirmed}", $"{row.Corrections}",
                first.TryGetValue(row.Id, out var mark) ? $"{mark.Because}，{mark.Text}（{mark.Clause}）" : "",
            ];
        }
    }

    public string ChannelName(Row row) => catalogue.Authorities.Find(row.ChannelCode)?.Name ?? row.ChannelCode;

    /// <summary>One application of the list (列表行).</summary>
    public sealed record Row(Guid Id, string ReceiptNumber, string ApplicantName, Track Track, string RoundName, string ChannelCode, Stage Stage, Ending? Ending, DateTimeOffset Since, DateOnly? CorrectionDueOn, int Corrections, int Confirmed, int Overrides, int Findings)
    {
        public bool IsUnderReview => Ending is null && Stage == Stage.EligibilityReview && CorrectionDueOn is null;

        /// <summary>What waits in it besides (待办情况).</summary>
        public IEnumerable<string> Waiting =>
            [.. Overrides > 0 && IsUnderReview ? [$"改判待批准 {Overrides} 项"] : Array.Empty<string>(), .. Findings > 0 && Ending is null && RecheckEligibility.Stages.Contains(Stage) ? [$"复核待处理 {Findings} 项"] : Array.Empty<string>()];

        public (string Text, Tone Tone) Status => Ending is { } ending ? (StageNames.Of(ending), Tone.Neutral)
            : Stage != Stage.EligibilityReview ? ($"已受理（{StageNames.Of(Stage)}）", Tone.Success)
            : CorrectionDueOn is { } due ? ($"补正中，期限{ChinaTime.Date(due)}", Tone.Info)
            : (EligibilityQueue.NameOf(EligibilityFilter.UnderReview), Tone.Warning);
    }

    public sealed class InputModel
    {
        public List<Guid> Ids { get; set; } = [];
    }
}
