using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Answers the open section pages: who else is here. As little work as possible, since each of them asks again and again.</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class PresenceModel(QualityAwardDbContext db, Presence presence) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string SectionId { get; set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        // A name that no section has would only fill the table.
        var exists = await db.OwnApplications(Actor).AnyAsync(a => a.Id == Id, cancellationToken)
            && await db.Set<Infrastructure.Persistence.Applications.SectionPresence>().AnyAsync(p => p.ApplicationId == Id && p.SectionId == SectionId && p.UserId == Actor.UserId, cancellationToken);
        if (!exists)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "no-store";
        return new JsonResult(new { others = await presence.RunAsync(Id, SectionId, Actor, cancellationToken) });
    }
}
