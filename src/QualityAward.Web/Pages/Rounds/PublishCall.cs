using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Publishes the call (发布申报通告); everything that is missing is reported at once.</summary>
public sealed class PublishCall(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        rules.Round.PublishCall(rules.Pack, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
