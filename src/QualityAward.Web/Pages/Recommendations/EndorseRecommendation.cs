using QualityAward.Domain;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Records the signature of the county government or department (登记签署推荐意见), when the code on the signed page is that of the present data; the case waits for its batch.</summary>
public sealed class EndorseRecommendation(QualityAwardDbContext db, RoundRulesReader reader, ProgrammeCatalogue catalogue, FileIntake files, PaperCodes codes, TimeProvider time) : IOperation
{
    /// <param name="signedOn">Date on the paper.</param>
    /// <param name="code">As typed from the paper; may be left out when the scan has a text layer that holds it.</param>
    public async Task RunAsync(Guid applicationId, DateOnly signedOn, string text, ScanUpload scan, string? code, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, catalogue.Authorities, applicationId, now, cancellationToken);
        var basis = await RecommendationCase.BasisAsync(db, application, rules, cancellationToken);
        var stored = await scan.SaveAsync(files, "Input.Scan", cancellationToken);
        var given = codes.Given(stored, code);
        var signedBy = catalogue.Authorities.Require(application.ChannelCode).GovernmentName;
        await codes.TakeAsync(
            applicationId, ScanKind.Endorsement, given, () => recommendation.Endorse(signedBy, signedOn, text, stored, given, basis, application, rules, actor, now), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
