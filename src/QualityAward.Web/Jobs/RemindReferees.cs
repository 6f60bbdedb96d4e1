using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Notifications;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Jobs;

/// <summary>Reminds referees who have not answered (提醒推荐人), by mail and once, on the working day that the form names. They have no account, so <see cref="RemindDue"/> does not know them.</summary>
public sealed class RemindReferees(
    QualityAwardDbContext db, RoundRulesReader reader, AccountLetters letters, IMailSender mail, MessageCatalogue catalogue, WorkingCalendar calendar, TimeProvider time) : IOperation, IJob
{
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = ChinaCalendar.DateOf(now);
        if (!mail.IsOn || now < ChinaCalendar.StartOf(today).AddHours(catalogue.RemindFromHour) || !calendar.IsWorkingDay(today))
        {
            return false;
        }

        var startOfToday = ChinaCalendar.StartOf(today);
        var open = await db.Set<RefereeRequest>().Where(r => r.State == RefereeState.Asked && r.ExpiresAt > now && r.RemindedAt == null && r.AskedAt < startOfToday)
            .Join(db.Applications.Where(a => a.Position.Stage == Stage.Application && a.Position.Ending == null), r => r.ApplicationId, a => a.Id, (r, a) => new { r.Id, r.ApplicationId }).OrderBy(r => r.Id)
            .ToListAsync(cancellationToken);
        foreach (var one in open)
        {
            try
            {
                await RemindAsync(one.Id, one.ApplicationId, now, cancellationToken);
            }
            catch (Exception e) when (e is RefusedException or StaleVersionException)
            {
                // Too many mails to this address within the hour, or another instance was quicker: the next turn comes.
            }

            db.ChangeTracker.Clear();
        }

        return false;
    }

    private async Task RemindAsync(Guid requestId, Guid applicationId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == applicationId, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var request = await db.Set<RefereeRequest>().SingleAsync(r => r.Id == requestId, cancellationToken);
        if (rules.Track(application.Track).Form.Referees is not { } asked || !request.Remind(asked, calendar, now))
        {
            return;
        }

        await db.SaveChangesAsync(cancellationToken);
        await letters.RemindRefereeAsync(request.Id, request.Email, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
