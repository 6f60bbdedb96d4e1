using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
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
public sealed class IndexModel(QualityAwardDbContext db, RoundRulesReader reader) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public RecommendationFilter State { get; set; }

    /// <summary>Part of the applicant's name or of the receipt number.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "round")]
    public Guid? RoundId { get; set; }

    [BindProperty(SupportsGet = true)]
    public Track? Track { get; set; }

    /// <summary>Rounds in which the office has applications.</summary>
    public IReadOnlyList<SelectListItem> Rounds { get; private set; } = [];

    /// <summary>Rounds in which something is signed and waits to be handed in.</summary>
    public IReadOnlyList<(Guid Id, string Name, int Count)> Waiting { get; private set; } = [];

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyDictionary<RecommendationFilter, int> Counts { get; private set; } = new Dictionary<RecommendationFilter, int>();

    public Paging Paging { get; private set; } = new(1, 0);

    /// <summary>Rounds that want a list of the recommended and in which this office has recommended.</summary>
    public IReadOnlyList<Round> Summaries { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = RecommendationQueue.Of(db, Actor);
        Rounds = await db.VisibleRounds(Actor).AsNoTracking().Where(r => db.VisibleApplications(Actor).Any(a => a.RoundId == r.Id)).OrderByDescending(r => r.OpensOn)
            .Select(r => new SelectListItem(r.Name, r.Id.ToString())).ToListAsync(cancellationToken);
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

        var counts = new Dictionary<RecommendationFilter, int>();
        foreach (var filter in Enum.GetValues<RecommendationFilter>())
        {
            counts[filter] = await RecommendationQueue.Filter(query, filter).CountAsync(cancellationToken);
        }

        Counts = counts;
        var recommended = await db.VisibleRounds(Actor).AsNoTracking()
            .Where(r => db.VisibleApplications(Actor).Any(a => a.RoundId == r.Id && db.Set<Recommendation>().Any(x => x.ApplicationId == a.Id && x.EndorsedOn != null)))
            .OrderByDescending(r => r.OpensOn).ToListAsync(cancellationToken);
        var summaries = new List<Round>();
        foreach (var round in recommended)
        {
            if ((await reader.OfAsync(round, cancellationToken)).Pack.Recommendation.SummaryTable is not null)
            {
                summaries.Add(round);
            }
        }

        Waiting = [.. (await RecommendationQueue.Filter(RecommendationQueue.Of(db, Actor), RecommendationFilter.ToHandIn).GroupBy(x => x.Application.RoundId).Select(g => new { Id = g.Key, Count = g.Count() })
            .Join(db.Rounds, x => x.Id, r => r.Id, (x, r) => new { x.Id, r.Name, x.Count }).ToListAsync(cancellationToken)).Select(x => (x.Id, x.Name, x.Count))];
        Summaries = summaries;
        Paging = new Paging(PageNumber, counts.GetValueOrDefault(State));
        Rows = await RecommendationQueue.Filter(query, State)
            .OrderBy(x => x.Application.SubmittedAt).ThenBy(x => x.Application.Id)
            .Join(db.Rounds, x => x.Application.RoundId, r => r.Id, (x, r) => new Row(
                x.Application.Id, x.Application.ReceiptNumber!, x.Application.ApplicantName, x.Application.Track, r.Name, x.Application.SubmittedAt,
                x.Application.Position.Stage, x.Application.Position.Ending, x.RecommendedAt, x.EndorsedOn))
            .Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
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

    /// <summary>One application of the queue (列表行).</summary>
    public sealed record Row(Guid Id, string ReceiptNumber, string ApplicantName, Track Track, string RoundName, DateTimeOffset? SubmittedAt, Stage Stage, Ending? Ending, DateTimeOffset? RecommendedAt, DateOnly? EndorsedOn)
    {
        public (string Text, Tone Tone) Status => Ending is { } ending ? (StageNames.Of(ending), Tone.Neutral)
            : Stage != Stage.Recommendation ? ($"已报送（{StageNames.Of(Stage)}）", Tone.Success)
            : RecommendedAt is null ? (RecommendationStates.NameOf(RecommendationState.PreReview), Tone.Warning)
            : EndorsedOn is null ? (RecommendationStates.NameOf(RecommendationState.Recommended), Tone.Info)
            : (RecommendationStates.NameOf(RecommendationState.Endorsed), Tone.Gold);
    }
}
