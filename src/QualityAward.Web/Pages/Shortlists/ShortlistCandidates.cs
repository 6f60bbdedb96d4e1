using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Shortlists;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.Shortlists;

/// <summary>The cases that wait for the list, with their scores as they are now (参评申报).</summary>
public sealed class ShortlistCandidates(QualityAwardDbContext db, ScoreBoard scores) : IOperation
{
    /// <summary>Stages between acceptance and the list: whoever is there must come through before the list is confirmed.</summary>
    public static readonly Stage[] UnderReview = [Stage.EligibilityReview, Stage.DocumentReview, Stage.SiteVisit, Stage.Presentation, Stage.PanelReport];

    public async Task<IReadOnlyList<Candidate>> ForRoundAsync(RoundRules rules, CancellationToken cancellationToken)
    {
        var names = await db.Applications.AsNoTracking()
            .Where(a => a.RoundId == rules.RoundId && a.Position.Ending == null && a.Position.Stage == Stage.Synthesis)
            .Select(a => new { a.Id, a.ApplicantName })
            .ToDictionaryAsync(a => a.Id, a => a.ApplicantName, cancellationToken);
        return [.. (await scores.ForRoundAsync(rules, cancellationToken)).Where(s => names.ContainsKey(s.ApplicationId)).Select(s => new Candidate(s, names[s.ApplicationId]))];
    }
}
