using Microsoft.AspNetCore.Http.Features;

namespace QualityAward.Web.Errors;

/// <summary>
/// A request whose body is too large or malformed is its sender's fault (无法读取的请求): it gets 413 or 400 with the page of that status, and stands in the log as what it
/// is. Pages that read their own body say more, beside the form.
/// </summary>
public sealed partial class UnreadableRequests(RequestDelegate next, ILogger<UnreadableRequests> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            // The antiforgery check reads the form first and only says that it could not.
            if (context.Response is { StatusCode: StatusCodes.Status400BadRequest, HasStarted: false } && IsTooLarge(context))
            {
                context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            }
        }
        catch (BadHttpRequestException unreadable) when (!context.Response.HasStarted)
        {
            LogUnreadable(logger, context.Request.Path, unreadable.Message);
            context.Response.Clear();
            context.Response.StatusCode = unreadable.StatusCode;
        }
    }

    private static bool IsTooLarge(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most && context.Request.ContentLength > most;

    [LoggerMessage(Level = LogLevel.Information, Message = "The body of a request to {Path} could not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);
}
