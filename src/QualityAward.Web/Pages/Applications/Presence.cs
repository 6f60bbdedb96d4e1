using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Who else has a section open for editing (正在编辑): one statement says "I am here" and asks for the others.</summary>
public sealed class Presence(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    /// <summary>How often an open page asks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    /// <summary>Whoever has not asked for so long has gone.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(50);

    /// <summary>Names of the others. The caller has made sure that the actor may edit this section.</summary>
    public Task<List<string>> RunAsync(Guid applicationId, string sectionId, Actor actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return db.Database.SqlQuery<string>(
            $"""
            with gone as (
                delete from section_presence where application_id = {applicationId} and seen_at < {now - TimeSpan.FromHours(1)} and user_id <> {actor.UserId}),
            me as (
                insert into section_presence (application_id, section_id, user_id, name, seen_at) values ({applicationId}, {sectionId}, {actor.UserId}, {actor.Name}, {now})
                on conflict (application_id, section_id, user_id) do update set seen_at = excluded.seen_at, name = excluded.name)
            select name as "Value" from section_presence
            where application_id = {applicationId} and section_id = {sectionId} and user_id <> {actor.UserId} and seen_at > {now - Lasts} order by name
            """).ToListAsync(cancellationToken);
    }
}
