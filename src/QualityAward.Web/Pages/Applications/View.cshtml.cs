using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Files;
using QualityAward.Domain.Forms;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Applications;

/// <summary>The latest frozen submission, read-only, for everybody who may see the case; personal data masked, experts see less.</summary>
[RequirePermission(Permission.Apply, Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise, Permission.Score, Permission.Deliberate, Permission.ViewApproval)]
public sealed class ViewModel(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Guid? CaseId => Id;

    public Application Case { get; private set; } = null!;

    public RoundRules Rules { get; private set; } = null!;

    public Submission Submission { get; private set; } = null!;

    /// <summary>The form with what was asked of this applicant.</summary>
    public FormDefinition Form => Filled.AskedForm;

    private FilledForm Filled => Submission.Content.Filled(Rules.Track(Case.Track).Form, FormContexts.Of(Rules, time));

    public IReadOnlyDictionary<string, FileRecord> Records { get; private set; } = new Dictionary<string, FileRecord>(StringComparer.Ordinal);

    /// <summary>True for whoever may see more than one version.</summary>
    public bool MayCompare => Submission.Number > 1 && Actor.Role is Role.Applicant or Role.RecommendingOffice or Role.Office or Role.Supervisor;

    /// <summary>That it came in on paper; null: it did not.</summary>
    public PaperFilingReading? Paper { get; private set; }

    public ReadingRights Rights => RightsOf(Actor.Role);

    public static ReadingRights RightsOf(Role role) => role == Role.Expert ? ReadingRights.Expert : ReadingRights.Office;

    public SectionReading Reading(FormSection section) => new()
    {
        Section = section, Answers = Submission.Content.Sections.GetValueOrDefault(section.Id) ?? Answers.Empty, Context = FormContexts.Of(Rules, time), Rights = Rights, Warnings = Filled.Warnings(section),
        Files = [.. Submission.Content.Files.Where(f => string.Equals(f.SectionId, section.Id, StringComparison.Ordinal)).Select(f => AttachedFile.Of(Id, f, Records, byOwner: Actor.Role == Role.Applicant))],
    };

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancellationToken = HttpContext.RequestAborted;
        var found = await db.VisibleApplications(Actor).AsNoTracking().SingleOrDefaultAsync(a => a.Id == Id, cancellationToken);
        var submission = found is null ? null : await db.Submissions.AsNoTracking().Where(s => s.ApplicationId == Id).OrderByDescending(s => s.Number).FirstOrDefaultAsync(cancellationToken);
        if (found is null || submission is null)
        {
            context.Result = NotFound();
            return;
        }

        Case = found;
        Submission = submission;
        Records = await db.FileRecordsAsync(submission.Content.Files.Select(f => f.Sha256), cancellationToken);
        Rules = await reader.OfAsync(await db.Rounds.SingleAsync(r => r.Id == found.RoundId, cancellationToken), submission.PackHash, cancellationToken);
        Paper = await PaperFilingReading.FindAsync(db, Id, Actor, cancellationToken);
        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }
}
