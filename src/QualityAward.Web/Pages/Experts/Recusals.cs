using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Experts;
using QualityAward.Domain.Scoring;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Scoring;

namespace QualityAward.Web.Pages.Experts;

/// <summary>Gathers what the check of interests needs (回避核对材料). The expert is shown the hits only, never the lists behind them.</summary>
public sealed class InterestCheck(QualityAwardDbContext db, RoundRulesReader rounds) : IOperation
{
    public async Task<IReadOnlyList<string>> HitsAsync(Guid applicationId, Guid expertId, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Where(a => a.Id == applicationId)
            .Select(a => new { a.RoundId, a.PackHash, a.Track, a.ApplicantName, CreditCode = db.Parties.Where(p => p.Id == a.PartyId).Select(p => p.CreditCode).FirstOrDefault() })
            .SingleAsync(cancellationToken);
        var content = await db.Submissions.Where(s => s.ApplicationId == applicationId).OrderByDescending(s => s.Number).Select(s => s.Content).FirstAsync(cancellationToken);
        var expert = await db.Set<Expert>().AsNoTracking().SingleAsync(e => e.Id == expertId, cancellationToken);
        var rules = await rounds.GetAsync(application.RoundId, application.PackHash, cancellationToken);
        return ConflictCheck.Hits(expert, ApplicantInterests.Of(rules.Track(application.Track).Form, content, application.ApplicantName, application.CreditCode));
    }
}

/// <summary>签署利害关系声明: by the expert, per application, before any material opens.</summary>
public sealed class DeclareInterest(QualityAwardDbContext db, InterestCheck check, ReviewCases cases, TimeProvider time) : IOperation
{
    /// <param name="conflict">Null: no conflict.</param>
    public async Task RunAsync(Guid applicationId, ConflictKind? conflict, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.Score);
        var seat = await db.Set<Seat>().SingleOrDefaultAsync(s => s.ApplicationId == applicationId && s.ExpertId == actor.UserId, cancellationToken) ?? throw ReviewCases.NoSuchCase();
        var now = time.GetUtcNow();
        seat.Declare(conflict, reason, await check.HitsAsync(applicationId, actor.UserId, cancellationToken), actor, now);
        if (seat.State == SeatState.Recused)
        {
            await cases.VoidSheetsAsync(applicationId, actor.UserId, "专家声明回避", actor, now, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>登记回避: by the office, also late; the sheets are kept but void and the results come out without them.</summary>
public sealed class RecordRecusal(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Guid expertId, ConflictKind kind, string reason, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageExperts);
        var seat = await Seats.OfOfficeAsync(db, applicationId, expertId, actor, cancellationToken);
        var name = await db.Set<Expert>().Where(e => e.Id == expertId).Select(e => e.Name).SingleAsync(cancellationToken);
        var now = time.GetUtcNow();
        seat.Recuse(kind, reason, name, actor, now);
        await cases.VoidSheetsAsync(applicationId, expertId, "专家回避：" + reason.Trim(), actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>替换专家: another expert of the pool takes the seat, or a seated member takes over the leadership of one who left.</summary>
public sealed class ReplaceExpert(QualityAwardDbContext db, ReviewCases cases, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Guid oldExpertId, Guid newExpertId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Permission.ManageExperts);
        var seat = await Seats.OfOfficeAsync(db, applicationId, oldExpertId, actor, cancellationToken);
        var names = await db.Set<Expert>().Where(e => e.AuthorityCode == actor.AuthorityCode && (e.Id == oldExpertId || e.Id == newExpertId)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellationToken);
        if (oldExpertId == newExpertId || !names.TryGetValue(newExpertId, out var newName))
        {
            throw new InvalidInputException("Input.NewExpertId", "请从专家库中选择接替的专家。");
        }

        var oldName = names.GetValueOrDefault(oldExpertId, "");
        var now = time.GetUtcNow();
        if (await db.Set<Seat>().SingleOrDefaultAsync(s => s.ApplicationId == applicationId && s.ExpertId == newExpertId, cancellationToken) is { } seated)
        {
            seated.TakeLeadFrom(seat, reason, oldName, newName, actor, now);
        }
        else
        {
            var next = seat.ReplaceBy(Guid.CreateVersion7(now), newExpertId, reason, oldName, newName, actor, now);
            db.Add(next);
            var submissionId = await cases.FrozenAsync(applicationId, cancellationToken);
            var open = await db.Set<StageReview>().Where(r => r.ApplicationId == applicationId && r.ClosedAt == null).Select(r => r.Stage).ToListAsync(cancellationToken);
            db.AddRange(open.Select(stage => ScoreSheet.Open(Guid.CreateVersion7(now), seat.RoundId, applicationId, stage, newExpertId, submissionId, now)));
        }

        await cases.VoidSheetsAsync(applicationId, oldExpertId, "专家已替换：" + reason.Trim(), actor, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>Loads seats under the office's rights (席位读取).</summary>
internal static class Seats
{
    public static async Task<Seat> OfOfficeAsync(QualityAwardDbContext db, Guid applicationId, Guid expertId, Actor actor, CancellationToken cancellationToken)
    {
        if (!await db.VisibleApplications(actor).AnyAsync(a => a.Id == applicationId && a.AuthorityCode == actor.AuthorityCode, cancellationToken))
        {
            throw ReviewCases.NoSuchCase();
        }

        return await db.Set<Seat>().SingleOrDefaultAsync(s => s.ApplicationId == applicationId && s.ExpertId == expertId, cancellationToken)
            ?? throw new RefusedException("no-such-seat", "该专家不在这份申报的专家组中。");
    }
}
