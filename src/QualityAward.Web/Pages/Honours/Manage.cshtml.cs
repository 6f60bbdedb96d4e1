using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Honours;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Honours;

/// <summary>A round from the end of its notice on.</summary>
public sealed record ApprovalRow(Guid RoundId, string Name, DateTimeOffset EndedAt, string? DocumentNumber, DateTimeOffset? ProclaimedAt, int PrizesOpen);

[RequirePermission(Permission.ManageHonours, Permission.ViewApproval, Permission.Supervise)]
public sealed class ManageModel(QualityAwardDbContext db) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<ApprovalRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var ended = db.Set<Notice>().AsNoTracking().Where(n => n.AuthorityCode == Actor.AuthorityCode && n.EndedAt != null);
        Paging = new Paging(PageNumber, await ended.CountAsync(cancellationToken));
        Rows = await ended.OrderByDescending(n => n.EndedAt).Skip(Paging.Skip).Take(Paging.Size)
            .Select(n => new ApprovalRow(
                n.RoundId, db.Rounds.Where(r => r.Id == n.RoundId).Select(r => r.Name).First(), n.EndedAt!.Value,
                db.Set<Approval>().Where(a => a.RoundId == n.RoundId).Select(a => a.DocumentNumber).FirstOrDefault(),
                db.Set<Approval>().Where(a => a.RoundId == n.RoundId).Select(a => a.ProclaimedAt).FirstOrDefault(),
                db.Set<PrizeDue>().Count(p => p.RoundId == n.RoundId && p.PaidOn == null)))
            .ToListAsync(cancellationToken);
    }
}
