using QualityAward.Domain;
using QualityAward.Domain.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Says what a file proves and on which pages, or takes that back (登记、删除证据对应).</summary>
public sealed class TieEvidence(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public Task AddAsync(Guid applicationId, Guid attachmentId, EvidenceLink link, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(applicationId, (application, rules, now) => application.AddEvidence(attachmentId, link, rules, actor, now), actor, cancellationToken);

    public Task RemoveAsync(Guid applicationId, Guid attachmentId, EvidenceLink link, Actor actor, CancellationToken cancellationToken) =>
        ChangeAsync(applicationId, (application, rules, now) => application.RemoveEvidence(attachmentId, link, rules, actor, now), actor, cancellationToken);

    private async Task ChangeAsync(Guid applicationId, Action<Domain.Applications.Application, Domain.Rounds.RoundRules, DateTimeOffset> change, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        change(application, await reader.GetAsync(application, cancellationToken), time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
