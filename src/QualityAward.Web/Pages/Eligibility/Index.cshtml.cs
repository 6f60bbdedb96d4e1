using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>The office's list of eligibility reviews (资格审查列表).</summary>
[RequirePermission(Permission.ReviewEligibility)]
public sealed class IndexModel(QualityAwardDbContext db, ProgrammeCatalogue catalogue) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public EligibilityFilter State { get; set; }

    /// <summary>Part of the applicant's name or of the receipt number.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyDictionary<EligibilityFilter, int> Counts { get; private set; } = new Dictionary<EligibilityFilter, int>();

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = EligibilityQueue.Of(db, Actor);
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(a => EF.Functions.ILike(a.ApplicantName, text) || EF.Functions.ILike(a.ReceiptNumber!, text));
        }

        var counts = new Dictionary<EligibilityFilter, int>();
        foreach (var filter in Enum.GetValues<EligibilityFilter>())
        {
            counts[filter] = await EligibilityQueue.Filter(query, filter).CountAsync(cancellationToken);
        }

        Counts = counts;
        Paging = new Paging(PageNumber, counts.GetValueOrDefault(State));
        Rows = await EligibilityQueue.Filter(query, State)
            .OrderBy(a => a.Position.Since).ThenBy(a => a.Id)
            .Join(db.Rounds, a => a.RoundId, r => r.Id, (a, r) => new Row(
                a.Id, a.ReceiptNumber!, a.ApplicantName, a.Track, r.Name, a.ChannelCode, a.Position.Stage, a.Position.Ending,
                a.Corrections.Where(c => c.ClosedAt == null).Select(c => (DateOnly?)c.DueOn).FirstOrDefault()))
            .Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    public string ChannelName(Row row) => catalogue.Authorities.Find(row.ChannelCode)?.Name ?? row.ChannelCode;

    /// <summary>One application of the list (列表行).</summary>
    public sealed record Row(Guid Id, string ReceiptNumber, string ApplicantName, Track Track, string RoundName, string ChannelCode, Stage Stage, Ending? Ending, DateOnly? CorrectionDueOn)
    {
        public (string Text, Tone Tone) Status => Ending is { } ending ? (StageNames.Of(ending), Tone.Neutral)
            : Stage != Stage.EligibilityReview ? ($"已受理（{StageNames.Of(Stage)}）", Tone.Success)
            : CorrectionDueOn is { } due ? ($"补正中，期限{ChinaTime.Date(due)}", Tone.Info)
            : (EligibilityQueue.NameOf(EligibilityFilter.UnderReview), Tone.Warning);
    }
}
