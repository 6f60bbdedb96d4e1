using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Access;

namespace QualityAward.Web.Access;

/// <summary>What a translated query may depend on (查询人): who asks, on which day, about what.</summary>
/// <param name="Subject">The id of what is asked about, e.g. of a case; a query that asks about nothing does not use it.</param>
public sealed record Asker(Actor Actor, DateOnly Today, Guid Subject)
{
    /// <summary>Two invented people on two days: what differs between their statements is what an asker has to fill in.</summary>
    public static (Asker One, Asker Other) Invented(Role role, bool hasAuthority) => (
        new(new Actor(new Guid("11111111-1111-7111-8111-111111111111"), "1", role, hasAuthority ? "authority-1" : null), new DateOnly(2001, 1, 1), new Guid("33333333-3333-7333-8333-333333333333")),
        new(new Actor(new Guid("22222222-2222-7222-8222-222222222222"), "2", role, hasAuthority ? "authority-2" : null), new DateOnly(2002, 2, 2), new Guid("44444444-4444-7444-8444-444444444444")));
}

/// <summary>
/// A query whose SQL EF Core wrote once for a role (译好的查询), for the few pages that are opened most: each visit only fills in who asks, when and about what, and several
/// go to the database as one batch. The rights stay where they are, in the query.
/// </summary>
public sealed partial class TranslatedQuery
{
    private readonly string _sql;
    private readonly IReadOnlyList<(NpgsqlParameter Template, Func<Asker, object>? Value)> _parameters;

    private TranslatedQuery(string sql, IReadOnlyList<(NpgsqlParameter Template, Func<Asker, object>? Value)> parameters) => (_sql, _parameters) = (sql, parameters);

    /// <param name="query">As <paramref name="example"/> would ask.</param>
    /// <param name="other">As the other one of <see cref="Asker.Invented"/> would.</param>
    public static TranslatedQuery Of(IQueryable query, Asker example, IQueryable other)
    {
        using var command = query.CreateDbCommand();
        using var second = other.CreateDbCommand();
        if (!string.Equals(command.CommandText, second.CommandText, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"A translated query must be the same for everybody of a role: {command.CommandText}");
        }

        var names = new List<string>();
        var parameters = new List<(NpgsqlParameter Template, Func<Asker, object>? Value)>();
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
        return new TranslatedQuery(sql, parameters);
    }

    public NpgsqlBatchCommand CommandFor(Asker asker)
    {
        var command = new NpgsqlBatchCommand(_sql);
        foreach (var (template, value) in _parameters)
        {
            var parameter = template.Clone();
            if (value is not null)
            {
                parameter.Value = value(asker);
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>What an asker puts here; null: the same for everybody.</summary>
    private static Func<Asker, object>? Filled(object? value, object? second, Asker example)
    {
        var id = example.Actor.UserId.ToString();
        return value switch
        {
            _ when Equals(value, second) || (value is Array all && second is Array others && all.Cast<object>().SequenceEqual(others.Cast<object>())) => null,
            Guid user when user == example.Actor.UserId => static asker => asker.Actor.UserId,
            Guid subject when subject == example.Subject => static asker => asker.Subject,
            string code when code == example.Actor.AuthorityCode => static asker => asker.Actor.AuthorityCode!,
            string text when text.Contains(id, StringComparison.Ordinal) => asker => text.Replace(id, asker.Actor.UserId.ToString(), StringComparison.Ordinal),
            DateOnly day when day == example.Today => static asker => asker.Today,
            _ => throw new InvalidOperationException($"A translated query may depend on the account, the authority, the day and the subject, not on anything made of them: {value}"),
        };
    }

    [GeneratedRegex(@"@(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
