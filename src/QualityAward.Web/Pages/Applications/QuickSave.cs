using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Integrity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>A section that can be saved in one statement, with the rules that the page was made by (快速保存的部分).</summary>
public sealed record QuickSection(RoundRules Rules, string PackHash, TrackDefinition Track, FormSection Section, FormContext Context);

/// <summary>
/// The usual autosave (快速保存) in one statement: a draft within the window of its round, saved by somebody who may edit, against the version that is stored.
/// Rights, stage, form, round and version stand in the statement itself; where any of them does not hold nothing happens and <see cref="SaveSection"/>
/// says why, merges, or saves. It does nothing that <see cref="SaveSection"/> would not do.
/// </summary>
public sealed class QuickSave(QualityAwardDbContext db, RoundRulesCache cache, PersonalDataCipher cipher, TimeProvider time) : IOperation
{
    // The lock on the application: what is saved while somebody submits is either in the frozen text or refused.
    private static readonly string Statement =
        $"""
        with own as (
            select a.id from applications a join rounds r on r.id = a.round_id
            where a.id = $1 and a.round_id = $2 and a.pack_hash = $3 and a.track = $4 and r.version = $5 and a.stage = '{nameof(Stage.Application)}' and a.ending is null
                and exists (select 1 from application_collaborators c where c.application_id = a.id and c.user_id = $6 and c.state = '{nameof(CollaboratorState.Active)}' and c."right" <> '{nameof(CaseRight.View)}')
            for share of a),
        replaced as (
            select s.* from application_sections s join own on own.id = s.application_id
            where s.section_id = $7 and s.version = $8 and s.unconfirmed = '[]' and s.answers <> $9),
        kept as (
            insert into section_versions (application_id, section_id, version, answers, saved_at, saved_by)
            select application_id, section_id, version, answers, coalesce(saved_at, $10), coalesce(saved_by, '') from replaced
            on conflict do nothing)
        update application_sections s set answers = $9, version = s.version + 1, saved_at = $10, saved_by = $11
        from replaced o where s.application_id = o.application_id and s.section_id = o.section_id and s.version = $8
        returning s.version
        """;

    /// <summary>Null: this save needs the longer way.</summary>
    /// <param name="packHash">The form that the page was made from.</param>
    public QuickSection? Find(Guid roundId, string packHash, Track track, string sectionId, Actor actor) =>
        // An office that enters a paper application sees it by its authority, too, which the longer way asks.
        actor.Role == Role.Applicant && cache.Last(roundId, packHash) is { } rules && rules.Round.WindowIsOpen(time.GetUtcNow()) && rules.Pack.TrackOf(track) is { } definition
        && definition.Form.Section(sectionId) is { } section && rules.StandsAlone(track, section) && TermsGate.IsKnownToPass(rules, actor)
            ? new QuickSection(rules, packHash, definition, section, FormContexts.Of(rules, time))
            : null;

    /// <summary>Null: not saved; <see cref="SaveSection"/> knows what to do.</summary>
    public async Task<SavedSection?> RunAsync(QuickSection quick, Guid applicationId, Answers typed, int expectedVersion, Actor actor, CancellationToken cancellationToken)
    {
        // The longer way puts ID numbers back that came masked.
        if (expectedVersion < 1
            || quick.Section.Questions.Any(q => q.IsSecret() && typed.Text(q.Id)?.Contains('*', StringComparison.Ordinal) is true))
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (await SaveAsync(quick, applicationId, AnswersJson.Bytes(typed, cipher), expectedVersion, actor, now, cancellationToken) is not { } version)
        {
            return null;
        }

        if (SectionHistory.IsThinnedAt(version))
        {
            await SectionHistory.ThinAsync(db, applicationId, quick.Section.Id, now, cancellationToken);
        }

        var filled = new FilledForm(quick.Track.Form, id => string.Equals(id, quick.Section.Id, StringComparison.Ordinal) ? typed : Answers.Empty, quick.Context);
        return new SavedSection(version, now, SectionCheck.Problems(filled.Asked(quick.Section), typed, NoFiles, quick.Context, forSubmission: false), typed, MergedWith: null);
    }

    /// <summary>Files are counted when they are given; a save of text changes nothing about them.</summary>
    private static readonly IReadOnlyDictionary<string, int> NoFiles = new Dictionary<string, int>(StringComparer.Ordinal);

    private async Task<int?> SaveAsync(QuickSection quick, Guid applicationId, byte[] answers, int expectedVersion, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(Statement, (NpgsqlConnection)db.Database.GetDbConnection())
            {
                Parameters =
                {
                    new NpgsqlParameter<Guid> { TypedValue = applicationId },
                    new NpgsqlParameter<Guid> { TypedValue = quick.Rules.RoundId },
                    new NpgsqlParameter<string> { TypedValue = quick.PackHash },
                    new NpgsqlParameter<string> { TypedValue = quick.Track.Track.ToString() },
                    new NpgsqlParameter<int> { TypedValue = quick.Rules.Round.Version },
                    new NpgsqlParameter<Guid> { TypedValue = actor.UserId },
                    new NpgsqlParameter<string> { TypedValue = quick.Section.Id },
                    new NpgsqlParameter<int> { TypedValue = expectedVersion },
                    new NpgsqlParameter<byte[]> { TypedValue = answers, NpgsqlDbType = NpgsqlDbType.Jsonb },
                    new NpgsqlParameter<DateTimeOffset> { TypedValue = now },
                    new NpgsqlParameter<string> { TypedValue = actor.Name },
                },
            };
            return await command.ExecuteScalarAsync(cancellationToken) as int?;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
