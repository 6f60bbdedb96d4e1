using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>The recommending office returns sections to the applicant (退回修改), or writes a note for itself (内部备注).</summary>
public sealed class ReturnToApplicant(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, IReadOnlyList<CorrectionSection> sections, DateOnly dueOn, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, rules) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        recommendation.ReturnToApplicant(Guid.CreateVersion7(now), sections, dueOn, application, rules, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task NoteAsync(Guid applicationId, string text, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (application, recommendation, _) = await RecommendationCase.LoadAsync(db, reader, authorities, applicationId, now, cancellationToken);
        recommendation.AddNote(Guid.CreateVersion7(now), text, application, actor, now);
        await db.SaveChangesAsync(cancellationToken);
    }
}
