using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>A case as a file for other programs (申报数据文件).</summary>
public sealed record CaseFile(string Name, byte[] Json);

/// <summary>
/// Writes everything of one case that the actor may see as JSON (导出申报数据): the answers with their official names and units, the files by hash, what proves what, the versions,
/// returns for correction and the trail. Personal data are masked as on the screen, and what is hidden from experts stays hidden from them.
/// </summary>
public sealed class ExportCase(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <summary>Raised when a name changes its meaning or is gone; new names may come at any time.</summary>
    private const int FormatVersion = 1;

    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Null: the actor may not see the case, or there is nothing to see yet.</summary>
    public async Task<CaseFile?> FindAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var isOwn = await db.OwnApplications(actor).AnyAsync(a => a.Id == id, cancellationToken);
        var application = await (isOwn ? db.OwnApplications(actor) : db.VisibleApplications(actor)).AsNoTracking().AsSplitQuery()
            .Include(a => a.Sections).Include(a => a.Attachments).Include(a => a.Corrections).SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (application is null)
        {
            return null;
        }

        var submissions = db.Submissions.AsNoTracking().Where(s => s.ApplicationId == id && (isOwn || s.RecalledAt == null));
        var versions = await submissions.OrderBy(s => s.Number).Select(s => new { s.Number, s.SubmittedAt, s.Sha256, s.RecalledAt }).ToListAsync(cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var isDraft = isOwn && application.SubmittedAt is null;
        FrozenContent content;
        if (isDraft)
        {
            content = application.Freeze(rules.Track(application.Track).Form, FormContexts.Of(rules, time));
        }
        else if (versions.Count > 0)
        {
            var last = versions[^1].Number;
            var submission = await submissions.SingleAsync(s => s.Number == last, cancellationToken);
            // The form that this version answers, whatever the draft is written on later.
            rules = await reader.OfAsync(rules.Round, submission.PackHash, cancellationToken);
            content = submission.Content;
        }
        else
        {
            return null;
        }

        var rights = ViewModel.RightsOf(actor.Role);
        var filled = content.Filled(rules.Track(application.Track).Form, FormContexts.Of(rules, time));
        var form = filled.AskedForm;
        var records = await db.FileRecordsAsync(content.Files.Select(f => f.Sha256), cancellationToken);
        var evidence = new EvidenceReading(id, form, rules.Criteria(application.Track), content, rights, records, isOwn);
        var sees = actor.Role is Role.Applicant or Role.Office or Role.RecommendingOffice or Role.Supervisor;
        var json = new JsonObject
        {
            ["format"] = FormatVersion,
            ["exportedAt"] = time.GetUtcNow(),
            ["case"] = new JsonObject
            {
                ["id"] = id,
                ["receiptNumber"] = application.ReceiptNumber,
                ["applicant"] = application.ApplicantName,
                ["programme"] = rules.Pack.Code,
                ["round"] = rules.Round.Name,
                ["year"] = rules.Round.Year,
                ["track"] = TrackNames.Slug(application.Track),
                ["trackName"] = TrackNames.Of(application.Track),
                ["stage"] = application.Position.Stage.ToString(),
                ["stageName"] = StageNames.Of(application.Position.Stage),
                ["ending"] = application.Position.Ending?.ToString(),
                ["endingName"] = application.Position.Ending is { } ending ? StageNames.Of(ending) : null,
                ["since"] = application.Position.Since,
                ["isDraft"] = isDraft,
                ["version"] = isDraft ? null : versions[^1].Number,
                ["sha256"] = isDraft ? null : versions[^1].Sha256,
            },
            ["sections"] = new JsonArray([.. form.Sections.Select(s => Section(new SectionReading
            {
                Section = s, Answers = content.Sections.GetValueOrDefault(s.Id) ?? Answers.Empty, Context = FormContexts.Of(rules, time), Rights = rights, Warnings = filled.Warnings(s),
            }))]),
            ["files"] = new JsonArray([.. content.Files.Where(f => evidence.Files.Any(shown => shown.Id == f.Id)).Select(f => File(f, records))]),
            ["evidence"] = Evidence(evidence.Map),
        };
        if (sees)
        {
            json["versions"] = new JsonArray([.. versions.Select(v => new JsonObject { ["number"] = v.Number, ["submittedAt"] = v.SubmittedAt, ["sha256"] = v.Sha256, ["recalledAt"] = v.RecalledAt })]);
            json["corrections"] = new JsonArray([.. application.Corrections.OrderBy(c => c.Number).Select(c => Correction(c, form))]);
        }

        if (form.Referees is not null)
        {
            json["referees"] = new JsonArray([.. (await db.StatementsAsync(id, actor, cancellationToken)).Select(r => new JsonObject { ["name"] = r.Name, ["unit"] = r.Unit, ["statement"] = r.Statement, ["sha256"] = r.Sha256, ["answeredAt"] = r.AnsweredAt })]);
        }

        // On the screen the trail is for the offices; the applicant's own page has the public wording.
        if (actor.Role is Role.Office or Role.RecommendingOffice or Role.Supervisor)
        {
            json["trail"] = new JsonArray([.. (await CaseProgress.TrailAsync(db, id, actor, cancellationToken)).Select(t => new JsonObject { ["at"] = t.At, ["who"] = t.Who, ["what"] = t.What, ["reason"] = t.Reason })]);
        }

        if (!isOwn)
        {
            await db.RecordAsync(new CaseEvent(id, "ExportCase", actor, time.GetUtcNow(), $"导出申报数据（第{versions[^1].Number}版）"), cancellationToken);
        }

        return new CaseFile($"{application.ReceiptNumber ?? application.ApplicantName}.json", JsonSerializer.SerializeToUtf8Bytes(json, Options));
    }

    private static JsonObject Section(SectionReading reading) => new()
    {
        ["id"] = reading.Section.Id,
        ["title"] = reading.Section.Heading,
        ["answers"] = new JsonArray([.. reading.Questions.Where(q => q is not (FileQuestion or PhotoQuestion)).Select(q => Answer(reading, q))]),
        ["warnings"] = new JsonArray([.. reading.ShownWarnings.Select(w => new JsonObject { ["message"] = w.Message, ["explanation"] = reading.Answers.Explanation(w) })]),
    };

    private static JsonObject Answer(SectionReading reading, Question question)
    {
        var answer = new JsonObject { ["id"] = question.Id, ["label"] = question.Label };
        if (question is TableQuestion table)
        {
            var columns = reading.Columns(TableLayout.Columns(table, reading.Context));
            answer["columns"] = new JsonArray([.. columns.Select(c => (JsonNode)c.Heading)]);
            answer["rows"] = new JsonArray([.. Rows(reading, table).Select(r => new JsonObject
            {
                ["label"] = r.Label, ["cells"] = new JsonArray([.. columns.Select(c => r.Cells?.GetValueOrDefault(c.Key) is { Length: > 0 } value ? (JsonNode)reading.Shown(c.Column, value) : null)]),
            })]);
        }
        else
        {
            answer["value"] = reading.Shown(question);
        }

        if (reading.Answers.BlankReason(question.Id) is { } reason)
        {
            answer["blankReason"] = reason;
        }

        return answer;
    }

    private static IEnumerable<(string? Label, IReadOnlyDictionary<string, string>? Cells)> Rows(SectionReading reading, TableQuestion table)
    {
        if (table is not FixedTableQuestion fixedTable)
        {
            return reading.Answers.Rows(table.Id).Where(r => !TableLayout.IsBlank(r)).Select(r => ((string?)null, (IReadOnlyDictionary<string, string>?)r));
        }

        var stored = reading.Answers.RowsByKey(fixedTable.Id);
        return TableLayout.Rows(fixedTable, reading.Context).Select(r => ((string?)(r.Unit is null ? r.Label : $"{r.Label}（{r.Unit}）"), stored.GetValueOrDefault(r.Key)));
    }

    private static JsonObject File(FrozenFile file, IReadOnlyDictionary<string, FileRecord> records) => new()
    {
        ["id"] = file.Id,
        ["section"] = file.SectionId,
        ["question"] = file.QuestionId,
        ["name"] = file.FileName,
        ["sha256"] = file.Sha256,
        ["bytes"] = file.Length,
        ["contentType"] = file.ContentType,
        ["pages"] = file.Pages,
        ["scan"] = records.GetValueOrDefault(file.Sha256)?.Scan.ToString(),
        ["proves"] = new JsonArray([.. file.Evidence.Select(e => new JsonObject { ["kind"] = e.Kind.ToString(), ["code"] = e.Code, ["fromPage"] = e.FromPage, ["toPage"] = e.ToPage })]),
    };

    private static JsonObject Evidence(EvidenceMap map) => new()
    {
        ["gaps"] = new JsonArray([.. map.Gaps.Select(g => new JsonObject { ["section"] = g.SectionId, ["message"] = g.Message })]),
        ["orphans"] = new JsonArray([.. map.Orphans.Select(f => (JsonNode)f.Id)]),
    };

    private static JsonObject Correction(Correction correction, FormDefinition form) => new()
    {
        ["number"] = correction.Number,
        ["requestedAt"] = correction.RequestedAt,
        ["dueOn"] = correction.DueOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["closedAt"] = correction.ClosedAt,
        ["sections"] = new JsonArray([.. correction.Sections.Select(s => new JsonObject { ["id"] = s.SectionId, ["title"] = form.Section(s.SectionId)?.Heading, ["remark"] = s.Remark })]),
    };
}
