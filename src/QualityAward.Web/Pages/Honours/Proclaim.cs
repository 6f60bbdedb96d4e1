using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Honours;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Honours;

/// <summary>Proclaims the approved winners (公布): honour register, certificates, bars, prizes due.</summary>
public sealed class Proclaim(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var approval = await db.Set<Approval>().SingleOrDefaultAsync(a => a.RoundId == roundId, cancellationToken)
            ?? throw new RefusedException("not-approved", "尚未登记政府批准，不能公布。");
        var ids = approval.Decisions.Select(d => d.ApplicationId).ToList();
        var cases = await db.Applications.Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken);
        // Two rounds of the same year and programme share one sequence; the unique index on the number catches a race.
        var first = 1 + await db.Set<HonourEntry>().CountAsync(h => h.ProgrammeCode == rules.Pack.Code && h.AwardYear == rules.Round.Year && h.CertificateNumber != null, cancellationToken);
        var proclaimed = approval.Proclaim(cases, first, rules, actor, time.GetUtcNow());
        db.AddRange(proclaimed.Honours);
        db.AddRange(proclaimed.Bars);
        db.AddRange(proclaimed.Prizes);
        await db.SaveChangesAsync(cancellationToken);
    }
}
