using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Applications;

/// <summary>申报数据: one case as a JSON file, for whoever may read it.</summary>
[RequirePermission(Permission.Apply, Permission.EnterOnBehalf, Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise, Permission.Score, Permission.Deliberate, Permission.ViewApproval)]
public sealed class CaseDataModel(ExportCase export) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Guid? CaseId => Id;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await export.FindAsync(Id, Actor, cancellationToken) is not { } file)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "private, no-store";
        Response.Headers.XContentTypeOptions = "nosniff";
        return File(file.Json, "application/json; charset=utf-8", file.Name);
    }
}
