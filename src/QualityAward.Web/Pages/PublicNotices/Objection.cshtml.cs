using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>One objection with its objector: for the office and the supervisor, nobody else.</summary>
[RequirePermission(Permission.ManageNotices, Permission.Supervise)]
public sealed class ObjectionModel(QualityAwardDbContext db, DecideObjection decide, FileDownloads files) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    public Objection Objection { get; private set; } = null!;

    public Notice Notice { get; private set; } = null!;

    public string TargetName { get; private set; } = "";

    public Guid? CaseId => Objection?.ApplicationId;

    public bool IsOffice => RolePermissions.Allows(Actor.Role, Permission.ManageNotices);

    public static IReadOnlyList<SelectListItem> Outcomes { get; } = [new("成立", "true"), new("不成立", "false")];

    /// <summary>Only the last four characters are shown.</summary>
    public string MaskedNumber => Objection.ObjectorNumber is { Length: > 4 } number ? new string('*', number.Length - 4) + number[^4..] : "";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (await db.Set<Objection>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == Id && o.AuthorityCode == Actor.AuthorityCode, cancellationToken) is not { } objection)
        {
            context.Result = NotFound();
            return;
        }

        Objection = objection;
        Notice = await db.Set<Notice>().AsNoTracking().SingleAsync(n => n.Id == objection.NoticeId, cancellationToken);
        TargetName = Notice.Entries.First(e => e.ApplicationId == objection.ApplicationId).Name;
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnGetEvidenceAsync(int index, CancellationToken cancellationToken)
    {
        if (index < 0 || index >= Objection.Evidence.Count)
        {
            return NotFound();
        }

        var file = Objection.Evidence[index];
        return await files.FindAsync(Response, new StoredFile(file.Sha256, file.Length, file.ContentType), file.FileName, preview: false, byOwner: false, cancellationToken) is { } served ? served : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var problems = new List<InputProblem>();
        if (Input.Sustained is null)
        {
            problems.Add(new InputProblem("Input.Sustained", "请选择异议是否成立。"));
        }

        if (string.IsNullOrWhiteSpace(Input.Reason))
        {
            problems.Add(new InputProblem("Input.Reason", "请填写核实情况和处理理由。"));
        }

        if (!Input.Sure)
        {
            problems.Add(new InputProblem("Input.Sure", "处理决定不能更改，请核对后勾选确认。"));
        }

        InvalidInputException.ThrowIfAny(problems);
        await decide.RunAsync(Id, Input.Sustained!.Value, Input.Reason!, Actor, cancellationToken);
        TempData.Flash(Input.Sustained.Value ? $"异议成立，“{TargetName}”已取消获奖资格，不递补。" : "异议不成立，公示名单不变。");
        return Redirect(DecisionLinks.Notice(Notice.Id));
    }

    public sealed class InputModel
    {
        public bool? Sustained { get; set; }

        public string? Reason { get; set; }

        public bool Sure { get; set; }
    }
}
