using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Programmes;

/// <summary>The blank form as it will be filled in (空白申报表), with the years of the latest published round, else of this year.</summary>
[AllowAnonymous]
public sealed class FormModel(ProgrammeCatalogue catalogue, QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : PageModel
{
    public ProgrammePack Pack { get; private set; } = null!;

    public TrackDefinition Track { get; private set; } = null!;

    public FormContext Context { get; private set; } = null!;

    public SectionReading Reading(FormSection section) => new()
    {
        Section = section, Answers = Answers.Empty, Context = Context, Rights = ReadingRights.Office, IsBlankForm = true, HeadingLevel = 0, Form = Track.Form,
    };

    public async Task<IActionResult> OnGetAsync(string code, string track, CancellationToken cancellationToken)
    {
        if (catalogue.ByCode(code) is not { } pack || TrackNames.FromSlug(track) is not { } kind || pack.TrackOf(kind) is not { } definition)
        {
            return NotFound();
        }

        Pack = pack;
        Track = definition;
        // While a round takes applications, its own form is the one that will be filled in.
        var round = await db.Rounds.AsNoTracking().Where(r => r.ProgrammeCode == code && r.State == RoundState.Published).OrderByDescending(r => r.Year).FirstOrDefaultAsync(cancellationToken);
        if (round is not null && (await reader.PackAsync(round.FormHash(kind), cancellationToken)).TrackOf(kind) is { } own)
        {
            Track = own;
        }

        Context = await ContextAsync(db, code, time, cancellationToken);
        return Page();
    }

    /// <summary>The years that a form speaks of: those of the latest published round, else of this year.</summary>
    internal static async Task<FormContext> ContextAsync(QualityAwardDbContext db, string code, TimeProvider time, CancellationToken cancellationToken)
    {
        var today = time.Today();
        var round = await db.Rounds.Where(r => r.ProgrammeCode == code && r.State != RoundState.Preparing).OrderByDescending(r => r.Year)
            .Select(r => new { r.Year, r.ClosesOn }).FirstOrDefaultAsync(cancellationToken);
        return round is null ? new FormContext(today.Year, today, today) : new FormContext(round.Year, round.ClosesOn, today);
    }
}
