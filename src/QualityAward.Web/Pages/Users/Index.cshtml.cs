using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Infrastructure.Identity;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Users;

/// <summary>One row of the list of accounts.</summary>
public sealed record AccountRow(Guid Id, string UserName, string DisplayName, Role Role, string? AuthorityCode, AccountState State, DateTimeOffset? LockoutEnd);

[RequirePermission(Permission.ManageUsers, Permission.GrantRoles)]
public sealed class IndexModel(QualityAwardDbContext db, ManageAccount manage, ProgrammeCatalogue catalogue) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public Role? Role { get; set; }

    [BindProperty(SupportsGet = true)]
    public AccountState? State { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public IReadOnlyList<AccountRow> Rows { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public bool MayCreate => RolePermissions.Allows(Actor.Role, Permission.ManageUsers);

    public bool MayGrant => RolePermissions.Allows(Actor.Role, Permission.GrantRoles);

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public string AuthorityName(string? code) => code is null ? "—" : catalogue.Authorities.Find(code)?.Name ?? code;

    public override async Task OnPageHandlerExecutionAsync(Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutingContext context, Microsoft.AspNetCore.Mvc.Filters.PageHandlerExecutionDelegate next)
    {
        var query = db.Users.AsNoTracking();
        if (!string.IsNullOrWhiteSpace(Q))
        {
            var text = $"%{Q.Trim()}%";
            query = query.Where(u => EF.Functions.ILike(u.UserName!, text) || EF.Functions.ILike(u.DisplayName, text));
        }

        if (Role is { } role)
        {
            query = query.Where(u => u.Role == role);
        }

        if (State is { } state)
        {
            query = query.Where(u => u.State == state);
        }

        Paging = new Paging(PageNumber, await query.CountAsync());
        Rows = await query.OrderBy(u => u.UserName).Skip(Paging.Skip).Take(Paging.Size)
            .Select(u => new AccountRow(u.Id, u.UserName!, u.DisplayName, u.Role, u.AuthorityCode, u.State, u.LockoutEnd)).ToListAsync();
        await next();
    }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(Guid id, AccountAct? act, CancellationToken cancellationToken)
    {
        // What the form does not offer must not fall back to the first act, which grants.
        if (act is not { } chosen)
        {
            throw new RefusedException("no-such-act", "没有这种办理，请从列表中重新操作。");
        }

        await manage.RunAsync(id, chosen, Actor, cancellationToken);
        TempData.Flash(chosen switch
        {
            AccountAct.Grant => "账号已授权启用。",
            AccountAct.Disable => "账号已停用。",
            AccountAct.Unlock => "账号已解锁。",
        });
        // The list as it was: whoever releases several accounts goes on with the next.
        return RedirectToPage(new { Q, Role, State, p = PageNumber == 1 ? (int?)null : PageNumber });
    }
}
