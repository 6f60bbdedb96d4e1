using Microsoft.Net.Http.Headers;

namespace QualityAward.Web.Shell;

/// <summary>Marks an endpoint whose answer our own pages show in a frame, such as the PDF preview.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SameOriginFrameAttribute : Attribute;

/// <summary>Adds the security headers to every answer.</summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    private const string PagePolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // Chromium's own PDF viewer needs object-src 'self' on the framed document.
    private const string FramePolicy =
        "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            Write((HttpContext)state);
            return Task.CompletedTask;
        }, context);

        return next(context);
    }

    private static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        var framed = context.GetEndpoint()?.Metadata.GetMetadata<SameOriginFrameAttribute>() is not null;

        // A file has brought its own, stricter one.
        if (!headers.ContainsKey(HeaderNames.ContentSecurityPolicy))
        {
            headers.ContentSecurityPolicy = framed ? FramePolicy : PagePolicy;
        }

        headers.XFrameOptions = framed ? "SAMEORIGIN" : "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";

        // Shared office computers: what a person saw after login must not come back with the Back button after logout.
        // Answers without a Cache-Control of their own only, so that static files stay cacheable.
        if (context.User.Identity?.IsAuthenticated == true && !headers.ContainsKey(HeaderNames.CacheControl))
        {
            headers.CacheControl = "no-store";
        }
    }
}
