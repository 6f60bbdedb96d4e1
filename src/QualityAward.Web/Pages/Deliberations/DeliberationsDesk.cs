using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Deliberations;
using QualityAward.Domain.Shortlists;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>Desks of the office (convene, open, close) and of the members (vote).</summary>
public sealed class DeliberationsDesk(QualityAwardDbContext db) : IDeskSource
{
    public async Task<IReadOnlyList<DeskItem>> ItemsAsync(Actor actor, CancellationToken cancellationToken)
    {
        var office = RolePermissions.Allows(actor.Role, Permission.ManageDeliberation);
        if (!office && !RolePermissions.Allows(actor.Role, Permission.Deliberate))
        {
            return [];
        }

        var meetings = await db.VisibleMeetings(actor).AsNoTracking().Where(m => m.State != MeetingState.Closed)
            .Select(m => new { m.Id, m.HeldOn, m.State, m.Members, Round = db.Rounds.Where(r => r.Id == m.RoundId).Select(r => r.Name).First() }).ToListAsync(cancellationToken);
        var items = new List<DeskItem>();
        foreach (var meeting in meetings)
        {
            var mine = meeting.Members.FirstOrDefault(m => m.UserId == actor.UserId);
            if (office)
            {
                items.Add(new DeskItem($"{(meeting.State == MeetingState.Convened ? "登记签到、开始表决" : "宣布表决结果")}：{meeting.Round}", DecisionLinks.Meeting(meeting.Id), meeting.HeldOn));
            }
            else if (mine is { VotedAt: null } && mine.Present != false)
            {
                items.Add(new DeskItem($"{(meeting.State == MeetingState.Voting ? "请表决" : "参加审议会议")}：{meeting.Round}", DecisionLinks.Meeting(meeting.Id), meeting.HeldOn));
            }
        }

        if (office)
        {
            var waiting = await db.Set<Shortlist>().AsNoTracking()
                .Where(s => s.AuthorityCode == actor.AuthorityCode && s.State == ShortlistState.Confirmed && !db.Set<Meeting>().Any(m => m.RoundId == s.RoundId))
                .Select(s => new { s.RoundId, Name = db.Rounds.Where(r => r.Id == s.RoundId).Select(r => r.Name).First() }).ToListAsync(cancellationToken);
            items.AddRange(waiting.Select(w => new DeskItem($"召集委员会审议：{w.Name}", DecisionLinks.Convene(w.RoundId))));
        }

        return items;
    }
}
