using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain.Applications;

namespace QualityAward.Infrastructure.Persistence.Applications;

/// <param name="Right">What the actor may do with it.</param>
public sealed record ReadCase(Application Application, int RoundVersion, CaseRight Right);

/// <summary>
/// Reads an application that somebody looks at (申报的读取), whole and in one round trip, the answers as the bytes they are stored in: most pages of an applicant begin with this. EF Core would take
/// one round trip for each of its lists and build its delegates anew every time.
/// </summary>
public static class CaseReader
{
    /// <summary>Null where the actor does not see such an application.</summary>
    /// <param name="found">The application under the actor's rights: every column of its row, and <c>RoundVersion</c> and <c>Right</c>.</param>
    /// <param name="textOnly">Leaves out corrections and collaborators of a draft, which has no corrections yet.</param>
    /// <param name="also">What the page asks besides, in the same round trip, with what takes each row of it. Asked whether the application is found or not.</param>
    public static async Task<ReadCase?> ReadAsync(
        QualityAwardDbContext db, NpgsqlBatchCommand found, Guid id, bool textOnly, (NpgsqlBatchCommand Question, Action<NpgsqlDataReader> Take)? also, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection()) { BatchCommands = { found, PartsOf<ApplicationSection>(), PartsOf<Attachment>() } };
            if (!textOnly)
            {
                batch.BatchCommands.Add(PartsOf<Correction>());
                batch.BatchCommands.Add(PartsOf<Collaborator>());
            }

            if (also is { } more)
            {
                batch.BatchCommands.Add(more.Question);
            }

            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            if (!await rows.ReadAsync(cancellationToken))
            {
                return null;
            }

            var read = Case(db, rows);
            var application = read.Application;
            await FillAsync(rows, SectionsOf(application));
            await FillAsync(rows, AttachmentsOf(application));
            if (!textOnly)
            {
                await FillAsync(rows, CorrectionsOf(application));
                await FillAsync(rows, CollaboratorsOf(application));
            }

            if (also is not null)
            {
                await rows.NextResultAsync(cancellationToken);
                while (await rows.ReadAsync(cancellationToken))
                {
                    also.Value.Take(rows);
                }
            }

            return read;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        NpgsqlBatchCommand PartsOf<T>()
            where T : class => new($"{EntityRows<T>.Of(db).Select} where application_id = $1") { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };

        async Task FillAsync<T>(NpgsqlDataReader rows, List<T> parts)
            where T : class
        {
            await rows.NextResultAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                parts.Add(EntityRows<T>.Of(db).Read(db, rows));
            }
        }
    }

    private static ReadCase Case(QualityAwardDbContext db, NpgsqlDataReader row)
    {
        var right = row.GetOrdinal("Right");
        return new ReadCase(
            EntityRows<Application>.Of(db).Read(db, row, byName: true),
            row.GetInt32(row.GetOrdinal("RoundVersion")),
            row.IsDBNull(right) ? CaseRight.View : Enum.Parse<CaseRight>(row.GetString(right)));
    }

    // The lists behind what the application shows of them, as EF Core fills them.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sections")]
    private static extern ref List<ApplicationSection> SectionsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_attachments")]
    private static extern ref List<Attachment> AttachmentsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_corrections")]
    private static extern ref List<Correction> CorrectionsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_collaborators")]
    private static extern ref List<Collaborator> CollaboratorsOf(Application application);
}
