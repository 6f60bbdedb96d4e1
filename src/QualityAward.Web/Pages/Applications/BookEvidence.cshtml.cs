using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>证实性材料合订本 as PDF: the uploaded files, bound on their own, for everybody who may see the case.</summary>
[RequirePermission(Permission.Apply, Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise, Permission.Score, Permission.Deliberate, Permission.ViewApproval)]
public sealed class BookEvidenceModel(ComposeBook compose, PrintEvidence print) : BookPage(compose)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => SendAsync("证实性材料", pdf => print.RunAsync(Book, Wanted, pdf, Actor, cancellationToken));
}
