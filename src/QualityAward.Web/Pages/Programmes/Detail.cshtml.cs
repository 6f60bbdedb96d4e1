using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Programmes;

/// <summary>A published or finished round on the programme's page.</summary>
public sealed record ProgrammeRound(Guid Id, string Name, int Year, DateOnly OpensOn, DateOnly ClosesOn, RoundState State, string CallText, RoundWording Wording);

/// <summary>What the award is (奖项介绍): from the pack alone, with its rounds.</summary>
[AllowAnonymous]
public sealed class DetailModel(QualityAwardDbContext db, ProgrammeCatalogue catalogue, TimeProvider time) : PageModel
{
    public ProgrammePack Pack { get; private set; } = null!;

    public IReadOnlyList<ProgrammeRound> Rounds { get; private set; } = [];

    /// <summary>Nobody is signed in, or an applicant is: everybody else has nothing to apply for.</summary>
    public bool MayApply => HttpContext.FindActor() is null or { Role: Role.Applicant };

    public DateOnly Today => time.Today();

    public async Task<IActionResult> OnGetAsync(string code, CancellationToken cancellationToken)
    {
        if (catalogue.ByCode(code) is not { } pack)
        {
            return NotFound();
        }

        Pack = pack;
        Rounds = await db.Rounds.AsNoTracking().Where(r => r.ProgrammeCode == code && r.State != RoundState.Preparing).OrderByDescending(r => r.Year).ThenByDescending(r => r.ClosesOn)
            .Select(r => new ProgrammeRound(r.Id, r.Name, r.Year, r.OpensOn, r.ClosesOn, r.State, r.CallText, r.Wording)).Take(25).ToListAsync(cancellationToken);
        return Page();
    }
}
