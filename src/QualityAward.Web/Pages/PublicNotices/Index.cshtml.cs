using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.PublicNotices;
using QualityAward.Domain.Workflow;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.PublicNotices;

/// <summary>A notice, one row of the office's list.</summary>
public sealed record NoticeRow(Guid Id, string Title, DateTimeOffset PublishedAt, DateOnly LastDay, DateTimeOffset? EndedAt, int Open, int All);

/// <summary>A round whose agreed cases wait for publication.</summary>
public sealed record RoundToPublish(Guid RoundId, string Name, int Cases);

[RequirePermission(Permission.ManageNotices, Permission.Supervise)]
public sealed class IndexModel(QualityAwardDbContext db, TimeProvider time) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<NoticeRow> Rows { get; private set; } = [];

    public IReadOnlyList<RoundToPublish> Waiting { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public bool IsOffice => RolePermissions.Allows(Actor.Role, Permission.ManageNotices);

    public DateOnly Today => time.Today();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var notices = db.Set<Notice>().AsNoTracking().Where(n => n.AuthorityCode == Actor.AuthorityCode);
        Paging = new Paging(PageNumber, await notices.CountAsync(cancellationToken));
        Rows = await notices.OrderByDescending(n => n.PublishedAt).Skip(Paging.Skip).Take(Paging.Size)
            .Select(n => new NoticeRow(
                n.Id, n.Title, n.PublishedAt, n.LastDay, n.EndedAt,
                db.Set<Objection>().Count(o => o.NoticeId == n.Id && o.State == ObjectionState.Filed), db.Set<Objection>().Count(o => o.NoticeId == n.Id)))
            .ToListAsync(cancellationToken);
        if (IsOffice)
        {
            Waiting = await db.RoundsToPublish(Actor).ToListAsync(cancellationToken);
        }
    }
}

/// <summary>Rounds of the actor's authority with agreed cases and no notice yet (待公示).</summary>
public static class PublicationQueue
{
    public static IQueryable<RoundToPublish> RoundsToPublish(this QualityAwardDbContext db, Actor actor) => db.Rounds.AsNoTracking()
        .Where(r => r.AuthorityCode == actor.AuthorityCode && !db.Set<Notice>().Any(n => n.RoundId == r.Id)
            && db.Applications.Any(a => a.RoundId == r.Id && a.Position.Ending == null && a.Position.Stage == Stage.PublicNotice))
        .Select(r => new RoundToPublish(r.Id, r.Name, db.Applications.Count(a => a.RoundId == r.Id && a.Position.Ending == null && a.Position.Stage == Stage.PublicNotice)));
}
