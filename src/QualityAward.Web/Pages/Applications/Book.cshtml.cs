using Microsoft.AspNetCore.Mvc;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>申报材料合订本 as PDF: the form with texts, as one volume, for everybody who may see the case.</summary>
[RequirePermission(Permission.Apply, Permission.Recommend, Permission.ReviewEligibility, Permission.Supervise, Permission.Score, Permission.Deliberate, Permission.ViewApproval)]
public sealed class BookModel(ComposeBook compose, PrintBook print) : BookPage(compose)
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => SendAsync("申报材料", pdf => print.RunAsync(Book, Wanted, pdf, Actor, cancellationToken));
}
