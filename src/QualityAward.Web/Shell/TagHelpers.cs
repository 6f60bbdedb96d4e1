using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace QualityAward.Web.Shell;

/// <summary><c>&lt;status-badge tone="Success"&gt;已受理&lt;/status-badge&gt;</c></summary>
[HtmlTargetElement("status-badge")]
public sealed class StatusBadgeTagHelper : TagHelper
{
    public Tone Tone { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.Attributes.SetAttribute("class", "qa-badge qa-badge-" + Tone.Css());
    }
}

/// <summary><c>&lt;empty-state title="还没有申报" icon="inbox"&gt;一句话和下一步&lt;/empty-state&gt;</c></summary>
[HtmlTargetElement("empty-state")]
public sealed class EmptyStateTagHelper : TagHelper
{
    public string Title { get; set; } = string.Empty;

    public string Icon { get; set; } = "inbox";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qa-empty");
        var title = new TagBuilder("p");
        title.AddCssClass("qa-empty-title");
        title.InnerHtml.Append(Title);
        output.PreContent.AppendHtml(IconTagHelper.Svg(Icon)).AppendHtml(title);
    }
}

/// <summary>
/// <c>&lt;time-china value="Model.SubmittedAt" /&gt;</c> for a DateTimeOffset or DateOnly; <c>format</c> is moment, date, deadline, exact or clock.
/// Nothing known is shown as an em dash.
/// </summary>
[HtmlTargetElement("time-china", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TimeChinaTagHelper : TagHelper
{
    public object? Value { get; set; }

    public string Format { get; set; } = "moment";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        switch (Value)
        {
            case DateOnly date:
                output.TagName = "time";
                output.Attributes.SetAttribute("datetime", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                output.Content.SetContent(ChinaTime.Date(date));
                break;
            case DateTimeOffset moment:
                output.TagName = "time";
                output.Attributes.SetAttribute("datetime", ChinaTime.Iso(moment));
                output.Content.SetContent(Format switch
                {
                    "date" => ChinaTime.Date(moment),
                    "deadline" => ChinaTime.Deadline(moment),
                    "exact" => ChinaTime.Exact(moment),
                    "clock" => ChinaTime.Clock(moment),
                    "moment" => ChinaTime.Moment(moment),
                    _ => throw new InvalidOperationException($"time-china has no format '{Format}'"),
                });
                break;
            case null:
                output.TagName = "span";
                output.Content.SetContent("—");
                break;
            default:
                throw new InvalidOperationException($"time-china cannot show a {Value.GetType().Name}");
        }
    }
}

/// <summary>Where a step of the procedure stands.</summary>
public enum StepState
{
    Todo,
    Current,
    Done,
    Skipped,
}

/// <summary>One step (环节) in a stage picture; the detail is a duration, a date or whose turn it is.</summary>
public sealed record StageStep(string Name, StepState State, string? Detail = null, string? Href = null);

/// <summary><c>&lt;stage-picture steps="Model.Steps" label="评审流程" /&gt;</c>: side by side on a wide screen, one below the other on a phone.</summary>
[HtmlTargetElement("stage-picture", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class StagePictureTagHelper : TagHelper
{
    public IEnumerable<StageStep> Steps { get; set; } = [];

    public string Label { get; set; } = "办理进度";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qa-stages");
        output.Attributes.SetAttribute("aria-label", Label);

        var number = 0;
        foreach (var step in Steps)
        {
            number++;
            var (css, words) = step.State switch
            {
                StepState.Todo => ("todo", "未开始"),
                StepState.Current => ("current", "进行中"),
                StepState.Done => ("done", "已完成"),
                StepState.Skipped => ("skipped", "不适用"),
            };
            var item = new TagBuilder("li");
            item.AddCssClass("qa-stage qa-stage-" + css);
            if (step.State == StepState.Current)
            {
                item.Attributes["aria-current"] = "step";
            }

            var mark = Span("qa-stage-mark");
            mark.Attributes["aria-hidden"] = "true";
            if (step.State == StepState.Done)
            {
                mark.InnerHtml.AppendHtml(IconTagHelper.Svg("check"));
            }
            else
            {
                mark.InnerHtml.Append(number.ToString(CultureInfo.InvariantCulture));
            }

            var text = Span("qa-stage-text");
            var name = step.Href is null ? Span("qa-stage-name") : new TagBuilder("a");
            if (step.Href is not null)
            {
                name.AddCssClass("qa-stage-name");
                name.Attributes["href"] = step.Href;
            }

            name.InnerHtml.Append(step.Name);
            var state = Span("visually-hidden");
            state.InnerHtml.Append("（" + words + "）");
            text.InnerHtml.AppendHtml(name).AppendHtml(state);
            if (step.Detail is not null)
            {
                var detail = Span("qa-stage-detail");
                detail.InnerHtml.Append(step.Detail);
                text.InnerHtml.AppendHtml(detail);
            }

            item.InnerHtml.AppendHtml(mark).AppendHtml(text);
            output.Content.AppendHtml(item);
        }
    }

    private static TagBuilder Span(string css)
    {
        var span = new TagBuilder("span");
        span.AddCssClass(css);
        return span;
    }
}

/// <summary><c>&lt;pager paging="Model.Paging" /&gt;</c>: keeps filters and order, says how many rows there are.</summary>
[HtmlTargetElement("pager", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PagerTagHelper : TagHelper
{
    public Paging Paging { get; set; } = new(1, 0);

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "qa-pager");
        output.Attributes.SetAttribute("aria-label", "分页");

        var sum = new TagBuilder("p");
        sum.AddCssClass("qa-pager-sum");
        sum.InnerHtml.Append(Paging.Total == 0
            ? "共 0 条"
            : $"共 {Figures.Number(Paging.Total)} 条，本页第 {Paging.First}–{Paging.Last} 条");
        output.Content.AppendHtml(sum);

        if (Paging.Pages == 1)
        {
            return;
        }

        var list = new TagBuilder("ul");
        list.AddCssClass("pagination");
        if (Paging.Number > 1)
        {
            list.InnerHtml.AppendHtml(Item("上一页", Paging.Number - 1, false, "prev"));
        }

        foreach (var page in Paging.Shown())
        {
            list.InnerHtml.AppendHtml(page is { } number
                ? Item(number.ToString(CultureInfo.InvariantCulture), number, number == Paging.Number, null)
                : Gap());
        }

        if (Paging.Number < Paging.Pages)
        {
            list.InnerHtml.AppendHtml(Item("下一页", Paging.Number + 1, false, "next"));
        }

        output.Content.AppendHtml(list);
    }

    private TagBuilder Item(string text, int page, bool current, string? rel)
    {
        var item = new TagBuilder("li");
        item.AddCssClass(rel is null ? "page-item qa-page-number" : "page-item");
        var link = new TagBuilder("a");
        link.AddCssClass("page-link");
        link.Attributes["href"] = SameQuery.With(
            ViewContext.HttpContext.Request,
            ("p", page == 1 ? null : page.ToString(CultureInfo.InvariantCulture)));
        if (rel is not null)
        {
            link.Attributes["rel"] = rel;
        }
        else
        {
            link.Attributes["aria-label"] = $"第 {text} 页";
        }

        if (current)
        {
            item.AddCssClass("active");
            link.Attributes["aria-current"] = "page";
        }

        link.InnerHtml.Append(text);
        item.InnerHtml.AppendHtml(link);
        return item;
    }

    private static TagBuilder Gap()
    {
        var item = new TagBuilder("li");
        item.AddCssClass("page-item qa-page-number disabled");
        var dots = new TagBuilder("span");
        dots.AddCssClass("page-link");
        dots.InnerHtml.Append("…");
        item.InnerHtml.AppendHtml(dots);
        return item;
    }
}

/// <summary>
/// <c>&lt;th sort-key="name"&gt;组织名称&lt;/th&gt;</c>: sorts by <c>?sort=name</c>, a second click by <c>?sort=-name</c>; starts again at page one.
/// </summary>
[HtmlTargetElement("th", Attributes = "sort-key")]
public sealed class SortHeaderTagHelper : TagHelper
{
    public string SortKey { get; set; } = string.Empty;

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var request = ViewContext.HttpContext.Request;
        var current = request.Query["sort"].ToString();
        var ascending = current == SortKey;
        var descending = current == "-" + SortKey;
        output.Attributes.SetAttribute("scope", "col");
        if (ascending || descending)
        {
            output.Attributes.SetAttribute("aria-sort", ascending ? "ascending" : "descending");
        }

        var link = new TagBuilder("a");
        link.AddCssClass("qa-sort");
        link.Attributes["href"] = SameQuery.With(request, ("sort", ascending ? "-" + SortKey : SortKey), ("p", null));
        link.InnerHtml.AppendHtml(await output.GetChildContentAsync());
        link.InnerHtml.AppendHtml(IconTagHelper.Svg(ascending ? "sort-up" : descending ? "sort-down" : "sort"));
        output.Content.SetHtmlContent(link);
    }
}
