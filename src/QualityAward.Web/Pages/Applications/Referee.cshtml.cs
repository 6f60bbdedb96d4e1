using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Applications;
using QualityAward.Domain.Forms;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Links;
using QualityAward.Web.Pages.Account;

namespace QualityAward.Web.Pages.Applications;

/// <summary>What a referee is told before writing (推荐人填写须知).</summary>
/// <param name="Asked">As the form says now, readers as they were when the referee was asked.</param>
public sealed record RefereeView(string Name, string ApplicantName, string RoundName, RefereeRules Asked, DateTimeOffset ExpiresAt);

/// <summary>
/// Where the link of a mail to a referee leads (填写推荐人意见), without an account. Reading it changes nothing, because mail programs open links by themselves; a link that is
/// good for nothing shows no fact about any application.
/// </summary>
[AllowAnonymous]
public sealed class RefereeModel(QualityAwardDbContext db, AccountLetters letters, RoundRulesReader reader, AnswerReferee answer) : PageModel
{
    private const string DoneKey = "referee";

    [BindProperty(SupportsGet = true)]
    public string Secret { get; set; } = "";

    [BindProperty]
    public InputModel Input { get; set; } = new();

    /// <summary>Null: the link is good for nothing.</summary>
    public RefereeView? Invitation { get; private set; }

    /// <summary>What was just handed in over this link, in this browser.</summary>
    public RefereeReceipt? Receipt { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        Invitation = await FindAsync(HttpContext.RequestAborted);
        await next();
    }

    public void OnGet()
    {
        if (TempData.Peek(DoneKey) is string done && done.Split('|') is [var hash, var at, var digest] && string.Equals(hash, LinkSecret.HashOf(Secret), StringComparison.Ordinal))
        {
            Receipt = new RefereeReceipt(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), digest);
        }
        else if (Invitation is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var receipt = await answer.RunAsync(Secret, Input.Statement, Input.Declared, cancellationToken);
        TempData[DoneKey] = $"{LinkSecret.HashOf(Secret)}|{receipt.AnsweredAt:O}|{receipt.Sha256}";
        return Redirect(ApplicationLinks.Referee(Secret));
    }

    private async Task<RefereeView?> FindAsync(CancellationToken cancellationToken)
    {
        if (await letters.FindRefereeAsync(Secret, cancellationToken) is not { } id)
        {
            return null;
        }

        var request = await db.Set<RefereeRequest>().AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken);
        var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == request.ApplicationId, cancellationToken);
        var rules = await reader.GetAsync(application, cancellationToken);
        return rules.Track(application.Track).Form.Referees is { } asked
            ? new RefereeView(request.Name, application.ApplicantName, rules.Round.Name, asked with { ApplicantMayRead = request.ApplicantMayRead, ReviewersMayRead = request.ReviewersMayRead }, request.ExpiresAt)
            : null;
    }

    public sealed class InputModel
    {
        public string? Statement { get; set; }

        public bool Declared { get; set; }
    }
}
