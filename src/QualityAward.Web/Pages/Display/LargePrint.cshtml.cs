using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Display;

/// <summary>大字版 on or off; works without JavaScript and goes back to where the reader was.</summary>
[AllowAnonymous]
public sealed class LargePrintModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public IActionResult OnPost(bool on, string? returnUrl)
    {
        LargePrint.Set(Response, on);

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
