using System.Collections.Concurrent;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Persistence.Applications;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>
/// Finds one's own application (本人申报的查询) with the version of its round and the actor's right, for <see cref="CaseReader"/>. Every page of an applicant begins with it, so
/// EF Core writes its SQL once for each role. The rights stay in <see cref="VisibleCases"/>.
/// </summary>
public static class OwnCaseQuery
{
    private static readonly ConcurrentDictionary<(Role Role, bool HasAuthority), TranslatedQuery> Known = new();

    public static NpgsqlBatchCommand For(QualityAwardDbContext db, Guid id, Actor actor) =>
        // It does not ask what day it is.
        Known.GetOrAdd((actor.Role, actor.AuthorityCode is not null), static (key, db) => Translate(db, key.Role, key.HasAuthority), db).CommandFor(new Asker(actor, default, id));

    private static TranslatedQuery Translate(QualityAwardDbContext db, Role role, bool hasAuthority)
    {
        var (one, other) = Asker.Invented(role, hasAuthority);
        return TranslatedQuery.Of(Query(db, one), one, Query(db, other));
    }

    private static IQueryable Query(QualityAwardDbContext db, Asker asker)
    {
        var (userId, id) = (asker.Actor.UserId, asker.Subject);
        return db.OwnApplications(asker.Actor).Where(a => a.Id == id).Select(a => new
        {
            Application = a,
            RoundVersion = db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Version).First(),
            Right = db.Set<Collaborator>().Where(c => c.ApplicationId == a.Id && c.UserId == userId && c.State == CollaboratorState.Active).Select(c => c.Right).FirstOrDefault(),
        });
    }
}
