using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>What a re-check came to (复核结果).</summary>
public sealed record RecheckResult(int Cases, int Found);

/// <summary>
/// Looks again at cases that were accepted (资格复核): by the office when it likes, by a job every day, and always before the public notice and the approval.
/// </summary>
public sealed class RecheckEligibility(QualityAwardDbContext db, RoundRulesReader reader, EvaluateConditions evaluate, TimeProvider time) : IOperation
{
    /// <summary>Stages between acceptance and approval.</summary>
    public static readonly Stage[] Stages = [.. Enum.GetValues<Stage>().Where(s => s is > Stage.EligibilityReview and <= Stage.Approval)];

    /// <summary>All cases of the office's rounds that are under way (立即复核).</summary>
    public async Task<RecheckResult> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ReviewEligibility);
        var rounds = await db.VisibleApplications(actor).Where(a => a.Position.Ending == null && Stages.Contains(a.Position.Stage)).Select(a => a.RoundId).Distinct().ToListAsync(cancellationToken);
        var result = new RecheckResult(0, 0);
        foreach (var round in rounds)
        {
            var one = await RoundAsync(round, Stages, actor, cancellationToken);
            await db.RecordAsync(new CaseEvent(round, "RecheckRound", actor, time.GetUtcNow(), $"资格复核：{one.Cases} 份申报，新发现 {one.Found} 项"), cancellationToken);
            result = new RecheckResult(result.Cases + one.Cases, result.Found + one.Found);
        }

        return result;
    }

    /// <summary>Looks at the cases of a round that stand at a stage, and refuses to go on while a finding is not decided.</summary>
    /// <param name="act">What would be done, for the refusal: 发布公示.</param>
    public async Task RequireDecidedAsync(RoundRules rules, Stage stage, string act, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ReviewEligibility);
        actor.RequireAuthority(rules.Round.AuthorityCode);
        await RoundAsync(rules.RoundId, [stage], actor, cancellationToken);
        var roundId = rules.RoundId;
        var open = await db.Set<RecheckFinding>().AsNoTracking().Where(EligibilityQueue.OpenFinding).Where(f => f.RoundId == roundId)
            .Join(db.Applications.Where(a => a.Position.Ending == null && a.Position.Stage == stage), f => f.ApplicationId, a => a.Id, (f, a) => new { a.ApplicantName, f.Text, f.Clause })
            .OrderBy(f => f.ApplicantName).ToListAsync(cancellationToken);
        if (open.Count > 0)
        {
            throw new RefusedException(
                "recheck-open",
                $"资格复核有 {open.Count} 项发现尚未处理，不能{act}：{string.Join('；', open.Take(5).Select(f => $"{f.ApplicantName}（{f.Text}）"))}{(open.Count > 5 ? " 等" : "")}。请在“资格审查”中逐项处理并写明理由。",
                open[0].Clause);
        }
    }

    private async Task<RecheckResult> RoundAsync(Guid roundId, IReadOnlyList<Stage> stages, Actor actor, CancellationToken cancellationToken)
    {
        var ids = await db.Applications.Where(a => a.RoundId == roundId && a.Position.Ending == null && stages.Contains(a.Position.Stage)
            && db.Set<EligibilityReview>().Any(r => r.ApplicationId == a.Id && r.Decision == EligibilityDecision.Accepted)).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(cancellationToken);
        var found = 0;
        foreach (var id in ids)
        {
            found += await CaseAsync(id, actor, cancellationToken);
        }

        return new RecheckResult(ids.Count, found);
    }

    /// <summary>One accepted case; the number of new findings.</summary>
    public async Task<int> CaseAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == applicationId, cancellationToken);
        var review = await db.Set<EligibilityReview>().Include(r => r.Confirmed).SingleAsync(r => r.ApplicationId == applicationId, cancellationToken);
        var known = await db.Set<RecheckFinding>().Where(f => f.ApplicationId == applicationId && f.ClosedAt == null).OrderBy(f => f.FoundAt).ThenBy(f => f.Id).ToListAsync(cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var evaluated = await evaluate.RunAsync(application, rules, cancellationToken, time.Today());
        var found = review.Recheck(evaluated.Verdicts, application, known, actor, now, evaluated.Clearances);
        db.AddRange(found);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return found.Count;
    }
}
