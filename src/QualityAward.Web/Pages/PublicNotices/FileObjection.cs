using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>Files an objection to an entry of a running notice (提出异议). Whoever files it is not signed in; the trail keeps neither name nor address.</summary>
public sealed class FileObjection(QualityAwardDbContext db, RoundRulesReader reader, FileIntake files, WorkingCalendar calendar, TimeProvider time) : IOperation
{
    public const int MaxFiles = 5;

    public static readonly FileRule Rule = new(20 * 1024 * 1024, [FileKind.Pdf, FileKind.Image, FileKind.Word]);

    /// <summary>Two people may object in the same moment.</summary>
    private const int Attempts = 5;

    public async Task<Objection> RunAsync(Guid noticeId, ObjectionForm form, IReadOnlyList<(string FileName, Stream Content)> evidence, CancellationToken cancellationToken)
    {
        if (evidence.Count > MaxFiles)
        {
            throw new InvalidInputException("Input.Evidence", $"证明材料最多 {MaxFiles} 个文件。");
        }

        var stored = new List<ObjectionEvidence>();
        for (var attempt = 1; ; attempt++)
        {
            var now = time.GetUtcNow();
            var notice = await db.Set<Notice>().SingleAsync(n => n.Id == noticeId, cancellationToken);
            var rules = await reader.GetAsync(notice.RoundId, cancellationToken);
            var application = notice.Listed.Any(e => e.ApplicationId == form.ApplicationId) ? await db.Applications.SingleAsync(a => a.Id == form.ApplicationId, cancellationToken) : null;
            var number = await db.Set<Objection>().CountAsync(o => o.NoticeId == noticeId, cancellationToken) + 1;
            if (application is null)
            {
                throw new InvalidInputException("Input.ApplicationId", "请选择异议所针对的公示对象。");
            }

            if (stored.Count == 0 && evidence.Count > 0 && notice.IsRunning(now))
            {
                stored.AddRange(await StoreAsync(evidence, cancellationToken));
            }

            var objection = Objection.File(Guid.CreateVersion7(now), number, form, stored, notice, application, rules, calendar, Actor.Public, now);
            db.Add(objection);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return objection;
            }
            catch (StaleVersionException) when (attempt < Attempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<List<ObjectionEvidence>> StoreAsync(IReadOnlyList<(string FileName, Stream Content)> evidence, CancellationToken cancellationToken)
    {
        var stored = new List<ObjectionEvidence>();
        var problems = new List<InputProblem>();
        foreach (var (name, content) in evidence)
        {
            var outcome = await files.SaveAsync(content, name, Rule, cancellationToken);
            if (outcome.File is { } file)
            {
                stored.Add(new ObjectionEvidence(name, file.Sha256, file.Length, file.ContentType));
            }
            else
            {
                problems.Add(new InputProblem("Input.Evidence", outcome.Message!));
            }
        }

        InvalidInputException.ThrowIfAny(problems);
        return stored;
    }
}
