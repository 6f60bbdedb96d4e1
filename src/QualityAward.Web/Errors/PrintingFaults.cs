using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using QualityAward.Infrastructure.Printing;
using QualityAward.Web.Pages.Errors;

namespace QualityAward.Web.Errors;

/// <summary>
/// A document that could not be printed now (打印失败) is no fault of the site's: 503 with what to do, for every page that prints. The volumes say it on a page of their own.
/// </summary>
public sealed class PrintingFaults : IExceptionFilter
{
    private static readonly object Key = new();

    public void OnException(ExceptionContext context)
    {
        if (context.Exception is not PrintingFailedException failure || context.HttpContext.Response.HasStarted)
        {
            return;
        }

        context.HttpContext.Items[Key] = failure;
        context.HttpContext.Response.Headers.RetryAfter = "30";
        context.Result = new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
        context.ExceptionHandled = true;
    }

    /// <summary>What the error page says of it; null: it was something else.</summary>
    internal static ErrorWords? WordsOf(HttpContext context) => context.Items[Key] switch
    {
        PrintingQueueFullException => new ErrorWords("现在打印的人较多", "打印排队已满，这份文书没有生成。", "办理内容都在，没有任何改动。", "请一两分钟后返回上一页再打印一次。"),
        PrintingFailedException => new ErrorWords("暂时不能打印", "打印服务暂时不可用，这份文书没有生成。", "办理内容都在，没有任何改动。", "请稍后返回上一页再打印一次；如一直不行，请把下方编号告诉系统管理员。"),
        _ => null,
    };
}
