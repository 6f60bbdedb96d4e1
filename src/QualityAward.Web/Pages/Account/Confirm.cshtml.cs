using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Account;

/// <summary>Where the link of a letter leads that asks whose address it is (确认邮箱). Reading it changes nothing, because mail programs open links by themselves.</summary>
[AllowAnonymous]
public sealed class ConfirmModel(QualityAwardDbContext db, AccountLetters letters, ConfirmAddress confirm) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Secret { get; set; } = "";

    /// <summary>Null: the link is good for nothing.</summary>
    public string? Address { get; private set; }

    public string? UserName { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await letters.FindAsync(LetterPurpose.ConfirmAddress, Secret, HttpContext.RequestAborted) is { } letter)
        {
            Address = letter.Address;
            UserName = await db.Users.Where(u => u.Id == letter.UserId).Select(u => u.UserName).SingleAsync(HttpContext.RequestAborted);
        }

        await next();
    }

    public void OnGet() => Response.StatusCode = Address is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await confirm.RunAsync(Secret, HttpContext.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        TempData.Flash("邮箱已确认。");
        return Redirect(User.Identity?.IsAuthenticated == true ? MessageLinks.Settings : AccountLinks.Login);
    }
}
