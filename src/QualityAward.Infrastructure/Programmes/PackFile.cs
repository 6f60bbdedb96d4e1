using System.Text.Json;
using System.Text.RegularExpressions;
using QualityAward.Domain.Programmes;

namespace QualityAward.Infrastructure.Programmes;

/// <summary>One file of the programme data (奖项数据文件): strict reading, and lines for what is found wrong later.</summary>
internal sealed class PackFile
{
    private readonly string _text;

    private PackFile(string name, string text)
    {
        Name = name;
        _text = text;
    }

    /// <summary>Path below the root, with forward slashes: a message never shows a machine's path.</summary>
    public string Name { get; }

    public static PackFile Open(string root, string path)
    {
        var name = Path.GetRelativePath(root, path).Replace('\\', '/');
        return File.Exists(path) ? new PackFile(name, File.ReadAllText(path)) : throw new PackException(name, line: null, "文件不存在。");
    }

    public T Read<T>()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(_text, PackJson.Options) ?? throw new PackException(Name, 1, "内容为空。");
        }
        catch (JsonException fault)
        {
            throw new PackException(Name, (int?)(fault.LineNumber + 1), $"无法读取：{Sentence(fault.Message)}", fault);
        }
        catch (NotSupportedException fault)
        {
            // A question or condition without its "type" or "kind" ends here; the reader gives no line for it.
            throw new PackException(Name, line: null, $"无法读取：{Sentence(fault.Message)}", fault);
        }
    }

    /// <summary>True when the file's object has the member at its top.</summary>
    public bool HasMember(string member)
    {
        try
        {
            using var document = JsonDocument.Parse(_text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(member, out _);
        }
        catch (JsonException fault)
        {
            throw new PackException(Name, (int?)(fault.LineNumber + 1), $"无法读取：{Sentence(fault.Message)}", fault);
        }
    }

    /// <summary>The line where the piece is defined, else where it is first named, else none. <paramref name="after"/>: a member to look behind.</summary>
    public int? LineOf(string? anchor, string? after)
    {
        if (anchor is null)
        {
            return null;
        }

        var start = after is null ? 0 : Math.Max(0, _text.IndexOf($"\"{after}\":", StringComparison.Ordinal));
        var definition = Regex.Match(
            _text[start..], $"\"(id|code|kind|stage|item|award|name)\"\\s*:\\s*\"{Regex.Escape(anchor)}\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        var at = definition.Success ? start + definition.Index : _text.IndexOf($"\"{anchor}\"", start, StringComparison.Ordinal);
        return at < 0 ? null : _text.AsSpan(0, at).Count('\n') + 1;
    }

    /// <summary>The reader's message without its own path and line, which we state ourselves.</summary>
    private static string Sentence(string message)
    {
        var end = message.IndexOf(" Path: $", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
