using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Supervision;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Supervision;

/// <summary>One case as the supervisor sees it: what was changed after the fact stands out.</summary>
public sealed record SupervisedCase(
    Guid Id, string ReceiptNumber, string ApplicantName, Track Track, string RoundName, Stage Stage, Ending? Ending, int Corrections, int Recusals, int ReturnedSheets, int Objections, int Entries);

/// <summary>A bar in force or past.</summary>
public sealed record BarRow(string PartyName, BarGround Ground, DateOnly From, DateOnly Until, string Clause);

/// <summary>监督管理: all cases of the authority with their corrections, recusals, returned sheets and objections, and the bars. Read-only.</summary>
[RequirePermission(Permission.ManageSupervision, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? Round { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<SupervisedCase> Cases { get; private set; } = [];

    public IReadOnlyList<BarRow> Bars { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Rounds { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    /// <summary>The office works in the cases but does not read the trail.</summary>
    public bool MayReadTrail => RolePermissions.Allows(Actor.Role, Permission.ReadAudit);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Rounds = await db.Rounds.AsNoTracking().Where(r => r.AuthorityCode == Actor.AuthorityCode).OrderByDescending(r => r.Year).ThenByDescending(r => r.CreatedAt)
            .Select(r => new SelectListItem(r.Name, r.Id.ToString())).ToListAsync(cancellationToken);
        var query = db.VisibleApplications(Actor).AsNoTracking();
        if (Round is { } round)
        {
            query = query.Where(a => a.RoundId == round);
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(a => EF.Functions.ILike(a.ApplicantName, text) || EF.Functions.ILike(a.ReceiptNumber!, text));
        }

        Paging = new Paging(PageNumber, await query.CountAsync(cancellationToken));
        var (key, down) = ListSort.Read(Sort);
        var ordered = key switch
        {
            "name" => query.By(down, a => a.ApplicantName),
            "round" => query.By(down, a => db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Name).First()),
            "corrections" => query.By(down, a => a.Corrections.Count),
            "recusals" => query.By(down, a => db.Set<Seat>().Count(s => s.ApplicationId == a.Id && s.State == SeatState.Recused)),
            "returned" => query.By(down, a => db.Set<ScoreSheet>().Count(s => s.ApplicationId == a.Id && s.State == SheetState.Returned)),
            "objections" => query.By(down, a => db.Set<Objection>().Count(o => o.ApplicationId == a.Id)),
            _ => query.OrderByDescending(a => a.ReceiptNumber),
        };
        Cases = await ordered.ThenByDescending(a => a.ReceiptNumber).ThenBy(a => a.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(a => new SupervisedCase(
                a.Id, a.ReceiptNumber!, a.ApplicantName, a.Track, db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Name).First(), a.Position.Stage, a.Position.Ending,
                a.Corrections.Count,
                db.Set<Seat>().Count(s => s.ApplicationId == a.Id && s.State == SeatState.Recused),
                db.Set<ScoreSheet>().Count(s => s.ApplicationId == a.Id && s.State == SheetState.Returned),
                db.Set<Objection>().Count(o => o.ApplicationId == a.Id),
                db.AuditEntries.Count(e => e.ChainId == a.Id)))
            .ToListAsync(cancellationToken);
        Bars = await db.Set<Bar>().AsNoTracking()
            .Where(b => b.AuthorityCode == Actor.AuthorityCode && b.WithdrawnAt == null)
            .OrderByDescending(b => b.Until).Take(Paging.DefaultSize)
            .Select(b => new BarRow(db.Parties.Where(p => p.Id == b.PartyId).Select(p => p.Name).First(), b.Ground, b.From, b.Until, b.Clause)).ToListAsync(cancellationToken);
    }
}
