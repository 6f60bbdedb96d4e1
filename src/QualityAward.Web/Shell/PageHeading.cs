using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace QualityAward.Web.Shell;

/// <summary>One step of the breadcrumb trail (当前位置); no address for where the reader is.</summary>
public sealed record Crumb(string Text, string? Href = null);

/// <summary>What the layout shows above the page: the breadcrumbs, the only h1 and one leading sentence.</summary>
public sealed record PageHeading(string Title, string? Lead, IReadOnlyList<Crumb> Crumbs)
{
    private const string Key = "PageHeading";

    /// <summary>A page without a heading of its own is headed by its <c>ViewData["Title"]</c>.</summary>
    public static PageHeading Of(ViewDataDictionary viewData) =>
        viewData[Key] as PageHeading ?? new PageHeading(viewData["Title"] as string ?? string.Empty, null, []);

    internal static void Set(ViewDataDictionary viewData, PageHeading heading)
    {
        viewData[Key] = heading;
        viewData["Title"] = heading.Title;
    }
}

public static class PageHeadingExtensions
{
    /// <summary>Call at the top of a page: <c>ViewData.Heading("申报书", "请逐节填写。", ("我的申报", "/applications"));</c></summary>
    public static void Heading(this ViewDataDictionary viewData, string title, string? lead = null, params ReadOnlySpan<(string Text, string Href)> crumbs)
    {
        var trail = new List<Crumb> { new("首页", "/") };

        foreach (var (text, href) in crumbs)
        {
            trail.Add(new Crumb(text, href));
        }

        trail.Add(new Crumb(title));
        PageHeading.Set(viewData, new PageHeading(title, lead, trail));
    }
}
