using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What somebody is invited to.</summary>
public sealed record InvitationView(Guid Id, string RoundName, Track Track, string ApplicantName, string? OwnerName, CaseRight Right, DateTimeOffset ExpiresAt);

/// <summary>
/// An invitation as whoever has its code, or is named by it, sees it; everybody else reads why a link may not work, the same whether there ever was such an invitation. Who has
/// accepted it comes to the application.
/// </summary>
[RequirePermission(Permission.Apply)]
public sealed class InvitationModel(QualityAwardDbContext db, AnswerInvitation answer, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>Null: it cannot be answered.</summary>
    public InvitationView? Invitation { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var found = await AnswerInvitation.Find(db, Key, Actor)
            .Join(db.Applications, c => c.ApplicationId, a => a.Id, (c, a) => new { c, a })
            .Join(db.Rounds, x => x.a.RoundId, r => r.Id, (x, r) => new InvitationView(
                x.c.Id, r.Name, x.a.Track, x.a.ApplicantName, x.a.Collaborators.Where(o => o.Right == CaseRight.Own).Select(o => o.Name).FirstOrDefault(), x.c.Right, x.c.ExpiresAt))
            .SingleOrDefaultAsync(HttpContext.RequestAborted);
        if (found is null || found.ExpiresAt <= time.GetUtcNow())
        {
            var joined = await AnswerInvitation.Accepted(db, Key, Actor).Select(c => (Guid?)c.ApplicationId).SingleOrDefaultAsync(HttpContext.RequestAborted);
            context.Result = joined is { } application ? Redirect(ApplicationLinks.Overview(application)) : new PageResult { StatusCode = StatusCodes.Status404NotFound };
            return;
        }

        Invitation = found;
        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync([FromForm(Name = "answer")] string? choice, CancellationToken cancellationToken)
    {
        var accepts = choice is "accept";
        var id = await answer.RunAsync(Key, accepts, Actor, cancellationToken);
        TempData.Flash(accepts ? $"您已加入这份申报，权限：{CaseRightNames.Of(Invitation!.Right)}。" : "已谢绝邀请。");
        return Redirect(accepts ? ApplicationLinks.Overview(id) : "/");
    }
}
