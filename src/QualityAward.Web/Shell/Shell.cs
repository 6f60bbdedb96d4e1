using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;
using Microsoft.Net.Http.Headers;
using QualityAward.Web.Errors;

namespace QualityAward.Web.Shell;

/// <summary>What every page stands in: headers, static files, error pages.</summary>
public static class ShellExtensions
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        // Without this Razor writes every Chinese character as a numeric entity: three times the bytes, unreadable source.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        // Only static text is compressed; pages carry secrets beside reflected input (BREACH).
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/css", "text/javascript", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);

        return services;
    }

    /// <summary>Comes first in the pipeline, before routing and authentication.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler("/errors/500");
        app.UseStatusCodePagesWithReExecute("/errors/{0}");
        app.UseMiddleware<UnreadableRequests>();
        app.UseResponseCompression();
        app.UseStaticFiles(new StaticFileOptions
        {
            // asp-append-version puts a hash into the address; modules import one another without, so they are asked for anew.
            OnPrepareResponse = file => file.Context.Response.Headers[HeaderNames.CacheControl] =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });

        return app;
    }
}
