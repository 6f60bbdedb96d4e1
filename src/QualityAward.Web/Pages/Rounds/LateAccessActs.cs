using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Lets one applicant in after the window (准许逾期补报).</summary>
public sealed class GrantLateAccess(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, Guid partyId, DateTimeOffset until, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        round.RequireOffice(actor);
        var name = await db.Parties.Where(p => p.Id == partyId).Select(p => p.Name).SingleOrDefaultAsync(cancellationToken) ?? throw new InvalidInputException("Input.PartyId", "请选择申报人。");
        var now = time.GetUtcNow();
        round.GrantLateAccess(Guid.CreateVersion7(now), partyId, name, until, reason, actor, now);
        await LateAccessCases.NoteAsync(db, roundId, partyId, a => new CaseEvent(a, "GrantLateAccess", actor, now, $"准许逾期补报，至{ChinaCalendar.Text(until)}")
        {
            // What the applicant sees says until when, and nothing of the reason.
            PublicText = $"办公室准许补报，至 {ChinaCalendar.Text(until)}", Reason = reason.Trim(),
        }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Takes a late access back (撤销补报许可).</summary>
public sealed class RevokeLateAccess(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid roundId, Guid accessId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var round = await db.Rounds.SingleAsync(r => r.Id == roundId, cancellationToken);
        var now = time.GetUtcNow();
        var access = round.RevokeLateAccess(accessId, reason, actor, now);
        await LateAccessCases.NoteAsync(db, roundId, access.PartyId, a => new CaseEvent(a, "RevokeLateAccess", actor, now, "撤销补报许可") { PublicText = "办公室撤销了补报许可", Reason = reason.Trim() }, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>The applicant's own case, when there is one, tells of it too (申报留痕).</summary>
internal static class LateAccessCases
{
    public static async Task NoteAsync(QualityAwardDbContext db, Guid roundId, Guid partyId, Func<Guid, CaseEvent> happened, CancellationToken cancellationToken)
    {
        if (await db.Applications.SingleOrDefaultAsync(a => a.RoundId == roundId && a.PartyId == partyId && a.Position.Ending != Ending.Withdrawn, cancellationToken) is { } application)
        {
            application.Note(happened(application.Id));
        }
    }
}
