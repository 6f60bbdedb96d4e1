using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>Convenes the committee on a round's confirmed list, or changes date, place, chair and members before the ballot (召集委员会).</summary>
public sealed class ConveneMeeting(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task<Meeting> RunAsync(Guid roundId, DateOnly heldOn, string place, string chair, IReadOnlyCollection<Guid> memberIds, Actor actor, CancellationToken cancellationToken)
    {
        var rules = await reader.GetAsync(roundId, cancellationToken);
        var now = time.GetUtcNow();
        var meeting = await db.Set<Meeting>().SingleOrDefaultAsync(m => m.RoundId == roundId, cancellationToken);
        if (meeting is null)
        {
            var list = await db.Set<Shortlist>().SingleOrDefaultAsync(s => s.RoundId == roundId, cancellationToken)
                ?? throw new RefusedException("shortlist-not-confirmed", "建议名单尚未确认，不能召集委员会审议。");
            meeting = Meeting.Convene(Guid.CreateVersion7(now), list, rules, actor, now);
            db.Add(meeting);
        }

        // Only members of this committee, whatever ids were sent.
        var members = await db.Users.AsNoTracking()
            .Where(u => u.Role == Role.CommitteeMember && u.AuthorityCode == rules.Round.AuthorityCode && memberIds.Contains(u.Id))
            .OrderBy(u => u.UserName).Select(u => new { u.Id, u.DisplayName }).ToListAsync(cancellationToken);
        meeting.Arrange(heldOn, place, chair, [.. members.Select(m => (m.Id, m.DisplayName))], actor, now);
        await db.SaveChangesAsync(cancellationToken);
        return meeting;
    }
}
