using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Xunit;

namespace QualityAward.Testing;

/// <summary>
/// A form filled by what stands in its labels and sent with everything it carries: hidden fields, antiforgery token, defaults.
/// A field that the page does not offer cannot be filled; <see cref="Set"/> is for tests that tamper.
/// </summary>
public sealed class PageForm
{
    private readonly Visitor _visitor;
    private readonly Uri _address;
    private readonly IHtmlDocument _document;
    private readonly IHtmlFormElement _form;
    private readonly List<(string Name, string FileName, string ContentType, byte[] Content)> _files = [];
    private readonly List<KeyValuePair<string, string>> _extra = [];
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);

    internal PageForm(Visitor visitor, Uri address, IHtmlDocument document, IHtmlFormElement form)
        => (_visitor, _address, _document, _form) = (visitor, address, document, form);

    /// <summary>Types into the input or text area, or chooses the option with this text, by label.</summary>
    public PageForm Fill(string label, string value)
    {
        switch (Field(label))
        {
            case IHtmlInputElement input:
                input.Value = value;
                break;
            case IHtmlTextAreaElement area:
                area.Value = value;
                break;
            case IHtmlSelectElement select:
                var option = select.Options.FirstOrDefault(option => Same(option.Text, value) || Same(option.Value, value));
                Assert.True(option is not null, $"{label} offers no {value} but {string.Join('、', select.Options.Select(option => option.Text))}.");
                select.Value = option.Value;
                break;
            case var other:
                Assert.Fail($"{label} is a {other.LocalName} and cannot be filled.");
                break;
        }

        return this;
    }

    /// <summary>Ticks a box or picks a radio button by its label.</summary>
    public PageForm Check(string label, bool on = true)
    {
        var box = Assert.IsAssignableFrom<IHtmlInputElement>(Field(label));
        if (on && Same(box.Type, "radio"))
        {
            foreach (var other in Inputs().OfType<IHtmlInputElement>().Where(other => Same(other.Type, "radio") && Same(other.Name, box.Name)))
            {
                other.IsChecked = false;
            }
        }

        box.IsChecked = on;
        return this;
    }

    public PageForm Attach(string label, string fileName, string contentType, byte[] content)
    {
        _files.Add((Field(label).GetAttribute("name")!, fileName, contentType, content));
        return this;
    }

    /// <summary>Sends this value under this name whatever the page offers, as a tampering visitor would.</summary>
    public PageForm Set(string name, string value)
    {
        _removed.Add(name);
        _extra.Add(new(name, value));
        return this;
    }

    /// <summary>Does not send what stands under this name.</summary>
    public PageForm Remove(string name)
    {
        _removed.Add(name);
        return this;
    }

    /// <summary>The value that the field shows now.</summary>
    public string Value(string label) => Field(label) switch
    {
        IHtmlInputElement input when Same(input.Type, "checkbox") || Same(input.Type, "radio") => input.IsChecked ? "true" : "false",
        IHtmlInputElement input => input.Value,
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.SelectedOptions is [var option, ..] ? option.Text : "",
        var other => other.TextContent,
    };

    /// <summary>Presses the button; redirects are followed.</summary>
    /// <param name="expected">Null: the test cannot know what comes of it, as in a race.</param>
    public Task<Page> SubmitAsync(string button, HttpStatusCode? expected = HttpStatusCode.OK)
    {
        var pressed = Button(_document, _form, button);
        Assert.True(pressed is not null, $"The form has no button {button}.");
        var target = pressed.GetAttribute("formaction") ?? _form.GetAttribute("action");
        var address = string.IsNullOrEmpty(target) ? _address : new Uri(_address, target);
        var values = Values(pressed).ToList();
        if (Same(_form.Method, "get"))
        {
            var query = string.Join('&', values.Select(pair => Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)));
            return _visitor.GetAsync(new UriBuilder(address) { Query = query }.Uri.AbsoluteUri, expected);
        }

        return _visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = Body(values) }, expected);
    }

    /// <summary>Sends the form's fields, with its token, to an address that it was not made for, as a tampering visitor would.</summary>
    public Task<Page> SubmitToAsync(string path, HttpStatusCode expected)
        => _visitor.SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(_address, path)) { Content = Body([.. Values(_form)]) }, expected);

    internal static IElement? Button(IHtmlDocument document, IHtmlFormElement form, string text)
        => document.QuerySelectorAll("button, input[type=submit]").FirstOrDefault(button =>
            ReferenceEquals(Owner(document, button), form)
            && !Same(button.GetAttribute("type") ?? "submit", "button")
            && (Same(Page.Squeeze(button.TextContent), text) || Same(button.GetAttribute("value") ?? "", text) || Same(button.GetAttribute("aria-label") ?? "", text)));

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static IElement? Owner(IHtmlDocument document, IElement field)
        => field.GetAttribute("form") is { } id ? document.GetElementById(id) : field.Closest("form");

    private IEnumerable<IElement> Inputs()
        => _document.QuerySelectorAll("input, textarea, select").Where(field => ReferenceEquals(Owner(_document, field), _form));

    private IElement Field(string label)
    {
        var found = Inputs().Where(field => Labels(field).Any(text => Same(text, label))).ToList();
        Assert.True(found.Count > 0, $"No field is labelled {label}; there are: {string.Join('、', Inputs().SelectMany(Labels))}.");
        Assert.True(found.Count == 1, $"{found.Count} fields are labelled {label}.");
        return found[0];
    }

    // As a screen reader names a field: aria-label, aria-labelledby, label for, or a label around it; marks such as 必填 are left out.
    private IEnumerable<string> Labels(IElement field)
    {
        if (field.GetAttribute("aria-label") is { } name)
        {
            yield return Page.Squeeze(name);
        }

        if (field.GetAttribute("aria-labelledby") is { } ids)
        {
            yield return Page.Squeeze(string.Join(' ', ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => _document.GetElementById(id)?.TextContent)));
        }

        var around = field.Closest("label");
        foreach (var label in _document.QuerySelectorAll("label").Where(label => ReferenceEquals(label, around) || (field.Id is { Length: > 0 } id && Same(label.GetAttribute("for"), id))))
        {
            yield return Page.Squeeze(label.TextContent);
            var bare = (IElement)label.Clone();
            foreach (var mark in bare.QuerySelectorAll("[aria-hidden=true], .required, small, select, textarea").ToList())
            {
                mark.Remove();
            }

            yield return Page.Squeeze(bare.TextContent);
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Values(IElement pressed)
    {
        foreach (var field in Inputs())
        {
            var name = field.GetAttribute("name");
            if (string.IsNullOrEmpty(name) || _removed.Contains(name) || field.HasAttribute("disabled") || field.Closest("fieldset[disabled]") is not null)
            {
                continue;
            }

            switch (field)
            {
                case IHtmlInputElement input when Same(input.Type, "checkbox") || Same(input.Type, "radio"):
                    if (input.IsChecked)
                    {
                        yield return new(name, input.GetAttribute("value") ?? "on");
                    }

                    break;
                case IHtmlInputElement input when Same(input.Type, "file") || Same(input.Type, "submit") || Same(input.Type, "button") || Same(input.Type, "image"):
                    break;
                case IHtmlInputElement input:
                    yield return new(name, input.Value);
                    break;
                case IHtmlTextAreaElement area:
                    // Browsers send CR LF.
                    yield return new(name, area.Value.ReplaceLineEndings("\r\n"));
                    break;
                case IHtmlSelectElement select:
                    foreach (var option in select.SelectedOptions)
                    {
                        yield return new(name, option.Value);
                    }

                    break;
            }
        }

        if (pressed.GetAttribute("name") is { Length: > 0 } own)
        {
            yield return new(own, pressed.GetAttribute("value") ?? "");
        }

        foreach (var pair in _extra)
        {
            yield return pair;
        }
    }

    private HttpContent Body(List<KeyValuePair<string, string>> values)
    {
        if (_files.Count == 0 && !Same(_form.Enctype, "multipart/form-data"))
        {
            return new FormUrlEncodedContent(values);
        }

        var body = new MultipartFormDataContent();
        foreach (var (name, value) in values)
        {
            body.Add(new StringContent(value), name);
        }

        foreach (var (name, fileName, contentType, content) in _files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue(contentType);
            body.Add(part, name, fileName);
        }

        return body;
    }
}
