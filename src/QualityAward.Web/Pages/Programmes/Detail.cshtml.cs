using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Pages.Programmes;

/// <summary>A published or finished round on the programme's page.</summary>
public sealed record ProgrammeRound(Guid Id, string Name, int Year, DateOnly OpensOn, DateOnly ClosesOn, RoundState State, string CallText, RoundWording Wording);

/// <summary>What the award is (奖项介绍): from the pack alone, with its rounds.</summary>
[AllowAnonymous]
public sealed class DetailModel(QualityAwardDbContext db, ProgrammeCatalogue catalogue, TimeProvider time) : PageModel
{
    private Track? _kind;

    public ProgrammePack Pack { get; private set; } = null!;

    public IReadOnlyList<ProgrammeRound> Rounds { get; private set; } = [];

    /// <summary>By round: where the applicant who is logged in takes part already.</summary>
    public IReadOnlyDictionary<Guid, OwnApplication> Own { get; private set; } = new Dictionary<Guid, OwnApplication>();

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
        if (HttpContext.FindActor() is { Role: Role.Applicant } applicant)
        {
            var party = await db.Users.Where(u => u.Id == applicant.UserId).Join(db.Parties, u => u.PartyId, p => p.Id, (_, p) => new { p.Id, p.Kind }).SingleOrDefaultAsync(cancellationToken);
            _kind = party?.Kind;
            var partyId = party?.Id;
            var writable = db.WritableApplications(applicant);
            var own = await db.VisibleApplications(applicant)
                .Where(a => a.PartyId == partyId && a.Position.Ending != Ending.Withdrawn && db.Rounds.Any(r => r.Id == a.RoundId && r.ProgrammeCode == code))
                .Select(a => new { a.RoundId, a.Id, GoesOn = a.Position.Stage == Stage.Application && a.Position.Ending == null && writable.Any(w => w.Id == a.Id) }).ToListAsync(cancellationToken);
            Own = own.ToDictionary(a => a.RoundId, a => new OwnApplication(a.Id, a.GoesOn));
        }

        return Page();
    }

    /// <summary>Visitors may log in first; whoever is no applicant has nothing to apply for.</summary>
    public bool MayApply(Track track) => HttpContext.FindActor() is null or { Role: Role.Applicant } && (_kind is null || _kind == track);
}
