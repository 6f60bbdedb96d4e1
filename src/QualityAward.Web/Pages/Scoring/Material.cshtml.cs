using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Files;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Pages.Shared.Forms;

namespace QualityAward.Web.Pages.Scoring;

/// <summary>申报材料全文: the frozen submission as an expert may read it, without contacts and personal data.</summary>
[RequirePermission(Permission.Score)]
public sealed class MaterialModel(QualityAwardDbContext db, RoundRulesReader rounds, TimeProvider time) : ActorPage, ICasePage
{
    public string Applicant { get; private set; } = "";

    public SubmissionReading Reading { get; private set; } = null!;

    public Guid? CaseId { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var id = Guid.Parse((string)context.RouteData.Values["applicationId"]!);
        var application = await db.VisibleApplications(Actor).AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, HttpContext.RequestAborted);
        if (application is null)
        {
            context.Result = NotFound();
            return;
        }

        (CaseId, Applicant) = (id, application.ApplicantName);
        var submission = await db.Submissions.AsNoTracking().Where(s => s.ApplicationId == id).OrderByDescending(s => s.Number).FirstAsync(HttpContext.RequestAborted);
        Reading = new SubmissionReading(await rounds.GetAsync(application, HttpContext.RequestAborted), application.Track, submission, time.Today(), ReadingRights.Expert, await db.FileRecordsAsync(submission.Content.Files.Select(f => f.Sha256), HttpContext.RequestAborted));
        await next();
    }

    public void OnGet()
    {
    }
}
