using Microsoft.AspNetCore.Http.Features;

namespace QualityAward.Web.Errors;

/// <summary>
/// A request whose body is too large or malformed, or whose query no text column takes, is its sender's fault (无法读取的请求): it gets 413 or 400 with the page of that status, and stands in the log as what it
/// is. Pages that read their own body say more, beside the form.
/// </summary>
public sealed partial class UnreadableRequests(RequestDelegate next, ILogger<UnreadableRequests> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (HasNul(context.Request.QueryString))
        {
            // No text of ours has it and no database takes it.
            LogUnreadable(logger, context.Request.Path, "NUL in the query");
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        try
        {
            // Nobody types it, and the database takes no text with it.
            if (context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) is true)
            {
                throw new BadHttpRequestException("The query holds a null character.");
            }

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

    private static bool HasNul(QueryString query) => query.HasValue && query.Value.Contains("%00", StringComparison.Ordinal);

    private static bool IsTooLarge(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most && context.Request.ContentLength > most;

    [LoggerMessage(Level = LogLevel.Information, Message = "A request to {Path} could not be read: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);
}
