using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace QualityAward.Web.Shell;

/// <summary><c>&lt;icon name="check" /&gt;</c>: a drawing from wwwroot/img/icons.svg, decoration only; the words beside it carry the meaning.</summary>
[HtmlTargetElement("icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = string.Empty;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        var css = context.AllAttributes.TryGetAttribute("class", out var given) ? " " + given.Value : "";
        output.Attributes.SetAttribute("class", "qa-icon" + css);
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Content.SetHtmlContent(Use(Name));
    }

    internal static TagBuilder Use(string name)
    {
        var use = new TagBuilder("use");
        use.Attributes["href"] = "/img/icons.svg#" + name;
        return use;
    }

    internal static TagBuilder Svg(string name)
    {
        var svg = new TagBuilder("svg");
        svg.Attributes["class"] = "qa-icon";
        svg.Attributes["aria-hidden"] = "true";
        svg.Attributes["focusable"] = "false";
        svg.InnerHtml.AppendHtml(Use(name));
        return svg;
    }
}
