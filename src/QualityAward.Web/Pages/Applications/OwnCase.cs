using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Applications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>Loads an application for one of its owner's verbs (本人申报的读取).</summary>
internal static class OwnCase
{
    /// <summary>
    /// The application with its sections, files and corrections, its row locked until the transaction ends: a section saved while the
    /// submission freezes it would otherwise be in neither text.
    /// </summary>
    public static async Task<Application> LockOwnCaseAsync(this QualityAwardDbContext db, Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from applications where id = {id} for update", cancellationToken);
        return await db.FindOwnCaseAsync(id, actor, cancellationToken);
    }

    public static async Task<Application> FindOwnCaseAsync(this QualityAwardDbContext db, Guid id, Actor actor, CancellationToken cancellationToken) =>
        await db.OwnApplications(actor).Include(a => a.Sections).Include(a => a.Attachments).Include(a => a.Corrections).Include(a => a.Collaborators).AsSplitQuery()
            .SingleOrDefaultAsync(a => a.Id == id, cancellationToken)
        ?? throw new RefusedException("not-visible", "找不到该申报，请从“我的申报”重新进入。");
}
