using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Which text of an application is wanted (所需版次).</summary>
/// <param name="Version">第几版; null: the latest, or the draft when nothing stands submitted.</param>
/// <param name="Draft">The applicant's draft although something was submitted, e.g. while a correction is written.</param>
public sealed record BookRequest(Guid ApplicationId, int? Version = null, bool Draft = false);

/// <summary>Puts together what a book prints, under the actor's rights (汇编合订本).</summary>
public sealed class ComposeBook(QualityAwardDbContext db, RoundRulesReader reader, IFileStore store, TimeProvider time) : IOperation
{
    /// <summary>A larger photo would slow the printing down; the place for it stays, and the file is in the evidence.</summary>
    private const long LargestPhoto = 4 * 1024 * 1024;

    /// <summary>The book; null when the actor may not see the case or the version is not there.</summary>
    public async Task<Book?> FindAsync(BookRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var isOwn = await db.OwnApplications(actor).AnyAsync(a => a.Id == request.ApplicationId, cancellationToken);
        var application = await (isOwn ? db.OwnApplications(actor) : db.VisibleApplications(actor)).AsNoTracking().AsSplitQuery().Include(a => a.Sections).Include(a => a.Attachments)
            .SingleOrDefaultAsync(a => a.Id == request.ApplicationId, cancellationToken);
        if (application is null)
        {
            return null;
        }

        var rules = await reader.GetAsync(application, cancellationToken);
        var context = FormContexts.Of(rules, time);
        var rights = BookRights.Of(actor.Role);
        var masked = rights.MaskPersonal;
        FrozenContent content;
        BookEdition edition;
        if (isOwn && request.Version is null && (request.Draft || application.SubmittedAt is null))
        {
            (content, edition) = (application.Freeze(rules.Track(application.Track).Form, context), new BookEdition(null, null, time.GetUtcNow(), application.ReceiptNumber, masked));
        }
        else
        {
            var submission = await db.Submissions.AsNoTracking().Where(s => s.ApplicationId == application.Id && (request.Version == null || s.Number == request.Version))
                .OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellationToken);
            if (submission is null)
            {
                return null;
            }

            // The form that this version answers, whatever the draft is written on later.
            rules = await reader.OfAsync(rules.Round, submission.PackHash, cancellationToken);
            (content, edition) = (submission.Content, new BookEdition(submission.Number, submission.Sha256, submission.SubmittedAt, application.ReceiptNumber, masked));
        }

        var filled = content.Filled(rules.Track(application.Track).Form, context);
        var form = filled.AskedForm;
        var recommendation = actor.Role == Role.Applicant ? null : await db.Set<Recommendation>().AsNoTracking().Include(r => r.Sections).SingleOrDefaultAsync(r => r.ApplicationId == application.Id, cancellationToken);
        return new Book
        {
            Pack = rules.Pack,
            Track = application.Track,
            Form = form,
            RoundName = rules.Round.Name,
            ApplicantName = application.ApplicantName,
            Edition = edition,
            Sections =
            [
                .. Book.Bound(form).Select(Reading),
                .. Book.Continued(form, rules.Pack.Recommendation.FormOf(application.Track)).Select(s => OfOffice(s, recommendation, context, rights)),
            ],
            Evidence = Book.Number(form, content.Files),
            Statements = edition.IsDraft ? null : await StatementsAsync(form, application.Id, content.Referees, actor, cancellationToken),
            Cover = Book.CoverOf(form, Reading, application.ApplicantName, edition),
            Photo = await PhotoAsync(form, content, rights, actor, cancellationToken),
        };

