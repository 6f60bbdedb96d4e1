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

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var filings = db.Set<PaperFiling>().AsNoTracking().Where(p => p.AuthorityCode == Actor.AuthorityCode);
        Paging = new Paging(PageNumber, await filings.CountAsync(cancellationToken));
        Rows = await filings.OrderByDescending(p => p.EnteredAt).ThenBy(p => p.Id)
            .Join(db.Applications, p => p.ApplicationId, a => a.Id, (p, a) => new { p, a })
            .Join(db.Rounds, x => x.a.RoundId, r => r.Id, (x, r) => new Row(
                x.p, x.a.ApplicantName, r.Name, x.a.Track, x.a.SubmittedAt != null, x.a.Position.Ending,
                x.a.Collaborators.Any(c => c.UserId == Actor.UserId && c.State == CollaboratorState.Active)))
            .Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancellationToken);
    }

    /// <summary>One paper (列表行).</summary>
    /// <param name="IsMine">True for who types it in.</param>
    public sealed record Row(PaperFiling Filing, string ApplicantName, string RoundName, Track Track, bool IsSubmitted, Ending? Ending, bool IsMine)
    {
        public (string Text, Tone Tone) Status => Ending is { } ending
            ? (StageNames.Of(ending), Tone.Neutral)
            : (PaperFilingStateNames.Of(Filing.State(IsSubmitted)), PaperFilingReading.ToneOf(Filing.State(IsSubmitted)));
    }
}
