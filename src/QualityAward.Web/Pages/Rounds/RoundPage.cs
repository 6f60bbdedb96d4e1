using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using QualityAward.Domain.Programmes;
using QualityAward.Domain.Rounds;
using QualityAward.Infrastructure.Programmes;
using QualityAward.Web.Errors;
using QualityAward.Web.Pages.Shared;

namespace QualityAward.Web.Pages.Rounds;

/// <summary>Base of the office's pages about one round (年度评奖页面): loads it, or answers 404 when it belongs to another office.</summary>
public abstract class RoundPage(RoundRulesReader reader) : ActorPage, ICasePage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public RoundRules Rules { get; private set; } = null!;

    public Round Round => Rules.Round;

    public ProgrammePack Pack => Rules.Pack;

    public bool IsPreparing => Round.State == RoundState.Preparing;

    public Guid? CaseId => Id;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await reader.FindAsync(Id, HttpContext.RequestAborted) is not { } rules || !string.Equals(rules.Round.AuthorityCode, Actor.AuthorityCode, StringComparison.Ordinal))
        {
            context.Result = NotFound();
            return;
        }

        Rules = rules;
        if (!await LoadAsync(HttpContext.RequestAborted))
        {
            context.Result = NotFound();
            return;
        }

        await next();
    }

    /// <summary>Loads what else the page shows; false: not found.</summary>
    protected virtual Task<bool> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}

/// <summary>The tabs of a round's set-up (设置导航): model of <c>_RoundNav</c>.</summary>
/// <param name="Here">Address of the tab that the page belongs to.</param>
public sealed record RoundNav(Guid Id, string Here);
