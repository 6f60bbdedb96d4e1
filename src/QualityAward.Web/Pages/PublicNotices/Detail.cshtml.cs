using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>An objection in the office's list, without the objector.</summary>
public sealed record ObjectionRow(Guid Id, int Number, Guid ApplicationId, ObjectorKind Kind, DateTimeOffset FiledAt, DateOnly? DueOn, ObjectionState State);

/// <summary>A notice as the office works on it: entries, objections, end.</summary>
[RequirePermission(Permission.ManageNotices, Permission.Supervise)]
public sealed class DetailModel(QualityAwardDbContext db, EndNotice end, TimeProvider time) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Notice Notice { get; private set; } = null!;

    public IReadOnlyList<ObjectionRow> Objections { get; private set; } = [];

    public Guid? CaseId => Notice?.RoundId;

    public bool IsOffice => RolePermissions.Allows(Actor.Role, Permission.ManageNotices);

    public DateTimeOffset Now { get; } = time.GetUtcNow();

    public string NameOf(Guid applicationId) => Notice.Entries.First(e => e.ApplicationId == applicationId).Name;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        if (await db.Set<Notice>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == Id && n.AuthorityCode == Actor.AuthorityCode, cancellationToken) is not { } notice)
        {
            context.Result = NotFound();
            return;
        }

        Notice = notice;
        Objections = await db.Set<Objection>().AsNoTracking().Where(o => o.NoticeId == Id).OrderBy(o => o.Number)
            .Select(o => new ObjectionRow(o.Id, o.Number, o.ApplicationId, o.Kind, o.FiledAt, o.DueOn, o.State)).ToListAsync(cancellationToken);
        await next();
    }

    [BindProperty]
    public bool Sure { get; set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostEndAsync(CancellationToken cancellationToken)
    {
        if (!Sure)
        {
            throw new InvalidInputException("Sure", "登记后不能撤销，请核对后勾选确认。");
        }

        await end.RunAsync(Id, Actor, cancellationToken);
        TempData.Flash("公示期满已登记，名单报请政府批准。");
        return Redirect(DecisionLinks.Notice(Id));
    }
}