        SectionReading Reading(FormSection section) => new()
        {
            Section = section, Answers = content.Sections.GetValueOrDefault(section.Id) ?? Answers.Empty, Context = context, Rights = rights, Warnings = filled.Warnings(section),
        };
    }

    /// <summary>The blank form, for whoever wants to know what will be asked.</summary>
    public static Book Blank(ProgrammePack pack, TrackDefinition track, FormContext context)
    {
        SectionReading Reading(FormSection section) => new() { Section = section, Answers = Answers.Empty, Context = context, Rights = BookRights.Full, IsBlankForm = true };
        return new Book
        {
            Pack = pack,
            Track = track.Track,
            Form = track.Form,
            Sections = [.. Book.Bound(track.Form).Concat(Book.Continued(track.Form, pack.Recommendation.FormOf(track.Track))).Select(Reading)],
            Cover = Book.CoverOf(track.Form, Reading, "", edition: null),
        };
    }

    /// <summary>The recommending office's part: blank in the applicant's copy, as it is filled in later and by others.</summary>
    private static SectionReading OfOffice(FormSection section, Recommendation? recommendation, FormContext context, ReadingRights rights)
    {
        var answers = recommendation?.Sections.FirstOrDefault(s => string.Equals(s.SectionId, section.Id, StringComparison.Ordinal))?.Answers;
        return new SectionReading { Section = section, Answers = answers ?? Answers.Empty, Context = context, Rights = rights, IsBlankForm = answers is null };
    }

    private async Task<BookStatements?> StatementsAsync(FormDefinition form, Guid applicationId, IReadOnlyList<FrozenReferee> frozen, Actor actor, CancellationToken cancellationToken)
    {
        if (form.Referees is not { } asked || frozen.Count == 0)
        {
            return null;
        }

        var readable = await db.StatementsAsync(applicationId, actor, cancellationToken);
        return new BookStatements(asked.Title, frozen.Count,
        [
            .. readable.Join(frozen, s => s.Id, f => f.Id, (s, f) => new BookStatement(
                s.Name, s.Unit, s.Statement.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), s.AnsweredAt, f.Sha256,
                string.Equals(RefereeRequest.HashOf(s.Statement), f.Sha256, StringComparison.Ordinal))),
        ]);
    }

    private async Task<string?> PhotoAsync(FormDefinition form, FrozenContent content, ReadingRights rights, Actor actor, CancellationToken cancellationToken)
    {
        var place = form.Sections.SelectMany(s => s.Questions.Select(q => (Section: s, Question: q))).FirstOrDefault(p => p.Question.Fact == Fact.Photo);
        var file = place.Question is null || !rights.Shows(place.Question) ? null : content.Files.FirstOrDefault(f =>
            string.Equals(f.SectionId, place.Section.Id, StringComparison.Ordinal) && string.Equals(f.QuestionId, place.Question.Id, StringComparison.Ordinal));
        if (file is null || (await db.FindFileRecordAsync(file.Sha256, cancellationToken))?.Scan is { } scan && (scan == ScanState.Quarantined || (scan == ScanState.Pending && actor.Role != Role.Applicant)))
        {
            return null;
        }

        return file is { Length: <= LargestPhoto } && store.Exists(file.Sha256) ? await DataAddressAsync(store, file, cancellationToken) : null;
    }

    /// <summary>A picture that browsers show, as an address that carries it.</summary>
    internal static async Task<string?> DataAddressAsync(IFileStore store, FrozenFile file, CancellationToken cancellationToken)
    {
        if (FileKinds.OfContentType(file.ContentType) is not { Kind: Infrastructure.Files.FileKind.Image, Inline: true } format)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await using (var stream = store.OpenRead(file.Sha256))
        {
            await stream.CopyToAsync(bytes, cancellationToken);
        }

        return $"data:{format.ContentType};base64,{Convert.ToBase64String(bytes.GetBuffer(), 0, (int)bytes.Length)}";
    }
}

/// <summary>Prints an application as a bound book: cover, contents with page numbers, the form, texts, spine label (打印申报材料合订本).</summary>
public sealed class PrintBook(QualityAwardDbContext db, DocumentRenderer renderer, IPrinter printer, TimeProvider time) : IOperation
{
    public async Task RunAsync(Book book, BookRequest request, Stream destination, Actor actor, CancellationToken cancellationToken)
    {
        await PrintAsync(book, destination, cancellationToken);
        await RecordAsync(db, book, request, "PrintBook", "下载申报材料合订本", actor, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>The blank form has a cover and no contents.</summary>
    public async Task PrintAsync(Book book, Stream destination, CancellationToken cancellationToken)
    {
        using var text = new MemoryStream();
        await printer.PrintAsync(book.Job(await renderer.RenderAsync("/Documents/Book.cshtml", book)), text, cancellationToken);
        var whole = book.IsBlankForm ? book : book.With([.. BookBinder.Headings(text).Select(h => new ContentsLine(h.Title, h.Level, h.Page))]);
        using var front = new MemoryStream();
        await printer.PrintAsync(whole.Job(await renderer.RenderAsync("/Documents/BookFront.cshtml", whole)) with { PageNumbers = false }, front, cancellationToken);
        BookBinder.Bind(front, text, behind: book.IsBlankForm ? 0 : 1, destination);
    }

    /// <summary>Whoever takes another's material out of the system leaves a trace; what applicants do with their own is theirs.</summary>
    internal static async Task RecordAsync(QualityAwardDbContext db, Book book, BookRequest request, string action, string summary, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (actor.Role != Role.Applicant)
        {
            await db.RecordAsync(new CaseEvent(request.ApplicationId, action, actor, now, $"{summary}（第{book.Edition?.Number}版）"), cancellationToken);
        }
    }
}
