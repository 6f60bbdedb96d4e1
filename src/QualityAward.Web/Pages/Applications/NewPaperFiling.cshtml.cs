using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Recommendations;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Registers an application that came in on paper (登记纸质申报); its sections are typed in on the pages that the applicant would use.</summary>
[RequirePermission(Permission.EnterOnBehalf)]
public sealed class NewPaperFilingModel(QualityAwardDbContext db, AuthorityTree authorities, EnterOnBehalf enter, TimeProvider time) : ActorPage
{
    [BindProperty]
    public InputModel Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Rounds { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Channels
    {
        get
        {
            var areas = new SelectListGroup { Name = "县区、功能板块" };
            var departments = new SelectListGroup { Name = "主管部门" };
            return [.. authorities.RecommendersFor(Actor.AuthorityCode!).Select(a => new SelectListItem(a.Name, a.Code) { Group = a.Kind == AuthorityKind.Department ? departments : areas })];
        }
    }

    public static IReadOnlyList<SelectListItem> Tracks => [.. Enum.GetValues<Track>().Select(t => new SelectListItem(TrackNames.Of(t), t.ToString()))];

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Input.RoundId = Rounds.Count == 1 ? Guid.Parse(Rounds[0].Value) : null;
        Input.ReceivedOn = time.Today();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        var problems = new List<InputProblem>();
        if (Input.RoundId is null)
        {
            problems.Add(new InputProblem("Input.RoundId", "请选择评奖。"));
        }

        if (Input.Track is null)
        {
            problems.Add(new InputProblem("Input.Track", "请选择申报类别。"));
        }

        if (Input.ReceivedOn is null)
        {
            problems.Add(new InputProblem("Input.ReceivedOn", "请填写收到纸质材料的日期。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        await using var content = Input.Scan?.OpenReadStream();
        var id = await enter.RunAsync(
            new PaperEntry(Input.RoundId!.Value, Input.Track!.Value, Input.Name, Input.Identifier, Input.ChannelCode, Input.Reason, Input.ReceivedOn!.Value),
            content is null ? null : new ScanUpload(content, Input.Scan!.FileName), Actor, cancellationToken);
        TempData.Flash("已登记，请按纸质原件逐部分录入。");
        return Redirect(ApplicationLinks.Overview(id));
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var rounds = await db.VisibleRounds(Actor).AsNoTracking().Where(r => r.AuthorityCode == Actor.AuthorityCode && r.State == RoundState.Published).OrderByDescending(r => r.ClosesOn)
            .Select(r => new { r.Id, r.Name }).Take(20).ToListAsync(cancellationToken);
        Rounds = [.. rounds.Select(r => new SelectListItem(r.Name, r.Id.ToString()))];
    }

    public sealed class InputModel
    {
        public Guid? RoundId { get; set; }

        public Track? Track { get; set; }

        public string? Name { get; set; }

        public string? Identifier { get; set; }

        public string? ChannelCode { get; set; }

        public DateOnly? ReceivedOn { get; set; }

        public string? Reason { get; set; }

        public IFormFile? Scan { get; set; }
    }
}
