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
using QualityAward.Infrastructure.Files;
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

    /// <summary>Null: nobody limits it.</summary>
    public RecommendationQuota? Quota { get; private set; }

    /// <summary>What was typed as the code of the sealed list.</summary>
    public string? TypedCode => Request.HasFormContentType ? Request.Form["List.Code"].ToString() : null;

    /// <summary>True when the list can be printed: everything has its place.</summary>
    public bool IsRanked => Rows.Count > 0 && Rows.All(r => r.Rank is not null);

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
        Quota = RecommendationQuota.Of(Rules, Actor.AuthorityCode!, Rules.Pack.Recommendation.ChannelOf(authorities.Require(Actor.AuthorityCode!).Kind)?.Code);
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
        var file = Request.Form.Files.GetFile("List.File");
        if (file is not { Length: > 0 } && !string.IsNullOrWhiteSpace(TypedCode))
        {
            throw new InvalidInputException("List.File", "请选择盖章的报送清单扫描件。");
        }

        await using var content = file is { Length: > 0 } ? file.OpenReadStream() : null;
        var batch = await handIn.RunAsync(RoundId, Typed(), Actor, cancellationToken, content is null ? null : (new ScanUpload(content, file!.FileName), TypedCode));
        TempData.Flash($"已报送{Rules.Pack.OfficeName}，共 {batch.Entries.Count} 件，回执 {batch.Receipt}。");
        return Redirect(RecommendationsLinks.Batch(batch.Id));
    }

    /// <summary>The list as it is ranked, to be sealed.</summary>
    public async Task<IActionResult> OnGetListAsync(CancellationToken cancellationToken)
    {
        if (!IsRanked)
        {
            return Redirect(RecommendationsLinks.HandIn(RoundId));
        }

        var pdf = new MemoryStream();
        await handIn.PrintListAsync(RoundId, pdf, Actor, cancellationToken);
        pdf.Position = 0;
        Response.Headers.ContentDisposition = SafeDownload.Disposition($"推荐报送清单-{Rules.Round.Name}.pdf", FileKinds.Pdf, inline: false);
        return new FileStreamResult(pdf, "application/pdf");
    }

    private Dictionary<Guid, int> Typed() => Ranks.Where(r => r.Value is not null).ToDictionary(r => r.Key, r => r.Value!.Value);

    public sealed record Row(Guid Id, string ApplicantName, string ReceiptNumber, Track Track, string EndorsedBy, DateOnly EndorsedOn, int? Rank);
}
