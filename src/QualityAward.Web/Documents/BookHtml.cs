using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Html;

namespace QualityAward.Web.Documents;

/// <summary>A cell's content as HTML (单元格输出): there are thousands in a book, too many for a partial view each.</summary>
public static class BookHtml
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static IHtmlContent Of(BookValue value)
    {
        var html = new StringBuilder();
        foreach (var tick in value.Ticks)
        {
            html.Append("<span class=\"book-tick\"><i>").Append(tick.On ? "√" : "").Append("</i>").Append(Encoder.Encode(tick.Label)).Append("</span> ");
        }

        foreach (var line in value.Lines)
        {
            html.Append("<p>").Append(Encoder.Encode(line)).Append("</p>");
        }

        if (value.Hint is { } hint)
        {
            html.Append("<p class=\"book-hint\">（").Append(Encoder.Encode(hint.TrimEnd('。'))).Append("）</p>");
        }

        return new HtmlString(html.ToString());
    }
}
