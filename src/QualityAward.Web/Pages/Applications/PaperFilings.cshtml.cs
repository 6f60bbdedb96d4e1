using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What the office has typed in for applicants (代录申报列表).</summary>
[RequirePermission(Permission.EnterOnBehalf)]
public sealed class PaperFilingsModel(QualityAwardDbContext db) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    /// <summary>Cases that go on, by where they stand.</summary>
    public IReadOnlyDictionary<PaperFilingState, int> Counts { get; private set; } = new Dictionary<PaperFilingState, int>();

    /// <summary>Withdrawn or ended otherwise.</summary>
    public int Ended { get; private set; }

    /// <summary>Left out: all.</summary>
    [BindProperty(SupportsGet = true)]
    public PaperFilingState? State { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var all = await Mine().GroupBy(x => new { IsEnded = x.Case.Position.Ending != null, IsSubmitted = x.Case.SubmittedAt != null, IsConfirmed = x.Filing.ConfirmedAt != null, IsDisputed = x.Filing.DifferenceAt != null })
            .Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        Ended = all.Where(g => g.Key.IsEnded).Sum(g => g.Count);
        Counts = Enum.GetValues<PaperFilingState>().ToDictionary(s => s, s => all.Where(g => !g.Key.IsEnded && PaperFiling.StateOf(g.Key.IsSubmitted, g.Key.IsConfirmed, g.Key.IsDisputed) == s).Sum(g => g.Count));
        Paging = new Paging(PageNumber, await Filings().CountAsync(cancellationToken));
        Rows = await Project().Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    /// <summary>The list as .xlsx or .csv.</summary>
    public IActionResult OnGetExport(string? format, CancellationToken cancellationToken) => new ListExport(
        "代录申报", ListExport.IsText(format), [new("申报人", 32), new("评奖", 32), new("类别", 8), new("收到日期", 14), new("代录原因", 40), new("录入人"), new("状态", 20)], ExportAsync(cancellationToken));

    private async IAsyncEnumerable<IReadOnlyList<string>> ExportAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in Project().Take(ListExport.MaxRows).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return [row.ApplicantName, row.RoundName, TrackNames.Of(row.Track), ChinaTime.Date(row.Filing.ReceivedOn), row.Filing.Reason, row.Filing.EnteredBy, row.Status.Text];
        }
    }

    private IQueryable<FiledCase> Mine() => PaperFilingQueue.Of(db).Where(x => x.Filing.AuthorityCode == Actor.AuthorityCode);

    private IQueryable<FiledCase> Filings() => State is { } state ? Mine().In(state) : Mine();

    private IQueryable<Row> Project() => Filings().OrderByDescending(x => x.Filing.EnteredAt).ThenBy(x => x.Filing.Id)
        .Join(db.Rounds, x => x.Case.RoundId, r => r.Id, (x, r) => new Row(
            x.Filing, x.Case.ApplicantName, r.Name, x.Case.Track, x.Case.SubmittedAt != null, x.Case.Position.Ending,
            x.Case.Collaborators.Any(c => c.UserId == Actor.UserId && c.State == CollaboratorState.Active)))
        .AsNoTracking();

    /// <summary>One paper (列表行).</summary>
    /// <param name="IsMine">True for who types it in.</param>
    public sealed record Row(PaperFiling Filing, string ApplicantName, string RoundName, Track Track, bool IsSubmitted, Ending? Ending, bool IsMine)
    {
        public (string Text, Tone Tone) Status => Ending is { } ending
            ? (StageNames.Of(ending), Tone.Neutral)
            : (PaperFilingStateNames.Of(Filing.State(IsSubmitted)), PaperFilingReading.ToneOf(Filing.State(IsSubmitted)));
    }
}
