using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Authorities;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>Asks departments about applicants (征求部门意见), as many of both as are wanted, in one transaction.</summary>
public sealed class RequestDepartmentOpinions(QualityAwardDbContext db, RoundRulesReader reader, AuthorityTree authorities, TimeProvider time) : IOperation
{
    /// <summary>Applicants that one order may name.</summary>
    public const int Most = 200;

    /// <param name="kinds">Kinds of opinion, as the pack names them.</param>
    /// <param name="from">First day asked about.</param>
    /// <param name="until">Last day asked about.</param>
    /// <returns>How many requests went out; a department that was asked already is not asked again.</returns>
    public async Task<int> RunAsync(
        IReadOnlyCollection<Guid> applicationIds, IReadOnlyCollection<string> kinds, DateOnly from, DateOnly until, AskedUntil due, Actor actor, CancellationToken cancellationToken)
    {
        if (applicationIds.Count > Most)
        {
            throw new RefusedException("too-many", $"一次最多就 {Most} 个申报人征求意见，请分批办理。");
        }

        var now = time.GetUtcNow();
        var applications = await db.VisibleApplications(actor).Where(a => applicationIds.Contains(a.Id)).OrderBy(a => a.ReceiptNumber).ToListAsync(cancellationToken);
        if (applications.Count != applicationIds.Distinct().Count())
        {
            throw new RefusedException("no-such-application", "所选申报中有不属于本单位的，不能征求意见。");
        }

        var ids = applications.ConvertAll(a => a.Id);
        var recommendations = await db.Set<Recommendation>().Where(r => ids.Contains(r.ApplicationId)).ToDictionaryAsync(r => r.ApplicationId, cancellationToken);
        var asked = (await db.Set<OpinionRequest>().Where(r => ids.Contains(r.ApplicationId)).Select(r => new { r.ApplicationId, r.Kind }).ToListAsync(cancellationToken)).Select(r => (r.ApplicationId, r.Kind)).ToHashSet();
        var rules = await RulesAsync(applications, cancellationToken);
        var subjects = await SubjectsAsync(applications, rules, cancellationToken);
        var sent = 0;
        foreach (var application in applications)
        {
            var its = rules[(application.RoundId, application.PackHash)];
            if (!recommendations.TryGetValue(application.Id, out var recommendation))
            {
                recommendation = Recommendation.Start(Guid.CreateVersion7(now), application, RecommendationCase.WayOf(application, its, authorities));
                db.Add(recommendation);
            }

            var (subject, person, code) = subjects[application.Id];
            foreach (var kind in kinds.Where(k => !asked.Contains((application.Id, k))))
            {
                var department = authorities.DepartmentFor(kind, application.ChannelCode)
                    ?? throw new RefusedException("no-department", "没有登记出具该类意见的机关，请线下征求后在“登记部门意见”中登记。");
                db.Add(recommendation.Ask(Guid.CreateVersion7(now), kind, department, new AskedAbout(subject, person, code, from, until), due, application, its, actor, now));
                sent++;
            }
        }

        if (sent == 0)
        {
            throw new RefusedException("already-asked", "所选部门都已就所选申报人征求过意见，没有新的征求意见发出。");
        }

        await db.SaveChangesAsync(cancellationToken);
        return sent;
    }

    private async Task<Dictionary<(Guid Round, string Pack), RoundRules>> RulesAsync(List<Application> applications, CancellationToken cancellationToken)
    {
        var rules = new Dictionary<(Guid, string), RoundRules>();
        foreach (var (round, pack) in applications.Select(a => (a.RoundId, a.PackHash)).Distinct())
        {
            rules[(round, pack)] = await reader.GetAsync(round, pack, cancellationToken);
        }

        return rules;
    }

    /// <summary>Organisations by their register entry, persons by where they work as handed in; nothing else of either.</summary>
    private async Task<Dictionary<Guid, (string Subject, string? Person, string? CreditCode)>> SubjectsAsync(
        List<Application> applications, Dictionary<(Guid Round, string Pack), RoundRules> rules, CancellationToken cancellationToken)
    {
        var parties = applications.ConvertAll(a => a.PartyId);
        var codes = await db.Parties.Where(p => parties.Contains(p.Id)).Select(p => new { p.Id, p.CreditCode }).ToDictionaryAsync(p => p.Id, p => p.CreditCode, cancellationToken);
        var persons = applications.Where(a => a.Track == Track.Individual).Select(a => a.Id).ToList();
        var handedIn = persons.Count == 0
            ? []
            : (await db.Submissions.AsNoTracking().Where(s => persons.Contains(s.ApplicationId)).ToListAsync(cancellationToken)).GroupBy(s => s.ApplicationId).ToDictionary(g => g.Key, g => g.MaxBy(s => s.Number)!);
        return applications.ToDictionary(a => a.Id, a =>
        {
            if (a.Track == Track.Organisation)
            {
                return (a.ApplicantName, (string?)null, codes.GetValueOrDefault(a.PartyId));
            }

            var form = rules[(a.RoundId, a.PackHash)].Track(a.Track).Form;
            var content = handedIn[a.Id].Content;
            return (LatestSubmission.FactIn(content, form, Fact.Employer) ?? a.ApplicantName, a.ApplicantName, LatestSubmission.FactIn(content, form, Fact.EmployerCreditCode));
        });
    }
}
