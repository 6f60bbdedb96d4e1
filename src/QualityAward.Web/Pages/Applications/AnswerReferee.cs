using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What a referee gets for a statement (推荐人意见回执).</summary>
public sealed record RefereeReceipt(DateTimeOffset AnsweredAt, string Sha256);

/// <summary>Takes a referee's statement over the link of the mail (填写推荐人意见); whoever has the link is the referee, nobody is signed in.</summary>
public sealed class AnswerReferee(QualityAwardDbContext db, RoundRulesReader reader, AccountLetters letters, TimeProvider time) : IOperation
{
    public async Task<RefereeReceipt> RunAsync(string secret, string? statement, bool declared, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var id = await letters.FindRefereeAsync(secret, cancellationToken) ?? throw RefereeRequest.Gone();
        var applicationId = await db.Set<RefereeRequest>().Where(r => r.Id == id).Select(r => r.ApplicationId).SingleAsync(cancellationToken);
        // A submission counts and freezes the statements under the same lock; whoever had it before may have ended the link.
        await db.Database.ExecuteSqlAsync($"select 1 from applications where id = {applicationId} for update", cancellationToken);
        if (await letters.FindRefereeAsync(secret, cancellationToken) is null)
        {
            throw RefereeRequest.Gone();
        }

        var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == applicationId, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        var request = await db.Set<RefereeRequest>().SingleAsync(r => r.Id == id, cancellationToken);
        request.Answer(statement, declared, application, rules.Track(application.Track).Form.Referees ?? throw RefereeRequest.Gone(), time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await letters.CloseRefereeAsync(id, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new RefereeReceipt(request.AnsweredAt!.Value, request.Sha256!);
    }
}
