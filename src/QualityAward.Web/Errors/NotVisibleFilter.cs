using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using QualityAward.Domain.Audit;
using QualityAward.Domain.Recommendations;
using QualityAward.Infrastructure.Persistence;
using QualityAward.Web.Access;

namespace QualityAward.Web.Errors;

/// <summary>
/// Leaves a trace of somebody who asked for a case that is not theirs to see (越权访问留痕), whatever page it was. It looks at the result, because a
/// page's own loading runs outside of every page filter.
/// </summary>
public sealed class NotVisibleFilter(QualityAwardDbContext db, TimeProvider time) : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is NotFoundResult && context.HttpContext.FindActor() is { } actor)
        {
            var cancel = context.HttpContext.RequestAborted;
            foreach (var value in context.RouteData.Values.Values)
            {
                if (Guid.TryParse(value as string, out var id)
                    && await db.Applications.AnyAsync(a => a.Id == id, cancel)
                    && !await db.VisibleApplications(actor).AnyAsync(a => a.Id == id, cancel))
                {
                    await db.RecordAsync(new CaseEvent(id, "Refused:not-visible", actor, time.GetUtcNow(), $"访问无权查看的申报被拒绝：{context.HttpContext.Request.Path}"), cancel);
                }
                else if (Guid.TryParse(value as string, out var requestId)
                    && !await db.VisibleOpinionRequests(actor).AnyAsync(r => r.Id == requestId, cancel)
                    && await db.Set<OpinionRequest>().Where(r => r.Id == requestId).Select(r => (Guid?)r.ApplicationId).SingleOrDefaultAsync(cancel) is { } asked)
                {
                    await db.RecordAsync(new CaseEvent(asked, "Refused:not-asked", actor, time.GetUtcNow(), $"访问其他部门或其他地区的征求意见事项被拒绝：{context.HttpContext.Request.Path}"), cancel);
                }
            }
        }

        await next();
    }
}
