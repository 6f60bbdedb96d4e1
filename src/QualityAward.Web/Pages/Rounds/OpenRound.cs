using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Opens a round from a programme's pack and pins the pack as it is now (建立年度评奖).</summary>
public sealed class OpenRound(QualityAwardDbContext db, ProgrammeCatalogue catalogue, TimeProvider time) : IOperation
{
    public async Task<Round> RunAsync(string programmeCode, int year, string name, DateOnly opensOn, DateOnly closesOn, Actor actor, CancellationToken cancellationToken)
    {
        var pack = catalogue.Require(programmeCode);
        var snapshot = catalogue.SnapshotOf(programmeCode);
        var now = time.GetUtcNow();
        var round = Round.Open(Guid.CreateVersion7(now), pack, snapshot.Sha256, year, name, opensOn, closesOn, actor, now);
        if (!await db.PinnedPacks.AnyAsync(p => p.Sha256 == snapshot.Sha256, cancellationToken))
        {
            db.PinnedPacks.Add(new PinnedPack { Sha256 = snapshot.Sha256, ProgrammeCode = pack.Code, Json = snapshot.Json });
        }

        db.Rounds.Add(round);
        await db.SaveChangesAsync(cancellationToken);
        return round;
    }
}
