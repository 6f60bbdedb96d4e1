using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What was copied (复制结果).</summary>
public sealed record CopiedContent(int Answers, int Files);

/// <summary>Copies an earlier application of the same applicant into a draft (沿用以前的申报), question by question; nothing that is filled in is touched.</summary>
public sealed class CopyApplication(QualityAwardDbContext db, RoundRulesReader reader, IFileStore store, TimeProvider time) : IOperation
{
    /// <summary>Earlier applications that may be copied into this one, newest first.</summary>
    public static IQueryable<Application> Sources(QualityAwardDbContext db, Application target, Actor actor) => db.VisibleApplications(actor)
        .Where(a => a.PartyId == target.PartyId && a.Track == target.Track && a.Id != target.Id && a.StartedAt <= target.StartedAt && a.Sections.Any()).OrderByDescending(a => a.StartedAt);

    public async Task<CopiedContent> RunAsync(Guid applicationId, Guid sourceId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var source = await Sources(db, application, actor).AsNoTracking().Include(a => a.Sections).Include(a => a.Attachments).AsSplitQuery().SingleOrDefaultAsync(a => a.Id == sourceId, cancellationToken)
            ?? throw new RefusedException("no-such-source", "找不到要复制的申报，只能复制同一申报主体、同一类别以前的申报。");
        var rules = await reader.GetAsync(application, cancellationToken);
        var (form, earlier) = (rules.Track(application.Track).Form, (await reader.GetAsync(source, cancellationToken)).Track(source.Track).Form);
        var (now, context) = (time.GetUtcNow(), FormContexts.Of(rules, time));
        var (answers, files) = (0, 0);
        foreach (var section in form.Sections.Where(s => application.MayEdit(s.Id, rules.Round, now)))
        {
            if (earlier.Section(section.Id) is not { } from)
            {
                continue;
            }

            var before = application.Sections.FirstOrDefault(s => string.Equals(s.SectionId, section.Id, StringComparison.Ordinal))?.Version ?? 0;
            var taken = application.TakeOver(section.Id, AnswersCopy.Of(section, context, from, source.AnswersOf(section.Id)), rules, actor, now);
            answers += taken;
            if (taken > 0 && before > 0)
            {
                await SectionHistory.KeepAsync(db, application.Id, section.Id, before + 1, now, cancellationToken);
            }

            // A signed commitment speaks of the application it was signed for.
            if (section.Questions.OfType<YesNoQuestion>().Any(q => q.MustBeYes))
            {
                continue;
            }

            foreach (var file in source.Attachments.Where(f => string.Equals(f.SectionId, section.Id, StringComparison.Ordinal)).OrderBy(f => f.UploadedAt))
            {
                files += TakeFile(application, section, file, rules, actor, now) ? 1 : 0;
            }
        }

        if (answers + files == 0)
        {
            throw new RefusedException("nothing-to-copy", "没有可以复制的内容：以前申报中相同的栏目，这份申报都已填写。");
        }

        application.NoteTakenOver(answers, files, actor, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new CopiedContent(answers, files);
    }

    /// <summary>A file comes along when its question is still there and takes such a file, there is room, and its content is still stored.</summary>
    private bool TakeFile(Application application, FormSection section, Attachment file, Domain.Rounds.RoundRules rules, Actor actor, DateTimeOffset now)
    {
        if (section.Question(file.QuestionId) is not { } question || UploadRules.Of(question) is not { } rule || file.Length > rule.MaxBytes
            || FileKinds.OfContentType(file.ContentType) is not { } format || !rule.Kinds.Contains(format.Kind)
            || application.FileCounts(section.Id).GetValueOrDefault(question.Id) >= SectionCheck.MaxFiles(question)
            || application.Attachments.Any(a => string.Equals(a.SectionId, section.Id, StringComparison.Ordinal) && string.Equals(a.QuestionId, question.Id, StringComparison.Ordinal) && string.Equals(a.Sha256, file.Sha256, StringComparison.Ordinal))
            || !store.Exists(file.Sha256))
        {
            return false;
        }

        var copy = new Attachment(Guid.CreateVersion7(now), application.Id, section.Id, question.Id, file.FileName, file.Sha256, file.Length, file.ContentType, now) { Pages = file.Pages };
        try
        {
            application.TakeOver(copy, rules, actor, now);
            return true;
        }
        catch (RefusedException)
        {
            // No room is left for all files together; the answers come along all the same.
            return false;
        }
    }
}
