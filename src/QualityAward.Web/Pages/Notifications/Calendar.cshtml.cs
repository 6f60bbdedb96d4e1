using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>The own due dates for calendar programs, which cannot log in (日历订阅). Whoever has the address may read it.</summary>
[AllowAnonymous]
public sealed class CalendarModel(OwnCalendar calendar) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Secret { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await calendar.FindAsync(Secret, $"{Request.Scheme}://{Request.Host}", cancellationToken) is not { } text)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "private, no-store";
        return File(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8", "quality-award.ics");
    }
}
