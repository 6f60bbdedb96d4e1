using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;

namespace QualityAward.Infrastructure.Persistence.Applications;

/// <summary>
/// Reads the sections and files of an application that somebody looks at (申报各部分的读取): both in one round trip, the answers as the bytes they are stored in. EF Core's
/// split query takes one each and builds its delegates anew every time; most pages of an applicant begin with this.
/// </summary>
public static class CaseParts
{
    private const string Sections = "select section_id, answers, version, saved_at, saved_by, carried_version, unconfirmed from application_sections where application_id = $1";

    private const string Attachments =
        "select id, section_id, question_id, file_name, sha256, length, content_type, uploaded_at, pages, evidence, aside_since from attachments where application_id = $1";

    /// <summary>Fills in an application that was read without them. The caller has made sure that the actor may see it.</summary>
    /// <param name="also">What the page asks besides, in the same round trip, with what takes each row of it.</param>
    public static async Task ReadAsync(QualityAwardDbContext db, Application application, (NpgsqlBatchCommand Question, Action<NpgsqlDataReader> Take)? also, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection());
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Sections) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = application.Id } } });
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Attachments) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = application.Id } } });
            if (also is { } more)
            {
                batch.BatchCommands.Add(more.Question);
            }

            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            var sections = SectionsOf(application);
            while (await rows.ReadAsync(cancellationToken))
            {
                sections.Add(Section(application.Id, rows, db));
            }

            await rows.NextResultAsync(cancellationToken);
            var attachments = AttachmentsOf(application);
            while (await rows.ReadAsync(cancellationToken))
            {
                attachments.Add(File(application.Id, rows));
            }

            if (also is not null)
            {
                await rows.NextResultAsync(cancellationToken);
                while (await rows.ReadAsync(cancellationToken))
                {
                    also.Value.Take(rows);
                }
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static ApplicationSection Section(Guid applicationId, NpgsqlDataReader row, QualityAwardDbContext db)
    {
        var section = New(applicationId, row.GetString(0));
        SetAnswers(section, AnswersJson.Deferred(row.GetFieldValue<byte[]>(1), db.Cipher));
        SetVersion(section, row.GetInt32(2));
        SetSavedAt(section, Moment(row, 3));
        SetSavedBy(section, row.IsDBNull(4) ? null : row.GetString(4));
        SetCarriedVersion(section, row.IsDBNull(5) ? null : row.GetInt32(5));
        SetUnconfirmed(section, List<string>(row, 6));
        return section;
    }

    private static Attachment File(Guid applicationId, NpgsqlDataReader row)
    {
        var file = new Attachment(
            row.GetGuid(0), applicationId, row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetString(6), Moment(row, 7)!.Value)
        {
            Pages = row.IsDBNull(8) ? null : row.GetInt32(8),
        };
        SetEvidence(file, List<EvidenceLink>(row, 9));
        SetAsideSince(file, Moment(row, 10));
        return file;
    }

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static IReadOnlyList<T> List<T>(NpgsqlDataReader row, int column) =>
        row.GetString(column) is var text && text is "[]" ? [] : JsonSerializer.Deserialize<List<T>>(text, JsonColumn.Options)!;

    // As EF Core does it, past setters that are nobody else's.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sections")]
    private static extern ref List<ApplicationSection> SectionsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_attachments")]
    private static extern ref List<Attachment> AttachmentsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern ApplicationSection New(Guid applicationId, string sectionId);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Answers")]
    private static extern void SetAnswers(ApplicationSection section, Answers value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Version")]
    private static extern void SetVersion(ApplicationSection section, int value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_SavedAt")]
    private static extern void SetSavedAt(ApplicationSection section, DateTimeOffset? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_SavedBy")]
    private static extern void SetSavedBy(ApplicationSection section, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_CarriedVersion")]
    private static extern void SetCarriedVersion(ApplicationSection section, int? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Unconfirmed")]
    private static extern void SetUnconfirmed(ApplicationSection section, IReadOnlyList<string> value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Evidence")]
    private static extern void SetEvidence(Attachment file, IReadOnlyList<EvidenceLink> value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AsideSince")]
    private static extern void SetAsideSince(Attachment file, DateTimeOffset? value);
}
