using System.Collections.Concurrent;
using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Shared;

/// <summary>
/// Reads a desk in one round trip (工作台读取). The home page is what everybody opens first and most often, and an office's desk asks some fifteen questions. EF Core
/// writes their SQL once for each role; afterwards a visit only fills in who asks and when, and sends all of them as one batch. The rights stay where they
/// are, in the queries.
/// </summary>
public sealed class DeskReader(QualityAwardDbContext db, IEnumerable<IDeskSource> sources, DeskStatements statements, TimeProvider time) : IOperation
{
    public async Task<Desk> ReadAsync(Actor? actor, CancellationToken cancellationToken)
    {
        var desk = new Desk(actor ?? Actor.Public, time.GetUtcNow());
        var all = statements.For(desk.Actor, sources);
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
            foreach (var statement in all)
            {
                batch.BatchCommands.Add(statement.CommandFor(desk));
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

/// <summary>The desks' statements by role (工作台语句), translated when the first person of a role comes.</summary>
public sealed class DeskStatements
{
    // Whether there is an authority at all shapes the SQL (is null), which one does not.
    private readonly ConcurrentDictionary<(Role Role, bool HasAuthority), IReadOnlyList<DeskStatement>> _known = new();

    public IReadOnlyList<DeskStatement> For(Actor actor, IEnumerable<IDeskSource> sources) =>
        _known.GetOrAdd((actor.Role, actor.AuthorityCode is not null), static (key, sources) => Translate(key.Role, key.HasAuthority, sources), sources);

    private static IReadOnlyList<DeskStatement> Translate(Role role, bool hasAuthority, IEnumerable<IDeskSource> sources)
    {
        // Two invented people on two days: what differs between their statements is what a visit has to fill in.
        var one = new DeskExample(new Actor(new Guid("11111111-1111-7111-8111-111111111111"), "1", role, hasAuthority ? "authority-1" : null), new DateOnly(2001, 1, 1));
        var other = new DeskExample(new Actor(new Guid("22222222-2222-7222-8222-222222222222"), "2", role, hasAuthority ? "authority-2" : null), new DateOnly(2002, 2, 2));
        return [.. one.Queries(sources).Zip(other.Queries(sources), (a, b) => DeskStatement.Of(a, one, b))];
    }
}

/// <summary>Somebody invented for whom the statements are translated.</summary>
public sealed record DeskExample(Actor Actor, DateOnly Today)
{
    public IEnumerable<DeskQuery> Queries(IEnumerable<IDeskSource> sources) => sources.SelectMany(s => s.Queries(Actor, Today));
}

/// <summary>One translated query with what a visit fills in (工作台语句).</summary>
public sealed partial class DeskStatement
{
    private readonly string _sql;
    private readonly IReadOnlyList<(NpgsqlParameter Template, Func<Desk, object>? Value)> _parameters;

    private DeskStatement(string sql, IReadOnlyList<(NpgsqlParameter Template, Func<Desk, object>? Value)> parameters, Action<DbDataReader, Desk> read) =>
        (_sql, _parameters, Read) = (sql, parameters, read);

    public Action<DbDataReader, Desk> Read { get; }

    /// <param name="query">As <paramref name="example"/> would ask.</param>
    /// <param name="other">As somebody else would on another day.</param>
    public static DeskStatement Of(DeskQuery query, DeskExample example, DeskQuery other)
    {
        if (query.Read.Target?.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length > 0)
        {
            throw new InvalidOperationException($"A desk's reader must be a static lambda, what it captured would belong to somebody else: {query.Read.Method.DeclaringType?.FullName}");
        }

        using var command = query.Rows.CreateDbCommand();
        using var second = other.Rows.CreateDbCommand();
        if (!string.Equals(command.CommandText, second.CommandText, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"A desk's query must be the same for everybody of a role: {command.CommandText}");
        }

        var names = new List<string>();
        var parameters = new List<(NpgsqlParameter Template, Func<Desk, object>? Value)>();
        for (var i = 0; i < command.Parameters.Count; i++)
        {
            var parameter = (NpgsqlParameter)command.Parameters[i];
            names.Add(parameter.ParameterName.TrimStart('@'));
            var template = parameter.Clone();
            template.ParameterName = "";
            parameters.Add((template, Filled(parameter.Value, second.Parameters[i].Value, example)));
        }

        // By position, because names would have to be looked for in the text on every visit.
        var sql = Name().Replace(command.CommandText, m => names.IndexOf(m.Groups["name"].Value) is >= 0 and var at ? $"${at + 1}" : m.Value);
        return new DeskStatement(sql, parameters, query.Read);
    }

    public NpgsqlBatchCommand CommandFor(Desk desk)
    {
        var command = new NpgsqlBatchCommand(_sql);
        foreach (var (template, value) in _parameters)
        {
            var parameter = template.Clone();
            if (value is not null)
            {
                parameter.Value = value(desk);
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>What a visit puts here; null: the same for everybody.</summary>
    private static Func<Desk, object>? Filled(object? value, object? second, DeskExample example)
    {
        var id = example.Actor.UserId.ToString();
        return value switch
        {
            _ when Equals(value, second) || (value is Array all && second is Array others && all.Cast<object>().SequenceEqual(others.Cast<object>())) => null,
            Guid user when user == example.Actor.UserId => static desk => desk.Actor.UserId,
            string code when code == example.Actor.AuthorityCode => static desk => desk.Actor.AuthorityCode!,
            string text when text.Contains(id, StringComparison.Ordinal) => desk => text.Replace(id, desk.Actor.UserId.ToString(), StringComparison.Ordinal),
            DateOnly day when day == example.Today => static desk => desk.Today,
            _ => throw new InvalidOperationException($"A desk's query may depend on the account, the authority and the day, not on anything made of them: {value}"),
        };
    }

    [GeneratedRegex(@"@(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
