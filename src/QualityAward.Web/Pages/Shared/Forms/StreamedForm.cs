using System.Buffers;
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
using QualityAward.Web.Errors;

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
        context.ValueProviderFactories.RemoveType<NulFreeFormValues>();
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

    /// <summary>Bytes of text: the longest section with every field at its limit takes less than half of it.</summary>
    public const int MaxText = 8 * 1024 * 1024;

    /// <summary>Bytes with files: several of the largest kind at once; more go in a second request.</summary>
    private const long MaxRequest = 256L * 1024 * 1024;

    private const string TooMuchText = "一次提交的文字过多，没有保存。请减少表格行数或文字后再保存，已保存的内容都在。";

    private const string Incomplete = "提交的内容不完整，没有保存。请重新提交，已保存的内容都在。";

    private IFormCollection? _read;

    /// <summary>A body can be read once: whoever asks again gets what the first one read, and no files.</summary>
    /// <param name="takeFile">
    /// Gets the field's name, the file's name and its content; called only after the antiforgery token has been checked, which therefore stands first in the form. Null:
    /// no files are expected, and the whole body may be as long as text may.
    /// </param>
    /// <exception cref="AntiforgeryValidationException">The form did not come from this site.</exception>
    /// <exception cref="InvalidInputException">The body is too long, malformed or broken off.</exception>
    public async Task<IFormCollection> ReadAsync(HttpContext context, Func<string, string, Stream, Task>? takeFile, CancellationToken cancellationToken) =>
        _read ??= await ReadBodyAsync(context, takeFile, cancellationToken);

    private async Task<IFormCollection> ReadBodyAsync(HttpContext context, Func<string, string, Stream, Task>? takeFile, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (!request.HasFormContentType || !MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            throw new InvalidInputException("", Incomplete);
        }

        var isMultipart = type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // Without files all of it comes into memory; what says that it is longer is refused before a byte is read.
            size.MaxRequestBodySize = takeFile is null || !isMultipart ? MaxText : MaxRequest;
        }

        try
        {
            return isMultipart ? await ReadPartsAsync(context, type, takeFile, cancellationToken) : await ReadTextAsync(context, cancellationToken);
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw new InvalidInputException("", takeFile is null || !isMultipart ? TooMuchText : "一次上传的文件过大，请分几次上传，或压缩后再上传。已保存的内容都在。");
        }
        catch (BadHttpRequestException)
        {
            throw new InvalidInputException("", Incomplete);
        }
    }

    /// <summary>Before the checker, which would read it with the framework's own limits.</summary>
    private async Task<IFormCollection> ReadTextAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            var read = await context.Request.ReadFormAsync(new FormOptions { ValueCountLimit = MaxValues, ValueLengthLimit = MaxText }, cancellationToken);
            await antiforgery.ValidateRequestAsync(context);
            return read;
        }
        catch (InvalidDataException)
        {
            context.Request.Form = FormCollection.Empty;
            throw new InvalidInputException("", TooMuchText);
        }
    }

    private async Task<IFormCollection> ReadPartsAsync(HttpContext context, MediaTypeHeaderValue type, Func<string, string, Stream, Task>? takeFile, CancellationToken cancellationToken)
    {
        var request = context.Request;
        // An error page executed again for this request must not try to read the body a second time.
        request.Form = FormCollection.Empty;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= MaxBoundary })
        {
            throw new InvalidInputException("", Incomplete);
        }

        var reader = new MultipartReader(boundary, request.Body);
        var values = new KeyValueAccumulator();
        var room = MaxText;
        var isChecked = false;
        while (await NextAsync(reader, cancellationToken) is { } part)
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
                if (fileName.Length > 0 && takeFile is not null)
                {
                    await takeFile(name, fileName, new ReceivedPart(part.Body));
                }

                continue;
            }

            var (value, length) = await TextAsync(part.Body, room, cancellationToken);
            room -= length;
            values.Append(name, value);
            if (values.ValueCount > MaxValues)
            {
                throw new InvalidInputException("", TooMuchText);
            }

            if (string.Equals(name, TokenName, StringComparison.Ordinal))
            {
                // The checker looks into this header before it would read the body.
                request.Headers[HeaderName] = value;
            }
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

    private static async Task<MultipartSection?> NextAsync(MultipartReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellationToken);
        }
        catch (Exception malformed) when (malformed is InvalidDataException || (malformed is IOException && malformed is not BadHttpRequestException))
        {
            throw new InvalidInputException("", Incomplete);
        }
    }

    /// <summary>A value, and how many bytes it took; not a byte more than there is room for is kept.</summary>
    private static async Task<(string Value, int Length)> TextAsync(Stream body, int room, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var received = new ReceivedPart(body);
            int read;
            while ((read = await received.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (bytes.Length + read > room)
                {
                    throw new InvalidInputException("", TooMuchText);
                }

                await bytes.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // What is no UTF-8 becomes the replacement character.
        return (Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length), (int)bytes.Length);
    }

    /// <summary>RFC 2046, 5.1.1.</summary>
    private const int MaxBoundary = 70;

    private const string HeaderName = "RequestVerificationToken";
}

/// <summary>A part of a posted form; that it breaks off is told apart from a fault of our own disk (上传内容).</summary>
internal sealed class ReceivedPart(Stream body) : ReceivedBody
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception broken) when (broken is InvalidDataException || (broken is IOException && broken is not BadHttpRequestException))
        {
            throw new BadHttpRequestException("The body broke off.", broken);
        }
    }
}
