using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Scoring;
using QualityAward.Infrastructure.Programmes;

namespace QualityAward.Web.Pages.Programmes;

/// <summary>The criteria tree with points, bands and factors (评价准则).</summary>
[AllowAnonymous]
public sealed class CriteriaModel(ProgrammeCatalogue catalogue) : PageModel
{
    public ProgrammePack Pack { get; private set; } = null!;

    public TrackDefinition Track { get; private set; } = null!;

    public CriteriaSet Criteria => Track.Criteria;

    public IActionResult OnGet(string code, string track)
    {
        if (catalogue.ByCode(code) is not { } pack || TrackNames.FromSlug(track) is not { } kind || pack.TrackOf(kind) is not { } definition)
        {
            return NotFound();
        }

        Pack = pack;
        Track = definition;
        return Page();
    }
}
