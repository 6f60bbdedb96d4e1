using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using QualityAward.Testing;

namespace QualityAward.Benchmarks;

/// <summary>
/// Somebody who is logged in at the measured server. The session cookie is marked Secure, as in production, and a cookie container would not send it
/// over plain HTTP; behind the proxy of an installation the server is spoken to in the same way.
/// </summary>
internal sealed partial class SignedIn : IDisposable
{
    private readonly Cookies _cookies = new();
    private readonly Visitor _visitor;

    private SignedIn(Uri address)
    {
        Host = address.Authority;
#pragma warning disable CA2000 // The client ends its handlers.
        _cookies.InnerHandler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
        _visitor = new Visitor(new HttpClient(new Microsoft.AspNetCore.Mvc.Testing.Handlers.RedirectHandler { InnerHandler = _cookies }) { BaseAddress = address });
#pragma warning restore CA2000
    }

    public string Host { get; }

    public string CookieHeader => _cookies.Header;

    public static async Task<SignedIn> LogInAsync(Uri address, string userName)
    {
        var person = new SignedIn(address);
        await person._visitor.LogInAsync(userName);
        return person;
    }

    public Task<Page> GetAsync(string path) => _visitor.GetAsync(path);

    public Task<byte[]> GetBytesAsync(string path) => _visitor.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    public void Dispose() => _visitor.Dispose();

    /// <summary>The cookies of one person, sent back whatever they say about HTTPS.</summary>
    private sealed partial class Cookies : DelegatingHandler
    {
        private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

        public string Header => string.Join("; ", _values.Select(c => $"{c.Key}={c.Value}"));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Remove("Cookie");
            if (_values.Count > 0)
            {
                request.Headers.Add("Cookie", Header);
            }

            var response = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                var parts = Pair().Match(cookie);
                _values[parts.Groups["name"].Value] = parts.Groups["value"].Value;
            }

            return response;
        }

        [GeneratedRegex("^(?<name>[^=]+)=(?<value>[^;]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
        private static partial Regex Pair();
    }
}

/// <summary>The fields of the form that the autosave's script would send.</summary>
internal static class AutosaveForm
{
    public static (string Address, List<(string Name, string Value)> Fields) Of(Page page)
    {
        var form = page.Document.QuerySelector<IHtmlFormElement>("form[data-autosave]") ?? throw new InvalidOperationException($"{page.Path} has no autosave: {page.Text}");
        var fields = new List<(string, string)>();
        foreach (var control in form.Elements)
        {
            switch (control)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } or IHtmlInputElement { Type: "file" or "submit" or "button" }:
                    break;
                case IHtmlInputElement { Name.Length: > 0 } input:
                    fields.Add((input.Name, input.Value));
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0 } area:
                    fields.Add((area.Name, area.Value));
                    break;
                case IHtmlSelectElement { Name.Length: > 0 } select:
                    fields.AddRange(select.SelectedOptions.Select(o => (select.Name!, o.Value)));
                    break;
            }
        }

        return (form.GetAttribute("data-autosave")!, fields);
    }
}
