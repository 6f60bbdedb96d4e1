using QualityAward.Domain;
using QualityAward.Domain.Applications;
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
        var known = application.Sections.ToDictionary(s => s, s => s.Version);
        var rules = await reader.NewestAsync(application, cancellationToken);
        var now = time.GetUtcNow();
        var aside = application.Upgrade(before, rules, actor, now);
        await KeepReplacedAsync(db, application, known, now, cancellationToken);
        db.AddRange(application.Sections.Where(s => !known.ContainsKey(s)));
        db.AddRange(aside);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return aside.Count;
    }

    /// <summary>The texts that are being replaced go to the sections' history, as with any other save.</summary>
    internal static async Task KeepReplacedAsync(QualityAwardDbContext db, Application application, IReadOnlyDictionary<ApplicationSection, int> before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var section in application.Sections.Where(s => before.TryGetValue(s, out var version) && version > 0 && s.Version > version))
        {
            await SectionHistory.KeepAsync(db, application.Id, section.SectionId, section.Version, now, cancellationToken);
        }
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
        var known = application.Sections.ToDictionary(s => s, s => s.Version);
        var now = time.GetUtcNow();
        var aside = application.KeepLate(before, packHash, sectionId, typed, await reader.GetAsync(application, cancellationToken), actor, now);
        await UpgradeDraft.KeepReplacedAsync(db, application, known, now, cancellationToken);
        db.AddRange(application.Sections.Where(s => !known.ContainsKey(s)));
        db.AddRange(aside);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}

/// <summary>Somebody who may edit has seen to what was kept aside (确认留存内容).</summary>
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
