using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace QualityAward.Infrastructure.Files;

/// <summary>Serves an upload so that it can do no harm in the reader's browser (安全下载).</summary>
public static class SafeDownload
{
    private const int MaxNameLength = 120;

    /// <summary>The file as the result of a page; the caller has checked that the actor may read it.</summary>
    /// <param name="fileName">The name as uploaded, Chinese allowed.</param>
    /// <param name="preview">Show images and PDF in the browser; all else is saved anyway.</param>
    public static FileStreamResult Serve(HttpResponse response, IFileStore store, StoredFile file, string fileName, bool preview = false)
    {
        var format = FileKinds.OfContentType(file.ContentType);
        var inline = preview && format is { Inline: true };
        var headers = response.Headers;
        headers.ContentDisposition = Disposition(fileName, format, inline);
        headers.XContentTypeOptions = "nosniff";
        // Rights may be withdrawn: the browser asks again each time, the entity tag saves the transfer.
        headers.CacheControl = "private, no-cache";
        // Browsers' own PDF viewers do not start in a sandbox, and need object-src to show what they were given.
        headers.ContentSecurityPolicy = inline && format!.Kind == FileKind.Pdf
            ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
            : "default-src 'none'; sandbox";

        return new FileStreamResult(store.OpenRead(file.Sha256), format?.ContentType ?? "application/octet-stream")
        {
            EnableRangeProcessing = true,
            EntityTag = new EntityTagHeaderValue($"\"{file.Sha256}\""),
        };
    }

    /// <summary>A small picture that we made ourselves.</summary>
    public static FileStreamResult ServeThumbnail(HttpResponse response, Stream thumbnail, string sha256)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "private, no-cache";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return new FileStreamResult(thumbnail, FileKinds.Jpeg.ContentType) { EntityTag = new EntityTagHeaderValue($"\"{sha256}-thumbnail\"") };
    }

    /// <summary>The Content-Disposition header, with the Chinese name by RFC 5987 and a plain one for old clients.</summary>
    public static string Disposition(string fileName, FileFormat? format, bool inline)
    {
        var disposition = new ContentDispositionHeaderValue(inline ? "inline" : "attachment");
        disposition.SetHttpFileName(CleanName(fileName, format));
        return disposition.ToString();
    }

    /// <summary>A name that every file system takes, ending as the content demands.</summary>
    public static string CleanName(string fileName, FileFormat? format)
    {
        // Old browsers send the whole path.
        var bare = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Normalize(NormalizationForm.FormC);
        var clean = new StringBuilder(bare.Length);
        foreach (var rune in bare.EnumerateRunes())
        {
            // Controls include the marks that turn the reading direction, which make "cod.exe" look like "exe.doc".
            var harmful = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
            clean.Append(harmful ? "" : rune.Value is '"' or '<' or '>' or ':' or '|' or '?' or '*' ? "_" : rune.ToString());
        }

        var name = clean.ToString().TrimEnd(' ', '.').TrimStart(' ');
        var extension = Path.GetExtension(name);
        if (format is not null && !format.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase))
        {
            // An ending of the same kind is replaced (a PNG called .jpg); anything else is part of the name ("附件1.2").
            var known = FileKinds.All.Any(other => other.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase));
            name = known ? name[..^extension.Length] : name;
            extension = format.Extensions[0];
        }
        else
        {
            name = name[..^extension.Length];
        }

        // Cut by text elements: half a character is none.
        name = name.Trim(' ', '.');
        var stem = new StringInfo(name.Length == 0 ? "文件" : name);
        return (stem.LengthInTextElements > MaxNameLength ? stem.SubstringByTextElements(0, MaxNameLength) : stem.String) + extension;
    }
}
