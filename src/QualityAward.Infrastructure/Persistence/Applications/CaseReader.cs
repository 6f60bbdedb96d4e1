using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;

namespace QualityAward.Infrastructure.Persistence.Applications;

/// <param name="Right">What the actor may do with it.</param>
public sealed record ReadCase(Application Application, int RoundVersion, CaseRight Right);

/// <summary>
/// Reads an application that somebody looks at (申报的读取), whole and in one round trip, the answers as the bytes they are stored in: most pages of an applicant begin with this. EF Core would take
/// one round trip for each of its lists and build its delegates anew every time.
/// </summary>
public static class CaseReader
{
    private const string Sections = "select section_id, answers, version, saved_at, saved_by, carried_version, unconfirmed from application_sections where application_id = $1";

    private const string Attachments =
        "select id, section_id, question_id, file_name, sha256, length, content_type, uploaded_at, pages, evidence, aside_since from attachments where application_id = $1";

    private const string Corrections = "select id, number, sections, due_on, requested_at, closed_at from corrections where application_id = $1";

    private const string Collaborators =
        """
        select id, user_id, name, "right", state, invited_as, invitee_id, code_hash, invited_at, expires_at, answered_at from application_collaborators where application_id = $1
        """;

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
            await using var batch = new NpgsqlBatch((NpgsqlConnection)db.Database.GetDbConnection()) { BatchCommands = { found, About(Sections, id), About(Attachments, id) } };
            if (!textOnly)
            {
                batch.BatchCommands.Add(About(Corrections, id));
                batch.BatchCommands.Add(About(Collaborators, id));
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

            var read = Case(rows);
            var application = read.Application;
            await rows.NextResultAsync(cancellationToken);
            var sections = SectionsOf(application);
            while (await rows.ReadAsync(cancellationToken))
            {
                sections.Add(Section(id, rows, db));
            }

            await rows.NextResultAsync(cancellationToken);
            var attachments = AttachmentsOf(application);
            while (await rows.ReadAsync(cancellationToken))
            {
                attachments.Add(File(id, rows));
            }

            if (!textOnly)
            {
                await rows.NextResultAsync(cancellationToken);
                var corrections = CorrectionsOf(application);
                while (await rows.ReadAsync(cancellationToken))
                {
                    corrections.Add(Correction(id, rows));
                }

                await rows.NextResultAsync(cancellationToken);
                var collaborators = CollaboratorsOf(application);
                while (await rows.ReadAsync(cancellationToken))
                {
                    collaborators.Add(Collaborator(id, rows, db));
                }
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
    }

    private static NpgsqlBatchCommand About(string sql, Guid id) => new(sql) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };

