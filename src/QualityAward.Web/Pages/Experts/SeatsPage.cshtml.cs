using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Experts;

/// <summary>A seat of the case.</summary>
public sealed record SeatRow(Guid ExpertId, string Name, string EmployerName, bool IsLeader, SeatState State, IReadOnlyList<string> Hits, string? Reason, DateTimeOffset? DeclaredAt);

/// <summary>回避与替换: the seats of one application.</summary>
[RequirePermission(Permission.ManageExperts)]
public sealed class SeatsPageModel(QualityAwardDbContext db, RecordRecusal recuse, ReplaceExpert replace) : ActorPage, ICasePage
{
    private static readonly InlineValidator<RecuseModel> RecuseRules = new()
    {
        v => v.RuleFor(x => x.ExpertId).NotNull().WithMessage("请选择需要回避的专家。"),
        v => v.RuleFor(x => x.Kind).NotNull().WithMessage("请选择回避情形。"),
        v => v.RuleFor(x => x.Reason).NotEmpty().WithMessage("请填写回避理由。").MaxWords(300).WithMessage("回避理由不能超过 300 字。"),
        v => v.RuleFor(x => x.Sure).Equal(toCompare: true).WithMessage("登记回避后不能撤销，请核对后勾选确认。"),
    };

    private static readonly InlineValidator<ReplaceModel> ReplaceRules = new()
    {
        v => v.RuleFor(x => x.OldExpertId).NotNull().WithMessage("请选择被替换的专家。"),
        v => v.RuleFor(x => x.NewExpertId).NotNull().WithMessage("请选择接替的专家。"),
        v => v.RuleFor(x => x.Reason).NotEmpty().WithMessage("请填写替换理由。").MaxWords(300).WithMessage("替换理由不能超过 300 字。"),
    };

    [BindProperty]
    public RecuseModel Recuse { get; set; } = new();

    [BindProperty]
    public ReplaceModel Replace { get; set; } = new();

    public string Applicant { get; private set; } = "";

    public IReadOnlyList<SeatRow> Seats { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Pool { get; private set; } = [];

    public Guid? CaseId { get; private set; }

    public IEnumerable<SelectListItem> Kinds => Enum.GetValues<ConflictKind>().Select(k => new SelectListItem(ConflictNames.Of(k), k.ToString()));

    public IEnumerable<SelectListItem> Active => Seats.Where(s => s.State is SeatState.ToDeclare or SeatState.Cleared).Select(s => new SelectListItem(s.Name, s.ExpertId.ToString()));

    public IEnumerable<SelectListItem> Replaceable => Seats.Where(s => s.State != SeatState.Replaced).Select(s => new SelectListItem($"{s.Name}{(s.IsLeader ? "（组长）" : "")}（{StateName(s.State)}）", s.ExpertId.ToString()));

    public static string StateName(SeatState state) => state switch
    {
        SeatState.ToDeclare => "待签署声明",
        SeatState.Cleared => "已声明无利害关系",
        SeatState.Recused => "已回避",
        SeatState.Replaced => "已替换",
    };

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var stop = HttpContext.RequestAborted;
        var id = Guid.Parse((string)context.RouteData.Values["applicationId"]!);
        if (await db.VisibleApplications(Actor).Where(a => a.Id == id).Select(a => a.ApplicantName).SingleOrDefaultAsync(stop) is not { } name)
        {
            context.Result = NotFound();
            return;
        }

        (CaseId, Applicant) = (id, name);
        Seats = await db.Set<Seat>().AsNoTracking().Where(s => s.ApplicationId == id)
            .Join(db.Set<Expert>(), s => s.ExpertId, e => e.Id, (s, e) => new { s, e })
            .OrderBy(x => x.s.SeatedAt).ThenBy(x => x.s.Id)
            .Select(x => new SeatRow(x.e.Id, x.e.Name, x.e.EmployerName, x.s.IsLeader, x.s.State, x.s.Hits, x.s.Reason, x.s.DeclaredAt)).ToListAsync(stop);
        var left = Seats.Where(s => s.State is SeatState.Recused or SeatState.Replaced).Select(s => s.ExpertId).ToList();
        Pool = await db.Set<Expert>().AsNoTracking().Where(e => e.AuthorityCode == Actor.AuthorityCode && !left.Contains(e.Id)).OrderBy(e => e.Name)
            .Select(e => new SelectListItem(e.Name + "（" + e.EmployerName + "）", e.Id.ToString())).ToListAsync(stop);
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostRecuseAsync(CancellationToken cancellationToken)
    {
        RecuseRules.Check(Recuse, nameof(Recuse));
        await recuse.RunAsync(CaseId!.Value, Recuse.ExpertId!.Value, Recuse.Kind!.Value, Recuse.Reason!, Actor, cancellationToken);
        TempData.Flash("已登记回避：其评分保留但不计入汇总，该专家不再看到这份申报。");
        return Redirect(Request.Path);
    }

    public async Task<IActionResult> OnPostReplaceAsync(CancellationToken cancellationToken)
    {
        ReplaceRules.Check(Replace, nameof(Replace));
        await replace.RunAsync(CaseId!.Value, Replace.OldExpertId!.Value, Replace.NewExpertId!.Value, Replace.Reason!, Actor, cancellationToken);
        TempData.Flash("已替换专家。");
        return Redirect(Request.Path);
    }

    public sealed class RecuseModel
    {
        public Guid? ExpertId { get; set; }

        public ConflictKind? Kind { get; set; }

        public string? Reason { get; set; }

        public bool Sure { get; set; }
    }

    public sealed class ReplaceModel
    {
        public Guid? OldExpertId { get; set; }

        public Guid? NewExpertId { get; set; }

        public string? Reason { get; set; }
    }
}
