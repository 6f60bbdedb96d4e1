using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>An application that came in on paper (代录情况): for the applicant to compare and confirm, for the office to hand over.</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf, Permission.Recommend, Permission.Supervise)]
public sealed class PaperModel(QualityAwardDbContext db, FileDownloads files, AnswerPaperFiling answer, HandToApplicant hand) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public InputModel Input { get; set; } = new();

    [BindProperty]
    public string? Password { get; set; }

    public Guid? CaseId => Id;

    public PaperFilingReading Paper { get; private set; } = null!;

    public string ApplicantName { get; private set; } = "";

    public CaseRight? Right { get; private set; }

    /// <summary>When the applicant's own account was made, while the office holds the application; null: there is none.</summary>
    public DateTimeOffset? AccountSince { get; private set; }

    public bool IsOwner => Actor.Role == Role.Applicant && Right == CaseRight.Own;

    public bool MayHandOver => Actor.Role == Role.Office && Right == CaseRight.Own;

    public string Back => Right is null ? (Actor.Role == Role.Office && !Paper.IsSubmitted ? ApplicationLinks.PaperFilings : ApplicationLinks.View(Id)) : ApplicationLinks.Overview(Id);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (!await LoadAsync(HttpContext.RequestAborted))
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnGetScanAsync(CancellationToken cancellationToken)
    {
        var scan = Paper.Filing.Scan;
        return await files.FindAsync(Response, new StoredFile(scan.Sha256, scan.Length, scan.ContentType), scan.FileName, preview: true, byOwner: Actor.Role == Role.Office, cancellationToken) is { } file ? file : NotFound();
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        await answer.RunAsync(Id, difference: null, Password, Actor, cancellationToken);
        TempData.Flash("您已确认代录内容与纸质原件一致。");
        return Redirect(ApplicationLinks.Paper(Id));
    }

    public async Task<IActionResult> OnPostDisputeAsync(CancellationToken cancellationToken)
    {
        await answer.RunAsync(Id, Input.Difference ?? "", password: null, Actor, cancellationToken);
        TempData.Flash("已告知办公室，办公室核对原件后退回有关部分更正。");
        return Redirect(ApplicationLinks.Paper(Id));
    }

    public async Task<IActionResult> OnPostHandAsync(CancellationToken cancellationToken)
    {
        if (!Input.Verified)
        {
            throw new InvalidInputException("Input.Verified", "请先核实该账号确为申报人本人（本组织）所有，再勾选移交。");
        }

        await hand.RunAsync(Id, Actor, cancellationToken);
        TempData.Flash("已移交，申报人登录后可以看到并确认。");
        return Redirect(ApplicationLinks.Paper(Id));
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        // The office's colleagues see that there is one; what is in the draft only who types it in.
        var cases = Actor.Role == Role.Office ? db.Applications.Where(a => a.AuthorityCode == Actor.AuthorityCode) : db.VisibleApplications(Actor);
        var found = await cases.AsNoTracking().Include(a => a.Collaborators).SingleOrDefaultAsync(a => a.Id == Id, cancellationToken);
        if (found is null || await PaperFilingReading.FindAsync(db, Id, Actor, cancellationToken) is not { } paper)
        {
            return false;
        }

        (Paper, ApplicantName, Right) = (paper, found.ApplicantName, found.RightOf(Actor.UserId));
        AccountSince = MayHandOver ? await db.Users.Where(u => u.PartyId == found.PartyId && u.Role == Role.Applicant).Select(u => (DateTimeOffset?)u.CreatedAt).FirstOrDefaultAsync(cancellationToken) : null;
        return true;
    }

    public sealed class InputModel
    {
        public string? Difference { get; set; }

        public bool Verified { get; set; }
    }
}
