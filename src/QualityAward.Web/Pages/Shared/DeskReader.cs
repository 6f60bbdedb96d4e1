using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Shared;

/// <summary>
/// Reads a desk in one round trip (工作台读取). The home page is what everybody opens first and most often, and an office's desk asks some fifteen questions: EF Core
/// writes their SQL once for each role, and all of them go as one batch.
/// </summary>
public sealed class DeskReader(QualityAwardDbContext db, IEnumerable<IDeskSource> sources, DeskStatements statements, TimeProvider time) : IOperation
{
    public async Task<Desk> ReadAsync(Actor? actor, CancellationToken cancellationToken)
    {
        var desk = new Desk(actor ?? Actor.Public, time.GetUtcNow());
        var asker = new Asker(desk.Actor, desk.Today, Guid.Empty);
        var all = statements.For(desk.Actor, sources);
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
            foreach (var statement in all)
            {
                batch.BatchCommands.Add(statement.Query.CommandFor(asker));
            }

            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            foreach (var statement in all)
            {
                while (await rows.ReadAsync(cancellationToken))
                {
                    statement.Read(rows, desk);
                }

                await rows.NextResultAsync(cancellationToken);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return desk;
    }
}

/// <summary>One question of a desk with what takes its rows (工作台语句).</summary>
public sealed record DeskStatement(TranslatedQuery Query, Action<DbDataReader, Desk> Read);

/// <summary>The desks' statements by role (工作台语句集), translated when the first person of a role comes.</summary>
public sealed class DeskStatements
{
    // Whether there is an authority at all shapes the SQL (is null), which one does not.
    private readonly ConcurrentDictionary<(Role Role, bool HasAuthority), IReadOnlyList<DeskStatement>> _known = new();

    public IReadOnlyList<DeskStatement> For(Actor actor, IEnumerable<IDeskSource> sources) =>
        _known.GetOrAdd((actor.Role, actor.AuthorityCode is not null), static (key, sources) => Translate(key.Role, key.HasAuthority, sources), sources);

    private static IReadOnlyList<DeskStatement> Translate(Role role, bool hasAuthority, IEnumerable<IDeskSource> sources)
    {
        var (one, other) = Asker.Invented(role, hasAuthority);
        return [.. Queries(one).Zip(Queries(other), (a, b) => Translated(a, one, b))];

        IEnumerable<DeskQuery> Queries(Asker asker) => sources.SelectMany(s => s.Queries(asker.Actor, asker.Today));
    }

    private static DeskStatement Translated(DeskQuery query, Asker example, DeskQuery other) =>
        query.Read.Target?.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0
            ? throw new InvalidOperationException($"A desk's reader must be a static lambda, what it captured would belong to somebody else: {query.Read.Method.DeclaringType?.FullName}")
            : new DeskStatement(TranslatedQuery.Of(query.Rows, example, other.Rows), query.Read);
}
