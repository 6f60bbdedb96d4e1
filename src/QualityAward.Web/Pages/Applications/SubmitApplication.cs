using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Rounds;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What the applicant gets for a submission (回执).</summary>
public sealed record SubmissionReceipt(Guid ApplicationId, Guid SubmissionId, string ReceiptNumber, int Number, string Sha256, DateTimeOffset SubmittedAt);

/// <summary>
/// Hands a case in, or the answer to a return for correction (提交、提交补正): everything is checked at once, the text is frozen, the case moves.
/// Submitting twice gives one submission.
/// </summary>
public sealed class SubmitApplication(QualityAwardDbContext db, RoundRulesReader reader, CheckApplication check, HeadTiesReader ties, TimeProvider time) : IOperation
{
    public async Task<SubmissionReceipt> RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        await db.Entry(application).Collection(a => a.Submissions).LoadAsync(cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        if (application is { Position: { IsOpen: true, Stage: not Stage.Application }, OpenCorrection: null, Submissions.Count: > 0 })
        {
            // The second click, or the second tab: what was handed in already is the answer.
            return ReceiptOf(application, application.Submissions.MaxBy(s => s.Number)!);
        }

        var now = time.GetUtcNow();
        if (application.OpenCorrection is null)
        {
            // Late comes first: what else is missing does not matter any more.
            Moves.RequireAt(application.Position, Stage.Application, "提交申报");
            application.WindowOf(rules.Round).RequireOpen(now);
        }

        var found = await check.RunAsync(application, rules, cancellationToken);
        var number = application.ReceiptNumber ?? (found.IsReady ? await NextNumberAsync(rules, cancellationToken) : "");
        var form = rules.Track(application.Track).Form;
        var content = application.Freeze(form, FormContexts.Of(rules, time));
        if (form.Referees is not null)
        {
            var answered = await db.Set<RefereeRequest>().Where(r => r.ApplicationId == application.Id && r.State == RefereeState.Answered).OrderBy(r => r.Id).Select(r => new FrozenReferee(r.Id, r.Sha256!)).ToListAsync(cancellationToken);
            content = content with { Referees = answered };
        }

        var submission = application.Submit(Guid.CreateVersion7(now), number, content, found.AsInputProblems(), rules, actor, now);
        var tied = ties.Of(rules, application.Track, submission.Content.AnswersOf);
        application.HeadTies.Take(tied.HeadsCreditCode, tied.HeadIdHash);
        db.Submissions.Add(submission);
        if (actor.Role == Role.Office && await db.Set<PaperFiling>().SingleOrDefaultAsync(p => p.ApplicationId == application.Id, cancellationToken) is { } paper)
        {
            paper.AskApplicant(submission, actor, now);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return ReceiptOf(application, submission);
    }

    private static SubmissionReceipt ReceiptOf(Application application, Submission submission) =>
        new(application.Id, submission.Id, application.ReceiptNumber!, submission.Number, submission.Sha256, submission.SubmittedAt);

    /// <summary>Counts without gaps: one submission of a round at a time takes its number, and gives it back when the transaction fails.</summary>
    private async Task<string> NextNumberAsync(RoundRules rules, CancellationToken cancellationToken)
    {
        var round = rules.Round;
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({"receipt:" + round.Id}, 0))", cancellationToken);
        var taken = await db.Applications.CountAsync(a => a.RoundId == round.Id && a.ReceiptNumber != null, cancellationToken);
        var ordinal = 1 + await db.Rounds.CountAsync(
            r => r.ProgrammeCode == round.ProgrammeCode && r.Year == round.Year && r.Id != round.Id && r.CreatedAt < round.CreatedAt, cancellationToken);
        return ReceiptNumber.Of(rules.Pack, round.Year, ordinal, taken + 1);
    }
}
