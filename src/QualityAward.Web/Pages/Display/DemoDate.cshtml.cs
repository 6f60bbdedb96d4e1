using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Commands;

namespace QualityAward.Web.Pages.Display;

/// <summary>Sets the demo's date; there is no such page outside Development.</summary>
[AllowAnonymous]
public sealed class DemoDateModel(QualityAwardDbContext db, IServiceProvider services) : PageModel
{
    public IActionResult OnGet() => NotFound();

    public async Task<IActionResult> OnPostAsync(string? date, string? returnUrl, CancellationToken cancellationToken)
    {
        if (services.GetService<DemoClock>() is not { } clock)
        {
            return NotFound();
        }

        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2100)
        {
            await clock.SetAsync(day, db, cancellationToken);
        }

        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");
    }
}
