using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Deliberations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>Closes the ballot, keeps the minutes and moves the cases (宣布表决结果).</summary>
public sealed class CloseBallot(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid meetingId, string minutes, Actor actor, CancellationToken cancellationToken)
    {
        var meeting = await db.Set<Meeting>().SingleAsync(m => m.Id == meetingId, cancellationToken);
        var rules = await reader.GetAsync(meeting.RoundId, cancellationToken);
        var ids = meeting.Cases.Select(c => c.ApplicationId).ToList();
        var cases = await db.Applications.Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken);
        meeting.Close(minutes, cases, rules, actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
    }
}
