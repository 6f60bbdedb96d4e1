using Npgsql;
using NpgsqlTypes;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One quick save (快速保存的写入) and all that must hold in the database for it to be written.</summary>
/// <param name="RoundVersion">Of the round whose rules the save was checked by.</param>
/// <param name="Version">Of the section that the text was typed against.</param>
/// <param name="Answers">JSON in UTF-8, as stored.</param>
public sealed record QuickWrite(
    Guid ApplicationId, Guid RoundId, string PackHash, Track Track, int RoundVersion, Guid UserId, string SectionId, int Version, byte[] Answers, DateTimeOffset SavedAt, string SavedBy);

/// <summary>
/// Writes quick saves (快速保存的合并写入), those of many people in one statement when they come at once. On the last day of a round hundreds of people type: their saves then
/// share commits instead of queueing for them.
/// </summary>
public sealed class QuickSaveWrites
{
    // Of somebody who submits at this moment the application is locked: the longer way waits for it, the others here do not.
    // The shared lock makes sure that what is saved while somebody submits is either in the frozen text or refused.
    private static readonly string Statement =
        $"""
        with asked as (
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb[], $10, $11)
                with ordinality t (id, round_id, pack_hash, track, round_version, user_id, section_id, version, answers, saved_at, saved_by, nr)),
        own as (
            select t.* from asked t join applications a on a.id = t.id join rounds r on r.id = a.round_id
            where a.round_id = t.round_id and a.pack_hash = t.pack_hash and a.track = t.track and r.version = t.round_version and a.stage = '{nameof(Stage.Application)}' and a.ending is null
                and exists (select 1 from application_collaborators c where c.application_id = a.id and c.user_id = t.user_id and c.state = '{nameof(CollaboratorState.Active)}' and c."right" <> '{nameof(CaseRight.View)}')
            for share of a skip locked),
        replaced as (
            select s.application_id, s.section_id, s.version, s.answers, s.saved_at, s.saved_by, o.nr, o.answers as new_answers, o.saved_at as new_saved_at, o.saved_by as new_saved_by
            from own o join application_sections s on s.application_id = o.id and s.section_id = o.section_id
            where s.version = o.version and s.unconfirmed = '[]' and s.answers <> o.answers),
        kept as (
            insert into section_versions (application_id, section_id, version, answers, saved_at, saved_by)
            select application_id, section_id, version, answers, coalesce(saved_at, new_saved_at), coalesce(saved_by, '') from replaced
            on conflict do nothing)
        update application_sections s set answers = o.new_answers, version = s.version + 1, saved_at = o.new_saved_at, saved_by = o.new_saved_by
        from replaced o where s.application_id = o.application_id and s.section_id = o.section_id and s.version = o.version
        returning o.nr, s.version
        """;

    private readonly NpgsqlDataSource _source;
    private readonly GroupedWrites<QuickWrite, (Guid, string), int?> _writes;

    public QuickSaveWrites(NpgsqlDataSource source)
    {
        _source = source;
        _writes = new GroupedWrites<QuickWrite, (Guid, string), int?>(w => (w.ApplicationId, w.SectionId), WriteAsync);
    }

    /// <summary>The new version; null: not written, because a condition does not hold.</summary>
    public Task<int?> RunAsync(QuickWrite write) => _writes.RunAsync(write);

    private async Task<IReadOnlyList<int?>> WriteAsync(IReadOnlyList<QuickWrite> group)
    {
        var versions = new int?[group.Count];
        await using var connection = await _source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(Statement, connection)
        {
            Parameters =
            {
                Each(w => w.ApplicationId),
                Each(w => w.RoundId),
                Each(w => w.PackHash),
                Each(w => w.Track.ToString()),
                Each(w => w.RoundVersion),
                Each(w => w.UserId),
                Each(w => w.SectionId),
                Each(w => w.Version),
                Each(w => w.Answers, NpgsqlDbType.Jsonb),
                Each(w => w.SavedAt),
                Each(w => w.SavedBy),
            },
        };
        try
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                versions[reader.GetInt64(0) - 1] = reader.GetInt32(1);
            }
        }
        catch (PostgresException)
        {
            // A value that the database cannot read leaves a statement prepared that Npgsql does not know the columns of (npgsql/npgsql#6391).
            connection.UnprepareAll();
            throw;
        }

        return versions;

        NpgsqlParameter<T[]> Each<T>(Func<QuickWrite, T> value, NpgsqlDbType? type = null)
        {
            var parameter = new NpgsqlParameter<T[]> { TypedValue = [.. group.Select(value)] };
            if (type is { } given)
            {
                parameter.NpgsqlDbType = NpgsqlDbType.Array | given;
            }

            return parameter;
        }
    }
}
