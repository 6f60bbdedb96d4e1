using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>What the office does about a finding (复核处理).</summary>
public enum RecheckAct
{
    /// <summary>维持受理.</summary>
    Keep,

    /// <summary>批准维持受理.</summary>
    Approve,

    /// <summary>取消资格.</summary>
    Drop,
}

/// <summary>The office decides a finding of a re-check, with a reason (处理复核发现); a failing condition that does not end the case takes two persons.</summary>
public sealed class DecideRecheck(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid findingId, RecheckAct act, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var finding = await db.Set<RecheckFinding>().SingleOrDefaultAsync(f => f.Id == findingId, cancellationToken) ?? throw new RefusedException("no-finding", "找不到这项复核发现。");
        var application = await db.Applications.SingleAsync(a => a.Id == finding.ApplicationId, cancellationToken);
        switch (act)
        {
            case RecheckAct.Keep:
                finding.Keep(reason, application, actor, now);
                break;
            case RecheckAct.Approve:
                finding.Approve(application, actor, now);
                break;
            case RecheckAct.Drop:
                var notice = application.Position.Stage == Stage.PublicNotice ? await db.Set<Notice>().SingleOrDefaultAsync(n => n.RoundId == application.RoundId, cancellationToken) : null;
                finding.Drop(reason, application, why => End(application, notice, why, actor, now), actor, now);
                break;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>While the public reads its name on the notice, the case is struck out there.</summary>
    private static void End(Application application, Notice? notice, string reason, Actor actor, DateTimeOffset now)
    {
        if (notice is not null)
        {
            notice.StrikeOutIneligible(application, reason, actor, now);
        }
        else
        {
            application.End(Ending.Disqualified, reason, "DropAfterRecheck", "复核不符合申报条件，取消申报资格", actor, now);
        }
    }
}
