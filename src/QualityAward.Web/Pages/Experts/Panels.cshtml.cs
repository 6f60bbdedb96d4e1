using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Scoring;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Experts;

/// <summary>A panel with its members and how many cases it has.</summary>
public sealed record PanelRow(Guid Id, string Name, Track Track, IReadOnlyList<(string Name, bool IsLeader)> Members, int Assigned, int NotOpened);

/// <summary>An accepted application without a panel.</summary>
public sealed record UnassignedRow(Guid Id, string Applicant, Track Track);

/// <summary>专家组与分配: the panels of a round and which applications they judge.</summary>
[RequirePermission(Permission.ManageExperts)]
public sealed class PanelsModel(QualityAwardDbContext db, AssignPanel assign) : ActorPage
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.PanelId).NotNull().WithMessage("请选择专家组。"),
        v => v.RuleFor(x => x.Applications).NotEmpty().WithMessage("请至少选择一份申报。"),
    };

    /// <summary>The round shown; null: the newest.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Round { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Rounds { get; private set; } = [];

    public IReadOnlyList<PanelRow> Panels { get; private set; } = [];

    public IReadOnlyList<UnassignedRow> Unassigned { get; private set; } = [];

    public IEnumerable<SelectListItem> PanelChoices => Panels.Select(p => new SelectListItem($"{p.Name}（{TrackNames.Of(p.Track)}）", p.Id.ToString()));

    public IEnumerable<SelectListItem> ApplicationChoices => Unassigned.Select(a => new SelectListItem($"{a.Applicant}（{TrackNames.Of(a.Track)}）", a.Id.ToString()));

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var stop = HttpContext.RequestAborted;
        var rounds = await db.VisibleRounds(Actor).AsNoTracking().Where(r => r.AuthorityCode == Actor.AuthorityCode && r.State != RoundState.Preparing)
            .OrderByDescending(r => r.Year).ThenByDescending(r => r.CreatedAt).Select(r => new { r.Id, r.Name }).ToListAsync(stop);
        if (Round is { } asked && rounds.TrueForAll(r => r.Id != asked))
        {
            context.Result = NotFound();
            return;
        }

        Round ??= rounds.Select(r => (Guid?)r.Id).FirstOrDefault();
        Rounds = rounds.ConvertAll(r => new SelectListItem(r.Name, r.Id.ToString(), r.Id == Round));
        var panels = await db.Set<Panel>().AsNoTracking().Where(p => p.RoundId == Round && p.AuthorityCode == Actor.AuthorityCode).OrderBy(p => p.Track).ThenBy(p => p.Name)
            .Select(p => new
            {
                p.Id, p.Name, p.Track,
                Members = p.Members.OrderByDescending(m => m.IsLeader).Select(m => new { m.IsLeader, Name = db.Set<Expert>().Where(e => e.Id == m.ExpertId).Select(e => e.Name).First() }).ToList(),
                Assigned = db.Set<Assignment>().Count(x => x.PanelId == p.Id),
                Waiting = db.Set<Assignment>().Count(x => x.PanelId == p.Id
                    && db.Applications.Any(a => a.Id == x.ApplicationId && a.Position.Stage == Stage.DocumentReview && a.Position.Ending == null)
                    && !db.Set<StageReview>().Any(r => r.ApplicationId == x.ApplicationId && r.Stage == Stage.DocumentReview)),
            }).ToListAsync(stop);
        Panels = panels.ConvertAll(p => new PanelRow(p.Id, p.Name, p.Track, p.Members.ConvertAll(m => (m.Name, m.IsLeader)), p.Assigned, p.Waiting));
        Unassigned = await db.VisibleApplications(Actor).AsNoTracking()
            .Where(a => a.RoundId == Round && a.Position.Stage == Stage.DocumentReview && a.Position.Ending == null && !db.Set<Assignment>().Any(x => x.ApplicationId == a.Id))
            .OrderBy(a => a.Track).ThenBy(a => a.ApplicantName).Select(a => new UnassignedRow(a.Id, a.ApplicantName, a.Track)).ToListAsync(stop);
        await next();
    }

    public void OnGet()
    {
        if (Panels is [var only])
        {
            Input.PanelId = only.Id;
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        var count = await assign.RunAsync(Input.PanelId!.Value, Input.Applications, Actor, cancellationToken);
        TempData.Flash($"已分配 {count} 份申报；专家须先签署利害关系声明。");
        return Redirect($"/experts/panels?round={Round}");
    }

    public sealed class InputModel
    {
        public Guid? PanelId { get; set; }

        public List<Guid> Applications { get; set; } = [];
    }
}
