using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Asks people outside for their statements by mail (邀请推荐人), anew, or not any more. The link is made when the mail goes out.</summary>
public sealed class AskReferee(QualityAwardDbContext db, RoundRulesReader reader, AccountLetters letters, IMailSender mail, TimeProvider time) : IOperation
{
    /// <summary>Id of the request.</summary>
    public async Task<Guid> RunAsync(Guid applicationId, RefereePerson person, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        RequireMail();
        var now = time.GetUtcNow();
        var request = RefereeRequest.Ask(Guid.CreateVersion7(now), application, await OfAsync(applicationId, cancellationToken), person, rules, actor, now);
        db.Add(request);
        await db.SaveChangesAsync(cancellationToken);
        await letters.AskRefereeAsync(request.Id, request.Email, actor.Address, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return request.Id;
    }

    /// <summary>Another mail; the link of the former one ends.</summary>
    public async Task AgainAsync(Guid applicationId, Guid requestId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var all = await OfAsync(applicationId, cancellationToken);
        var request = Find(all, requestId);
        request.AskAgain(application, [.. all.Where(r => r != request)], await reader.GetAsync(application, cancellationToken), actor, time.GetUtcNow());
        RequireMail();
        await db.SaveChangesAsync(cancellationToken);
        await letters.AskRefereeAsync(request.Id, request.Email, actor.Address, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task TakeBackAsync(Guid applicationId, Guid requestId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        Find(await OfAsync(applicationId, cancellationToken), requestId).TakeBack(application, await reader.GetAsync(application, cancellationToken), actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await letters.CloseRefereeAsync(requestId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static RefereeRequest Find(List<RefereeRequest> all, Guid id) => all.Find(r => r.Id == id) ?? throw new RefusedException("no-such-referee", "找不到这位推荐人，请刷新后核对。");

    private Task<List<RefereeRequest>> OfAsync(Guid applicationId, CancellationToken cancellationToken) => db.Set<RefereeRequest>().Where(r => r.ApplicationId == applicationId).ToListAsync(cancellationToken);

    private void RequireMail()
    {
        if (!mail.IsOn)
        {
            throw new RefusedException("no-mail", "本系统没有配置邮件发送，不能邀请推荐人，请联系质量奖办公室。");
        }
    }
}
