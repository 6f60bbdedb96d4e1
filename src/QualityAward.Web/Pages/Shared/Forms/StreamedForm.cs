using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using QualityAward.Domain;
using QualityAward.Web.Access;

namespace QualityAward.Web.Pages.Shared.Forms;

/// <summary>
/// Keeps the framework from reading the body of a page that reads it itself. The page then carries <c>[IgnoreAntiforgeryToken]</c>:
/// <see cref="StreamedForm"/> checks the token.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsOwnBodyAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // Nothing is left to do.
    }
}

/// <summary>Reads a posted form whose files go straight on as streams, never into memory or a temporary file (流式读取表单).</summary>
public sealed class StreamedForm(IAntiforgery antiforgery) : IOperation
{
    private const string TokenName = "__RequestVerificationToken";

    /// <summary>30 customers of six columns and 18 indicators of five are a few hundred; a form of 100 rows has its place too.</summary>
    public const int MaxValues = 20_000;

    private const int MaxText = 32 * 1024 * 1024;

    private IFormCollection? _read;

    /// <summary>A body can be read once: whoever asks again gets what the first one read, and no files.</summary>
    /// <param name="takeFile">Gets the field's name, the file's name and its content; called only after the antiforgery token has been checked, which therefore stands first in the form.</param>
    /// <exception cref="AntiforgeryValidationException">The form did not come from this site.</exception>
    public async Task<IFormCollection> ReadAsync(HttpContext context, Func<string, string, Stream, Task> takeFile, CancellationToken cancellationToken) =>
        _read ??= await ReadBodyAsync(context, takeFile, cancellationToken);

    private async Task<IFormCollection> ReadBodyAsync(HttpContext context, Func<string, string, Stream, Task> takeFile, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                // All of it comes into memory.
                size.MaxRequestBodySize = Math.Min(size.MaxRequestBodySize ?? MaxText, MaxText);
            }

            // Before the checker, which would read it with the framework's own limits.
            var read = await request.ReadFormAsync(new FormOptions { ValueCountLimit = MaxValues, ValueLengthLimit = MaxText }, cancellationToken);
            await antiforgery.ValidateRequestAsync(context);
            return read;
        }

        // An error page executed again for this request must not try to read the body a second time.
        request.Form = FormCollection.Empty;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value ?? throw new InvalidInputException("", "提交的内容不完整，请重新提交。");
        var reader = new MultipartReader(boundary, request.Body);
        var values = new KeyValueAccumulator();
        var length = 0;
        var isChecked = false;
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition))
                {
                    continue;
                }

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (disposition.IsFileDisposition())
                {
                    await CheckAsync();
                    var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
                    if (fileName.Length > 0)
                    {
                        await takeFile(name, fileName, part.Body);
                    }

                    continue;
                }

                using var text = new StreamReader(part.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
                var value = await text.ReadToEndAsync(cancellationToken);
                length += value.Length;
                values.Append(name, value);
                if (values.ValueCount > MaxValues || length > MaxText)
                {
                    throw new InvalidInputException("", "一次提交的内容过多，请减少表格行数或文字后再保存。");
                }

                if (string.Equals(name, TokenName, StringComparison.Ordinal))
                {
                    // The checker looks into this header before it would read the body.
                    request.Headers[HeaderName] = value;
                }
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new InvalidInputException("", "一次上传的文件过大，请分几次上传，或压缩后再上传。");
        }

        await CheckAsync();
        return new FormCollection(values.GetResults());

        async Task CheckAsync()
        {
            if (isChecked)
            {
                return;
            }

            if (StringValues.IsNullOrEmpty(request.Headers[HeaderName]))
            {
                throw new AntiforgeryValidationException("The antiforgery token does not stand before the files.");
            }

            await antiforgery.ValidateRequestAsync(context);
            isChecked = true;
        }
    }

    private const string HeaderName = "RequestVerificationToken";
}
