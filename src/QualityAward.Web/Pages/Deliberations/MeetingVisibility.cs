using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Deliberations;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Deliberations;

/// <summary>Which meetings an actor may see (可见会议): those of the own authority; a member only those he is invited to.</summary>
public static class MeetingVisibility
{
    public static IQueryable<Meeting> VisibleMeetings(this QualityAwardDbContext db, Actor actor)
    {
        var own = db.Set<Meeting>().Where(m => m.AuthorityCode == actor.AuthorityCode);
        if (RolePermissions.Allows(actor.Role, Permission.ManageDeliberation) || RolePermissions.Allows(actor.Role, Permission.Supervise))
        {
            return own;
        }

        // The members stand in a JSON column: its containment operator finds the invited one.
        var member = $$"""[{"userId":"{{actor.UserId}}"}]""";
        return db.Set<Meeting>().FromSql($"select * from meetings where members @> {member}::jsonb").Where(m => m.AuthorityCode == actor.AuthorityCode);
    }
}