    /// <summary>By name: EF Core decides on the order of the columns.</summary>
    private static ReadCase Case(NpgsqlDataReader row)
    {
        var application = NewApplication();
        SetId(application, row.GetGuid(At("id")));
        SetVersion(application, row.GetInt32(At("version")));
        SetRoundId(application, row.GetGuid(At("round_id")));
        SetAuthorityCode(application, row.GetString(At("authority_code")));
        SetTrack(application, Enum.Parse<Track>(row.GetString(At("track"))));
        SetPartyId(application, row.GetGuid(At("party_id")));
        SetOwnerId(application, row.GetGuid(At("owner_id")));
        SetApplicantName(application, row.GetString(At("applicant_name")));
        SetChannelCode(application, row.GetString(At("channel_code")));
        SetReceiptNumber(application, Text(row, At("receipt_number")));
        SetPackHash(application, row.GetString(At("pack_hash")));
        SetCriteriaVariant(application, Text(row, At("criteria_variant")));
        SetVariantByOffice(application, row.GetBoolean(At("variant_by_office")));
        SetVariantDeterminedBy(application, Text(row, At("variant_determined_by")));
        SetVariantReason(application, Text(row, At("variant_reason")));
        SetStartedAt(application, Moment(row, At("started_at"))!.Value);
        SetSubmittedAt(application, Moment(row, At("submitted_at")));
        SetEndingReason(application, Text(row, At("ending_reason")));
        SetHandoverTo(application, Id(row, At("handover_to")));
        SetStage(application.Position, Enum.Parse<Stage>(row.GetString(At("stage"))));
        SetEnding(application.Position, Text(row, At("ending")) is { } ending ? Enum.Parse<Ending>(ending) : null);
        SetSince(application.Position, Moment(row, At("stage_since"))!.Value);
        application.HeadTies.Take(Text(row, At("heads_credit_code")), Text(row, At("head_id_hash")));
        return new ReadCase(application, row.GetInt32(At("RoundVersion")), Text(row, At("Right")) is { } right ? Enum.Parse<CaseRight>(right) : CaseRight.View);

        int At(string column) => row.GetOrdinal(column);
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

    private static Correction Correction(Guid applicationId, NpgsqlDataReader row)
    {
        var correction = NewCorrection(row.GetGuid(0), applicationId, row.GetInt32(1), List<CorrectionSection>(row, 2), row.GetFieldValue<DateOnly>(3), Moment(row, 4)!.Value);
        SetClosedAt(correction, Moment(row, 5));
        return correction;
    }

    private static Collaborator Collaborator(Guid applicationId, NpgsqlDataReader row, QualityAwardDbContext db)
    {
        var collaborator = NewCollaborator();
        SetId(collaborator, row.GetGuid(0));
        SetApplicationId(collaborator, applicationId);
        SetUserId(collaborator, Id(row, 1));
        SetName(collaborator, Text(row, 2));
        SetRight(collaborator, Enum.Parse<CaseRight>(row.GetString(3)));
        SetState(collaborator, Enum.Parse<CollaboratorState>(row.GetString(4)));
        SetInvitedAs(collaborator, Text(row, 5) is { } secret ? db.Cipher.Decrypt(secret) : null);
        SetInviteeId(collaborator, Id(row, 6));
        SetCodeHash(collaborator, Text(row, 7));
        SetInvitedAt(collaborator, Moment(row, 8)!.Value);
        SetExpiresAt(collaborator, Moment(row, 9)!.Value);
        SetAnsweredAt(collaborator, Moment(row, 10));
        return collaborator;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static DateTimeOffset? Moment(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);

    private static IReadOnlyList<T> List<T>(NpgsqlDataReader row, int column) =>
        row.GetString(column) is var text && text is "[]" ? [] : JsonSerializer.Deserialize<List<T>>(text, JsonColumn.Options)!;

    // As EF Core does it, past setters that are nobody else's.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Application NewApplication();

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Id")]
    private static extern void SetId(AggregateRoot aggregate, Guid value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Version")]
    private static extern void SetVersion(AggregateRoot aggregate, int value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_RoundId")]
    private static extern void SetRoundId(Application application, Guid value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AuthorityCode")]
    private static extern void SetAuthorityCode(Application application, string value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Track")]
    private static extern void SetTrack(Application application, Track value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PartyId")]
    private static extern void SetPartyId(Application application, Guid value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_OwnerId")]
    private static extern void SetOwnerId(Application application, Guid value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ApplicantName")]
    private static extern void SetApplicantName(Application application, string value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ChannelCode")]
    private static extern void SetChannelCode(Application application, string value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ReceiptNumber")]
    private static extern void SetReceiptNumber(Application application, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PackHash")]
    private static extern void SetPackHash(Application application, string value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_CriteriaVariant")]
    private static extern void SetCriteriaVariant(Application application, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_VariantByOffice")]
    private static extern void SetVariantByOffice(Application application, bool value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_VariantDeterminedBy")]
    private static extern void SetVariantDeterminedBy(Application application, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_VariantReason")]
    private static extern void SetVariantReason(Application application, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_StartedAt")]
    private static extern void SetStartedAt(Application application, DateTimeOffset value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_SubmittedAt")]
    private static extern void SetSubmittedAt(Application application, DateTimeOffset? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_EndingReason")]
    private static extern void SetEndingReason(Application application, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_HandoverTo")]
    private static extern void SetHandoverTo(Application application, Guid? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Stage")]
    private static extern void SetStage(CasePosition position, Stage value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Ending")]
    private static extern void SetEnding(CasePosition position, Ending? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Since")]
    private static extern void SetSince(CasePosition position, DateTimeOffset value);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sections")]
    private static extern ref List<ApplicationSection> SectionsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_attachments")]
    private static extern ref List<Attachment> AttachmentsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_corrections")]
    private static extern ref List<Correction> CorrectionsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_collaborators")]
    private static extern ref List<Collaborator> CollaboratorsOf(Application application);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Correction NewCorrection(Guid id, Guid applicationId, int number, IReadOnlyList<CorrectionSection> sections, DateOnly dueOn, DateTimeOffset requestedAt);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ClosedAt")]
    private static extern void SetClosedAt(Correction correction, DateTimeOffset? value);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Collaborator NewCollaborator();

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Id")]
    private static extern void SetId(Collaborator collaborator, Guid value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ApplicationId")]
    private static extern void SetApplicationId(Collaborator collaborator, Guid value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_UserId")]
    private static extern void SetUserId(Collaborator collaborator, Guid? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Name")]
    private static extern void SetName(Collaborator collaborator, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Right")]
    private static extern void SetRight(Collaborator collaborator, CaseRight value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_State")]
    private static extern void SetState(Collaborator collaborator, CollaboratorState value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_InvitedAs")]
    private static extern void SetInvitedAs(Collaborator collaborator, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_InviteeId")]
    private static extern void SetInviteeId(Collaborator collaborator, Guid? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_CodeHash")]
    private static extern void SetCodeHash(Collaborator collaborator, string? value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_InvitedAt")]
    private static extern void SetInvitedAt(Collaborator collaborator, DateTimeOffset value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ExpiresAt")]
    private static extern void SetExpiresAt(Collaborator collaborator, DateTimeOffset value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_AnsweredAt")]
    private static extern void SetAnsweredAt(Collaborator collaborator, DateTimeOffset? value);

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
