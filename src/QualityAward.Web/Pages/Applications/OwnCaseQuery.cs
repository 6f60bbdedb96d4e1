using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <param name="Right">What the actor may do; least where nothing is said.</param>
internal sealed record FoundCase(Application Case, int RoundVersion, CaseRight Right);

/// <summary>
/// Reads one's own application (本人申报的读取). Every page of an applicant begins with it, so EF Core compiles it once for each role instead of taking the query apart
/// at every request. The rights stay in <see cref="VisibleCases"/>.
/// </summary>
internal static class OwnCaseQuery
{
    private static readonly ConcurrentDictionary<(Role Role, bool TextOnly), Func<QualityAwardDbContext, Guid, string?, Guid, CancellationToken, Task<FoundCase?>>> Known = new();

    /// <summary>Without its sections and files, which the page reads after it.</summary>
    /// <param name="textOnly">Without corrections and collaborators, too.</param>
    public static Task<FoundCase?> FindAsync(QualityAwardDbContext db, Guid id, bool textOnly, Actor actor, CancellationToken cancellationToken) =>
        Known.GetOrAdd((actor.Role, textOnly), static (key, db) => Compile(db, key.Role, key.TextOnly), db)(db, actor.UserId, actor.AuthorityCode, id, cancellationToken);

    private static IQueryable<FoundCase> Query(QualityAwardDbContext db, Actor actor, Guid id, bool textOnly)
    {
        var own = db.OwnApplications(actor).AsNoTracking().Where(a => a.Id == id);
        return (textOnly ? own : own.AsSplitQuery().Include(a => a.Corrections).Include(a => a.Collaborators)).Select(a => new FoundCase(
            a,
            db.Rounds.Where(r => r.Id == a.RoundId).Select(r => r.Version).First(),
            db.Set<Collaborator>().Where(c => c.ApplicationId == a.Id && c.UserId == actor.UserId && c.State == CollaboratorState.Active).Select(c => c.Right).FirstOrDefault()));
    }

    private static Func<QualityAwardDbContext, Guid, string?, Guid, CancellationToken, Task<FoundCase?>> Compile(QualityAwardDbContext db, Role role, bool textOnly)
    {
        // Somebody invented asks; whatever the query takes from there becomes a parameter.
        var query = Query(db, new Actor(Guid.Empty, "", role, ""), Guid.Empty, textOnly).Expression;
        var asked = new Asked();
        var one = Expression.Call(typeof(Queryable), nameof(Queryable.SingleOrDefault), [typeof(FoundCase)], asked.Visit(query));
        return EF.CompileAsyncQuery(Expression.Lambda<Func<QualityAwardDbContext, Guid, string?, Guid, CancellationToken, FoundCase?>>(
            one, asked.Db, asked.UserId, asked.AuthorityCode, asked.Id, Expression.Parameter(typeof(CancellationToken))));
    }

    /// <summary>Puts parameters where a query holds values of whoever it was written for.</summary>
    private sealed class Asked : ExpressionVisitor
    {
        public ParameterExpression Db { get; } = Expression.Parameter(typeof(QualityAwardDbContext), "db");

        public ParameterExpression UserId { get; } = Expression.Parameter(typeof(Guid), "userId");

        public ParameterExpression AuthorityCode { get; } = Expression.Parameter(typeof(string), "authorityCode");

        public ParameterExpression Id { get; } = Expression.Parameter(typeof(Guid), "id");

        protected override Expression VisitMember(MemberExpression node) => node switch
        {
            { Member.Name: nameof(Actor.UserId), Expression.Type: var type } when type == typeof(Actor) => UserId,
            { Member.Name: nameof(Actor.AuthorityCode), Expression.Type: var type } when type == typeof(Actor) => AuthorityCode,
            { Expression: ConstantExpression } when node.Type == typeof(QualityAwardDbContext) => Db,
            { Expression: ConstantExpression, Member.Name: "id" } when node.Type == typeof(Guid) => Id,
            // Anything else would be the same for everybody ever after.
            { Expression: ConstantExpression } => throw new InvalidOperationException($"A compiled query takes nothing from outside but its parameters: {node}"),
            _ => base.VisitMember(node),
        };

        protected override Expression VisitExtension(Expression node) =>
            node is EntityQueryRootExpression root ? Expression.Call(Db, nameof(DbContext.Set), [root.ElementType]) : base.VisitExtension(node);
    }
}
