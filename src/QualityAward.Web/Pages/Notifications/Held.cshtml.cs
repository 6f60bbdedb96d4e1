using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Domain.Notifications;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Rounds;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Notifications;

/// <summary>A notification that waits for the office.</summary>
public sealed record HeldRow(Guid Id, string Title, string EventCode, string? ApplicantName, DateTimeOffset At);

/// <summary>Notifications of a round that wait for the office (待审核的通知).</summary>
[RequirePermission(Permission.ManageRounds)]
public sealed class HeldModel(QualityAwardDbContext db, RoundRulesReader reader, MessageCatalogue catalogue, ReviewMessages review) : RoundPage(reader)
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    [BindProperty]
    public List<Guid> Chosen { get; set; } = [];

    public IReadOnlyList<HeldRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public MessageNav Nav { get; private set; } = null!;

    public string EventName(string code) => catalogue.Find(code)?.Name ?? code;

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var count = await review.SendAllAsync(Id, Chosen, Actor, cancellationToken);
        TempData.Flash($"已发送 {Chosen.Count} 份通知，共 {count} 人。");
        return Redirect(MessageLinks.Held(Id));
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Nav = await MessageNav.OfAsync(db, Id, MessageLinks.Held(Id), cancellationToken);
        Paging = new Paging(PageNumber, Nav.Held);
        Rows = await db.Set<Notification>().AsNoTracking().Where(n => n.RoundId == Id && n.State == NotificationState.Held).OrderBy(n => n.At).ThenBy(n => n.Id).Skip(Paging.Skip).Take(Paging.Size)
            .Select(n => new HeldRow(n.Id, n.Title, n.EventCode, db.Applications.Where(a => a.Id == n.ApplicationId).Select(a => a.ApplicantName).FirstOrDefault(), n.At)).ToListAsync(cancellationToken);
        return true;
    }
}
