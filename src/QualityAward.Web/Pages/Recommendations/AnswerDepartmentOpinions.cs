using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Recommendations;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Recommendations;

/// <summary>
/// A department answers what it was asked (答复部门意见): the same opinion for one applicant or for many. All or nothing; whatever is refused leaves its trace in the
/// case that it concerns.
/// </summary>
public sealed class AnswerDepartmentOpinions(QualityAwardDbContext db, RoundRulesReader reader, FileIntake files, TimeProvider time) : IOperation
{
    /// <param name="scan">The paper, where there is one; it becomes the scan of every opinion.</param>
    public async Task<int> RunAsync(IReadOnlyCollection<Guid> requestIds, OpinionContent opinion, ScanUpload? scan, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var asked = await LoadAsync(requestIds, cancellationToken);
        if (asked.Count == 0)
        {
            throw new RefusedException("not-asked", "请选择要答复的征求意见事项。");
        }

        var refused = new List<(OpinionRequest Request, RefusedException Why)>();
        foreach (var (request, recommendation, application, rules) in asked)
        {
            try
            {
                request.RequireOwn(actor);
                request.RequireTime(recommendation.TakesOpinions(application), rules, now);
            }
            catch (RefusedException why)
            {
                refused.Add((request, why));
            }
        }

        if (refused.Count > 0 || asked.Count != requestIds.Distinct().Count())
        {
            await RefuseAsync(asked.Count, refused, actor, now, cancellationToken);
        }

        var stored = scan is null ? null : await scan.SaveAsync(files, "Input.Scan", cancellationToken);
        foreach (var (request, recommendation, application, rules) in asked)
        {
            db.Add(request.Answer(Guid.CreateVersion7(now), opinion with { Scan = stored }, recommendation, application, rules, actor, now));
        }

        await db.SaveChangesAsync(cancellationToken);
        return asked.Count;
    }

    private async Task<List<(OpinionRequest Request, Recommendation Recommendation, Application Application, RoundRules Rules)>> LoadAsync(IReadOnlyCollection<Guid> requestIds, CancellationToken cancellationToken)
    {
        // Not through what the department may see: a reach for somebody else's case must be found to be refused and recorded.
        var requests = await db.Set<OpinionRequest>().Where(r => requestIds.Contains(r.Id)).ToListAsync(cancellationToken);
        var ids = requests.ConvertAll(r => r.ApplicationId);
        var recommendations = await db.Set<Recommendation>().AsNoTracking().Where(r => ids.Contains(r.ApplicationId)).ToDictionaryAsync(r => r.ApplicationId, cancellationToken);
        var applications = await db.Applications.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellationToken);
        var rules = new Dictionary<(Guid, string), RoundRules>();
        foreach (var (round, pack) in applications.Values.Select(a => (a.RoundId, a.PackHash)).Distinct())
        {
            rules[(round, pack)] = await reader.GetAsync(round, pack, cancellationToken);
        }

        return requests.ConvertAll(r => (r, recommendations[r.ApplicationId], applications[r.ApplicationId], rules[(applications[r.ApplicationId].RoundId, applications[r.ApplicationId].PackHash)]));
    }

    private async Task RefuseAsync(int found, List<(OpinionRequest Request, RefusedException Why)> refused, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        foreach (var (request, why) in refused)
        {
            await db.RecordAsync(new CaseEvent(request.ApplicationId, $"Refused:{why.Code}", actor, now, "部门意见未予接收") { Reason = why.Message }, cancellationToken);
        }

        if (refused is [var (_, only)] && found == 1)
        {
            throw new RefusedException(only.Code, only.Message, only.Clause);
        }

        throw new RefusedException(
            refused.Count > 0 ? refused[0].Why.Code : "not-asked",
            $"所选事项中有 {Math.Max(1, refused.Count)} 件不能答复，全部意见均未保存：{string.Join('；', refused.Select(r => r.Why.Message).Append(refused.Count == 0 ? "有的事项不存在。" : "").Where(m => m.Length > 0).Distinct(StringComparer.Ordinal).Take(5))}",
            refused.Count > 0 ? refused[0].Why.Clause : null);
    }
}
