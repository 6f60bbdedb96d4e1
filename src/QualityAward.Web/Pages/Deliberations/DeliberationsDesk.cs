using System.Text.Json;
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
    public IEnumerable<DeskQuery> Queries(Actor actor, DateOnly today)
    {
        var office = RolePermissions.Allows(actor.Role, Permission.ManageDeliberation);
        if (!office && !RolePermissions.Allows(actor.Role, Permission.Deliberate))
        {
            yield break;
        }

        yield return new DeskQuery(
            db.VisibleMeetings(actor).Where(m => m.State != MeetingState.Closed)
                .Select(m => new { m.Id, m.HeldOn, m.State, m.Members, Round = db.Rounds.Where(r => r.Id == m.RoundId).Select(r => r.Name).First() }),
            static (row, desk) => Read(desk, row.GetGuid(0), row.GetFieldValue<DateOnly>(1), Enum.Parse<MeetingState>(row.GetString(2)), row.GetString(3), row.GetString(4)));
        if (office)
        {
            yield return new DeskQuery(
                db.Set<Shortlist>()
                    .Where(s => s.AuthorityCode == actor.AuthorityCode && s.State == ShortlistState.Confirmed && !db.Set<Meeting>().Any(m => m.RoundId == s.RoundId))
                    .Select(s => new { s.RoundId, Name = db.Rounds.Where(r => r.Id == s.RoundId).Select(r => r.Name).First() }),
                static (row, desk) => desk.Items.Add(new DeskItem($"召集委员会审议：{row.GetString(1)}", DecisionLinks.Convene(row.GetGuid(0)))));
        }
    }

    private static void Read(Desk desk, Guid meeting, DateOnly heldOn, MeetingState state, string members, string round)
    {
        if (RolePermissions.Allows(desk.Actor.Role, Permission.ManageDeliberation))
        {
            desk.Items.Add(new DeskItem($"{(state == MeetingState.Convened ? "登记签到、开始表决" : "宣布表决结果")}：{round}", DecisionLinks.Meeting(meeting), heldOn));
        }
        else if (JsonSerializer.Deserialize<List<MeetingMember>>(members, JsonColumn.Options)?.Find(m => m.UserId == desk.Actor.UserId) is { VotedAt: null } mine && mine.Present != false)
        {
            desk.Items.Add(new DeskItem($"{(state == MeetingState.Voting ? "请表决" : "参加审议会议")}：{round}", DecisionLinks.Meeting(meeting), heldOn));
        }
    }
}
