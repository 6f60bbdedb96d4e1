using System.Text;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QualityAward.Domain;
using QualityAward.Domain.Audit;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;
using QualityAward.Web.Shell;

namespace QualityAward.Web.Errors;

/// <summary>
/// Turns a refusal of the rules and invalid input into the same page again with the typed text, an error summary and status 422 (409 for a lost
/// race). Everything else is a bug and goes on to the error page. Pages load what they show in <c>OnPageHandlerExecutionAsync</c>, so showing again works.
/// </summary>
public sealed class RefusalFilter(QualityAwardDbContext db, TimeProvider time) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (executed.Exception is null || executed.ExceptionHandled || executed.HandlerInstance is not PageModel page)
        {
            return;
        }

        switch (executed.Exception)
        {
            case InvalidInputException invalid:
                if (invalid.Code is { } code)
                {
                    // Whoever has not signed in stands in the trail as the public, without an address.
                    await RecordAsync(context, new RefusedException(code, invalid.Message), context.HttpContext.FindActor() ?? Actor.Public);
                }

                // What could not be read at all is not missing as well.
                var unreadable = page.ModelState.Where(e => e.Value?.Errors.Count > 0).Select(e => e.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
                foreach (var problem in invalid.Problems.Where(p => !unreadable.Contains(p.Field)))
                {
                    page.ModelState.AddModelError(problem.Field, problem.Message);
                }

                Show(StatusCodes.Status422UnprocessableEntity);
                break;
            case RefusedException refused:
                await RecordAsync(context, refused, context.HttpContext.FindActor());
                page.ViewData.AddProblems(new Problem(refused.Message, Clause: refused.Clause));
                Show(StatusCodes.Status422UnprocessableEntity);
                break;
            case StaleVersionException stale:
                page.ModelState.AddModelError("", stale.Message);
                Show(StatusCodes.Status409Conflict);
                break;
            default:
                return;
        }

        executed.ExceptionHandled = true;

        void Show(int status)
        {
            page.Response.StatusCode = status;
            executed.Result = page.Page();
        }
    }

    /// <summary>A refused attempt leaves a trace of its own: in the chain of the case when the page knows it, else of the account.</summary>
    private async Task RecordAsync(PageHandlerExecutingContext context, RefusedException refused, Actor? actor)
    {
        if (actor is null || !HttpMethods.IsPost(context.HttpContext.Request.Method))
        {
            return;
        }

        // What the refused operation had changed in memory must not be saved with the entry.
        db.ChangeTracker.Clear();
        var chain = context.HandlerInstance is ICasePage { CaseId: { } caseId } ? caseId : actor.UserId;
        var reason = new StringBuilder(refused.Message);
        if (refused.Clause is not null)
        {
            reason.Append('（').Append(refused.Clause).Append('）');
        }

        await db.RecordAsync(
            new CaseEvent(chain, $"Refused:{refused.Code}", actor, time.GetUtcNow(), $"操作被拒绝：{context.HttpContext.Request.Path}") { Reason = reason.ToString() },
            context.HttpContext.RequestAborted);
    }
}

/// <summary>A page about one case (案件页面); refusals are recorded in its chain.</summary>
public interface ICasePage
{
    public Guid? CaseId { get; }
}
