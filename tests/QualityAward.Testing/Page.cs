using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Xunit;

namespace QualityAward.Testing;

/// <summary>A page as it came from the server.</summary>
public sealed partial class Page(Visitor visitor, Uri address, HttpStatusCode status, IHtmlDocument document)
{
    public HttpStatusCode Status { get; } = status;

    public IHtmlDocument Document { get; } = document;

    /// <summary>Path and query of the page reached, after redirects.</summary>
    public string Path => address.PathAndQuery;

    public string Heading => Squeeze(Document.QuerySelector("h1")?.TextContent ?? "");

    /// <summary>What a reader sees, with white space squeezed.</summary>
    public string Text => Squeeze(VisibleText(Document.QuerySelector("main") ?? (IElement?)Document.Body));

    /// <summary>The messages of the error summary, in order.</summary>
    public IReadOnlyList<string> Errors => [.. All("[data-error-summary] li").Select(item => Squeeze(item.TextContent))];

    public IEnumerable<IElement> All(string selector) => Document.QuerySelectorAll(selector);

    /// <summary>The cells of a table's body, row by row, found by its caption.</summary>
    public IReadOnlyList<string[]> Table(string caption)
    {
        var table = All("table").FirstOrDefault(table => string.Equals(Squeeze(table.QuerySelector("caption")?.TextContent ?? ""), caption, StringComparison.Ordinal));
        Assert.True(table is not null, $"{Path} has no table with the caption {caption}.");
        return [.. table.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("th, td").Select(cell => Squeeze(cell.TextContent)).ToArray())];
    }

    /// <summary>Follows the link with this text.</summary>
    public Task<Page> FollowAsync(string text, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var link = All("a[href]").FirstOrDefault(link => string.Equals(Squeeze(link.TextContent), text, StringComparison.Ordinal));
        Assert.True(link is not null, $"{Path} has no link {text}.");
        return visitor.GetAsync(new Uri(address, link.GetAttribute("href")).AbsoluteUri, expected);
    }

    /// <summary>The form that has this button.</summary>
    public PageForm Form(string button)
    {
        var form = Document.Forms.FirstOrDefault(form => PageForm.Button(Document, form, button) is not null);
        Assert.True(form is not null, $"{Path} has no form with the button {button}; it says: {Text}");
        return new PageForm(visitor, address, Document, form);
    }

    internal static string Squeeze(string text) => WhiteSpace().Replace(text, " ").Trim();

    private static string VisibleText(IElement? element)
        => element is null
            ? ""
            : string.Join(' ', element.Descendants<IText>()
                .Where(text => text.ParentElement is not (IHtmlScriptElement or IHtmlStyleElement or IHtmlTemplateElement))
                .Select(text => text.Data));

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WhiteSpace();
}
