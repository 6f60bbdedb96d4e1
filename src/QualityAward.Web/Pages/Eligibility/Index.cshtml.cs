using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
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
public sealed class IndexModel(QualityAwardDbContext db, ProgrammeCatalogue catalogue, AcceptPlainly acceptPlainly, RecheckEligibility recheck) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public EligibilityFilter State { get; set; }

    /// <summary>Part of the applicant's name or of the receipt number.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>What came of accepting several at once; null: nothing was accepted on this page.</summary>
    public BulkAcceptance? Bulk { get; private set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyDictionary<EligibilityFilter, int> Counts { get; private set; } = new Dictionary<EligibilityFilter, int>();

    public Paging Paging { get; private set; } = new(1, 0);

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

    /// <summary>The list with its filters as .xlsx or .csv.</summary>
    public IActionResult OnGetExport(string? format, CancellationToken cancellationToken) => new RegisterExport(
        "资格审查", RegisterExport.IsText(format), [new("申报编号", 20), new("申报人", 32), new("评奖", 32), new("类别", 8), new("推荐渠道", 24), new("状态", 28), new("已确认条件（项）"), new("退回补正（次）")], ExportAsync(cancellationToken));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in Project(EligibilityQueue.Filter(db, Matching(), State)).Take(RegisterExport.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return [row.ReceiptNumber, row.ApplicantName, row.RoundName, TrackNames.Of(row.Track), ChannelName(row), row.Status.Text, $"{row.Confirmed}", $"{row.Corrections}"];
        }
    }

    private IQueryable<Application> Matching()
    {
        var query = EligibilityQueue.Of(db, Actor);
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(a => EF.Functions.ILike(a.ApplicantName, text) || EF.Functions.ILike(a.ReceiptNumber!, text));
        }

        return query;
    }

    private IQueryable<Row> Project(IQueryable<Application> query) => query
        .OrderBy(a => a.Position.Since).ThenBy(a => a.Id)
        .Join(db.Rounds, a => a.RoundId, r => r.Id, (a, r) => new Row(
            a.Id, a.ReceiptNumber!, a.ApplicantName, a.Track, r.Name, a.ChannelCode, a.Position.Stage, a.Position.Ending,
            a.Corrections.Where(c => c.ClosedAt == null).Select(c => (DateOnly?)c.DueOn).FirstOrDefault(), a.Corrections.Count,
            db.Set<EligibilityReview>().Where(e => e.ApplicationId == a.Id).SelectMany(e => e.Confirmed).Count(c => c.ReopenedAt == null)));

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var query = Matching();
        var counts = new Dictionary<EligibilityFilter, int>();
        foreach (var filter in Enum.GetValues<EligibilityFilter>())
        {
            counts[filter] = await EligibilityQueue.Filter(db, query, filter).CountAsync(cancellationToken);
        }

        Counts = counts;
        Paging = new Paging(PageNumber, counts.GetValueOrDefault(State));
        Rows = await Project(EligibilityQueue.Filter(db, query, State)).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    public string ChannelName(Row row) => catalogue.Authorities.Find(row.ChannelCode)?.Name ?? row.ChannelCode;

    /// <summary>One application of the list (列表行).</summary>
    public sealed record Row(Guid Id, string ReceiptNumber, string ApplicantName, Track Track, string RoundName, string ChannelCode, Stage Stage, Ending? Ending, DateOnly? CorrectionDueOn, int Corrections, int Confirmed)
    {
        public bool IsUnderReview => Ending is null && Stage == Stage.EligibilityReview && CorrectionDueOn is null;

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
