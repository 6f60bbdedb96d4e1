using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
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
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>What the unit has signed in a round: rank order, quota, and handing in the whole batch (推荐排序、批次报送).</summary>
[RequirePermission(Permission.Recommend)]
public sealed class HandInModel(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, HandInRecommendations handIn) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid RoundId { get; set; }

    /// <summary>Typed places by application.</summary>
    [BindProperty]
    public Dictionary<Guid, int?> Ranks { get; set; } = [];

    public RoundRules Rules { get; private set; } = null!;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Applications of the round that are not signed yet.</summary>
    public int NotReady { get; private set; }

    public IReadOnlyList<RecommendationBatch> Earlier { get; private set; } = [];

    public int Before => Earlier.Sum(b => b.Entries.Count);

    public int? Quota { get; private set; }

    public Guid? CaseId => Rules?.RoundId;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var round = await db.VisibleRounds(Actor).AsNoTracking().SingleOrDefaultAsync(r => r.Id == RoundId, cancellationToken);
        if (round is null)
        {
            context.Result = NotFound();
            return;
        }

        Rules = await reader.OfAsync(round, cancellationToken);
        var open = db.VisibleApplications(Actor).Where(a => a.RoundId == RoundId && a.Position.Ending == null && a.Position.Stage == Stage.Recommendation);
        Rows = await open.Join(db.Set<Recommendation>().Where(r => r.EndorsedOn != null && r.BatchId == null), a => a.Id, r => r.ApplicationId, (a, r) => new { a, r })
            .OrderBy(x => x.r.Rank == null).ThenBy(x => x.r.Rank).ThenBy(x => x.r.EndorsedOn).ThenBy(x => x.a.ReceiptNumber)
            .Select(x => new Row(x.a.Id, x.a.ApplicantName, x.a.ReceiptNumber!, x.a.Track, x.r.EndorsedBy!, x.r.EndorsedOn!.Value, x.r.Rank)).ToListAsync(cancellationToken);
        NotReady = await open.CountAsync(cancellationToken) - Rows.Count;
        Earlier = await db.VisibleBatches(Actor).AsNoTracking().Where(b => b.RoundId == RoundId).OrderBy(b => b.Number).ToListAsync(cancellationToken);
        Quota = RecommendationBatch.QuotaOf(Rules, Rules.Pack.Recommendation.ChannelOf(authorities.Require(Actor.AuthorityCode!).Kind)?.Code);
        await next();
    }

    public void OnGet()
    {
        for (var i = 0; i < Rows.Count; i++)
        {
            Ranks[Rows[i].Id] = Rows[i].Rank ?? Before + i + 1;
        }
    }

    public async Task<IActionResult> OnPostRankAsync(CancellationToken cancellationToken)
    {
        await handIn.RankAsync(RoundId, Typed(), Actor, cancellationToken);
        TempData.Flash("推荐排序已保存。");
        return Redirect(RecommendationsLinks.HandIn(RoundId));
    }

    public async Task<IActionResult> OnPostHandInAsync(CancellationToken cancellationToken)
    {
        var batch = await handIn.RunAsync(RoundId, Typed(), Actor, cancellationToken);
        TempData.Flash($"已报送{Rules.Pack.OfficeName}，共 {batch.Entries.Count} 件，回执 {batch.Receipt}。");
        return Redirect(RecommendationsLinks.Batch(batch.Id));
    }

    private Dictionary<Guid, int> Typed() => Ranks.Where(r => r.Value is not null).ToDictionary(r => r.Key, r => r.Value!.Value);

    public sealed record Row(Guid Id, string ApplicantName, string ReceiptNumber, Track Track, string EndorsedBy, DateOnly EndorsedOn, int? Rank);
}
