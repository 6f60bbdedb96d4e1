using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Applications;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>What the conditions of a submitted application were tested on, and what came of it (资格条件系统审查).</summary>
/// <param name="Submission">The last frozen submission.</param>
/// <param name="Opinions">Department opinions that count.</param>
/// <param name="Verdicts">One per condition.</param>
/// <param name="Clearances">Of a re-check: how far certificate and opinions still speak; null: not asked.</param>
public sealed record EvaluatedConditions(Submission Submission, IReadOnlyList<DepartmentOpinion> Opinions, IReadOnlyList<Verdict> Verdicts, Clearances? Clearances = null);

/// <summary>Tests the conditions of a submitted application on its last submission, the registers and the department opinions (系统审查资格条件).</summary>
public sealed class EvaluateConditions(QualityAwardDbContext db, GatherRegisterFacts registers) : IOperation
{
    /// <param name="checkedOn">Day of a re-check; null for the review itself.</param>
    public async Task<EvaluatedConditions> RunAsync(Application application, RoundRules rules, CancellationToken cancellationToken, DateOnly? checkedOn = null)
    {
        var submission = await db.Submissions.AsNoTracking().Where(s => s.ApplicationId == application.Id).OrderByDescending(s => s.Number).FirstAsync(cancellationToken);
        var recommendation = await db.Set<Recommendation>().AsNoTracking().Include(r => r.Opinions).SingleOrDefaultAsync(r => r.ApplicationId == application.Id, cancellationToken);
        var opinions = recommendation?.CurrentOpinions ?? [];
        var facts = new ConditionFacts(
            submission.Content.Sections,
            submission.Content.Files.CountBy(f => $"{f.SectionId}.{f.QuestionId}", StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            await registers.RunAsync(application.PartyId, rules, application.Id, new HeadTieAnswers(application.HeadTies.HeadsCreditCode, application.HeadTies.HeadIdHash), cancellationToken),
            rules.Round.ClosesOn,
            ChinaCalendar.DateOf(application.SubmittedAt ?? submission.SubmittedAt),
            [.. opinions.Select(o => o.ToFact())])
        {
            CheckedOn = checkedOn,
        };
        return new EvaluatedConditions(
            submission, opinions, ConditionEvaluator.Evaluate(rules, application.Track, facts), checkedOn is { } on ? await ClearancesAsync(application, rules, recommendation, opinions, on, cancellationToken) : null);
    }

    private async Task<Clearances?> ClearancesAsync(
        Application application, RoundRules rules, Recommendation? recommendation, IReadOnlyList<DepartmentOpinion> opinions, DateOnly on, CancellationToken cancellationToken)
    {
        // What a department answered on line covers the period that it was asked about.
        var asked = await db.Set<OpinionRequest>().Where(r => r.ApplicationId == application.Id && r.OpinionId != null).ToDictionaryAsync(r => r.Id, r => r.PeriodUntil, cancellationToken);
        return Clearances.Of(
            rules, application.Track, recommendation?.CertificateUntil,
            [.. opinions.Select(o => new ClearanceFact(o.Kind, o.DepartmentName, o.RequestId is { } request && asked.TryGetValue(request, out var until) ? until : o.GivenOn))], on);
    }
}
