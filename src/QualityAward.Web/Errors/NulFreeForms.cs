using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;

namespace QualityAward.Web.Errors;

/// <summary>
/// Takes null characters out of posted text (去除空字符): nobody sees them, the framework refuses a whole form because of one and the database takes none, so that what was typed
/// around it would be lost. Pages that read their own body clean it themselves.
/// </summary>
public sealed class NulFreeForms(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true)
        {
            context.Request.Body = new NulFreeBody(context.Request.Body);
        }

        return next(context);
    }
}

/// <summary>The same for a form with files, once it has been read (带附件的表单): its files keep every byte.</summary>
public sealed class NulFreeFormValues : IValueProviderFactory
{
    public async Task CreateValueProviderAsync(ValueProviderFactoryContext context)
    {
        var request = context.ActionContext.HttpContext.Request;
        if (request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is not true)
        {
            return;
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(context.ActionContext.HttpContext.RequestAborted);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException)
        {
            // The framework's own reader meets the same and says so.
            return;
        }

        if (form.Any(f => f.Value.Any(v => v?.Contains('\0', StringComparison.Ordinal) is true)))
        {
            request.Form = new FormCollection(form.ToDictionary(f => f.Key, f => new StringValues([.. f.Value.Select(v => v?.Replace("\0", "", StringComparison.Ordinal))]), StringComparer.OrdinalIgnoreCase), form.Files);
        }
    }
}

/// <summary>A form's bytes without <c>%00</c> and zero bytes (去除空字符的内容).</summary>
internal sealed class NulFreeBody(Stream body) : ReceivedBody
{
    private readonly byte[] _raw = new byte[4096];

    private int _start;

    private int _end;

    private bool _isOver;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (Take(buffer.Span) is var taken and > 0)
            {
                return taken;
            }

            if (_isOver)
            {
                return 0;
            }

            // What is left is the beginning of what may become %00.
            _raw.AsSpan(_start, _end - _start).CopyTo(_raw);
            (_start, _end) = (0, _end - _start);
            var read = await body.ReadAsync(_raw.AsMemory(_end), cancellationToken);
            _end += read;
            _isOver = read == 0;
        }

        return 0;
    }

    private int Take(Span<byte> into)
    {
        var taken = 0;
        while (taken < into.Length && _start < _end)
        {
            var left = _raw.AsSpan(_start, _end - _start);
            if (left[0] == (byte)'%' && left.Length < 3 && !_isOver)
            {
                break;
            }

            if (left[0] == 0)
            {
                _start++;
            }
            else if (left.StartsWith("%00"u8))
            {
                _start += 3;
            }
            else
            {
                into[taken++] = left[0];
                _start++;
            }
        }

        return taken;
    }
}
