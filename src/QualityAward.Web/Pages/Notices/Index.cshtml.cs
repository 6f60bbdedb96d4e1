using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.PublicNotices;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notices;

/// <summary>A notice in the public list.</summary>
public sealed record PublicNoticeRow(Guid Id, string Title, string SignedBy, DateTimeOffset PublishedAt, DateOnly LastDay);

/// <summary>All public notices, newest first.</summary>
[AllowAnonymous]
public sealed class IndexModel(QualityAwardDbContext db, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<PublicNoticeRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public DateOnly Today => time.Today();

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var notices = db.Set<Notice>().AsNoTracking();
        Paging = new Paging(PageNumber, await notices.CountAsync(cancellationToken));
        Rows = await notices.OrderByDescending(n => n.PublishedAt).Skip(Paging.Skip).Take(Paging.Size)
            .Select(n => new PublicNoticeRow(n.Id, n.Title, n.SignedBy, n.PublishedAt, n.LastDay)).ToListAsync(cancellationToken);
    }
}
