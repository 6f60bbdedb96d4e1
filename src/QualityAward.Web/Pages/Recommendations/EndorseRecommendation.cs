using QualityAward.Domain;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Records the signature of the county government or department (登记签署推荐意见); the case waits for its batch.</summary>
public sealed class EndorseRecommendation(QualityAwardDbContext db, RoundRulesReader reader, ProgrammeCatalogue catalogue, FileIntake files, TimeProvider time) : IOperation
{
    /// <param name="signedOn">Date on the paper.</param>
    public async Task RunAsync(Guid applicationId, DateOnly signedOn, string text, ScanUpload scan, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, catalogue.Authorities, applicationId, now, cancellationToken);
        var stored = await scan.SaveAsync(files, "Input.Scan", cancellationToken);
        recommendation.Endorse(catalogue.Authorities.Require(application.ChannelCode).GovernmentName, signedOn, text, stored, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
