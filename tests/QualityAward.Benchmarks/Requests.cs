using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QualityAward.Benchmarks;

/// <summary>Requests as bytes.</summary>
internal static class Requests
{
    public static byte[] Get(SignedIn person, string path, string cookies) => Encoding.UTF8.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {person.Host}\r\nCookie: {cookies}\r\nAccept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: zh-CN\r\n\r\n");

    /// <summary>The cookies with one of them exchanged.</summary>
    public static string Renewed(string cookies, string cookie)
    {
        var name = cookie[..(cookie.IndexOf('=', StringComparison.Ordinal) + 1)];
        return string.Join("; ", cookies.Split("; ").Where(c => !c.StartsWith(name, StringComparison.Ordinal)).Append(cookie));
    }
}

/// <summary>One person who types: every save changes the longest text by a few characters and goes by the version that the last one gave.</summary>
internal sealed class AutosaveVisit : Visit
{
    private readonly byte[] _before;
    private readonly byte[] _between;
    private readonly byte[] _after;
    private readonly SignedIn _person;
    private readonly string _address;
    private string _cookies;
    private readonly byte[] _version = new byte[10];
    private readonly byte[] _text = new byte[10];
    private byte[] _request = new byte[32 * 1024];
    private int _expected;
    private int _count;

    public AutosaveVisit(SignedIn person, string address, IReadOnlyList<(string Name, string Value)> fields)
    {
        // The version first, then the longest text: both change from save to save, all other bytes stay.
        var version = fields.First(f => f.Name == "version");
        var longest = fields.Where(f => f.Name.StartsWith("q.", StringComparison.Ordinal)).MaxBy(f => f.Value.Length);
        _expected = int.Parse(version.Value, CultureInfo.InvariantCulture);
        var token = fields.First(f => f.Name == "__RequestVerificationToken");
        _before = Encoding.UTF8.GetBytes(Pair(token) + "&" + Escaped(version.Name) + "=");
        _between = Encoding.UTF8.GetBytes("&" + Pair(longest));
        _after = Encoding.UTF8.GetBytes(string.Concat(fields.Where(f => f != version && f != longest && f != token).Select(f => "&" + Pair(f))));
        (_person, _address, _cookies) = (person, address, person.CookieHeader);
    }

    public override void SetCookie(string cookie) => _cookies = Requests.Renewed(_cookies, cookie);

    public override ReadOnlySpan<byte> Next()
    {
        _expected.TryFormat(_version, out var versionLength, provider: CultureInfo.InvariantCulture);
        (++_count).TryFormat(_text, out var textLength, "D6", CultureInfo.InvariantCulture);
        var body = _before.Length + versionLength + _between.Length + textLength + _after.Length;
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {_address} HTTP/1.1\r\nHost: {_person.Host}\r\nCookie: {_cookies}\r\nAccept: application/json\r\nX-Requested-With: fetch\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\nContent-Length: {body}\r\n\r\n"));
        if (_request.Length < head.Length + body)
        {
            _request = new byte[head.Length + body];
        }

        var at = 0;
        Put(head);
        Put(_before);
        Put(_version.AsSpan(0, versionLength));
        Put(_between);
        Put(_text.AsSpan(0, textLength));
        Put(_after);
        return _request.AsSpan(0, at);

        void Put(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_request.AsSpan(at));
            at += bytes.Length;
        }
    }

    public override void Answered(ReadOnlySpan<byte> body)
    {
        var saved = Json.Version(body);
        // The same version again would mean that nothing was saved.
        _expected = saved > _expected ? saved : throw new InvalidOperationException("Not saved: " + Encoding.UTF8.GetString(body));
    }

    private static string Pair((string Name, string Value) field) => Escaped(field.Name) + "=" + Escaped(field.Value);

    /// <summary>As the browser's URLSearchParams writes it.</summary>
    private static string Escaped(string text) => System.Net.WebUtility.UrlEncode(text);
}

/// <summary>The same save at the bare endpoint: the stored bytes as they are.</summary>
internal sealed class BareVisit(Guid application, string section, byte[] answers, int version) : Visit
{
    private byte[] _request = [];
    private int _expected = version;

    public override ReadOnlySpan<byte> Next()
    {
        var head = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST /save/{application}/{section}/{_expected} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {answers.Length}\r\n\r\n"));
        if (_request.Length != head.Length + answers.Length)
        {
            _request = new byte[head.Length + answers.Length];
        }

        head.CopyTo(_request, 0);
        answers.CopyTo(_request, head.Length);
        return _request;
    }

    public override void Answered(ReadOnlySpan<byte> body) => _expected = Json.Version(body);
}

internal static class Json
{
    /// <summary>The number behind "version" of an answer, chunked or not.</summary>
    public static int Version(ReadOnlySpan<byte> body)
    {
        var start = body.IndexOf((byte)'{');
        var end = body.LastIndexOf((byte)'}');
        if (start < 0 || end < start)
        {
            throw new InvalidOperationException("No JSON: " + Encoding.UTF8.GetString(body));
        }

        var reader = new Utf8JsonReader(body[start..(end + 1)]);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("version"u8) && reader.Read())
            {
                return reader.GetInt32();
            }
        }

        throw new InvalidOperationException("No version: " + Encoding.UTF8.GetString(body));
    }
}
