using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
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

    // Whoever was seen a moment ago need not be written down again.
    private const string Statement =
        $"""
        with gone as (
            delete from section_presence where application_id = $1 and seen_at < $5 - interval '1 hour' and user_id <> $3),
        me as (
            insert into section_presence (application_id, section_id, user_id, name, seen_at) select $1, $2, $3, $4, $5
            where exists (
                select from application_collaborators where application_id = $1 and user_id = $3 and state = '{nameof(CollaboratorState.Active)}' and "right" <> '{nameof(CaseRight.View)}')
            and not exists (
                select from section_presence where application_id = $1 and section_id = $2 and user_id = $3 and seen_at between $5 - interval '5 seconds' and $5)
            on conflict (application_id, section_id, user_id) do update set seen_at = excluded.seen_at, name = excluded.name)
        select name from section_presence
        where application_id = $1 and section_id = $2 and user_id <> $3 and seen_at > $5 - $6 order by name
        """;

    /// <summary>The names of the others. The caller has made sure that the actor may edit this section.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Guid applicationId, string sectionId, Actor actor, CancellationToken cancellationToken)
    {
        var (others, question) = (new List<string>(), Question(applicationId, sectionId, actor));
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = ((NpgsqlConnection)db.Database.GetDbConnection()).CreateBatch();
            batch.BatchCommands.Add(question);
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                others.Add(NameOf(rows));
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        return others;
    }

    /// <summary>The same to be asked together with something else; <see cref="NameOf"/> reads its rows.</summary>
    public NpgsqlBatchCommand Question(Guid applicationId, string sectionId, Actor actor) => new(Statement)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid> { TypedValue = applicationId },
            new NpgsqlParameter<string> { TypedValue = sectionId },
            new NpgsqlParameter<Guid> { TypedValue = actor.UserId },
            new NpgsqlParameter<string> { TypedValue = actor.Name },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() },
            new NpgsqlParameter<TimeSpan> { TypedValue = Lasts },
        },
    };

    public static string NameOf(NpgsqlDataReader row) => row.GetString(0);
}
