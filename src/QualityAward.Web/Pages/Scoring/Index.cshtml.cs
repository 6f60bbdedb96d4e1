using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.DocumentReviews;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>A seat in the office's matrix, with the sheet of the present stage.</summary>
public sealed record SeatCell(Guid ApplicationId, Guid ExpertId, string Expert, bool IsLeader, SeatState State, SheetState? Sheet, bool IsStarted)
{
    public bool IsSubmitted => Sheet == SheetState.Submitted;
}

/// <summary>A case of the list.</summary>
public sealed record ReviewRow(Guid Id, Guid RoundId, string Applicant, Track Track, string RoundName, Stage Stage, Ending? Ending, bool IsOpened);

/// <summary>A case that waits for the expert's declaration: the name only.</summary>
public sealed record ToDeclareRow(Guid Id, string Applicant, string RoundName);

/// <summary>A panel whose assigned cases wait to be opened.</summary>
public sealed record WaitingPanel(Guid Id, string Name, string RoundName, int Cases);

/// <summary>专家评审: for an expert what to declare and to score, for the office the matrix of panels and cases.</summary>
[RequirePermission(Permission.Score, Permission.ManageReview, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db, OpenDocumentReview open) : ActorPage
{
    private static readonly Stage[] ReviewStages = [Stage.DocumentReview, Stage.SiteVisit, Stage.Presentation, Stage.PanelReport];

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Null: every stage of the review.</summary>
    [BindProperty(SupportsGet = true)]
    public Stage? At { get; set; }

    public bool IsExpert => Actor.Role == Role.Expert;

    public bool Manages => RolePermissions.Allows(Actor.Role, Permission.ManageReview);

    public IReadOnlyList<ToDeclareRow> ToDeclare { get; private set; } = [];

    public IReadOnlyList<ReviewRow> Rows { get; private set; } = [];

    public ILookup<Guid, SeatCell> Seats { get; private set; } = Array.Empty<SeatCell>().ToLookup(s => s.ApplicationId);

    public IReadOnlyList<WaitingPanel> Waiting { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public IEnumerable<SelectListItem> StageChoices => ReviewStages.Select(s => new SelectListItem(StageNames.Of(s), s.ToString(), At == s));

    public override async Task OnPageHandlerExecutionAsync(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context, Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutionDelegate next)
    {
        var stop = HttpContext.RequestAborted;
        if (IsExpert)
        {
            ToDeclare = await db.Set<Seat>().AsNoTracking().Where(s => s.ExpertId == Actor.UserId && s.State == SeatState.ToDeclare)
                .Join(db.Applications.Where(a => a.Position.Ending == null), s => s.ApplicationId, a => a.Id, (s, a) => a)
                .OrderBy(a => a.ApplicantName)
                .Select(a => new ToDeclareRow(a.Id, a.ApplicantName, db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Name).First())).ToListAsync(stop);
        }

        if (Manages)
        {
            Waiting = await db.Set<Assignment>()
                .Where(x => db.Applications.Any(a => a.Id == x.ApplicationId && a.Position.Stage == Stage.DocumentReview && a.Position.Ending == null)
                    && !db.Set<StageReview>().Any(v => v.ApplicationId == x.ApplicationId && v.Stage == Stage.DocumentReview))
                .Join(db.Set<Panel>().Where(p => p.AuthorityCode == Actor.AuthorityCode), x => x.PanelId, p => p.Id, (x, p) => p)
                .Join(db.Rounds, p => p.RoundId, r => r.Id, (p, r) => new { p.Id, p.Name, Round = r.Name })
                .GroupBy(p => new { p.Id, p.Name, p.Round })
                .OrderBy(g => g.Key.Name)
                .Select(g => new WaitingPanel(g.Key.Id, g.Key.Name, g.Key.Round, g.Count()))
                .ToListAsync(stop);
        }

        var cases = db.VisibleApplications(Actor).AsNoTracking().Where(a => ReviewStages.Contains(a.Position.Stage));
        if (At is { } at)
        {
            cases = cases.Where(a => a.Position.Stage == at);
        }

        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            cases = cases.Where(a => EF.Functions.ILike(a.ApplicantName, text));
        }

        Paging = new Paging(PageNumber, await cases.CountAsync(stop));
        Rows = await cases.OrderByDescending(a => a.StartedAt).ThenBy(a => a.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(a => new ReviewRow(
                a.Id, a.RoundId, a.ApplicantName, a.Track, db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Name).First(), a.Position.Stage, a.Position.Ending,
                db.Set<StageReview>().Any(r => r.ApplicationId == a.Id && r.Stage == a.Position.Stage))).ToListAsync(stop);
        var ids = Rows.Select(r => r.Id).ToList();
        var seats = await db.Set<Seat>().AsNoTracking().Where(s => ids.Contains(s.ApplicationId))
            .Join(db.Set<Expert>(), s => s.ExpertId, e => e.Id, (s, e) => new { s.ApplicationId, s.ExpertId, e.Name, s.IsLeader, s.State, s.SeatedAt })
            .OrderBy(s => s.SeatedAt).ThenBy(s => s.ExpertId).ToListAsync(stop);
        var sheets = await db.Set<ScoreSheet>().AsNoTracking().Where(s => ids.Contains(s.ApplicationId) && s.VoidReason == null)
            .Select(s => new { s.ApplicationId, s.Stage, s.ExpertId, s.Number, s.State, IsStarted = s.SavedAt != null }).ToListAsync(stop);
        var stages = Rows.ToDictionary(r => r.Id, r => r.Stage);
        Seats = seats.Select(s =>
        {
            var sheet = sheets.Where(x => x.ApplicationId == s.ApplicationId && x.ExpertId == s.ExpertId && x.Stage == stages[s.ApplicationId]).MaxBy(x => x.Number);
            return new SeatCell(s.ApplicationId, s.ExpertId, s.Name, s.IsLeader, s.State, sheet?.State, sheet?.IsStarted ?? false);
        }).ToLookup(s => s.ApplicationId);
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostOpenAsync(Guid panelId, CancellationToken cancellationToken)
    {
        if (!Manages)
        {
            return Forbid();
        }

        var opened = await open.RunAsync(panelId, Actor, cancellationToken);
        TempData.Flash($"已开始 {opened} 份申报的资料审查，专家签署声明后即可评分。");
        return Redirect("/scoring");
    }

    /// <summary>A cell of the matrix in words; the colour says nothing more.</summary>
    public static (string Text, Tone Tone) StateOf(SeatCell cell) => cell.State switch
    {
        SeatState.Recused => ("已回避", Tone.Neutral),
        SeatState.Replaced => ("已替换", Tone.Neutral),
        SeatState.ToDeclare => ("待声明", Tone.Warning),
        SeatState.Cleared => cell.Sheet switch
        {
            SheetState.Submitted => ("已提交", Tone.Success),
            SheetState.Draft when cell.IsStarted => ("评分中", Tone.Info),
            SheetState.Draft => ("未开始", Tone.Neutral),
            _ => ("—", Tone.Neutral),
        },
    };
}
