using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Experts;

/// <summary>组建专家组: members out of the pool, one of them the leader.</summary>
[RequirePermission(Permission.ManageExperts)]
public sealed class NewPanelModel(QualityAwardDbContext db, RoundRulesReader rounds, FormPanel form) : ActorPage
{
    private static readonly InlineValidator<InputModel> Rules = new()
    {
        v => v.RuleFor(x => x.Track).NotNull().WithMessage("请选择申报类别。"),
        v => v.RuleFor(x => x.Name).NotEmpty().WithMessage("请填写专家组名称。").MaxWords(50).WithMessage("专家组名称不能超过 50 字。"),
        v => v.RuleFor(x => x.LeaderId).NotNull().WithMessage("请选择组长。"),
        v => v.RuleFor(x => x.Members).NotEmpty().WithMessage("请选择成员。"),
    };

    [BindProperty(SupportsGet = true)]
    public Guid Round { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public RoundRules RoundRules { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Experts { get; private set; } = [];

    public IEnumerable<SelectListItem> Tracks => RoundRules.Pack.Tracks.Select(t => new SelectListItem($"{TrackNames.Of(t.Track)}（{RoundRules.PanelSize(t.Track)} 人）", t.Track.ToString()));

    /// <summary>Sizes that can split, said before the panel is formed.</summary>
    public IEnumerable<string> Warnings => RoundRules.Pack.Tracks.Select(t => Panel.Warning(RoundRules.PanelSize(t.Track))).OfType<string>().Distinct(StringComparer.Ordinal);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var stop = HttpContext.RequestAborted;
        if (await rounds.FindAsync(Round, stop) is not { } rules || !string.Equals(rules.Round.AuthorityCode, Actor.AuthorityCode, StringComparison.Ordinal) || rules.Round.State == RoundState.Preparing)
        {
            context.Result = NotFound();
            return;
        }

        RoundRules = rules;
        var experts = await db.Set<Expert>().AsNoTracking().Where(e => e.AuthorityCode == Actor.AuthorityCode).OrderBy(e => e.Name).ThenBy(e => e.Id)
            .Select(e => new { e.Id, e.Name, e.EmployerName, e.Specialities }).ToListAsync(stop);
        Experts = experts.ConvertAll(e => new SelectListItem($"{e.Name}（{e.EmployerName}，{string.Join("、", e.Specialities)}）", e.Id.ToString()));
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Rules.Check(Input, nameof(Input));
        await form.RunAsync(Round, Input.Track!.Value, Input.Name!, Input.Members, Input.LeaderId!.Value, Actor, cancellationToken);
        TempData.Flash("专家组已组建，请分配评审任务。");
        return Redirect($"/experts/panels?round={Round}");
    }

    public sealed class InputModel
    {
        public Track? Track { get; set; }

        public string? Name { get; set; }

        public List<Guid> Members { get; set; } = [];

        public Guid? LeaderId { get; set; }
    }
}
