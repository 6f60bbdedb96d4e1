using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Eligibility;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Printing;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Documents;

namespace QualityAward.Web.Pages.Eligibility;

/// <summary>Prints the notice that an application is not accepted (打印不予受理通知书). Rights are the caller's.</summary>
public sealed class PrintRejection(QualityAwardDbContext db, DocumentRenderer renderer, IPrinter printer, RoundRulesReader reader, TimeProvider time) : IOperation
{
    public async Task RunAsync(RejectionNotice notice, Stream destination, Actor actor, CancellationToken cancellationToken)
    {
        var html = await renderer.RenderAsync("/Documents/RejectionNotice.cshtml", notice);
        await printer.PrintAsync(new PrintJob(html) { Margins = PrintMargins.OfficialDocument }, destination, cancellationToken);
        await db.RecordAsync(new CaseEvent(notice.ApplicationId, "PrintRejection", actor, time.GetUtcNow(), "打印不予受理通知书"), cancellationToken);
    }

    /// <summary>What stands on the notice; null for a case that was not rejected.</summary>
    public async Task<RejectionNotice?> FindAsync(Guid applicationId, CancellationToken cancellationToken)
    {
        var application = await db.Applications.AsNoTracking().SingleOrDefaultAsync(a => a.Id == applicationId && a.Position.Ending == Ending.NotAccepted, cancellationToken);
        var review = await db.Set<EligibilityReview>().AsNoTracking().Include(r => r.Confirmed).SingleOrDefaultAsync(r => r.ApplicationId == applicationId, cancellationToken);
        if (application is not { ReceiptNumber: { } number, SubmittedAt: { } submitted, EndingReason: { } reason } || review?.DecidedAt is not { } decided)
        {
            return null;
        }

        var rules = await reader.GetAsync(application, cancellationToken);
        var track = rules.Track(application.Track);
        var unmet = track.Conditions.Select(c => (Condition: c, Confirmed: review.Confirmed.FirstOrDefault(x => string.Equals(x.ConditionCode, c.Code, StringComparison.Ordinal))))
            .Where(x => x.Confirmed is { Outcome: VerdictOutcome.NotMet, ReopenedAt: null })
            .Select(x => new UnmetCondition(x.Condition.Text, rules.Cite(x.Condition.Clause), x.Confirmed!.Facts, x.Confirmed.Reason?.TrimEnd('。'))).ToList();
        return new RejectionNotice(
            application.Id, number, application.ApplicantName, application.Track == Track.Organisation, rules.Round.Name, ChinaCalendar.DateOf(submitted), unmet, reason,
            rules.Cite(track.Stages.FirstOrDefault(s => s.Stage == Stage.EligibilityReview)?.Clause), rules.Pack.OfficeName, rules.Round.Wording.Contact, ChinaCalendar.DateOf(decided));
    }
}
