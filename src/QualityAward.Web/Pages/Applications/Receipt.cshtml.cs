using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Access;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Applications;

/// <summary>One frozen submission on the receipt.</summary>
public sealed record ReceiptLine(int Number, string Sha256, string SubmittedBy, DateTimeOffset SubmittedAt);

[RequirePermission(Permission.Apply, Permission.EnterOnBehalf)]
public sealed class ReceiptModel(OwnCaseServices services) : OwnCasePage(services)
{
    [BindProperty(SupportsGet = true, Name = "print")]
    public bool Prints { get; set; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReceiptLine> Lines { get; private set; } = [];

    public string ChannelName => Services.Authorities.Find(Case.ChannelCode)?.Name ?? Case.ChannelCode;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Lines = await Services.Db.Submissions.AsNoTracking().Where(s => s.ApplicationId == Id).OrderByDescending(s => s.Number)
            .Select(s => new ReceiptLine(s.Number, s.Sha256, s.SubmittedBy, s.SubmittedAt)).ToListAsync(cancellationToken);
        return Case.ReceiptNumber is null || Lines.Count == 0 ? NotFound() : Page();
    }
}
