using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Files;

/// <summary>附件检查: whether the scanner for malware is on and answers, and which files wait or are quarantined. The system administrator sees the counts, never a case.</summary>
[RequirePermission(Permission.ReviewEligibility, Permission.ManageUsers)]
public sealed class IndexModel(FileSafety safety) : ActorPage
{
    [BindProperty(SupportsGet = true, Name = "p")]
    public int PageNumber { get; set; } = 1;

    public ScannerStatus Status { get; private set; } = null!;

    public IReadOnlyList<UnsafeFile> Files { get; private set; } = [];

    public Paging Paging { get; private set; } = new(1, 0);

    public bool SeesCases => RolePermissions.Allows(Actor.Role, Permission.ReviewEligibility);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Status = await safety.StatusAsync(cancellationToken);
        if (SeesCases)
        {
            (Files, Paging) = await safety.ListAsync(Actor, PageNumber, cancellationToken);
        }
    }
}
