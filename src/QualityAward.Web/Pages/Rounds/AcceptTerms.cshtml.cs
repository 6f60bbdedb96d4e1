using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain;
using QualityAward.Domain.Access;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Access;
using QualityAward.Web.Pages.Shared;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>签署须知: the terms of a round, before working on it.</summary>
[RequirePermission(Permission.Apply, Permission.Recommend, Permission.Score)]
public sealed class AcceptTermsModel(QualityAwardDbContext db, RoundRulesReader reader, AcceptTerms accept) : ActorPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Where the person wanted to go.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    [BindProperty]
    public bool Agreed { get; set; }

    [BindProperty]
    public string? Hash { get; set; }

    public Round Round { get; private set; } = null!;

    public Terms Terms { get; private set; } = null!;

    public string? Clause { get; private set; }

    /// <summary>True when an older text was accepted.</summary>
    public bool Earlier { get; private set; }

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var round = await db.VisibleRounds(Actor).SingleOrDefaultAsync(r => r.Id == Id, HttpContext.RequestAborted);
        var rules = round is null ? null : await reader.OfAsync(round, HttpContext.RequestAborted);
        if (rules is null || rules.Round.TermsOf(Actor.Role, rules.Pack) is not { } terms)
        {
            context.Result = NotFound();
            return;
        }

        (Round, Terms, Clause) = (rules.Round, terms, rules.Cite(terms.Clause));
        Earlier = await db.Set<TermsAcceptance>().AnyAsync(a => a.RoundId == Id && a.UserId == Actor.UserId && a.Sha256 != terms.Hash(), HttpContext.RequestAborted);
        await next();
    }

    public void OnGet()
    {
        // Everything has been loaded.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!Agreed)
        {
            throw new InvalidInputException(nameof(Agreed), "请阅读并勾选承诺后再签署。");
        }

        await accept.RunAsync(Id, Hash ?? "", Actor, cancellationToken);
        TempData.Flash($"已签署《{Terms.Title}》。");
        return Redirect(Url.IsLocalUrl(Back) ? Back : "/");
    }
}
