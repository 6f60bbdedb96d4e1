using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace QualityAward.Web.Shell;

/// <summary>
/// Writes elements straight to the page (直接输出). For what stands on a page dozens or hundreds of times, such as fields and cells, where building a tree of
/// tags first cost more than all the rest of the page. Whatever is not written in the code itself goes through <see cref="Text"/> or <see cref="Attribute"/>.
/// </summary>
public readonly struct Markup(TextWriter writer, HtmlEncoder encoder)
{
    /// <summary>Markup as it stands in the code; never anything that a person typed.</summary>
    public void Raw(string html) => writer.Write(html);

    public void Text(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            encoder.Encode(writer, text);
        }
    }

    /// <param name="name">The attribute, as it stands in the code.</param>
    /// <param name="value">Null: the attribute is left out.</param>
    public void Attribute(string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        writer.Write(' ');
        writer.Write(name);
        writer.Write("=\"");
        Text(value);
        writer.Write('"');
    }

    public void Content(IHtmlContent content) => content.WriteTo(writer, encoder);
}

/// <summary>A part of a page that is written by code (直接输出的内容).</summary>
public sealed class WrittenContent(Action<Markup> write) : IHtmlContent
{
    public void WriteTo(TextWriter writer, HtmlEncoder encoder) => write(new Markup(writer, encoder));
}
