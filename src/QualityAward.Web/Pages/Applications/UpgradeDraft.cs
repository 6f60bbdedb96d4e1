using QualityAward.Domain;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Takes a draft over to the newest version of its form (更新申报表); nothing that was filled in is lost.</summary>
public sealed class UpgradeDraft(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <returns>How many sections have answers kept aside.</returns>
    public async Task<int> RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var before = (await reader.GetAsync(application, cancellationToken)).Track(application.Track).Form;
        var known = application.Sections.ToHashSet();
        var rules = await reader.NewestAsync(application, cancellationToken);
        var aside = application.Upgrade(before, rules, actor, time.GetUtcNow());
        db.AddRange(application.Sections.Where(s => !known.Contains(s)));
        db.AddRange(aside);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return aside.Count;
    }
}

/// <summary>
/// Keeps what was typed on a version of the form that the draft has left meanwhile (迟到的保存): another window took the draft over while this one
/// was being typed in.
/// </summary>
public sealed class KeepLateSave(QualityAwardDbContext db, RoundRulesReader reader, TimeProvider time) : IOperation
{
    /// <param name="packHash">The version that the page was made from.</param>
    public async Task RunAsync(Guid applicationId, string packHash, string sectionId, Answers typed, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        var before = (await reader.GetAsync(application.RoundId, packHash, cancellationToken)).Track(application.Track).Form;
        var known = application.Sections.ToHashSet();
        var aside = application.KeepLate(before, packHash, sectionId, typed, await reader.GetAsync(application, cancellationToken), actor, time.GetUtcNow());
        db.AddRange(application.Sections.Where(s => !known.Contains(s)));
        db.AddRange(aside);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>The owner has seen to what was kept aside (确认留存内容).</summary>
public sealed class ConfirmKept(QualityAwardDbContext db, TimeProvider time) : IOperation
{
    public async Task RunAsync(Guid applicationId, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var application = await db.LockOwnCaseAsync(applicationId, actor, cancellationToken);
        await db.Entry(application).Collection(a => a.Kept).LoadAsync(cancellationToken);
        application.ConfirmKept(actor, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
