using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Infrastructure.Spreadsheets;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Which recommendations a list shows (推荐列表筛选).</summary>
public enum RecommendationFilter
{
    /// <summary>全部.</summary>
    All,

    /// <summary>预审中.</summary>
    PreReview,

    /// <summary>待签署.</summary>
    Signing,

    /// <summary>待报送.</summary>
    ToHandIn,

    /// <summary>已报送.</summary>
    Sent,

    /// <summary>已终止.</summary>
    Ended,
}

/// <summary>The recommending office's queue (推荐办理列表).</summary>
[RequirePermission(Permission.Recommend)]
public sealed class IndexModel(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : ActorPage
{
    private static readonly SheetColumn[] Columns =
    [
        new("申报人", 36), new("申报编号", 22), new("评奖", 36), new("类别", 8), new("提交时间", 18), new("状态", 20), new("必征意见", 10), new("已有意见", 10), new("待答复", 10), new("逾期未答复", 12), new("不良记录", 10),
        new("推荐排序", 10), new("签署日期", 14),
    ];

    [BindProperty(SupportsGet = true)]
    public RecommendationFilter State { get; set; }

    /// <summary>How far the departments are; null: whatever.</summary>
    [BindProperty(SupportsGet = true)]
    public OpinionsFilter? Opinions { get; set; }

    [BindProperty(SupportsGet = true)]
    public RecommendationOrder Sort { get; set; }

    /// <summary>Part of the applicant's name or of the receipt number.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "round")]
    public Guid? RoundId { get; set; }

    [BindProperty(SupportsGet = true)]
    public Track? Track { get; set; }

    /// <summary>Rounds in which the office has applications.</summary>
    public IReadOnlyList<SelectListItem> Rounds { get; private set; } = [];

    /// <summary>Rounds that go on, with what the office may recommend in them.</summary>
    public IReadOnlyList<RoundWork> Work { get; private set; } = [];

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyDictionary<RecommendationFilter, int> Counts { get; private set; } = new Dictionary<RecommendationFilter, int>();

    public Paging Paging { get; private set; } = new(1, 0);

    private IReadOnlyList<RoundRules> _rules = [];

    private string? WayIn(RoundRules rules) => rules.Pack.Recommendation.ChannelOf(authorities.Require(Actor.AuthorityCode!).Kind)?.Code;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = await FilteredAsync(cancellationToken);
        Rounds = [.. _rules.Select(r => new SelectListItem(r.Round.Name, r.RoundId.ToString()))];
        await LoadWorkAsync(cancellationToken);
        var counts = await query.GroupBy(_ => 1).Select(g => new
        {
            All = g.Count(),
            PreReview = g.Count(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt == null),
            Signing = g.Count(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.RecommendedAt != null && x.EndorsedOn == null),
            ToHandIn = g.Count(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.EndorsedOn != null),
            Sent = g.Count(x => x.Application.Position.Ending == null && x.Application.Position.Stage != Stage.Recommendation),
            Ended = g.Count(x => x.Application.Position.Ending != null),
        }).SingleOrDefaultAsync(cancellationToken);
        Counts = new Dictionary<RecommendationFilter, int>
        {
            [RecommendationFilter.All] = counts?.All ?? 0, [RecommendationFilter.PreReview] = counts?.PreReview ?? 0, [RecommendationFilter.Signing] = counts?.Signing ?? 0,
            [RecommendationFilter.ToHandIn] = counts?.ToHandIn ?? 0, [RecommendationFilter.Sent] = counts?.Sent ?? 0, [RecommendationFilter.Ended] = counts?.Ended ?? 0,
        };
        Paging = new Paging(PageNumber, Counts.GetValueOrDefault(State));
        Rows = await Project(RecommendationQueue.Sort(db, RecommendationQueue.Filter(query, State), Sort).Skip(Paging.Skip).Take(Paging.Size)).ToListAsync(cancellationToken);
    }

    public async Task<IActionResult> OnGetExportAsync(string? format, CancellationToken cancellationToken)
    {
        var query = await FilteredAsync(cancellationToken);
        return new ListExport("推荐办理", ListExport.IsText(format), Columns, ExportAsync(RecommendationQueue.Sort(db, RecommendationQueue.Filter(query, State), Sort), cancellationToken));
    }

    public static string NameOf(RecommendationFilter filter) => filter switch
    {
        RecommendationFilter.All => "全部",
        RecommendationFilter.PreReview => "预审中",
        RecommendationFilter.Signing => "待签署",
        RecommendationFilter.ToHandIn => "待报送",
        RecommendationFilter.Sent => "已报送",
        RecommendationFilter.Ended => "已终止",
    };

    /// <summary>How many opinions must be there in the row's round.</summary>
    public int NeededIn(Guid roundId) => _rules.FirstOrDefault(r => r.RoundId == roundId) is { } rules ? RecommendationQueue.NeededIn(rules, WayIn(rules)).Kinds.Length : 0;

    /// <summary>The same list in another state; the other filters stay.</summary>
    public string Address(RecommendationFilter state) => RecommendationsLinks.List + QueryString.Create(
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["state"] = state.ToString(), ["opinions"] = Opinions?.ToString(), ["sort"] = Sort == RecommendationOrder.Submitted ? null : Sort.ToString(), ["round"] = RoundId?.ToString(), ["track"] = Track?.ToString(), ["q"] = Q }
            .Where(x => !string.IsNullOrEmpty(x.Value)));

    private async Task<IQueryable<QueuedApplication>> FilteredAsync(CancellationToken cancellationToken)
    {
        var rounds = await db.VisibleRounds(Actor).AsNoTracking().Where(r => db.VisibleApplications(Actor).Any(a => a.RoundId == r.Id)).OrderByDescending(r => r.OpensOn).ToListAsync(cancellationToken);
        var rules = new List<RoundRules>();
        foreach (var round in rounds)
        {
            rules.Add(await reader.OfAsync(round, cancellationToken));
        }

        _rules = rules;
        var query = RecommendationQueue.Of(db, Actor);
        if (RoundId is { } chosen)
        {
            query = query.Where(x => x.Application.RoundId == chosen);
        }

        if (Track is { } track)
        {
            query = query.Where(x => x.Application.Track == track);
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(x => EF.Functions.ILike(x.Application.ApplicantName, text) || EF.Functions.ILike(x.Application.ReceiptNumber!, text));
        }

        return Opinions is { } opinions && Enum.IsDefined(opinions)
            ? RecommendationQueue.Filter(db, query, opinions, time.Today(), [.. rules.Select(r => RecommendationQueue.NeededIn(r, WayIn(r)))])
            : query;
    }

    private async Task LoadWorkAsync(CancellationToken cancellationToken)
    {
        var sums = await RecommendationQueue.Of(db, Actor).GroupBy(x => x.Application.RoundId).Select(g => new
        {
            RoundId = g.Key,
            Signed = g.Count(x => x.EndorsedOn != null),
            ToHandIn = g.Count(x => x.Application.Position.Ending == null && x.Application.Position.Stage == Stage.Recommendation && x.EndorsedOn != null),
        }).ToDictionaryAsync(x => x.RoundId, cancellationToken);
        var used = await RecommendationQueue.Recommended(db, Actor.AuthorityCode!).GroupBy(a => a.RoundId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
        Work =
        [
            .. _rules.Select(r => new RoundWork(
                    r.RoundId, r.Round.Name, used.GetValueOrDefault(r.RoundId), RecommendationQuota.Of(r, Actor.AuthorityCode!, WayIn(r)), sums.GetValueOrDefault(r.RoundId)?.ToHandIn ?? 0,
                    sums.GetValueOrDefault(r.RoundId)?.Signed > 0, r.Round.State == RoundState.Published))
                .Where(w => w.GoesOn || w.HasSigned),
        ];
    }

    private IQueryable<Row> Project(IQueryable<QueuedApplication> query) => RecommendationQueue.WithOpinions(db, query, time.Today())
        .Join(db.Rounds, x => x.Queued.Application.RoundId, r => r.Id, (x, r) => new Row(
            x.Queued.Application.Id, x.Queued.Application.RoundId, x.Queued.Application.ReceiptNumber!, x.Queued.Application.ApplicantName, x.Queued.Application.Track, r.Name, x.Queued.Application.SubmittedAt,
            x.Queued.Application.Position.Stage, x.Queued.Application.Position.Ending, x.Queued.RecommendedAt, x.Queued.EndorsedOn, x.Queued.Rank, x.Asked, x.Open, x.Overdue, x.In, x.Adverse));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync(IQueryable<QueuedApplication> query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in Project(query.Take(ListExport.MaxRows)).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return
            [
                row.ApplicantName, row.ReceiptNumber, row.RoundName, TrackNames.Of(row.Track), row.SubmittedAt is { } at ? ChinaCalendar.Text(at) : "", row.Status.Text, $"{NeededIn(row.RoundId)}", $"{row.In}",
                $"{row.Open}", $"{row.Overdue}", $"{row.Adverse}", row.Rank is { } rank ? $"{rank}" : "", row.EndorsedOn is { } on ? ChinaCalendar.Text(on) : "",
            ];
        }
    }

    /// <summary>A round in which the office works (评奖办理情况).</summary>
    /// <param name="Used">Applications that count against the quota.</param>
    /// <param name="GoesOn">The round has not ended.</param>
    public sealed record RoundWork(Guid Id, string Name, int Used, RecommendationQuota? Quota, int ToHandIn, bool HasSigned, bool GoesOn);

    /// <summary>One application of the queue (列表行).</summary>
    public sealed record Row(
        Guid Id, Guid RoundId, string ReceiptNumber, string ApplicantName, Track Track, string RoundName, DateTimeOffset? SubmittedAt, Stage Stage, Ending? Ending, DateTimeOffset? RecommendedAt, DateOnly? EndorsedOn,
        int? Rank, int Asked, int Open, int Overdue, int In, int Adverse)
    {
        public (string Text, Tone Tone) Status => Ending is { } ending ? (StageNames.Of(ending), Tone.Neutral)
            : Stage != Stage.Recommendation ? ($"已报送（{StageNames.Of(Stage)}）", Tone.Success)
            : RecommendedAt is null ? (RecommendationStates.NameOf(RecommendationState.PreReview), Tone.Warning)
            : EndorsedOn is null ? (RecommendationStates.NameOf(RecommendationState.Recommended), Tone.Info)
            : (RecommendationStates.NameOf(RecommendationState.Endorsed), Tone.Gold);

        /// <summary>True while opinions matter: before the office recommends.</summary>
        public bool IsInPreReview => Ending is null && Stage == Stage.Recommendation && RecommendedAt is null;
    }
}
